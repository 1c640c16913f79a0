"""Every conflict of a programme."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime

from schedule.rules.conflicts import parallel, people, presence, rooms, sessions
from schedule.rules.conflicts.conflict import Conflict
from schedule.rules.conflicts.placed import placed_sessions
from schedule.rules.programme import Programme


def find_conflicts(programme: Programme, alone: Set[str] | None = None) -> list[Conflict]:
    """Every conflict of the draft (S01), by start: sorted sweeps per person, room and track.

    Touching ends do not clash; two parts in one session do not; sessions that are cancelled,
    of no length or without a start are left out, those without a room only of the room sweep.
    The cost is n log n and what is found. With `alone`, what is wrong inside a session is looked
    for in the sessions of these codes only.
    """
    return sorted(_found(programme, alone), key=_in_time)


def problems_of(programme: Programme) -> list[Conflict]:
    """The same with the worst first: what whoever builds or scores a programme has to lower.

    A pure function of the description, without clock or database, so that a later optimiser can
    call it on programmes that nobody stored.
    """
    return sorted(find_conflicts(programme), key=lambda each: each.severity.rank)


def _found(programme: Programme, alone: Set[str] | None) -> Iterator[Conflict]:
    placed = placed_sessions(programme)
    duties, held = people.duties_by_person(placed), rooms.sessions_by_room(placed)
    yield from rooms.in_one_room(programme, held)
    yield from rooms.outside_hours(programme, held)
    yield from rooms.too_small(programme, held)
    yield from people.between_places(programme, duties)
    yield from people.long_days(programme, duties)
    yield from presence.absences(programme, duties)
    yield from sessions.inside(
        programme, (each for each in placed if alone is None or each.whole.code in alone)
    )
    yield from parallel.beside_plenaries(programme, placed)
    yield from parallel.beside_posters(programme, placed)
    yield from parallel.of_one_track(programme, placed)
    yield from parallel.popular_together(programme, placed)


def _in_time(conflict: Conflict) -> tuple[datetime, datetime, str]:
    return conflict.second.start, conflict.first.start, conflict.key
