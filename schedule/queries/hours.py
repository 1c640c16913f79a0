"""When rooms are open and people can be there (S02): stretches of time; none means always."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from schedule.rules.programme import Span
from schedule.tables import Availability, RoomHours

Hours = dict[UUID, tuple[Span, ...]]


async def hours_of_rooms(meeting: UUID) -> Hours:
    """The hours of each room that has any, by start; one statement."""
    room: Any = RoomHours.room
    rows = (
        await RoomHours.select(RoomHours.room, RoomHours.starts_at, RoomHours.ends_at)
        .where(room.meeting == meeting)
        .order_by(RoomHours.starts_at)
    )
    return _spans(rows, "room")


async def hours_of_people(meeting: UUID, person: UUID | None = None) -> Hours:
    """The hours of each person who gave any, or of that one, by start; one statement."""
    query = Availability.select(
        Availability.person, Availability.starts_at, Availability.ends_at
    ).where(Availability.meeting == meeting)
    if person is not None:
        query = query.where(Availability.person == person)
    return _spans(await query.order_by(Availability.starts_at), "person")


def _spans(rows: Iterable[dict[str, Any]], name: str) -> Hours:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(Span(row["starts_at"], row["ends_at"]))
    return {key: tuple(spans) for key, spans in found.items()}
