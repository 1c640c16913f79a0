"""A programme as other systems write it: neutral between XML and JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from schedule.rules.origin import Origin


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the file that was not understood or was mended: the first place, how often."""

    where: str
    text: str
    count: int = 1

    def __str__(self) -> str:
        times = f" ({self.count} times, first here)" if self.count > 1 else ""
        return f"{self.where}: {self.text}{times}"


@dataclass(slots=True)
class Notes:
    """Collects notes; the same text at many places becomes one note with a count."""

    _first: dict[str, str] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)

    def add(self, where: str, text: str) -> None:
        """Adds one note."""
        self._first.setdefault(text, where)
        self._count[text] = self._count.get(text, 0) + 1

    def all(self) -> tuple[Note, ...]:
        """The notes in order of first appearance."""
        return tuple(Note(where, text, self._count[text]) for text, where in self._first.items())


class ExchangeRoom(msgspec.Struct, frozen=True, omit_defaults=True):
    """A room with what a file may say of it."""

    name: str
    guid: str = ""
    slug: str = ""
    type: str = ""
    stream_id: str = ""
    description: str = ""
    url: str = ""
    capacity: int | None = None


class ExchangeTrack(msgspec.Struct, frozen=True, omit_defaults=True):
    """A track with its colour."""

    name: str
    slug: str = ""
    color: str = ""


class ExchangeDay(msgspec.Struct, frozen=True):
    """A programme day: it may run past midnight, until `end`."""

    index: int
    date: date
    start: datetime
    end: datetime


class ExchangeFrame(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file says of the conference as a whole."""

    acronym: str
    title: str
    zone: str
    starts_on: date
    ends_on: date
    version: str = ""
    description: str = ""
    base_url: str = ""
    url: str = ""
    logo: str = ""
    primary_color: str = ""
    background_color: str = ""
    timeslot_minutes: int = 5
    day_change_hour: int = 4
    keywords: tuple[str, ...] = ()
    tracks: tuple[ExchangeTrack, ...] = ()
    rooms: tuple[ExchangeRoom, ...] = ()
    days: tuple[ExchangeDay, ...] = ()


class SessionReference(msgspec.Struct, frozen=True):
    """The session that an exported talk belongs to, told by a link of the event."""

    code: str
    title: str
    url: str


class ExchangeEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One event; its people, links and identity are in `origin`."""

    title: str
    starts_at: datetime
    duration_minutes: int
    room: str = ""
    subtitle: str = ""
    type: str = ""
    track: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    origin: Origin = msgspec.field(default_factory=Origin)
    session: SessionReference | None = None


class ExchangeProgramme(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole file. Events are in the order of days, rooms and starts."""

    frame: ExchangeFrame
    events: tuple[ExchangeEvent, ...] = ()

    @property
    def people_count(self) -> int:
        """How many different people the events name, told apart by their key."""
        return len({person.key for event in self.events for person in event.origin.people})


def rooms_in_order(
    named: Iterable[ExchangeRoom], events: Iterable[ExchangeEvent]
) -> tuple[ExchangeRoom, ...]:
    """The rooms that the file describes, then those that only events name, each once."""
    rooms = {room.name: room for room in reversed(tuple(named))}
    ordered = {name: rooms[name] for name in reversed(tuple(rooms))}
    for event in events:
        if event.room:
            ordered.setdefault(event.room, ExchangeRoom(event.room))
    return tuple(ordered.values())
