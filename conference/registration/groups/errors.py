"""What can go wrong with a group."""

from conference.web.problems import NotFound, Stale


class UnknownGroup(NotFound):
    title = "There is no such group"


class GroupChanged(Stale):
    """What was shown no longer holds: a price, a place, somebody who registered meanwhile."""

    title = "The list has changed"

    def __init__(self) -> None:
        super().__init__("Something has changed since this was shown. Nothing is ordered yet.")
