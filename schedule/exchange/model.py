"""A programme as other systems write it: neutral between XML and JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from schedule.rules.origin import Origin
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind


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


class ExchangePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody's part in a session or a poster; `id` and `guid` are those of the file's persons."""

    name: str
    part: Part
    id: int | None = None
    guid: str = ""


class ExchangeItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What no event says of a talk or poster in a session.

    Of a talk that is an event, title, time and people are the event's, and `parts` goes with its
    people; all of a poster is here.
    """

    guid: str
    code: str = ""
    kind: SlotKind = SlotKind.TALK
    title: str = ""
    starts_at: datetime | None = None
    minutes: int = 0
    questions_minutes: int = 0
    parts: tuple[Part, ...] = ()
    people: tuple[ExchangePart, ...] = ()
    board: str = ""
    number: str = ""
    presents_from: datetime | None = None
    presents_until: datetime | None = None
    abstract_code: str = ""


class ExchangeSession(msgspec.Struct, frozen=True, omit_defaults=True):
    """What no event says of a session of ours: its talks, chairs, kind, sponsor, set-up.

    Of a session without talks, which is an event itself, title, time, room and texts are the
    event's; of any other they are here, and it has a `starts_at`.
    """

    guid: str
    code: str = ""
    kind: SessionKind | None = None
    type_label: str = ""
    title: str = ""
    subtitle: str = ""
    starts_at: datetime | None = None
    minutes: int = 0
    room: str = ""
    track: str = ""
    language: str = ""
    summary: str = ""
    description: str = ""
    sponsor: str = ""
    is_streamed: bool = False
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    tear_down_from: datetime | None = None
    tear_down_until: datetime | None = None
    board_size: str = ""
    status: ItemStatus = ItemStatus.CONFIRMED
    people: tuple[ExchangePart, ...] = ()
    items: tuple[ExchangeItem, ...] = ()
    origin: Origin = msgspec.field(default_factory=Origin)


class ExchangeProgramme(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole file. Events are in the order of days, rooms and starts.

    `sessions` is what the formats have no words for; our own files carry it where a format has
    room for more, and other readers pass it over.
    """

    frame: ExchangeFrame
    events: tuple[ExchangeEvent, ...] = ()
    sessions: tuple[ExchangeSession, ...] = ()

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
