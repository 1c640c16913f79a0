"""Days and times as they are typed into forms at the venue's clock, and back (N01, N02)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from conference.web import FormErrors
from schedule.rules.wall_clock import NoSuchTime, TwiceThatDay, instant_at

YEARS = range(1900, 2201)  # a slip of the finger beyond them would break every page of times


class WhenTyped(Protocol):
    """A form with a day and a time; `which` of two equal times is meant."""

    day: date | None
    start: str
    which: str


def when_of(form: WhenTyped, zone: ZoneInfo) -> datetime | None:
    """The instant that is meant; None without day and time. Raises FormErrors for what cannot be,
    with the sentence beside the field."""
    if form.day is None and not form.start:
        return None
    if form.day is None:
        raise _no(form, day="Choose the day as well, or leave day and time empty.")
    if not form.start:
        raise _no(form, start="Give the time as well, or leave day and time empty.")
    if form.day.year not in YEARS:
        raise _no(form, day=f"The year {form.day.year} is no year of a meeting. Check it.")
    found = instant_at(form.day, _clock(form), zone, form.which)
    if isinstance(found, NoSuchTime):
        raise _no(form, start=str(found))
    if isinstance(found, TwiceThatDay):
        raise _no(form, which=str(found))
    return found


def instant_typed(text: str, zone: ZoneInfo, which: str) -> datetime | None:
    """The instant of one field for day and time; `which` of two equal times is meant.

    Raises ValueError with a sentence for a person.
    """
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise ValueError("Write day and time as 2027-10-18T08:00.") from None
    if local.year not in YEARS:
        raise ValueError(f"The year {local.year} is no year of a meeting. Check it.")
    found = instant_at(local.date(), local.time(), zone, which)
    if not isinstance(found, datetime):
        raise ValueError(str(found))
    return found


def typed_instant(instant: datetime | None, zone: ZoneInfo) -> str:
    """An instant as a field for day and time shows it."""
    if instant is None:
        return ""
    return instant.astimezone(zone).replace(tzinfo=None).isoformat("T", "minutes")


def _clock(form: WhenTyped) -> time:
    try:
        return time.fromisoformat(form.start).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise _no(form, start="Write the time as 09:30.") from None


def _no(form: WhenTyped, **errors: str) -> FormErrors:
    assert isinstance(form, msgspec.Struct)
    return FormErrors(form, errors)
