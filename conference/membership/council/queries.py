"""Who sits in the council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from conference.membership.tables import CouncilSeat


@dataclass(frozen=True, slots=True)
class SeatInfo:
    """One person's time in one office; `ends_on` is the last day, None while it is open."""

    id: UUID
    person: UUID
    name: str
    affiliation: str
    title: str
    starts_on: date
    ends_on: date | None

    def is_held_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


async def seats_of(society: UUID) -> list[SeatInfo]:
    """Every seat there was, the present ones first, then by name; one statement."""
    rows: list[dict[str, Any]] = (
        await CouncilSeat.select(
            CouncilSeat.id,
            CouncilSeat.person,
            CouncilSeat.person.registered_name.as_alias("name"),
            CouncilSeat.person.affiliation.as_alias("affiliation"),
            CouncilSeat.title,
            CouncilSeat.starts_on,
            CouncilSeat.ends_on,
        )
        .where(CouncilSeat.society == society)
        .order_by(CouncilSeat.person.sort_key)
    )
    seats = [SeatInfo(**row) for row in rows]
    return sorted(seats, key=lambda seat: (seat.ends_on is not None, seat.title != PRESIDENT))


PRESIDENT = "President"


async def seats_on(society: UUID, day: date) -> dict[UUID, tuple[str, ...]]:
    """Person -> the titles held on this day; one statement."""
    found: dict[UUID, tuple[str, ...]] = {}
    for seat in await seats_of(society):
        if seat.is_held_on(day):
            found[seat.person] = (*found.get(seat.person, ()), seat.title)
    return found
