"""When the people of a meeting were where: what certificates and CME hours are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.doors.door import Direction, Door, PointKind
from badges.doors.queries import points_of
from badges.doors.rules import local_day
from badges.doors.spans import Attendance, Hours, Place, Step, attendance
from badges.tables import Scan, WayOut
from conference.meetings.rules import MeetingInfo
from schedule.queries.draft import draft_programme
from schedule.rules.programme import PlannedSession


@dataclass(frozen=True, slots=True)
class Attended:
    """The places of a meeting, and by registration when its person was at which.

    A place is a session by its code, whichever of its doors was used, a room, or a door by its key.
    `doors` are the titles of the doors by key.
    """

    places: dict[str, Place] = field(default_factory=dict)
    people: dict[UUID, Attendance] = field(default_factory=dict)
    doors: dict[str, str] = field(default_factory=dict)

    def of(self, registration: UUID) -> Attendance:
        """Nothing for somebody who was never scanned."""
        return self.people.get(registration, Attendance())


async def attendance_of(
    meeting: MeetingInfo, registrations: Collection[UUID] | None = None
) -> Attended:
    """Spans of presence and days with a scan (T09), of some people or of all; without guests.

    Nine statements, whatever the number of people.
    """
    doors = await points_of(meeting)
    sessions = {each.code: each for each in (await draft_programme(meeting.id)).sessions}
    behind = {door.id: (place_key(door), door.key) for door in doors}
    places = places_of(doors, sessions)
    left = await ways_out(meeting.id)
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for row in await _steps(meeting.id, registrations):
        way, told = Direction(row["direction"]), left.get(row["id"])
        place, door = behind[row["point"]]
        step = Step(row["at"], place, way, row["id"], told.at if told else None, door)
        steps[row["registration"]].append(step)
    people = {who: attendance(theirs, places, meeting.zone) for who, theirs in steps.items()}
    return Attended(places, people, {door.key: door.title for door in doors})


def place_key(door: Door) -> str:
    """Two doors of one session are one place, and so are two of one room without a session."""
    if door.session:
        return door.session
    return f"room:{door.room}" if _stands_for_room(door) else f"door:{door.key}"


def _stands_for_room(door: Door) -> bool:
    is_for_sessions = door.kind in (PointKind.SESSION, PointKind.CME)
    return is_for_sessions and door.room is not None and not door.session


def places_of(doors: Iterable[Door], sessions: Mapping[str, PlannedSession]) -> dict[str, Place]:
    """The places behind the doors, and the sessions of rooms that have a door of their own."""
    known = [each for each in sessions.values() if each.starts_at and each.ends_at]
    places: dict[str, Place] = {}
    for door in doors:
        behind = sessions.get(door.session)
        place = _place(door, behind) if behind else _point(door, known)
        for each in place.sessions:
            inside = sessions[each.session]
            places.setdefault(each.session, _place(door, inside))
        places[place.key] = place
    return places


def _place(door: Door, session: PlannedSession) -> Place:
    return Place(
        session.code, session.title, door.kind, session.code, session.starts_at, session.ends_at
    )


def _point(door: Door, sessions: Sequence[PlannedSession]) -> Place:
    """A door without a session: by its room's sessions, its hours and the days' programme."""
    held = [each for each in sessions if _stands_for_room(door) and each.room == door.room]
    ends = [each.ends_at for each in sessions if each.ends_at]
    last = {local_day(each, door.zone): each for each in sorted(ends)}
    return Place(
        place_key(door), door.title, door.kind,
        sessions=tuple(
            Hours(each.code, each.starts_at, each.ends_at)
            for each in held
            if each.starts_at and each.ends_at
        ),
        closes_at=door.closes_at,
        programme_ends=tuple(last.values()) if door.counts_out else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldWayOut:
    """What the office said about a way out that no door saw."""

    at: datetime
    reason: str
    by_name: str


async def ways_out(meeting: UUID) -> dict[UUID, ToldWayOut]:
    """By the scan of the way in, the last word about the way out; one statement."""
    rows = (
        await WayOut.select(WayOut.scan, WayOut.at, WayOut.reason, WayOut.by_name)
        .where(WayOut.scan.meeting == meeting)
        .order_by(WayOut.created_at)
    )
    return {row["scan"]: ToldWayOut(row["at"], row["reason"], row["by_name"]) for row in rows}


async def _steps(meeting: UUID, registrations: Collection[UUID] | None) -> list[dict[str, Any]]:
    wanted = (Scan.meeting == meeting) & Scan.passed.eq(True)
    wanted = wanted & Scan.registration.is_not_null() & Scan.guest.is_null()
    if registrations is not None:
        if not registrations:
            return []
        wanted = wanted & Scan.registration.is_in(list(registrations))
    columns = (Scan.id, Scan.registration, Scan.point, Scan.direction, Scan.at)
    return await Scan.select(*columns).where(wanted).order_by(Scan.at)
