"""The draft programme as plain data: what conflicts, previews and releases are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    """What a programme has to respect, by person, room and item code; nothing means no limit.

    `audience` is how many are expected at an item, `together` how many starred both of two items
    (the codes in order).
    """

    people: Mapping[UUID, PersonFacts] = field(default_factory=dict)
    rooms: Mapping[UUID, tuple[Span, ...]] = field(default_factory=dict)
    audience: Mapping[str, int] = field(default_factory=dict)
    together: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changeover_minutes: int = 0
    popular_from: int = 5


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole draft with what limits it: all that conflicts, releases and an optimiser need.

    `zone` is the venue's IANA zone and serves only what people read.
    """

    zone: str
    sessions: tuple[PlannedSession, ...] = ()
    rooms: tuple[PlannedRoom, ...] = ()
    constraints: Constraints = field(default_factory=Constraints)

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return ZoneInfo(self.zone)
