"""Stays at a door whose way out nobody scanned, and what the office says about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from badges.doors.attending import ToldWayOut, attendance_of, place_key, ways_out
from badges.doors.errors import NoSuchStay, WrongWayOut
from badges.doors.rules import Door, local_day
from badges.doors.spans import Ended, Span
from badges.tables import Scan, WayOut
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action

OF: Any = Scan.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody came in here, and no door saw them leave; `told` is the office's last word."""

    scan: UUID
    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
    ended: Ended
    told: ToldWayOut | None = None


async def stays_of(meeting: MeetingInfo, door: Door) -> tuple[Stay, ...]:
    """Those at this door, the last first, if it tells times; a fixed number of statements."""
    if not door.keeps_time:
        return ()
    people = {row["registration"]: row for row in await _people(door)}
    attended = await attendance_of(meeting, list(people))
    told = await ways_out(meeting.id)
    found = [
        _stay(span, people[who], told)
        for who, attendance in attended.people.items()
        for span in attendance.spans
        if span.place == place_key(door) and span.ended is not Ended.SCANNED
    ]
    return tuple(sorted(found, key=lambda each: (each.starts_at, each.code), reverse=True))


def _stay(span: Span, person: dict[str, Any], told: dict[UUID, ToldWayOut]) -> Stay:
    assert span.scan is not None
    name = person["badge_name"] or person["registered_name"]
    return Stay(
        span.scan, person["code"], name, span.starts_at, span.ends_at, span.ended,
        told.get(span.scan),
    )  # fmt: skip


async def _people(door: Door) -> list[dict[str, Any]]:
    return (
        await Scan.select(
            Scan.registration,
            Scan.registration.code.as_alias("code"),
            OF.person.badge_name.as_alias("badge_name"),
            OF.person.registered_name.as_alias("registered_name"),
        )
        .where(Scan.point == door.id, Scan.passed.eq(True), Scan.guest.is_null())
        .distinct()
    )


async def stay_of(meeting: MeetingInfo, door: Door, scan: UUID) -> Stay:
    """One of them by the scan of its way in. Raises NoSuchStay."""
    found = next((each for each in await stays_of(meeting, door) if each.scan == scan), None)
    if found is None:
        raise NoSuchStay
    return found


async def tell_way_out(
    door: Door, stay: Stay, at: datetime, reason: str, *, by: Actor, now: datetime
) -> None:
    """The office says when somebody left whom no door saw leave, and how it knows; the last word
    holds, and minutes count by it. The scans stay as they are. Raises WrongWayOut.
    """
    is_that_day = local_day(at, door.zone) == local_day(stay.starts_at, door.zone)
    if at > now or at < stay.starts_at.replace(second=0, microsecond=0) or not is_that_day:
        raise WrongWayOut
    left = max(at, stay.starts_at)
    async with action("tell_way_out", by=by, now=now, meeting=door.meeting, reason=reason) as act:
        row = WayOut(
            id=uuid4(), created_at=now, scan=stay.scan, at=left, reason=reason,
            by_name=by.name[:200],
        )  # fmt: skip
        await WayOut.insert(row)
        act.note("registration", stay.code, door=door.title, left_at=left, was=stay.ends_at)
