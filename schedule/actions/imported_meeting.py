"""The meeting and the rooms that an imported programme brings with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from conference.meetings.tables import Meeting, Room, Society
from conference.orm import Action
from schedule.exchange.fields import ascii_slug
from schedule.exchange.model import ExchangeFrame, ExchangeRoom
from schedule.rules.programme import Programme

_OURS = frozenset(
    {
        "api",
        "b",
        "calendar",
        "health",
        "metrics",
        "my",
        "office",
        "schema",
        "sign-in",
        "sign-out",
        "static",
    }
)


def slug_of(acronym: str) -> str:
    """The address of a meeting made from a file: its acronym, unless that is an address of ours."""
    slug = ascii_slug(acronym, 60) or "meeting"
    return f"{slug}-meeting" if slug in _OURS else slug


async def create_meeting(act: Action, slug: str, frame: ExchangeFrame) -> UUID:
    """Makes the meeting that a file speaks of, under the society there is or a new one."""
    row = Meeting(
        id=uuid4(),
        created_at=act.now,
        society=await _society(act, frame),
        slug=slug,
        title=frame.title[:200],
        zone=frame.zone,
        starts_on=frame.starts_on,
        ends_on=max(frame.starts_on, frame.ends_on),
    )
    await Meeting.insert(row)
    act.note("meeting", slug, created=frame.title)
    return UUID(str(row.id))


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


async def _society(act: Action, frame: ExchangeFrame) -> UUID:
    known = await Society.select(Society.id).order_by(Society.created_at).first()
    if known:
        society: UUID = known["id"]
        return society
    row = Society(
        id=uuid4(),
        created_at=act.now,
        name=f"Organisers of {frame.title}"[:200],
        short_name=frame.acronym[:40],
    )
    await Society.insert(row)
    act.note("society", row.id, created=row.name)
    return UUID(str(row.id))
