"""The draft as plain data."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import msgspec

from conference.meetings import queries as meetings
from schedule.errors import NoSuchMeeting
from schedule.queries.imports import imported_frame
from schedule.rules.origin import Origin
from schedule.rules.programme import (
    Involved,
    PlannedRoom,
    PlannedSession,
    PlannedSlot,
    Programme,
)
from schedule.rules.released import ReleasedMeeting
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind
from schedule.tables import Participation, Session, Slot

AS_STORED = (
    "code",
    "title",
    "subtitle",
    "type_label",
    "track",
    "summary",
    "description",
    "language",
    "sponsor",
    "is_streamed",
    "stream_url",
    "set_up_from",
    "set_up_until",
    "tear_down_from",
    "tear_down_until",
    "board_size",
    "version",
)


async def draft_programme(meeting: UUID) -> Programme:
    """The whole draft of a meeting in five statements. Raises NoSuchMeeting."""
    info = await meetings.meeting_by_id(meeting)
    if info is None:
        raise NoSuchMeeting(str(meeting))
    rooms = [
        PlannedRoom(room.id, room.name, room.floor, room.capacity)
        for room in await meetings.rooms(meeting)
    ]
    people = await _people(meeting)
    slots = await _slots(meeting, people)
    names = {room.id: room.name for room in rooms}
    sessions = await Session.select().where(Session.meeting == meeting)
    planned = (
        _session(row, names, tuple(slots[row["id"]]), tuple(people[row["id"], None]))
        for row in sessions
    )
    in_time, days = tuple(sorted(planned, key=_in_time)), (info.starts_on, info.ends_on)
    return Programme(info.zone, in_time, tuple(rooms), days=days)


async def released_meeting(meeting: UUID) -> ReleasedMeeting:
    """What a release says of its meeting. Raises NoSuchMeeting."""
    info, frame = await meetings.meeting_by_id(meeting), await imported_frame(meeting)
    if info is None:
        raise NoSuchMeeting(str(meeting))
    return ReleasedMeeting(
        slug=info.slug,
        title=info.title,
        zone=info.zone,
        starts_on=info.starts_on,
        ends_on=info.ends_on,
        venue=info.venue,
        city=info.city,
        day_change_hour=frame.day_change_hour if frame else 4,
    )


async def _people(meeting: UUID) -> dict[tuple[UUID, UUID | None], list[Involved]]:
    """Who has a part in each (session, slot), in order."""
    rows = (
        await Participation.select(
            Participation.session,
            Participation.slot,
            Participation.person,
            Participation.part,
            Participation.person.registered_name.as_alias("name"),
            Participation.person.affiliation.as_alias("affiliation"),
            Participation.person.sort_key.as_alias("sort_key"),
        )
        .where(Participation.session.meeting == meeting)
        .order_by(Participation.position)
        .order_by(Participation.id)
    )
    found: dict[tuple[UUID, UUID | None], list[Involved]] = defaultdict(list)
    for row in rows:
        found[row["session"], row["slot"]].append(
            Involved(
                person=row["person"],
                name=row["name"],
                part=Part(row["part"]),
                affiliation=row["affiliation"],
                sort_key=row["sort_key"],
            )
        )
    return found


async def _slots(
    meeting: UUID, people: dict[tuple[UUID, UUID | None], list[Involved]]
) -> dict[UUID, list[PlannedSlot]]:
    rows = (
        await Slot.select(
            *Slot.all_columns(),
            Slot.abstract.code.as_alias("abstract_code"),
            Slot.abstract.state.as_alias("abstract_state"),
        )
        .where(Slot.session.meeting == meeting)
        .order_by(Slot.position)
        .order_by(Slot.code)
    )
    found: dict[UUID, list[PlannedSlot]] = defaultdict(list)
    for row in rows:
        found[row["session"]].append(_slot(row, tuple(people[row["session"], row["id"]])))
    return found


def _slot(row: dict[str, Any], people: tuple[Involved, ...]) -> PlannedSlot:
    return PlannedSlot(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        kind=SlotKind(row["kind"]),
        position=row["position"],
        starts_after_minutes=row["starts_after_minutes"],
        duration_minutes=row["duration_minutes"],
        questions_minutes=row["questions_minutes"],
        people=people,
        board=row["board"],
        status=ItemStatus(row["status"]),
        abstract=row["abstract"],
        abstract_code=row["abstract_code"] or "",
        abstract_state=row["abstract_state"] or "",
        version=row["version"],
    )


def _session(
    row: dict[str, Any],
    rooms: dict[UUID, str],
    slots: tuple[PlannedSlot, ...],
    people: tuple[Involved, ...],
) -> PlannedSession:
    return PlannedSession(
        id=row["id"],
        kind=SessionKind(row["kind"]),
        room=row["room"],
        room_name=rooms.get(row["room"], ""),
        starts_at=row["starts_at"],
        duration_minutes=row["duration_minutes"],
        people=people,
        slots=slots,
        status=ItemStatus(row["status"]),
        origin=msgspec.json.decode(row["imported"], type=Origin),
        **{name: row[name] for name in AS_STORED},
    )


def _in_time(session: PlannedSession) -> tuple[bool, float, str]:
    start = session.starts_at
    return start is None, start.timestamp() if start else 0.0, session.code
