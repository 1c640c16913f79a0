"""Seats are given and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from conference.membership.council.errors import NoSuchSeat
from conference.membership.tables import CouncilSeat
from conference.orm import Actor, action


@dataclass(frozen=True, slots=True)
class NewSeat:
    person: UUID
    title: str
    starts_on: date
    ends_on: date | None = None


async def give_seat(society: UUID, seat: NewSeat, *, by: Actor, now: datetime) -> UUID:
    """Somebody takes an office of the society; the same one from the same day is given once."""
    async with action("give_seat", by=by, now=now) as act:
        known = (
            await CouncilSeat.select(CouncilSeat.id)
            .where(
                CouncilSeat.society == society,
                CouncilSeat.person == seat.person,
                CouncilSeat.title == seat.title,
                CouncilSeat.starts_on == seat.starts_on,
            )
            .first()
        )
        if known:
            found: UUID = known["id"]
            return found
        row = CouncilSeat(
            id=uuid4(),
            society=society,
            person=seat.person,
            title=seat.title,
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
            created_at=now,
        )
        await CouncilSeat.insert(row)
        act.note("council_seat", row.id, person=seat.person, title=[None, seat.title])
        return row.id


async def end_seat(society: UUID, seat: UUID, last_day: date, *, by: Actor, now: datetime) -> None:
    """The office is held through this day. Raises NoSuchSeat."""
    async with action("end_seat", by=by, now=now) as act:
        changed = (
            await CouncilSeat.update({CouncilSeat.ends_on: last_day})
            .where(CouncilSeat.id == seat, CouncilSeat.society == society)
            .returning(CouncilSeat.id)
        )
        if not changed:
            raise NoSuchSeat
        act.note("council_seat", seat, ends_on=[None, last_day])
