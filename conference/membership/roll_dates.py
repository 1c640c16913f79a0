"""The days of a column, whatever wrote them: order of day and month is decided by all of it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from babel.dates import get_month_names

from conference.membership.roll_words import FOR_EVER, LANGUAGES, NOTHING
from conference.people.rules import fold

EXCEL_DAY_ZERO = date(1899, 12, 30)
CENTURY_TURN = 50  # of two-digit years: 49 is 2049, 50 is 1950
EARLIEST_YEAR, OPEN_YEAR = 1900, 2200  # systems without "for life" write 9999-12-31

_NUMERIC = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d|9999)()(\d\d)(\d\d)")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.0+)?")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_TIME = re.compile(
    r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)? ?([ap]\.?m\.?)?(Z|[+-]\d{2}:?\d{2})?$", re.I
)
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|°)? (?:de |of )?([a-z]+) (?:de |del )?(\d{4})")
_WORDED_US = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")


class DayOrder(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Reading:
    """A day; or no end (`is_open`); or why the text is no day; or nothing at all."""

    day: date | None = None
    is_open: bool = False
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return self.day is None and not self.is_open and not self.problem


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How one column of a file writes its days."""

    order: DayOrder
    holds_serials: bool
    is_end: bool = False

    def read(self, text: str) -> Reading:
        """The day that a cell means; a year alone is its first day, or its last if `is_end`."""
        text = text.strip()
        folded = fold(text)
        if not text or folded in NOTHING:
            return Reading()
        if folded in FOR_EVER:
            return Reading(is_open=True)
        day = _TIME.sub("", text).strip()
        return self._read_day(day)

    def _read_day(self, text: str) -> Reading:
        if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return _calendar_day(text, int(found[1]), int(found[3]), int(found[4]))
        if found := _NUMERIC.fullmatch(text):
            return self._read_numeric(text, found)
        if found := _SERIAL.fullmatch(text):
            return self._read_serial(text, int(found[1]))
        if found := _YEAR.fullmatch(text):
            return self._read_month(text, int(found[1]), 12 if self.is_end else 1)
        if found := _MONTH_AND_YEAR.fullmatch(text):
            return self._read_month(text, int(found[2]), int(found[1]))
        return _read_worded(text)

    def _read_month(self, text: str, year: int, month: int) -> Reading:
        is_month = year >= EARLIEST_YEAR and 1 <= month <= 12
        day = monthrange(year, month)[1] if self.is_end and is_month else 1
        return _calendar_day(text, year, month, day)

    def _read_numeric(self, text: str, found: re.Match[str]) -> Reading:
        first, mark, second, year = int(found[1]), found[2], int(found[3]), _full_year(found[4])
        order = DayOrder.DAY_FIRST if mark == "." else _order_of(first, second) or self.order
        if order is DayOrder.DAY_FIRST or first == second:
            return _calendar_day(text, year, second, first)
        if order is DayOrder.MONTH_FIRST:
            return _calendar_day(text, year, first, second)
        return Reading(problem=_why_ambiguous(text, year, first, second, order))

    def _read_serial(self, text: str, serial: int) -> Reading:
        day = EXCEL_DAY_ZERO + timedelta(days=serial)
        if self.holds_serials:
            return Reading(day)
        return Reading(
            problem=f"“{text}” may be Excel's number for {_written(day)}; write the day."
        )


def learn_column(
    texts: Sequence[str], *, is_end: bool = False, order: DayOrder = DayOrder.UNKNOWN
) -> DateColumn:
    """Decides how a column writes days by all of its cells; `order` is taken if they are silent."""
    given = [text for text in texts if not DateColumn(order, False).read(text).is_empty]
    numbers = [text for text in given if not _YEAR.fullmatch(text)]
    serials = bool(numbers) and all(_SERIAL.fullmatch(text) for text in numbers)
    found = find_order(texts)
    return DateColumn(order if found is DayOrder.UNKNOWN else found, serials, is_end)


def find_order(texts: Iterable[str]) -> DayOrder:
    """Day or month first, as shown by the cells with a number above 12; MIXED if both occur."""
    shown = set()
    for text in texts:
        found = _NUMERIC.fullmatch(_TIME.sub("", text.strip()).strip())
        if found and found[2] != ".":
            shown.add(_order_of(int(found[1]), int(found[3])))
    shown.discard(None)
    if len(shown) > 1:
        return DayOrder.MIXED
    return shown.pop() or DayOrder.UNKNOWN if shown else DayOrder.UNKNOWN


def _order_of(first: int, second: int) -> DayOrder | None:
    if first > 12 >= second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > 12 >= first else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < CENTURY_TURN else 1900 + year


def _calendar_day(text: str, year: int, month: int, day: int) -> Reading:
    if year >= OPEN_YEAR:
        return Reading(is_open=True)
    if year < EARLIEST_YEAR:
        return Reading(problem=f"“{text}” is too long ago to be meant.")
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(problem=f"“{text}” is no day of the calendar.")


def _read_worded(text: str) -> Reading:
    words = " ".join(re.sub(r"[.,]", " ", fold(text)).split())
    if found := _WORDED.fullmatch(words):
        day, month, year = found.groups()
    elif found := _WORDED_US.fullmatch(words):
        month, day, year = found.groups()
    else:
        return Reading(problem=f"“{text[:60]}” is not a day we can read; write it as 2026-12-31.")
    number = _month_numbers().get(month)
    if number is None:
        return Reading(problem=f"“{text[:60]}” names no month we know; write it as 2026-12-31.")
    return _calendar_day(text, int(year), number, int(day))


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    return {
        fold(name).strip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    } | {"sept": 9, "maerz": 3, "mrz": 3, "set": 9}


def _why_ambiguous(text: str, year: int, first: int, second: int, order: DayOrder) -> str:
    one, other = _calendar_day(text, year, second, first), _calendar_day(text, year, first, second)
    if one.day is None or other.day is None:
        return f"“{text}” is no day of the calendar."
    why = "writes days both ways" if order is DayOrder.MIXED else "does not show which"
    return (
        f"“{text}” may be {_written(one.day)} or {_written(other.day)}, and the column {why}; "
        "write it as 2026-12-31."
    )


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
