"""Who has come: counted, never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from badges.tables import CheckIn
from conference.meetings.rules import AttendanceMode, MeetingInfo
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration

NO_DESK = "No desk named"
OF: Any = CheckIn.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person who is in."""

    code: str
    name: str
    category: str
    at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of those who are in; quarters are local wall-clock times of the latest day."""

    day: datetime | None
    by_quarter: tuple[tuple[str, int], ...]
    by_desk: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    expected: int
    came: tuple[Arrival, ...]
    tally: Tally

    @property
    def missing(self) -> int:
        return max(0, self.expected - len(self.came))


def tally(came: Iterable[Arrival], zone: str) -> Tally:
    """Arrivals per quarter of an hour of the latest day with any, per desk and per category."""
    came = list(came)
    local = [arrival.at.astimezone(ZoneInfo(zone)) for arrival in came]
    last = max(local, default=None)
    today = [at for at in local if last and at.date() == last.date()]
    quarters = Counter(at.replace(minute=at.minute // 15 * 15).strftime("%H:%M") for at in today)
    return Tally(
        last,
        tuple(sorted(quarters.items())),
        tuple(Counter(arrival.desk or NO_DESK for arrival in came).most_common()),
        tuple(Counter(arrival.category for arrival in came).most_common()),
    )


async def arrivals(meeting: MeetingInfo) -> Arrivals:
    """Who is in and how many may still come; two statements."""
    expected = await count_expected(meeting.id)
    came = await latest_arrivals(meeting.id)
    return Arrivals(expected, came, tally(came, meeting.zone))


async def count_expected(meeting: UUID) -> int:
    """Everybody who is confirmed and comes in person; one statement."""
    counted: int = await Registration.count().where(
        Registration.meeting == meeting,
        Registration.state == RegistrationState.CONFIRMED.value,
        Registration.mode == AttendanceMode.IN_PERSON.value,
    )
    return counted


async def latest_arrivals(meeting: UUID, limit: int = 0) -> tuple[Arrival, ...]:
    """Those who are in, the last one first; all of them without a limit. One statement."""
    query = (
        CheckIn.select(
            CheckIn.registration.code.as_alias("code"),
            OF.person.registered_name.as_alias("name"),
            OF.category.title.as_alias("category"),
            CheckIn.at,
            CheckIn.desk,
        )
        .where(CheckIn.registration.meeting == meeting, CheckIn.active_key.is_not_null())
        .order_by(CheckIn.at, ascending=False)
        .order_by(CheckIn.registration.code)
    )
    rows = await (query.limit(limit) if limit else query)
    return tuple(Arrival(**row) for row in rows)
