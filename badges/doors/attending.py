"""When the people of a meeting were where: what certificates and CME hours are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from badges.doors.queries import points_of
from badges.doors.rules import Direction, Door
from badges.doors.spans import Attendance, Place, Step, attendance
from badges.tables import Scan
from conference.meetings.rules import MeetingInfo
from schedule.queries.draft import draft_programme
from schedule.rules.programme import PlannedSession


@dataclass(frozen=True, slots=True)
class Attended:
    """The places of a meeting, and by registration when its person was at which.

    A place is a session by its code, whichever of its doors was used, or a door by its key.
    """

    places: dict[str, Place] = field(default_factory=dict)
    people: dict[UUID, Attendance] = field(default_factory=dict)

    def of(self, registration: UUID) -> Attendance:
        """Nothing for somebody who was never scanned."""
        return self.people.get(registration, Attendance())


async def attendance_of(
    meeting: MeetingInfo, registrations: Collection[UUID] | None = None
) -> Attended:
    """Spans of presence and days with a scan (T09), of some people or of all; without guests.

    Eight statements, whatever the number of people.
    """
    doors = await points_of(meeting)
    sessions = {each.code: each for each in (await draft_programme(meeting.id)).sessions}
    names = {door.id: place_key(door) for door in doors}
    places = {place_key(door): _place(door, sessions.get(door.session)) for door in doors}
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for row in await _steps(meeting.id, registrations):
        step = Step(row["at"], names[row["point"]], Direction(row["direction"]))
        steps[row["registration"]].append(step)
    people = {who: attendance(theirs, places, meeting.zone) for who, theirs in steps.items()}
    return Attended(places, people)


def place_key(door: Door) -> str:
    """Two doors of one session are one place."""
    return door.session or f"door:{door.key}"


def _place(door: Door, session: PlannedSession | None) -> Place:
    if session is None:
        return Place(place_key(door), door.title, door.kind)
    return Place(
        place_key(door), session.title, door.kind, session.code, session.starts_at, session.ends_at
    )


async def _steps(meeting: UUID, registrations: Collection[UUID] | None) -> list[dict[str, Any]]:
    wanted = (Scan.meeting == meeting) & Scan.passed.eq(True)
    wanted = wanted & Scan.registration.is_not_null() & Scan.guest.is_null()
    if registrations is not None:
        if not registrations:
            return []
        wanted = wanted & Scan.registration.is_in(list(registrations))
    columns = (Scan.registration, Scan.point, Scan.direction, Scan.at)
    return await Scan.select(*columns).where(wanted).order_by(Scan.at)
