"""The board laid out: a day's rooms as columns with their hours, and what is still to be done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from schedule.board.cards import Card, side_by_side, stretch_class
from schedule.conflicts.queries import AcknowledgementInfo
from schedule.rules.conflicts import Conflict, ConflictKind, Severity
from schedule.rules.programme import Constraints, PlannedRoom, Programme, Span

OPENS, CLOSES = 8, 18  # hours that are always shown
LAST_HOUR = 30
NOWHERE = PlannedRoom(UUID(int=0), "Without a room")


@dataclass(frozen=True, slots=True)
class Column:
    """A room on one day; `closed` are the classes of the stretches outside its hours."""

    room: PlannedRoom
    cards: tuple[Card, ...]
    closed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The room's id, or "" for sessions without one."""
        return "" if self.room is NOWHERE else str(self.room.id)


@dataclass(frozen=True, slots=True)
class BoardDay:
    """One local day: its columns in the meeting's order, between two hours."""

    day: date
    columns: tuple[Column, ...]
    first_hour: int
    last_hour: int

    @property
    def hours(self) -> range:
        """The hours that its axis names."""
        return range(self.first_hour, self.last_hour)

    @property
    def sessions(self) -> int:
        """How many sessions it has."""
        return sum(len(column.cards) for column in self.columns)


@dataclass(frozen=True, slots=True)
class DayTab:
    """A day to choose, with how many open conflicts of the two worse levels it has."""

    day: date
    sessions: int
    blocking: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Conflicts by level, each once; accepted ones are counted apart."""

    blocking: int = 0
    warning: int = 0
    note: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """All that are open."""
        return self.blocking + self.warning + self.note


def count_conflicts(
    by_key: Mapping[str, Conflict], accepted: Mapping[str, AcknowledgementInfo]
) -> Counts:
    """How many conflicts of each level are open, and how many are accepted."""
    kinds = Counter(map(attrgetter("kind._value_"), by_key.values()))  # `value` costs ten times it
    known = [by_key[key].kind.value for key in accepted if key in by_key]
    kinds.subtract(known)
    found: Counter[str] = Counter(accepted=len(known))
    for kind, number in kinds.items():
        found[ConflictKind(kind).severity.value] += number
    return Counts(**found)


def lay_out_day(day: date, programme: Programme, cards: Iterable[Card]) -> BoardDay:
    """The columns of a day: every room, and at the end what has no room."""
    of_room: dict[UUID | None, list[Card]] = defaultdict(list)
    for card in cards:
        of_room[card.session.room].append(card)
    everything = [card for column in of_room.values() for card in column]
    first = min((card.from_minute // 60 for card in everything), default=OPENS)
    last = max((-(-card.until_minute // 60) for card in everything), default=CLOSES)
    hours = (min(first, OPENS), min(max(last, CLOSES), LAST_HOUR))
    columns = [
        Column(
            room,
            side_by_side(of_room[room.id]),
            closed_stretches(programme.constraints, room.id, day, programme.tz, hours),
        )
        for room in programme.rooms
    ]
    return BoardDay(day, (*columns, Column(NOWHERE, side_by_side(of_room[None]))), *hours)


def closed_stretches(
    constraints: Constraints, room: UUID, day: date, zone: ZoneInfo, hours: tuple[int, int]
) -> tuple[str, ...]:
    """The classes of the stretches of a day in which a room cannot be used."""
    spans = constraints.rooms.get(room)
    if not spans:
        return ()
    window = (hours[0] * 60, hours[1] * 60)
    return tuple(stretch_class(*each) for each in outside(spans, day, zone, window))


def outside(
    spans: Sequence[Span], day: date, zone: ZoneInfo, window: tuple[int, int]
) -> list[tuple[int, int]]:
    """The stretches of a window of minutes of a day that no span covers."""
    at, until = window
    free = []
    for start, end in sorted(minutes_of(span, day, zone) for span in spans):
        if start > at:
            free.append((at, min(start, until)))
        at = max(at, end)
        if at >= until:
            return free
    return [*free, (at, until)]


def minutes_of(span: Span, day: date, zone: ZoneInfo) -> tuple[int, int]:
    """A span in wall-clock minutes of a day, as far as it reaches into that day and its night."""
    return _minute(span.starts_at, day, zone), _minute(span.ends_at, day, zone)


def _minute(instant: datetime, day: date, zone: ZoneInfo) -> int:
    local = instant.astimezone(zone)
    days = (local.date() - day) // timedelta(days=1)
    return min(max(days * 1440 + local.hour * 60 + local.minute, 0), LAST_HOUR * 60)


def day_tabs(days: Iterable[date], cards: Iterable[Card]) -> tuple[DayTab, ...]:
    """Every day of the meeting and every day that has a session, with what clashes on it."""
    found: dict[date, list[Card]] = {day: [] for day in days}
    for card in cards:
        if card.day is not None:
            found.setdefault(card.day, []).append(card)
    return tuple(
        DayTab(
            day,
            len(of_day),
            _clashing(of_day, Severity.BLOCKING),
            _clashing(of_day, Severity.WARNING),
        )
        for day, of_day in sorted(found.items())
    )


def _clashing(cards: Iterable[Card], severity: Severity) -> int:
    keys = {
        chip.key
        for card in cards
        for chip in card.chips
        if chip.severity is severity and not chip.reason
    }
    return len(keys)
