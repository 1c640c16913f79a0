"""What a meeting is: its dates, its zone, its mode, and its milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones


class Mode(StrEnum):
    """How the meeting is held."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    VIRTUAL = "virtual"


class AttendanceMode(StrEnum):
    """How one person takes part."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"


class MilestoneKey(StrEnum):
    """The deadlines that rules ask for by name; a meeting may have others."""

    ABSTRACT_OPEN = "abstract_open"
    ABSTRACT_CLOSE = "abstract_close"
    LATE_BREAKING_CLOSE = "late_breaking_close"
    DECISIONS = "decisions"
    EARLY_END = "early_end"
    STANDARD_END = "standard_end"
    PRESENTER_REGISTERED = "presenter_registered"
    PROGRAMME_OUT = "programme_out"


@dataclass(frozen=True, slots=True)
class MeetingInfo:
    """One edition as every module sees it."""

    id: UUID
    slug: str
    title: str
    society: UUID
    society_name: str
    contact_email: str
    mode: str
    currency: str
    zone: str
    starts_on: date
    ends_on: date
    city: str
    venue: str
    address: str
    welcome: str
    is_synthetic: bool

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def days(self) -> list[date]:
        """The local dates of the meeting, first to last."""
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=n) for n in range(count)]

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.tz)

    def is_over(self, now: datetime) -> bool:
        """True from the end of its last local day."""
        return self.local(now).date() > self.ends_on


@dataclass(frozen=True, slots=True)
class Extension:
    previous_at: datetime
    extended_to: datetime
    reason: str
    by_name: str


@dataclass(frozen=True, slots=True)
class MilestoneInfo:
    """A deadline with its own zone, and what it was before (N02, A16)."""

    id: UUID
    key: str
    title: str
    at: datetime
    zone: str
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomInfo:
    id: UUID
    name: str
    capacity: int | None
    floor: str
    position: int


FIRST_YEAR, LAST_YEAR = 1900, 2999  # what a zone can shift either way without leaving the calendar


class LocalTimeError(ValueError):
    """A wall-clock time that no clock shows, or shows twice; the text says so to a person."""


def instant_of(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive wall-clock time in a zone.

    Raises LocalTimeError when clocks skip that time or show it twice, since nobody can know which
    one was meant; and for a year that is a slip of the finger.
    """
    if local.tzinfo is not None:
        raise ValueError("give the wall-clock time without a zone")
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise LocalTimeError(f"Is the year {local.year} right? Write one from {FIRST_YEAR} on.")
    info = ZoneInfo(zone)
    first = local.replace(tzinfo=info, fold=0)
    second = local.replace(tzinfo=info, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = f"{local:%H:%M} on {local:%Y-%m-%d} in {zone}"
    if first.utcoffset() < second.utcoffset():  # type: ignore[operator]
        raise LocalTimeError(f"Clocks go forward: there is no {shown}.")
    raise LocalTimeError(f"Clocks go back: {shown} comes twice. Choose a time outside that hour.")


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which a local day is over: 00:00 of the next day (P02)."""
    next_day = day + timedelta(days=1)
    midnight = datetime(next_day.year, next_day.month, next_day.day)  # noqa: DTZ001 -- wall clock
    return midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NOT_A_PLACE = ("Etc/", "posix", "right", "SystemV")


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The IANA zones that a person may choose, by name."""
    places = (n for n in available_timezones() if "/" in n and not n.startswith(NOT_A_PLACE))
    return (*sorted(places), "UTC")
