"""Price periods: what is announced, and what is refused when they are saved (P01, P02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conference.registration.windows import (
    Window,
    announced_end,
    announced_start,
    find_window_faults,
)

MIDNIGHT = datetime(2027, 7, 31, 22, 0, tzinfo=UTC)
EARLY = Window("early", "Early", MIDNIGHT - timedelta(days=90), MIDNIGHT, "Europe/Berlin")
LATE = Window("late", "Late", MIDNIGHT, MIDNIGHT + timedelta(days=30), "Europe/Berlin")


def test_announced_end_is_the_last_minute_in_the_windows_own_zone() -> None:
    assert announced_end(EARLY) == "Sat 31 Jul 2027, 23:59 CEST (Berlin)"
    in_tokyo = replace(EARLY, zone="Asia/Tokyo")
    assert announced_end(in_tokyo) == "Sun 1 Aug 2027, 06:59 JST (Tokyo)"
    assert announced_start(LATE) == "Sun 1 Aug 2027, 00:00 CEST (Berlin)"


def test_find_window_faults_accepts_neighbours_that_touch() -> None:
    assert find_window_faults([LATE, EARLY]) == {}


def test_find_window_faults_names_the_period_that_overlaps() -> None:
    hasty = replace(LATE, starts_at=MIDNIGHT - timedelta(minutes=1))

    faults = find_window_faults([EARLY, hasty])

    assert list(faults) == ["late"]
    assert faults["late"].startswith("This period starts before “Early” ends (Sat 31 Jul 2027")


def test_find_window_faults_sees_an_overlap_with_an_earlier_longer_period() -> None:
    short = replace(EARLY, key="short", ends_at=EARLY.starts_at + timedelta(days=1))
    inside = replace(LATE, key="inside", starts_at=EARLY.starts_at + timedelta(days=2))

    faults = find_window_faults([EARLY, short, replace(inside, ends_at=MIDNIGHT)])

    assert set(faults) == {"short", "inside"} or set(faults) == {"early", "inside"}


def test_find_window_faults_refuses_a_period_that_ends_before_it_starts() -> None:
    backwards = replace(EARLY, ends_at=EARLY.starts_at)

    assert find_window_faults([backwards]) == {"early": "This period ends before it starts."}
