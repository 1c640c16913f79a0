"""A day and a time typed at the venue, on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.rules.wall_clock import NoSuchTime, TwiceThatDay, instant_at, is_doubled

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")


def test_instant_at_takes_an_ordinary_time_of_the_venue() -> None:
    instant = instant_at(date(2026, 11, 2), time(9, 30), BERLIN)

    assert instant == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


def test_instant_at_names_the_jump_when_the_time_does_not_exist() -> None:
    gap = instant_at(date(2026, 3, 29), time(2, 30), BERLIN)

    assert gap == NoSuchTime(date(2026, 3, 29), time(2, 0), time(3, 0))
    assert str(gap).startswith("This time does not exist on Sun 29 Mar 2026: at 02:00")


def test_instant_at_knows_a_jump_of_half_an_hour() -> None:
    gap = instant_at(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe"))

    assert gap == NoSuchTime(date(2026, 10, 4), time(2, 0), time(2, 30))


def test_instant_at_asks_which_when_the_time_comes_twice() -> None:
    twice = instant_at(date(2026, 10, 25), time(2, 30), BERLIN)

    assert isinstance(twice, TwiceThatDay)
    assert twice.later.astimezone(UTC) - twice.earlier.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_instant_at_takes_the_named_one_of_two(which: str, hour: int) -> None:
    instant = instant_at(date(2026, 10, 25), time(2, 30), BERLIN, which)

    assert instant == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@given(st.integers(0, 4 * 365 * 24 * 60), st.sampled_from(ZONES))
def test_instant_at_gives_back_every_instant_that_is_shown(minutes: int, name: str) -> None:
    zone, moment = ZoneInfo(name), datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    local = moment.astimezone(zone)

    assert instant_at(local.date(), local.time(), zone, is_doubled(moment, zone)) == moment
