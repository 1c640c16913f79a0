"""What the API answers: the released programme as plain JSON. Instants are UTC, times of the
venue follow from `zone`; nothing is in it that the released pages do not show."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec


class PersonRef(msgspec.Struct, frozen=True):
    """Somebody with a part in a session or an item."""

    id: UUID
    name: str
    affiliation: str
    part: str


class Item(msgspec.Struct, frozen=True):
    """A talk or poster; `presents_from` to `presents_until` is a poster's presenting window."""

    code: str
    session: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    number: str
    board: str
    abstract: str
    status: str
    sequence: int
    people: tuple[PersonRef, ...]
    presents_from: datetime | None
    presents_until: datetime | None
    url: str


class SessionAnswer(msgspec.Struct, frozen=True):
    """A session with its items; a cancelled one stays, so that nobody waits for it."""

    code: str
    kind: str
    kind_label: str
    title: str
    subtitle: str
    track: str
    room: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    sponsor: str
    is_streamed: bool
    status: str
    sequence: int
    changed_at: datetime | None
    people: tuple[PersonRef, ...]
    items: tuple[Item, ...]
    url: str


class RoomAnswer(msgspec.Struct, frozen=True):
    """A room of the venue."""

    name: str
    floor: str
    capacity: int | None


class MeetingAnswer(msgspec.Struct, frozen=True):
    """A meeting; `release` is the number of its newest released programme, 0 before the first."""

    slug: str
    title: str
    zone: str
    starts_on: date
    ends_on: date
    venue: str
    city: str
    release: int
    released_at: datetime | None
    url: str


class ProgrammeAnswer(msgspec.Struct, frozen=True):
    """The newest release: what it is called, its days, rooms and tracks; sessions beside it."""

    release: int
    name: str
    comment: str
    released_at: datetime
    zone: str
    days: tuple[date, ...]
    rooms: tuple[RoomAnswer, ...]
    tracks: tuple[str, ...]
    sessions: int
    items: int
    url: str


class SessionList(msgspec.Struct, frozen=True):
    """A page of sessions; `next` is the address of the following page, if there is one."""

    release: int
    total: int
    results: tuple[SessionAnswer, ...]
    next: str | None


class ItemList(msgspec.Struct, frozen=True):
    """A page of talks and posters."""

    release: int
    total: int
    results: tuple[Item, ...]
    next: str | None


class PersonAnswer(msgspec.Struct, frozen=True):
    """Somebody in the released programme and the codes of what they do."""

    id: UUID
    name: str
    affiliation: str
    sessions: tuple[str, ...]
    items: tuple[str, ...]
    url: str


class PersonList(msgspec.Struct, frozen=True):
    """A page of people, A to Z."""

    release: int
    total: int
    results: tuple[PersonAnswer, ...]
    next: str | None


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """One release of the programme."""

    number: int
    name: str
    comment: str
    released_at: datetime


class ReleaseList(msgspec.Struct, frozen=True):
    """Every release, newest first."""

    results: tuple[ReleaseAnswer, ...]


class AgendaAnswer(msgspec.Struct, frozen=True):
    """One person's own agenda: codes they starred, and what they do themselves."""

    release: int
    stars: tuple[str, ...]
    duties: tuple[str, ...]


class DraftSession(msgspec.Struct, frozen=True):
    """A session of the draft; `version` is what a move has to name."""

    code: str
    version: int
    kind: str
    title: str
    track: str
    room: str
    starts_at: datetime | None
    duration_minutes: int
    status: str
    items: int


class DraftAnswer(msgspec.Struct, frozen=True):
    """The draft programme, for the committee only."""

    zone: str
    sessions: tuple[DraftSession, ...]


class DraftConflict(msgspec.Struct, frozen=True):
    """What clashes in the draft; `key` stays the same while the two still clash."""

    key: str
    severity: str
    kind: str
    sentence: str
    sessions: tuple[str, ...]


class ConflictList(msgspec.Struct, frozen=True):
    """Every conflict of the draft."""

    results: tuple[DraftConflict, ...]


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a session goes; without `starts_at` it waits without a time, without `room` it has
    none. `version` is the one that was read."""

    version: int
    starts_at: datetime | None = None
    room: str | None = None


class Moved(msgspec.Struct, frozen=True):
    """The session after the move, and the conflicts that came with it."""

    session: DraftSession
    appeared: tuple[DraftConflict, ...]
