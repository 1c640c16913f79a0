"""Price windows: half-open spans of time that never overlap (P01), each with its own zone (P02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from conference.web.formats import instant


@dataclass(frozen=True, slots=True)
class Window:
    """[starts_at, ends_at) in UTC; its end is announced in `zone`."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str

    def holds(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


def announced_end(window: Window) -> str:
    """The last minute of the window in its own zone: 00:00 is announced as 23:59 before (P02)."""
    return instant(window.ends_at - timedelta(minutes=1), window.zone)


def announced_start(window: Window) -> str:
    """The first instant of the window in its own zone, with weekday and zone (N01)."""
    return instant(window.starts_at, window.zone)


def find_window_faults(windows: Sequence[Window]) -> dict[str, str]:
    """Key of window -> what is wrong: ends before it starts, or overlaps an earlier one (P01)."""
    faults = {
        each.key: "This period ends before it starts."
        for each in windows
        if each.ends_at <= each.starts_at
    }
    sound = sorted((each for each in windows if each.key not in faults), key=_start)
    for earlier, later in _overlaps(sound):
        faults[later.key] = (
            f"This period starts before “{earlier.title}” ends ({announced_end(earlier)}); "
            "two prices would hold at once."
        )
    return faults


def _start(window: Window) -> datetime:
    return window.starts_at


def _overlaps(ordered: Sequence[Window]) -> list[tuple[Window, Window]]:
    found = []
    longest = ordered[0] if ordered else None
    for earlier, later in pairwise(ordered):
        assert longest is not None
        if earlier.ends_at > longest.ends_at:
            longest = earlier
        if later.starts_at < longest.ends_at:
            found.append((longest, later))
    return found
