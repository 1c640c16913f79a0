"""Hours as people type them: any stretch comes back as it was, and clocks that change are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.limits.stretches import (
    StretchRow,
    every_day,
    in_words,
    read_stretches,
    rows_of,
    typed_rows,
)
from schedule.rules.conflicts.sweep import merged
from schedule.rules.programme import Span

SEATTLE, GLASGOW = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/London")
SYDNEY, HONOLULU = ZoneInfo("Australia/Sydney"), ZoneInfo("Pacific/Honolulu")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
EARLY = datetime(2027, 7, 1, tzinfo=UTC)


def read(*rows: StretchRow, zone: ZoneInfo = GLASGOW) -> tuple[Span, ...]:
    found = read_stretches(rows, zone)
    assert found.errors == {}
    return found.spans


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to four stretches of at least five minutes and up to three days, within two weeks."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = EARLY + timedelta(minutes=5 * draw(st.integers(0, 12 * 24 * 14)))
        found.append(Span(start, start + timedelta(minutes=5 * draw(st.integers(1, 12 * 72)))))
    return tuple(merged(found))


@settings(max_examples=40)
@given(spans(), st.sampled_from([GLASGOW, SYDNEY, HONOLULU, KATHMANDU]))
def test_rows_of_stretches_mean_the_same_stretches(kept: tuple[Span, ...], zone: ZoneInfo) -> None:
    assert read(*rows_of(kept, zone), zone=zone) == kept


def test_stretch_that_ends_before_it_begins_ends_the_next_day() -> None:
    [late] = read(StretchRow("2027-10-18", "22:00", "01:00"))
    assert late.ends_at - late.starts_at == timedelta(hours=3)
    assert rows_of([late], GLASGOW) == [StretchRow("2027-10-18", "22:00", "01:00")]


def test_whole_days_are_one_stretch_and_said_day_by_day() -> None:
    two = read(
        StretchRow("2027-10-18", "00:00", "00:00"), StretchRow("2027-10-19", "00:00", "00:00")
    )
    assert len(two) == 1
    assert in_words(two, GLASGOW) == "Mon 18 Oct 2027 00:00–00:00, Tue 19 Oct 2027 00:00–00:00"


@pytest.mark.parametrize(("day", "hours"), [("2020-11-01", 10), ("2025-11-02", 10)])
def test_hours_of_a_sunday_with_25_hours_are_by_the_clock(day: str, hours: int) -> None:
    [open_] = read(StretchRow(day, "08:00", "18:00"), zone=SEATTLE)
    assert open_.ends_at - open_.starts_at == timedelta(hours=hours)
    [night] = read(StretchRow(day, "00:00", "00:00"), zone=SEATTLE)
    assert night.ends_at - night.starts_at == timedelta(hours=25)


def test_time_that_comes_twice_is_taken_widely() -> None:
    [open_] = read(StretchRow("2025-11-02", "01:30", "01:45"), zone=SEATTLE)
    assert open_.ends_at - open_.starts_at == timedelta(hours=1, minutes=15)


def test_time_that_the_clocks_jump_over_is_told_beside_the_field() -> None:
    rows = [StretchRow("2027-03-27", "09:00", "12:00"), StretchRow("2027-03-28", "01:30", "12:00")]
    found = read_stretches(rows, GLASGOW)
    assert list(found.errors) == ["start-1"]
    assert "the clocks go forward to 02:00" in found.errors["start-1"]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (StretchRow("2027-10-18", "09:00", ""), ["end-0"]),
        (StretchRow("", "09:00", "10:00"), ["day-0"]),
        (StretchRow("0001-01-01", "09:00", "10:00"), ["day-0"]),
        (StretchRow("soon", "nine", "ten"), ["day-0", "start-0", "end-0"]),
        (StretchRow("2027-10-18", "09:00", "10:00", gone="on"), []),
        (StretchRow(), []),
    ],
)
def test_half_a_row_is_told_and_an_empty_one_means_nothing(
    row: StretchRow, fields: list[str]
) -> None:
    assert list(read_stretches([row], GLASGOW).errors) == fields


def test_every_day_names_the_field_of_the_form() -> None:
    days = [date(2027, 3, 27), date(2027, 3, 28)]
    assert len(every_day(days, "09:00", "18:00", GLASGOW).spans) == 2
    assert list(every_day(days, "01:30", "18:00", GLASGOW).errors) == ["start"]


def test_rows_are_read_in_their_order_and_not_without_end() -> None:
    values = {"day-10": "b", "day-2": "a", "start-2": "09:00", "note": "x", "day-x": "c"}
    assert typed_rows(values) == [StretchRow("a", "09:00"), StretchRow("b")]
    assert len(typed_rows({f"day-{n}": "a" for n in range(500)})) == 40
