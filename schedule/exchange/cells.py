"""Days, times and lengths as people write them into spreadsheets, on the venue's clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from abstracts.importing.table import FileRow
from schedule.exchange.fields import YEARS, read_minutes
from schedule.rules.wall_clock import instant_at

_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?(?:\s*\((first|second)\))?", re.I
)
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WEEKDAY = re.compile(r"^[A-Za-z]{2,9}\.?,?\s+(?=.*\d{4})(?![A-Za-z]{3,9}\.? \d{1,2},? \d{4}$)")
_LONGEST = 99 * 60


class UnreadableCell(ValueError):
    """A cell that is no day, time or length; the message is a sentence."""


def read_moment(day: str, clock: str, zone: ZoneInfo) -> datetime | None:
    """The instant of a day and a time of the venue, or of one text that holds both; None where
    there is neither. Raises UnreadableCell, also for a time that the clocks jump over (N02)."""
    if not day and not clock:
        return None
    whole = _whole(clock) or (_whole(day) if not clock else None)
    if whole is not None and whole.tzinfo is not None:
        return whole.astimezone(UTC)
    if whole is None and not day:
        parts = clock.split(" ", 1)
        day, clock = (parts[0], parts[1]) if len(parts) == 2 else ("", clock)
    if not day and whole is None:
        raise UnreadableCell(f"“{clock}” has no day.")
    if not clock and whole is None:
        raise UnreadableCell(f"“{day}” has no time.")
    if whole is not None:
        return _instant(whole.date(), whole.time(), zone, "")
    at, which = read_clock(clock)
    return _instant(read_day(day), at, zone, which)


def read_day(text: str) -> date:
    """A day in one of the usual writings; 3/4/2027 could mean two days and is refused."""
    plain = _WEEKDAY.sub("", text.strip()).replace(",", "")
    for pattern in _DAYS:
        try:
            found = datetime.strptime(plain, pattern).date()  # noqa: DTZ007 -- a day, no instant
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    if slashed := _SLASHED.fullmatch(plain):
        return _slashed(text, *(int(part) for part in slashed.groups()))
    raise UnreadableCell(f"“{text}” is not a day; write it like 2027-10-18.")


def _slashed(text: str, first: int, second: int, year: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise UnreadableCell(f"“{text}” can mean two days; write it like 2027-10-18.")
    month, day = (second, first) if first > 12 or first == second else (first, second)
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableCell(f"“{text}” is not a day; write it like 2027-10-18.") from None


def read_clock(text: str) -> tuple[time, str]:
    """A time of day, and "first" or "second" where it says which of two it means."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        raise UnreadableCell(f"“{text}” is not a time; write it like 09:30.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise UnreadableCell(f"“{text}” is not a time; write it like 09:30.")
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        raise UnreadableCell(f"“{text}” is not a time; write it like 09:30.")
    return time(hour, minute), (found[4] or "").lower()


def minutes_between(start: datetime | None, row: FileRow, zone: ZoneInfo) -> int:
    """The length of a row: from its start to its end, else as its minutes say, else none.

    An end before the start is one of the next day.
    """
    end = row.get("end")
    if not end or start is None:
        return read_length(row.get("minutes"))
    whole = _whole(end)
    if whole is not None:
        finish = whole if whole.tzinfo else _instant(whole.date(), whole.time(), zone, "")
        return _bounded(finish - start, end)
    at, which = read_clock(end)
    first = start.astimezone(zone).date()
    finish = _instant(first, at, zone, which)
    if finish < start:
        finish = _instant(first + timedelta(days=1), at, zone, which)
    return _bounded(finish - start, end)


def read_length(text: str) -> int:
    """Minutes: 90, "90 min", "1:30", "1 h 30"."""
    if not text:
        return 0
    plain = text.strip().lower()
    clock = read_minutes(plain)
    if clock is not None:
        return min(clock, _LONGEST)
    found = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?\s*(?:min|mins|minutes|m|′|')?\.?", plain)
    if found:
        return min(int(found[1]), _LONGEST)
    found = re.fullmatch(r"(\d{1,2})\s*(?:h|hours?|hrs?)\.?\s*(?:(\d{1,2})\s*(?:m|min)?)?", plain)
    if found:
        return int(found[1]) * 60 + int(found[2] or 0)
    raise UnreadableCell(f"“{text}” is not a length in minutes.")


def read_flag_cell(text: str) -> bool:
    """Whether a cell says yes."""
    return text.casefold() in ("yes", "y", "true", "1", "x", "ja", "oui", "✓")


def _whole(text: str) -> datetime | None:
    """A day and time in one ISO text."""
    if len(text) < 16:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _instant(day: date, at: time, zone: ZoneInfo, which: str) -> datetime:
    found = instant_at(day, at, zone, which)
    if not isinstance(found, datetime):
        raise UnreadableCell(str(found))
    return found


def _bounded(length: timedelta, text: str) -> int:
    minutes = round(length.total_seconds() / 60)
    if not 0 <= minutes <= _LONGEST:
        raise UnreadableCell(f"“{text}” is not an end of this start.")
    return minutes
