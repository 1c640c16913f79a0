"""The draft programme as plain data: what conflicts, previews and releases are computed from."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schedule.rules.origin import Origin
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind


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
    """One item inside a session; its offset is in minutes from the session's start."""

    id: UUID
    code: str
    title: str
    kind: SlotKind = SlotKind.TALK
    position: int = 0
    starts_after_minutes: int = 0
    duration_minutes: int = 0
    people: tuple[Involved, ...] = ()
    board: str = ""
    status: ItemStatus = ItemStatus.CONFIRMED
    abstract: UUID | None = None
    abstract_code: str = ""
    abstract_state: str = ""
    version: int = 1


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
class Programme:
    """A whole draft; `zone` is the venue's IANA zone and serves only what people read."""

    zone: str
    sessions: tuple[PlannedSession, ...] = ()
    rooms: tuple[PlannedRoom, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return ZoneInfo(self.zone)
