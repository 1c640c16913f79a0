"""When somebody was where, from the scans at its doors. Pure: no database, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from badges.doors.rules import Direction, PointKind, day_began


@dataclass(frozen=True, slots=True)
class Place:
    """What the doors of one room open to: a session with its hours, or the point by itself."""

    key: str
    title: str
    kind: PointKind
    session: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def is_room(self) -> bool:
        """Whether who comes in here has left every other room."""
        return self.kind is not PointKind.ENTRANCE


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One scan of somebody at a place."""

    at: datetime
    place: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when somebody was at a place.

    `is_closed_for_them`: nobody scanned them out; the session's end or the next room did.
    """

    place: str
    starts_at: datetime
    ends_at: datetime
    is_closed_for_them: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the doors know of one person: when they were where, and on which days they came."""

    spans: tuple[Span, ...] = ()
    days: frozenset[date] = field(default_factory=frozenset)


def attendance(steps: Iterable[Step], places: Mapping[str, Place], zone: str) -> Attendance:
    """The spans and days of one person. A place that is no longer known counts for the days only.

    A forgotten scan on the way out is made up for by the next scan into another room, by the end
    of the session, or by the end of the day of a door without hours: then the span is empty, for
    nobody knows how long they stayed.
    """
    ordered = sorted(steps)
    days = frozenset(local_day(each.at, zone) for each in ordered)
    known = [each for each in ordered if each.place in places]
    rooms = [each for each in known if places[each.place].is_room]
    found = [*_of_rooms(rooms, places, zone)]
    outside: dict[str, list[Step]] = defaultdict(list)
    for each in known:
        if not places[each.place].is_room:
            outside[each.place].append(each)
    for steps_there in outside.values():
        found += _of_rooms(steps_there, places, zone)
    return Attendance(tuple(sorted(found, key=lambda each: (each.starts_at, each.place))), days)


def local_day(at: datetime, zone: str) -> date:
    """The day of a scan; one at two in the morning is still of the day before."""
    return day_began(at, zone).astimezone(ZoneInfo(zone)).date()


def _of_rooms(steps: Sequence[Step], places: Mapping[str, Place], zone: str) -> list[Span]:
    """Of steps in time: nobody is in two of these places at once."""
    spans: list[Span] = []
    inside: Step | None = None
    for step in steps:
        if inside and _is_over(inside, step, places, zone):
            spans.append(_closed_for_them(inside, step.at, places, zone))
            inside = None
        if step.direction is Direction.OUT:
            if inside:
                spans.append(Span(inside.place, inside.at, step.at))
            inside = None
        elif inside is None:
            inside = step
    if inside:
        spans.append(_closed_for_them(inside, None, places, zone))
    return spans


def _is_over(inside: Step, step: Step, places: Mapping[str, Place], zone: str) -> bool:
    """Whether the open span ended before this step: it is elsewhere, or on another day."""
    is_other_day = day_began(inside.at, zone) != day_began(step.at, zone)
    return step.place != inside.place or is_other_day


def _closed_for_them(
    inside: Step, elsewhere: datetime | None, places: Mapping[str, Place], zone: str
) -> Span:
    """The session's end or the next room, whichever is first; an empty span if neither is known."""
    ends = places[inside.place].ends_at
    began = day_began(inside.at, zone)
    known = [
        each for each in (ends, elsewhere) if each is not None and day_began(each, zone) == began
    ]
    end = min(known, default=inside.at)
    return Span(inside.place, inside.at, max(inside.at, end), True)


def union(spans: Iterable[Span]) -> tuple[tuple[datetime, datetime], ...]:
    """The time covered by any of the spans, in order and without overlaps."""
    pairs = sorted((each.starts_at, each.ends_at) for each in spans)
    merged: list[tuple[datetime, datetime]] = []
    for start, end in pairs:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def minutes_within(spans: Iterable[Span], start: datetime, end: datetime) -> int:
    """Whole minutes that the spans cover between two instants; overlapping ones count once."""
    covered = timedelta()
    for began, ended in union(spans):
        covered += max(timedelta(), min(ended, end) - max(began, start))
    return covered // timedelta(minutes=1)
