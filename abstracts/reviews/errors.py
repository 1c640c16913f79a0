"""What can go wrong while reviewing, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class UnknownReview(NotFound):
    """The same for a reference that does not exist, one given to others, and one in conflict."""

    title = "There is no such abstract in your list"

    def __init__(self) -> None:
        super().__init__("Check the reference, or look at the list of what you were given.")


class UnknownThread(NotFound):
    """The same for every reason: nobody learns that there is a discussion."""

    title = "There is no such discussion"

    def __init__(self) -> None:
        super().__init__("Check the reference.")


class ReviewingClosed(Forbidden):
    """Nothing is written outside the round (N04)."""

    title = "This round of reviewing is closed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or "Reviews can be read now and no longer changed.")


class ReviewSavedElsewhere(Stale):
    """Another window saved the review since this one showed it; both texts are kept."""

    title = "This review was saved in another window"

    def __init__(self) -> None:
        super().__init__("Nothing is lost: the page shows both. Send again to keep this one.")


class NotSendable(Invalid):
    """`errors` says, field by field, what is wrong or missing."""
