"""Cells that abstracts and reviews are both read from."""

from datetime import UTC, date, datetime, time

from abstracts.importing.table import FileRow
from conference.meetings.rules import MeetingInfo


def read_day(row: FileRow, field: str, problems: list[str]) -> date | None:
    """The day of a cell, written as in 2027-02-28; what is no day is told in `problems`."""
    text = row.get(field)[:10]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"“{text}” is no day; write it as 2027-02-28.")
        return None


def moment_of(day: date | None, meeting: MeetingInfo, now: datetime) -> datetime:
    """Noon of a day that a file tells, in the meeting's zone; never after now. No day: now."""
    if day is None:
        return now
    return min(now, datetime.combine(day, time(12), meeting.tz).astimezone(UTC))
