"""What can go wrong with an award, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class UnknownAward(NotFound):
    title = "There is no such award"

    def __init__(self) -> None:
        super().__init__("Look at the list of awards of this meeting.")


class UnknownApplication(NotFound):
    title = "There is no such application"

    def __init__(self) -> None:
        super().__init__("Look at the list of applications for this award.")


class NotNow(Forbidden):
    """The window, or the state of the application, does not allow it."""

    title = "That cannot be done now"


class Barred(Forbidden):
    """Who applied, or is in conflict with an applicant, decides nothing (W05)."""

    title = "Others decide on this award"


class ApplicationRefused(Invalid):
    """`errors` says, field by field, what is missing."""

    title = "The application is not complete"


class AwardRefused(Invalid):
    """`errors` says which setting cannot be."""


class ProposalMoved(Stale):
    """Scores, applications or money changed since the proposal was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Something changed since this proposal was made. Here it is as it stands now."
        )


class DeadLetterLink(NotFound):
    title = "This link asks for no letter"

    def __init__(self) -> None:
        super().__init__("Use the newest letter that you got, or write to the applicant.")
