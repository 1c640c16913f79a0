"""When somebody was where, from the scans at its doors. Pure: no database, no clock.

A way out that was not scanned is made up for, by the first of these on the same day: the next scan
elsewhere; the end of the session behind the door, or at a room's own door of the session that was
on, or came next, in it; the hour at which the door closes; at a door that scans people out the end
of that day's programme. Where none is known the stay has no minutes. Such an end is assumed: the
office sees it, and may tell the true one with a reason, which holds from then on, unless a scan
shows that they were elsewhere by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from badges.doors.door import Direction, PointKind
from badges.doors.rules import local_day


class Ended(StrEnum):
    """How it is known when somebody left."""

    SCANNED = "scanned"
    TOLD = "told"
    ELSEWHERE = "elsewhere"
    SESSION = "session"
    CLOSING = "closing"
    PROGRAMME = "programme"
    UNKNOWN = "unknown"

    @property
    def is_assumed(self) -> bool:
        return self not in (Ended.SCANNED, Ended.TOLD)

    @property
    def label(self) -> str:
        return _ENDED_LABELS[self]


_ENDED_LABELS = {
    Ended.SCANNED: "Scanned on the way out",
    Ended.TOLD: "Told by the office",
    Ended.ELSEWHERE: "Assumed: scanned elsewhere then",
    Ended.SESSION: "Assumed: the session ended",
    Ended.CLOSING: "Assumed: the door closed",
    Ended.PROGRAMME: "Assumed: the programme of the day ended",
    Ended.UNKNOWN: "Not known: no minutes count",
}


@dataclass(frozen=True, slots=True)
class Hours:
    """A session in a room that has a door of its own."""

    session: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """What the doors of one room open to: a session with its hours, or the point by itself.

    `sessions` are those of the room, in time, that count for who is scanned at the room's door;
    `programme_ends` the last end of each day, where people are scanned out.
    """

    key: str
    title: str
    kind: PointKind
    session: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    sessions: tuple[Hours, ...] = ()
    closes_at: datetime | None = None
    programme_ends: tuple[datetime, ...] = ()

    @property
    def is_room(self) -> bool:
        """Whether who comes in here has left every other room."""
        return self.kind is not PointKind.ENTRANCE


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One scan of somebody at a place, by one of its doors (its key); `left_at` is when the office
    says that they left.
    """

    at: datetime
    place: str
    direction: Direction
    scan: UUID | None = field(default=None, compare=False)
    left_at: datetime | None = field(default=None, compare=False)
    door: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when somebody was at a place; `scan` is their way in, `door` the one by which
    they came. `following` is the scan of that day by which they had left, if no way out was.
    """

    place: str
    starts_at: datetime
    ends_at: datetime
    ended: Ended = Ended.SCANNED
    scan: UUID | None = field(default=None, compare=False)
    door: str = field(default="", compare=False)
    following: Step | None = field(default=None, compare=False)

    @property
    def is_assumed(self) -> bool:
        """Whether nobody scanned them out and the office did not say either."""
        return self.ended.is_assumed


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the doors know of one person: when they were where, and on which days they came."""

    spans: tuple[Span, ...] = ()
    days: frozenset[date] = field(default_factory=frozenset)


def attendance(steps: Iterable[Step], places: Mapping[str, Place], zone: str) -> Attendance:
    """The spans and days of one person. A place that is no longer known counts for the days only.

    Nobody is in two rooms at once; the way out of the house is a way out of its rooms. A stay in a
    room counts for each of its sessions as well.
    """
    ordered = sorted(steps, key=lambda each: (each, each.left_at is not None, each.left_at))
    days = frozenset(local_day(each.at, zone) for each in ordered)
    known = [each for each in ordered if each.place in places]
    inner = [each for each in known if _leads_on(each, places)]
    found = [each for each in _stays(inner, places, zone) if places[each.place].is_room]
    outside: dict[str, list[Step]] = defaultdict(list)
    for each in known:
        if not places[each.place].is_room:
            outside[each.place].append(each)
    for steps_there in outside.values():
        found += _stays(steps_there, places, zone)
    found += [each for stay in found for each in _in_sessions(stay, places[stay.place])]
    return Attendance(tuple(sorted(found, key=lambda each: (each.starts_at, each.place))), days)


def _leads_on(step: Step, places: Mapping[str, Place]) -> bool:
    return places[step.place].is_room or step.direction is Direction.OUT


def _stays(steps: Sequence[Step], places: Mapping[str, Place], zone: str) -> list[Span]:
    """Of steps in time: nobody is in two of these places at once."""
    spans: list[Span] = []
    inside: Step | None = None
    for step in steps:
        if inside and _is_over(inside, step, zone):
            spans.append(_closed_for_them(inside, step, places[inside.place], zone))
            inside = None
        if step.direction is Direction.OUT:
            if inside:
                spans.append(_span(inside, step.at, Ended.SCANNED))
            inside = None
        elif inside is None:
            inside = step
    if inside:
        spans.append(_closed_for_them(inside, None, places[inside.place], zone))
    return spans


def _is_over(inside: Step, step: Step, zone: str) -> bool:
    """Whether the stay ended before this step: it is elsewhere, on another day, or they left."""
    is_other_day = local_day(inside.at, zone) != local_day(step.at, zone)
    has_left = inside.left_at is not None and inside.left_at <= step.at
    return step.place != inside.place or is_other_day or has_left


def _closed_for_them(inside: Step, following: Step | None, place: Place, zone: str) -> Span:
    """As the office says, else by the first of what is known of that day; never after the scan by
    which they were elsewhere: the office may have spoken before that scan arrived.
    """
    if following and local_day(following.at, zone) != local_day(inside.at, zone):
        following = None
    end, ended = _end_of(place, inside.at, zone)
    if inside.left_at is not None:
        end, ended = inside.left_at, Ended.TOLD
    if following and (end is None or following.at < end):
        end, ended = following.at, Ended.ELSEWHERE
    return _span(inside, max(inside.at, end or inside.at), ended, following)


def _span(inside: Step, end: datetime, ended: Ended, following: Step | None = None) -> Span:
    return Span(inside.place, inside.at, end, ended, inside.scan, inside.door, following)


def _end_of(place: Place, at: datetime, zone: str) -> tuple[datetime | None, Ended]:
    """When a stay that began then ends by itself; None: nobody knows."""
    day = local_day(at, zone)
    if place.ends_at is not None:
        is_today = local_day(place.ends_at, zone) == day
        return (place.ends_at, Ended.SESSION) if is_today else (None, Ended.UNKNOWN)
    known = (
        (min((each.ends_at for each in place.sessions if each.ends_at > at), default=None),
         Ended.SESSION),
        (place.closes_at, Ended.CLOSING),
        (min((each for each in place.programme_ends if each > at), default=None), Ended.PROGRAMME),
    )  # fmt: skip
    for end, ended in known:
        if end is not None and end > at and local_day(end, zone) == day:
            return end, ended
    return None, Ended.UNKNOWN


def sessions_end(place: Place, at: datetime, zone: str) -> datetime | None:
    """When the last session behind these doors ends on the day of this instant; None: none does."""
    day = local_day(at, zone)
    ends = [each.ends_at for each in place.sessions]
    ends += [place.ends_at] if place.ends_at is not None else []
    return max((each for each in ends if local_day(each, zone) == day), default=None)


def _in_sessions(stay: Span, place: Place) -> Iterable[Span]:
    """The part of a stay in a room that lies in each of the room's sessions."""
    for each in place.sessions:
        start, end = max(stay.starts_at, each.starts_at), min(stay.ends_at, each.ends_at)
        if start < end:
            yield replace(stay, place=each.session, starts_at=start, ends_at=end)


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
