"""What can go wrong with a change, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound


class DeadLink(NotFound):
    """A secret address that asks nothing any more."""

    title = "This link is no longer in use"

    def __init__(self) -> None:
        super().__init__(
            "You are not asked about this abstract any more, or a newer letter with another link "
            "was sent. Look for the newest letter, or write to the meeting’s office."
        )


class UnknownRequest(NotFound):
    title = "There is no such request"

    def __init__(self) -> None:
        super().__init__("It may have been taken back. The open ones are listed.")


class NotYours(Forbidden):
    """Not every author may change everything."""

    title = "Only some authors can do this"


class TooLate(Forbidden):
    """A day has passed after which this is not changed here."""

    title = "The day for this has passed"


class NotChangeable(Invalid):
    """`errors` says what is wrong with the change, field by field."""
