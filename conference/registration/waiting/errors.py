"""What can go wrong on a waiting list."""

from conference.web.problems import Invalid, NotFound, Problem, Stale


class UnknownWaitingList(NotFound):
    title = "There is no such waiting list"

    def __init__(self) -> None:
        super().__init__("Nobody needs to wait for this. Go on registering.")


class UnknownEntry(NotFound):
    title = "There is no such entry on the waiting list"


class PlacesLeft(Stale):
    """There is a free place, and nobody waits for it: it is bought, not waited for."""

    title = "There is a place"

    def __init__(self) -> None:
        super().__init__("You need not wait: a place is free. Go on registering.")


class AlreadyWaiting(Problem):
    status = 409
    title = "You are on the list already"
    code = "already-waiting"


class HasAPlace(Problem):
    status = 409
    title = "You hold a place already"
    code = "has-a-place"

    def __init__(self) -> None:
        super().__init__("You hold such a place. Look under “My registrations”.")


class EntryEnded(Stale):
    title = "This was decided meanwhile"

    def __init__(self) -> None:
        super().__init__("The person left the list, or took the place up, or was offered one.")


class ReasonMissing(Invalid):
    def __init__(self) -> None:
        sentence = "Write the reason; it is kept in the history."
        super().__init__(sentence, errors={"reason": sentence})
