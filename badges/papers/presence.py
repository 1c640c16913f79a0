"""Who was behind which door, and when, as credits count it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from badges.doors.attending import attendance_of
from badges.doors.spans import Attendance, Span
from conference.meetings.rules import MeetingInfo


@dataclass(frozen=True, slots=True)
class Presence:
    """Of one registration: the days with a scan, and spans by the code of the session."""

    days: frozenset[date] = frozenset()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


NOWHERE = Presence()


async def presence_of(
    meeting: MeetingInfo, registrations: Collection[UUID] | None
) -> dict[UUID, Presence]:
    """By registration, of some people or of all; who was never scanned at a door is absent.

    As many statements as `attendance_of`.
    """
    attended = await attendance_of(meeting, registrations)
    return {who: _presence(each) for who, each in attended.people.items()}


def _presence(attendance: Attendance) -> Presence:
    spans: dict[str, tuple[Span, ...]] = {}
    for each in attendance.spans:
        spans[each.place] = (*spans.get(each.place, ()), each)
    return Presence(attendance.days, spans)
