"""What can go wrong with people and signing in."""

from conference.web.problems import Invalid, NotFound


class UnknownPerson(NotFound):
    title = "We do not know this person"


class AddressTaken(Invalid):
    """The address belongs to somebody else; merging two people is the office's work."""

    def __init__(self) -> None:
        text = "This address belongs to another person here. Ask the office to join the two."
        super().__init__(text, errors={"address": text})


class SignInRefused(Invalid):
    """A code or link that does not open: wrong, used, or too old."""
