"""Stretches of time as people type them: a day, from when, until when, by the venue's clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference.meetings.rules import MeetingInfo
from conference.web.formats import day as day_name
from schedule.rules.conflicts.sweep import merged
from schedule.rules.programme import Span
from schedule.rules.wall_clock import NoSuchTime, TwiceThatDay, instant_at

SPARE = 2  # empty rows to fill
MOST = 40
FIELDS = ("day", "start", "end", "gone")
MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StretchRow:
    """One row of the form as it was typed; all empty, or ticked to go, means nothing."""

    day: str = ""
    start: str = ""
    end: str = ""
    gone: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return bool(self.gone) or not (self.day or self.start or self.end)


@dataclass(frozen=True, slots=True)
class Typed:
    """What rows come to: stretches that touch are one; or a sentence for each wrong field."""

    spans: tuple[Span, ...]
    errors: Mapping[str, str]


def typed_rows(values: Mapping[str, str]) -> list[StretchRow]:
    """The rows of a form: day-0, start-0, end-0, day-1 ..."""
    numbers = {name.partition("-")[2] for name in values if name.startswith(("day-", "start-"))}
    counted = sorted(int(each) for each in numbers if each.isascii() and each.isdigit())
    return [
        StretchRow(*(values.get(f"{name}-{n}", "").strip() for name in FIELDS))
        for n in counted[:MOST]
    ]


def read_stretches(rows: Sequence[StretchRow], zone: ZoneInfo) -> Typed:
    """The stretches that the rows mean; one that ends before it begins ends on the next day."""
    spans: list[Span] = []
    errors: dict[str, str] = {}
    for number, row in enumerate(rows):
        if row.is_empty:
            continue
        wrong: dict[str, str] = {}
        span = _span(row, zone, wrong)
        errors |= {f"{name}-{number}": sentence for name, sentence in wrong.items()}
        if span is not None:
            spans.append(span)
    return Typed(tuple(merged(spans)), errors)


def rows_of(spans: Iterable[Span], zone: ZoneInfo) -> list[StretchRow]:
    """The stretches as rows, one a day: what goes on past midnight ends on the next day."""
    return [row for span in spans for row in _rows(span, zone)]


def with_spare(rows: Sequence[StretchRow], more: int = SPARE) -> list[StretchRow]:
    """The rows with some empty ones to fill."""
    return [*rows, *(StretchRow() for _ in range(min(more, MOST - len(rows))))]


def every_day(days: Iterable[date], start: str, end: str, zone: ZoneInfo) -> Typed:
    """The same hours on each of the days."""
    spans: list[Span] = []
    for day in days:
        read = read_stretches([StretchRow(day.isoformat(), start, end)], zone)
        if read.errors:
            named = {name.partition("-")[0]: text for name, text in read.errors.items()}
            return Typed((), named)
        spans += read.spans
    return Typed(tuple(merged(spans)), {})


def in_words(spans: Iterable[Span], zone: ZoneInfo) -> str:
    """ "Mon 18 Oct 2027 09:00–18:00, …", for the audit log and for lists."""
    return ", ".join(_said(row) for row in rows_of(spans, zone))


def hours_lines(spans: Sequence[Span], meeting: MeetingInfo) -> list[str]:
    """A line for each stretch; one line where every day of the meeting has the same hours."""
    rows = rows_of(spans, meeting.tz)
    alike = {(row.start, row.end) for row in rows}
    whole = sorted(row.day for row in rows) == [day.isoformat() for day in sorted(meeting.days)]
    if len(rows) > 1 and len(alike) == 1 and whole:
        return [f"Every day {rows[0].start}–{rows[0].end}"]
    return [_said(row) for row in rows]


def day_choices(meeting: MeetingInfo, spans: Iterable[Span]) -> list[tuple[str, str]]:
    """The days to choose from: a day before the meeting to a day after it, and those in use."""
    days = {*meeting.days, meeting.starts_on - ONE_DAY, meeting.ends_on + ONE_DAY}
    days |= {date.fromisoformat(row.day) for row in rows_of(spans, meeting.tz)}
    return [(day.isoformat(), day_name(day)) for day in sorted(days)]


def _said(row: StretchRow) -> str:
    return f"{day_name(date.fromisoformat(row.day))} {row.start}–{row.end}"


def _span(row: StretchRow, zone: ZoneInfo, wrong: dict[str, str]) -> Span | None:
    day, start, end = _day(row.day, wrong), _clock(row.start), _clock(row.end)
    if start is None:
        wrong["start"] = "Write from when as 09:00."
    if end is None:
        wrong["end"] = "Write until when as 18:00; midnight is 00:00."
    if day is None or start is None or end is None:
        return None
    begins = _instant(day, start, zone, "first", "start", wrong)
    ends_on = day if end > start else day + ONE_DAY
    ends = _instant(ends_on, end, zone, "second", "end", wrong)
    if begins is None or ends is None:
        return None
    return Span(begins, ends)


def _day(text: str, wrong: dict[str, str]) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        wrong["day"] = "Choose a day, or leave the row empty."
        return None
    if not 1900 <= found.year <= 2200:
        wrong["day"] = f"The year {found.year} is no year of a meeting. Check it."
        return None
    return found


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def _instant(
    day: date, clock: time, zone: ZoneInfo, which: str, field: str, wrong: dict[str, str]
) -> datetime | None:
    """Where a time comes twice, hours begin with the first and end with the second."""
    found = instant_at(day, clock, zone, which)
    if isinstance(found, NoSuchTime | TwiceThatDay):
        wrong[field] = str(found)
        return None
    return found


def _rows(span: Span, zone: ZoneInfo) -> list[StretchRow]:
    start, end = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    rows, day = [], start.date()
    is_short = span.ends_at - span.starts_at < timedelta(hours=23) and end.time() <= start.time()
    while not is_short and day < end.date():
        begins = start.time() if day == start.date() else MIDNIGHT
        rows.append(_row(day, begins, MIDNIGHT))
        day += ONE_DAY
    begins = start.time() if day == start.date() else MIDNIGHT
    if is_short or end.time() > MIDNIGHT:
        rows.append(_row(day, begins, end.time()))
    return rows


def _row(day: date, start: time, end: time) -> StretchRow:
    return StretchRow(day.isoformat(), f"{start:%H:%M}", f"{end:%H:%M}")
