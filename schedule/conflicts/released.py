"""A release seen as a programme again, so that the same rules say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)


def as_programme(released: ReleasedProgramme, draft: Programme) -> Programme:
    """The sessions as they were released, in the draft's rooms and under its limits.

    A release says that an item without a length lasts to the end of its session; by the draft it
    is known again as one that takes no time of its own.
    """
    rooms = {room.name: room.id for room in draft.rooms}
    slots = (slot for each in draft.sessions for slot in each.slots)
    timeless = frozenset(slot.id for slot in slots if slot.duration_minutes <= 0)
    sessions = tuple(_session(e, rooms.get(e.room), timeless) for e in released.sessions)
    return replace(draft, zone=released.meeting.zone, sessions=sessions)


def _session(
    released: ReleasedSession, room: UUID | None, timeless: frozenset[UUID]
) -> PlannedSession:
    return PlannedSession(
        id=released.id,
        code=released.code,
        title=released.title,
        kind=released.kind,
        room=room,
        room_name=released.room,
        starts_at=released.starts_at,
        duration_minutes=_minutes(released.starts_at, released.ends_at),
        people=_involved((*released.chairs, *released.speakers)),
        slots=tuple(_slot(each, released, timeless) for each in released.slots),
        status=released.status,
        track=released.track,
        origin=released.origin,
    )


def _slot(
    released: ReleasedSlot, session: ReleasedSession, timeless: frozenset[UUID]
) -> PlannedSlot:
    window = released.presents_from, released.presents_until
    minutes = _minutes(released.starts_at, released.ends_at)
    return PlannedSlot(
        id=released.id,
        code=released.code,
        title=released.title,
        kind=released.kind,
        starts_after_minutes=_minutes(session.starts_at, released.starts_at),
        duration_minutes=0 if released.id in timeless else minutes,
        people=_involved(released.people),
        board=released.board,
        status=released.status,
        presents=Span(window[0], window[1]) if window[0] and window[1] else None,
    )


def _involved(people: Iterable[ReleasedPerson]) -> tuple[Involved, ...]:
    return tuple(
        Involved(each.id, each.name, each.part, each.affiliation, each.sort_key) for each in people
    )


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)
