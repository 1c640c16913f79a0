"""Setting up a meeting: its basics, its rooms, its deadlines."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from conference.meetings import queries
from conference.meetings.errors import (
    MilestoneMoved,
    NameTaken,
    NotLater,
    RoomInUse,
    UnknownMilestone,
)
from conference.meetings.rules import MilestoneInfo, Mode
from conference.meetings.tables import Meeting, Milestone, MilestoneExtension, Room, Society
from conference.orm import Action, Actor, IntegrityConflict, Prepared, action, integrity

# The first part of addresses that are not a meeting's.
RESERVED_SLUGS = frozenset(
    [
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
        "theme",
    ]
)


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """What the office may change; the address, the currency and the society stay."""

    title: str
    mode: Mode
    zone: str
    starts_on: date
    ends_on: date
    city: str
    venue: str
    address: str
    welcome: str


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """An edition to begin with; `society_name` is used only if the database has no society yet."""

    slug: str
    title: str
    zone: str
    starts_on: date
    ends_on: date
    society_name: str
    currency: str = "EUR"
    mode: Mode = Mode.IN_PERSON
    city: str = ""
    venue: str = ""
    address: str = ""


async def create_meeting(act: Action, new: NewMeeting) -> UUID:
    """Begins a meeting of the society. Raises NameTaken for a slug that is used or reserved."""
    taken = NameTaken("slug", f"The address /{new.slug} is used already. Choose another.")
    if new.slug in RESERVED_SLUGS:
        raise taken
    values = {name: value for name, value in asdict(new).items() if name != "society_name"}
    society = await _society(act, new.society_name)
    row = Meeting(**{**values, "mode": new.mode.value}, society=society, created_at=act.now)
    try:
        async with integrity():
            await Meeting.insert(row)
    except IntegrityConflict:
        raise taken from None
    act.note("meeting", new.slug, created=new.title)
    meeting: UUID = row.id
    return meeting


async def _society(act: Action, name: str) -> UUID:
    known = await Society.select(Society.id).order_by(Society.created_at).first()
    if known:
        return UUID(str(known["id"]))
    row = Society(name=name[:200], short_name=name[:40], created_at=act.now)
    await Society.insert(row)
    act.note("society", row.id, created=row.name)
    return UUID(str(row.id))


async def update_meeting(
    *, meeting: UUID, details: MeetingDetails, by: Actor, now: datetime
) -> None:
    """Changes the basics of a meeting; the audit entry holds each changed field, old and new."""
    before = await queries.meeting_by_id(meeting)
    assert before is not None
    wanted: dict[str, Any] = {**asdict(details), "mode": details.mode.value}
    pairs = {
        name: [getattr(before, name), new]
        for name, new in wanted.items()
        if getattr(before, name) != new
    }
    if not pairs:
        return
    values: dict[Column | str, Any] = {name: new for name, (_, new) in pairs.items()}
    async with action("update_meeting", by=by, now=now, meeting=meeting) as act:
        await Meeting.update(values).where(Meeting.id == meeting)
        act.note("meeting", before.slug, **pairs)


async def add_room(
    *, meeting: UUID, name: str, capacity: int | None, floor: str, by: Actor, now: datetime
) -> UUID:
    """Adds a room at the end of the list. Raises NameTaken."""
    position = len(await queries.rooms(meeting))
    row = Room(
        meeting=meeting,
        name=name,
        capacity=capacity,
        floor=floor,
        position=position,
        created_at=now,
    )
    async with action("add_room", by=by, now=now, meeting=meeting) as act:
        try:
            async with integrity():
                await Room.insert(row)
        except IntegrityConflict:
            raise NameTaken("name", f"There is a room called {name} already.") from None
        act.note("room", row.id, name=[None, name], capacity=[None, capacity])
    room: UUID = row.id
    return room


async def remove_room(*, meeting: UUID, room: UUID, by: Actor, now: datetime) -> None:
    """Removes a room that no session is planned in; an unknown one is nothing. Raises RoomInUse."""
    names = {each.id: each.name for each in await queries.rooms(meeting)}
    if room not in names:
        return
    async with action("remove_room", by=by, now=now, meeting=meeting) as act:
        try:
            async with integrity():
                await Room.delete().where(Room.id == room, Room.meeting == meeting)
        except IntegrityConflict:
            raise RoomInUse(names[room]) from None
        act.note("room", room, name=[names[room], None])


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """A deadline to announce: the key that rules ask for, and the zone of the promise (N02)."""

    key: str
    title: str
    at: datetime
    zone: str


async def create_milestone(act: Action, meeting: UUID, new: NewMilestone) -> UUID:
    """Announces a deadline. Raises NameTaken when the meeting has one of this key."""
    row = Milestone(
        meeting=meeting, key=new.key, title=new.title, at=new.at, zone=new.zone, created_at=act.now
    )
    try:
        async with integrity():
            await Milestone.insert(row)
    except IntegrityConflict:
        text = "This deadline is announced already. Extend it instead."
        raise NameTaken("key", text) from None
    act.note("milestone", row.id, key=new.key, at=[None, new.at], zone=new.zone)
    milestone: UUID = row.id
    return milestone


async def announce_milestone(*, meeting: UUID, new: NewMilestone, by: Actor, now: datetime) -> UUID:
    """Announces a deadline as an action of its own. Raises NameTaken."""
    async with action("announce_milestone", by=by, now=now, meeting=meeting) as act:
        return await create_milestone(act, meeting, new)


async def extend_milestone(
    *, meeting: UUID, milestone: MilestoneInfo, to: datetime, reason: str, by: Actor, now: datetime
) -> None:
    """Moves a deadline to a later instant and keeps what it was, why and by whom (A16, N06).

    `milestone` is the deadline as it was shown. Raises NotLater, and MilestoneMoved if another
    extension came first.
    """
    if to <= milestone.at:
        raise NotLater
    async with action("extend_milestone", by=by, now=now, meeting=meeting, reason=reason) as act:
        moved = (
            await Milestone.update({Milestone.at: to})
            .where(
                Milestone.id == milestone.id,
                Milestone.meeting == meeting,
                Milestone.at == milestone.at,
            )
            .returning(Milestone.id)
        )
        if not moved:
            raise MilestoneMoved
        await MilestoneExtension.insert(
            MilestoneExtension(
                milestone=milestone.id,
                previous_at=milestone.at,
                extended_to=to,
                reason=reason,
                by_name=by.name,
                created_at=now,
            )
        )
        act.note("milestone", milestone.id, key=milestone.key, at=[milestone.at, to])


async def milestone_of(meeting: UUID, milestone: UUID) -> MilestoneInfo:
    """One deadline of the meeting. Raises UnknownMilestone."""
    for each in await queries.milestones(meeting):
        if each.id == milestone:
            return each
    raise UnknownMilestone


async def hold_meeting(meeting: UUID) -> None:
    """Part of an action: whoever else holds this meeting waits until the transaction ends.

    SQLite has one writer anyway; on PostgreSQL writing the meeting's row makes the others wait.
    """
    await _hold(meeting)


_hold = Prepared(
    lambda meeting: Meeting.raw(
        "UPDATE conference_meeting SET venue = venue WHERE id = {}", meeting
    )
)
