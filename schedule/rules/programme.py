"""The draft programme as plain data: what conflicts, previews and releases are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schedule.rules.origin import Origin
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its end not included."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share an instant; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Involved:
    """A person's part in a session or a slot."""

    person: UUID
    name: str
    part: Part
    affiliation: str = ""
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """One item inside a session; its offset is in minutes from the session's start.

    `number` is its frozen programme code, `presents` when its presenter stands at the board;
    both are known in a described programme only.
    """

    id: UUID
    code: str
    title: str
    kind: SlotKind = SlotKind.TALK
    position: int = 0
    starts_after_minutes: int = 0
    duration_minutes: int = 0
    questions_minutes: int = 0
    people: tuple[Involved, ...] = ()
    board: str = ""
    status: ItemStatus = ItemStatus.CONFIRMED
    abstract: UUID | None = None
    abstract_code: str = ""
    abstract_state: str = ""
    version: int = 1
    number: str = ""
    presents: Span | None = None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A block in a room; without `starts_at` it still waits for its place."""

    id: UUID
    code: str
    title: str
    kind: SessionKind = SessionKind.OTHER
    room: UUID | None = None
    room_name: str = ""
    starts_at: datetime | None = None
    duration_minutes: int = 0
    people: tuple[Involved, ...] = ()
    slots: tuple[PlannedSlot, ...] = ()
    status: ItemStatus = ItemStatus.CONFIRMED
    subtitle: str = ""
    type_label: str = ""
    track: str = ""
    summary: str = ""
    description: str = ""
    language: str = ""
    sponsor: str = ""
    is_streamed: bool = False
    stream_url: str = ""
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    tear_down_from: datetime | None = None
    tear_down_until: datetime | None = None
    board_size: str = ""
    version: int = 1
    origin: Origin = field(default_factory=Origin)

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which the session ends, if it has a start."""
        if self.starts_at is None:
            return None
        return self.starts_at + timedelta(minutes=self.duration_minutes)


_FIXED = frozenset(
    {
        SessionKind.OPENING,
        SessionKind.AWARD_CEREMONY,
        SessionKind.SOCIAL,
        SessionKind.BREAK,
        SessionKind.CLOSING,
    }
)


def is_fixed(session: PlannedSession) -> bool:
    """Whether a programme is built around it: opening, breaks, ceremony, dinner, closing once they
    have a time; and what no longer takes place."""
    if session.status is ItemStatus.CANCELLED:
        return True
    return session.starts_at is not None and session.kind in _FIXED


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room of the meeting, in the meeting's own order."""

    id: UUID
    name: str
    floor: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What limits a person: no `available` span means always; a remote one lives in `zone`."""

    available: tuple[Span, ...] = ()
    is_registered: bool = True
    is_remote: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a programme has to respect; nothing means no limit.

    - `people`: when each person can be there, whether they are registered, where they are (S09).
    - `rooms`: when each room is open (S01); capacities are the rooms' own.
    - `audience`: how many are expected at an item, by its code (S08).
    - `together`: how many starred both of two items, by their codes in order; it counts from
      `popular_from` people on.
    - `changeover_minutes`: between two sessions of a room, or of a person in two rooms (S01).
    - `board_step`: how far the numbers of two neighbouring boards are apart (B03).
    - `fixed`: sessions that stay where they are, whoever moves the others: what the whole
      meeting's day hangs on, and what no longer takes place.
    """

    people: Mapping[UUID, PersonFacts] = field(default_factory=dict)
    rooms: Mapping[UUID, tuple[Span, ...]] = field(default_factory=dict)
    audience: Mapping[str, int] = field(default_factory=dict)
    together: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changeover_minutes: int = 0
    popular_from: int = 5
    board_step: int = 1
    fixed: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole draft with what limits it: all that conflicts, releases and an optimiser need.

    Where everything stands is in `sessions` (start, length, room, people, their slots in order),
    where it could stand in `rooms`, and what is to be respected in `constraints`. It holds no
    clock and no database: a copy with other starts and rooms (`dataclasses.replace`) is another
    programme, `schedule.rules.conflicts.problems_of` says what is wrong with it, and
    `schedule.rules.changes.DraftStep` of each session before and after is how it is proposed.
    `zone` is the venue's IANA zone and serves only what people read.
    """

    zone: str
    sessions: tuple[PlannedSession, ...] = ()
    rooms: tuple[PlannedRoom, ...] = ()
    constraints: Constraints = field(default_factory=Constraints)
    days: tuple[date, date] | None = None

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return ZoneInfo(self.zone)

    @property
    def movable(self) -> tuple[PlannedSession, ...]:
        """The sessions that may be given another time or room, also those without one yet."""
        return tuple(each for each in self.sessions if each.id not in self.constraints.fixed)
