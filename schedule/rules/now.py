"""What goes on at an instant, room by room, on the venue's clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.web.formats import DAYS
from schedule.rules.listing import BEFOREHAND, programme_day
from schedule.rules.released import ReleasedProgramme, ReleasedSession


class Stage(StrEnum):
    """Where the meeting stands."""

    BEFORE = "before"
    ON = "on"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class RoomNow:
    """One room: what runs in it, what comes next there, and on which day if that is another."""

    room: str
    running: tuple[ReleasedSession, ...]
    coming: ReleasedSession | None
    coming_day: str = ""


@dataclass(frozen=True, slots=True)
class NowBoard:
    """The rooms in the meeting's order; `target` is where "Jump to now" leads."""

    stage: Stage
    rooms: tuple[RoomNow, ...] = ()
    first: ReleasedSession | None = None
    last: ReleasedSession | None = None

    @property
    def target(self) -> str:
        """The code of what runs now, else of what starts next; "" for nothing."""
        running = [session for room in self.rooms for session in room.running]
        coming = [room.coming for room in self.rooms if room.coming]
        found = min(running or coming, key=lambda each: each.starts_at, default=None)
        return found.code if found else ""


def now_board(programme: ReleasedProgramme, now: datetime) -> NowBoard:
    """What runs and what comes next in each room, from a day before the first session to the end
    of the last; cancelled sessions take no room."""
    live = [each for each in programme.sessions if not each.is_cancelled]
    if not live:
        return NowBoard(Stage.BEFORE)
    first, last = live[0], max(live, key=lambda each: each.ends_at)
    if first.starts_at - now > BEFOREHAND:
        return NowBoard(Stage.BEFORE, (), first, last)
    if now >= last.ends_at:
        return NowBoard(Stage.OVER, (), first, last)
    rooms = (_room_now(name, live, programme, now) for name in _room_names(programme, live))
    return NowBoard(Stage.ON, tuple(r for r in rooms if r.running or r.coming), first, last)


def _room_names(programme: ReleasedProgramme, live: Iterable[ReleasedSession]) -> Iterable[str]:
    """The rooms in the meeting's order; what has no room comes last."""
    known = [room.name for room in programme.rooms]
    others = sorted({each.room for each in live} - {*known, ""})
    return [*known, *others, ""]


def _room_now(
    room: str, live: list[ReleasedSession], programme: ReleasedProgramme, now: datetime
) -> RoomNow:
    here = [each for each in live if each.room == room]
    running = tuple(each for each in here if each.starts_at <= now < each.ends_at)
    coming = next((each for each in here if each.starts_at > now), None)
    if coming is None:
        return RoomNow(room, running, None)
    day = programme_day(coming.starts_at, programme)
    is_today = day == programme_day(now, programme)
    return RoomNow(room, running, coming, "" if is_today else DAYS[day.weekday()])
