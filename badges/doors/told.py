"""When somebody may have left whom no door saw leave. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from badges.doors.door import Direction
from badges.doors.rules import local_day
from conference.web import formats


@dataclass(frozen=True, slots=True)
class NextScan:
    """The scan of the same day by which they had left; `door` is its title."""

    at: datetime
    door: str
    direction: Direction

    def words(self, zone: str) -> str:
        return f"scanned {self.direction.value} at “{self.door}” at {formats.clock(self.at, zone)}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is known of a stay: from when, until when at the latest, and why.

    `sessions_end` is when the last session of that day behind the door ends.
    """

    zone: str
    came_at: datetime
    next_scan: NextScan | None = None
    sessions_end: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether they came when the session was over: nothing is left of it to have seen."""
        return self.sessions_end is not None and self.sessions_end < self.came_at

    def words(self) -> str:
        """What the one who corrects it should know beforehand; "" without a limit but the day's."""
        known = [f"They were {self.next_scan.words(self.zone)}."] if self.next_scan else []
        if self.sessions_end:
            known.append(f"The session ended at {formats.clock(self.sessions_end, self.zone)}.")
        return " ".join(known)


def find_fault(at: datetime, limits: Limits, now: datetime) -> str:
    """Why they cannot have left then; "" when they can.

    On the day of the way in, which is a day of the meeting to four in the morning; neither before
    they came nor later than now, than their next scan, or than the session.
    """
    zone, came = limits.zone, limits.came_at
    if at < came.replace(second=0, microsecond=0):
        return f"Write a time after the way in, {formats.instant(came, zone)}, or that time."
    if local_day(at, zone) != local_day(came, zone):
        day = formats.day(local_day(came, zone))
        return f"Write a time on the day of the way in, {day}; it ends at four in the morning."
    if at > now:
        return f"Write a time that is not in the future: it is {formats.clock(now, zone)} now."
    return _later_than_known(at, limits)


def _later_than_known(at: datetime, limits: Limits) -> str:
    if limits.next_scan and at > limits.next_scan.at:
        return (
            f"They were {limits.next_scan.words(limits.zone)}: write that time or an earlier one."
        )
    if limits.sessions_end is None or at <= max(limits.sessions_end, limits.came_at):
        return ""
    ended = f"The session ended at {formats.clock(limits.sessions_end, limits.zone)}"
    if limits.is_late:
        came = formats.clock(limits.came_at, limits.zone)
        return f"{ended}, before they came in: write the time of the way in, {came}."
    return f"{ended}: write that time if they stayed to the end."
