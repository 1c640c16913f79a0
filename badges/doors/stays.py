"""Stays at a door whose way out nobody scanned, and what the office says about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from badges.doors.attending import Attended, ToldWayOut, attendance_of, place_key, ways_out
from badges.doors.door import Door
from badges.doors.errors import NoSuchStay, WrongWayOut
from badges.doors.queries import points_of
from badges.doors.spans import Ended, Span, sessions_end
from badges.doors.told import Limits, NextScan, find_fault
from badges.tables import Scan, WayOut
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action

OF: Any = Scan.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody came in here, and no door saw them leave; `told` is the office's last word, and
    `limits` what the next one must keep to.
    """

    scan: UUID
    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
    ended: Ended
    limits: Limits
    told: ToldWayOut | None = None


async def stays_of(meeting: MeetingInfo, door: Door) -> tuple[Stay, ...]:
    """Of who came in by this door, the last first, if it tells times; a fixed number of statements.

    Whoever came by another door of the same session stands there, each stay at one door.
    """
    if not door.keeps_time:
        return ()
    people = {row["registration"]: row for row in await _people(door)}
    attended = await attendance_of(meeting, list(people))
    told = await ways_out(meeting.id)
    found = [
        _stay(door, span, people[who], attended, told)
        for who, attendance in attended.people.items()
        for span in attendance.spans
        if span.door == door.key and span.place == place_key(door)
        if span.ended is not Ended.SCANNED
    ]
    return tuple(sorted(found, key=lambda each: (each.starts_at, each.code), reverse=True))


async def other_doors(meeting: MeetingInfo, door: Door) -> tuple[Door, ...]:
    """Those that lead to the same session or room, and have stays of their own; two statements."""
    place = place_key(door)
    return tuple(
        each for each in await points_of(meeting) if each.id != door.id and place_key(each) == place
    )


def _stay(
    door: Door, span: Span, person: dict[str, Any], attended: Attended, told: dict[UUID, ToldWayOut]
) -> Stay:
    assert span.scan is not None
    name = person["badge_name"] or person["registered_name"]
    step = span.following
    following = NextScan(step.at, attended.doors[step.door], step.direction) if step else None
    ends = sessions_end(attended.places[span.place], span.starts_at, door.zone)
    return Stay(
        span.scan, person["code"], name, span.starts_at, span.ends_at, span.ended,
        Limits(door.zone, span.starts_at, following, ends), told.get(span.scan),
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
    if fault := find_fault(at, stay.limits, now):
        raise WrongWayOut(fault)
    left = max(at, stay.starts_at)
    async with action("tell_way_out", by=by, now=now, meeting=door.meeting, reason=reason) as act:
        row = WayOut(
            id=uuid4(), created_at=now, scan=stay.scan, at=left, reason=reason,
            by_name=by.name[:200],
        )  # fmt: skip
        await WayOut.insert(row)
        act.note("registration", stay.code, door=door.title, left_at=left, was=stay.ends_at)
