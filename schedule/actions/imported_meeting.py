"""The meeting and the rooms that an imported programme brings with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from conference.meetings.actions import RESERVED_SLUGS, NewMeeting, create_meeting
from conference.meetings.tables import Room
from conference.orm import Action
from schedule.exchange.fields import ascii_slug
from schedule.exchange.model import ExchangeFrame, ExchangeRoom
from schedule.rules.programme import Programme


def slug_of(acronym: str) -> str:
    """The address of a meeting made from a file: its acronym, unless that is reserved."""
    slug = ascii_slug(acronym, 60) or "meeting"
    return f"{slug}-meeting" if slug in RESERVED_SLUGS else slug


async def begin_meeting(act: Action, slug: str, frame: ExchangeFrame) -> UUID:
    """Makes the meeting that a file speaks of, under the society there is or a new one."""
    new = NewMeeting(
        slug=slug,
        title=frame.title[:200],
        zone=frame.zone,
        starts_on=frame.starts_on,
        ends_on=max(frame.starts_on, frame.ends_on),
        society_name=f"Organisers of {frame.title}",
    )
    return await create_meeting(act, new)


async def write_rooms(
    act: Action, meeting: UUID, draft: Programme, wanted: Iterable[ExchangeRoom]
) -> tuple[dict[str, UUID], int]:
    """The rooms by name, with those added that the meeting lacks, and how many were added."""
    known = {room.name: room.id for room in draft.rooms}
    rows = [
        Room(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting,
            name=room.name,
            capacity=room.capacity,
            position=position,
        )
        for position, room in enumerate(
            (room for room in wanted if room.name not in known), start=len(known)
        )
    ]
    if rows:
        await Room.insert(*rows)
        act.note("rooms", meeting, added=[row.name for row in rows])
    return known | {row.name: UUID(str(row.id)) for row in rows}, len(rows)
