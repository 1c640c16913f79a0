"""A released programme: the immutable snapshot that the public sees, and nothing but it."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from schedule.rules.origin import Origin
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind


class ReleasedPerson(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person in a released session or slot."""

    id: UUID
    name: str
    affiliation: str = ""
    part: Part = Part.SPEAKER
    sort_key: str = ""


class ReleasedPlace(msgspec.Struct, frozen=True):
    """When and where an item was."""

    starts_at: datetime
    ends_at: datetime
    room: str


class ReleasedSlot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One talk or poster; a cancelled one keeps the room it had when it was cancelled.

    `number` is its programme code; between `presents_from` and `presents_until` the presenter
    stands at the board (B02).
    """

    code: str
    id: UUID
    kind: SlotKind
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    questions_minutes: int = 0
    people: tuple[ReleasedPerson, ...] = ()
    board: str = ""
    number: str = ""
    presents_from: datetime | None = None
    presents_until: datetime | None = None
    abstract_code: str = ""
    status: ItemStatus = ItemStatus.CONFIRMED
    sequence: int = 0
    changed_at: datetime | None = None
    was: ReleasedPlace | None = None
    moved_at: datetime | None = None


class ReleasedSession(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session as released. `was` is its place before its last move, made at `moved_at`."""

    code: str
    id: UUID
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    type_label: str = ""
    subtitle: str = ""
    track: str = ""
    summary: str = ""
    description: str = ""
    language: str = ""
    sponsor: str = ""
    is_streamed: bool = False
    set_up_from: datetime | None = None
    set_up_until: datetime | None = None
    tear_down_from: datetime | None = None
    tear_down_until: datetime | None = None
    board_size: str = ""
    chairs: tuple[ReleasedPerson, ...] = ()
    speakers: tuple[ReleasedPerson, ...] = ()
    slots: tuple[ReleasedSlot, ...] = ()
    status: ItemStatus = ItemStatus.CONFIRMED
    sequence: int = 0
    changed_at: datetime | None = None
    was: ReleasedPlace | None = None
    moved_at: datetime | None = None
    origin: Origin = msgspec.field(default_factory=Origin)

    @property
    def kind_label(self) -> str:
        """The imported word for the kind where there is one, else our own."""
        return self.type_label or self.kind.label

    @property
    def is_cancelled(self) -> bool:
        """Whether only its tombstone is left."""
        return self.status is ItemStatus.CANCELLED

    @property
    def live_slots(self) -> tuple[ReleasedSlot, ...]:
        """The slots that take place."""
        return tuple(slot for slot in self.slots if slot.status is not ItemStatus.CANCELLED)


class ReleasedRoom(msgspec.Struct, frozen=True, omit_defaults=True):
    """A room as released, in the meeting's order."""

    name: str
    floor: str = ""
    capacity: int | None = None


class ReleasedMeeting(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a release says of its meeting, so that later edits cannot change released bytes."""

    slug: str
    title: str
    zone: str
    starts_on: date
    ends_on: date
    venue: str = ""
    city: str = ""
    day_change_hour: int = 4

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return ZoneInfo(self.zone)


class ReleasedProgramme(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole release. Sessions are sorted by start, room and code; tombstones are among them."""

    meeting: ReleasedMeeting
    number: int
    name: str
    released_at: datetime
    sessions: tuple[ReleasedSession, ...] = ()
    rooms: tuple[ReleasedRoom, ...] = ()
    comment: str = ""

    def items(self) -> Iterator[tuple[ReleasedSession, ReleasedSlot | None]]:
        """Every session, each followed by its slots."""
        for session in self.sessions:
            yield session, None
            for slot in session.slots:
                yield session, slot
