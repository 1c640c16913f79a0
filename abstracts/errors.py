"""What can go wrong with an abstract, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class UnknownAbstract(NotFound):
    title = "There is no such abstract"

    def __init__(self) -> None:
        super().__init__("Check the reference, or look at the list of your abstracts.")


class UnknownCall(NotFound):
    title = "There is no such call"

    def __init__(self) -> None:
        super().__init__("Choose one of the calls on the committee's page.")


class CallClosed(Forbidden):
    """Nothing is written outside the call's window (A05)."""

    title = "The call is closed"


class NotPossible(Forbidden):
    """The state of the abstract does not allow it."""

    title = "That cannot be done now"


class SavedElsewhere(Stale):
    """Another window or person saved the abstract since it was shown."""


class NotSubmittable(Invalid):
    """`errors` says, field by field, what is missing."""
