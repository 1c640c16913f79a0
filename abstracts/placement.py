"""Where an abstract stands in the programme: told from above, since the programme lies above."""

from collections.abc import Awaitable, Callable
from uuid import UUID

PlaceOf = Callable[[UUID], Awaitable[str]]

_tellers: list[PlaceOf] = []


def tell_places(place_of: PlaceOf) -> None:
    """Registers who knows places: it answers with a session's title, or "" for nowhere."""
    if place_of not in _tellers:
        _tellers.append(place_of)


def forget_teller(place_of: PlaceOf) -> None:
    """Takes a teller away again."""
    _tellers.remove(place_of)


async def place_of(abstract: UUID) -> str:
    """The title of the session that the abstract is placed in; "" if it has no place."""
    for tell in _tellers:
        if found := await tell(abstract):
            return found
    return ""
