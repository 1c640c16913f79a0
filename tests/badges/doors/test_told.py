"""What the office may say about a way out that no door saw: a pure table, and the law behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.doors.door import Direction
from badges.doors.told import Limits, NextScan, find_fault

ZONE = "Europe/London"
CAME = datetime(2027, 10, 18, 13, 5, 40, tzinfo=UTC)  # 14:05 in Glasgow
NOW = datetime(2027, 10, 20, tzinfo=UTC)
HALL_B = NextScan(CAME + timedelta(minutes=30), "Hall B", Direction.IN)
HOUSE = NextScan(CAME + timedelta(minutes=30), "Main entrance", Direction.OUT)
PLAIN = Limits(ZONE, CAME)
SESSION = Limits(ZONE, CAME, sessions_end=datetime(2027, 10, 18, 14, 0, tzinfo=UTC))


def at(clock: str, day: int = 18) -> datetime:
    """A time as the form has it: by the wall clock, to the minute."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 10, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("limits", "told", "now", "said"),
    [
        (PLAIN, at("14:05"), NOW, ""),
        (PLAIN, at("14:04"), NOW, "after the way in, Mon 18 Oct 2027, 14:05 BST"),
        (PLAIN, at("23:59"), NOW, ""),
        (PLAIN, at("03:59", 19), NOW, ""),
        (PLAIN, at("04:00", 19), NOW, "on the day of the way in, Mon 18 Oct 2027;"),
        (PLAIN, at("15:00"), at("14:59"), "not in the future: it is 14:59 now"),
        (replace(PLAIN, next_scan=HALL_B), at("14:35"), NOW, ""),
        (replace(PLAIN, next_scan=HALL_B), at("14:36"), NOW, "scanned in at “Hall B” at 14:35:"),
        (replace(PLAIN, next_scan=HOUSE), at("15:00"), NOW, "scanned out at “Main entrance” at"),
        (SESSION, at("15:00"), NOW, ""),
        (SESSION, at("15:01"), NOW, "The session ended at 15:00: write that time if they stayed"),
        (replace(SESSION, next_scan=HALL_B), at("15:01"), NOW, "“Hall B” at 14:35"),
        (replace(SESSION, came_at=CAME + timedelta(hours=1)), at("15:05"), NOW, ""),
        (replace(SESSION, came_at=CAME + timedelta(hours=1)), at("15:06"), NOW,
         "before they came in: write the time of the way in, 15:05."),
    ],
)  # fmt: skip
def test_find_fault_names_what_is_known(
    limits: Limits, told: datetime, now: datetime, said: str
) -> None:
    fault = find_fault(told, limits, now)
    assert said in fault
    assert bool(fault) is bool(said)


def test_limits_say_beforehand_what_they_are() -> None:
    known = replace(SESSION, next_scan=HALL_B).words()
    assert known == "They were scanned in at “Hall B” at 14:35. The session ended at 15:00."
    assert PLAIN.words() == ""


@settings(max_examples=40)
@given(st.integers(-90, 1500), st.integers(0, 300), st.integers(-60, 300), st.integers(0, 1500))
def test_a_time_without_fault_is_never_after_what_is_known(
    told: int, scan: int, ends: int, now: int
) -> None:
    minute = timedelta(minutes=1)
    limits = Limits(
        ZONE, CAME, replace(HALL_B, at=CAME + scan * minute), CAME + ends * minute
    )  # fmt: skip
    left = max(CAME, CAME.replace(second=0) + told * minute)
    if find_fault(CAME.replace(second=0) + told * minute, limits, CAME + now * minute) == "":
        assert CAME <= left <= CAME + min(scan, max(ends, 0), now) * minute
