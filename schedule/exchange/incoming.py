"""A session as a file brings it, whatever the format: what it says, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schedule.exchange.model import (
    ExchangeFrame,
)
from schedule.rules.origin import OriginPerson
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import Part, SlotKind

NOWHERE = UUID(int=0)
EVENT_TELLS = frozenset(
    {
        "title",
        "subtitle",
        "starts_at",
        "duration_minutes",
        "room_name",
        "track",
        "kind",
        "type_label",
        "language",
        "summary",
        "description",
        "speakers",
        "origin",
    }
)
OURS_TELLS = EVENT_TELLS | {
    "chairs",
    "sponsor",
    "is_streamed",
    "set_up_from",
    "set_up_until",
    "tear_down_from",
    "tear_down_until",
    "board_size",
}
TALK_TELLS = frozenset({"title", "kind", "starts_at", "duration_minutes", "people"})
ITEM_TELLS = TALK_TELLS | {"questions_minutes", "board"}


@dataclass(frozen=True, slots=True)
class Named:
    """A person whom a file names; without a part it says only that they are there."""

    person: OriginPerson
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class IncomingItem:
    """A talk or poster: `slot` as the file has it, its start an instant, its people apart."""

    guid: str
    slot: PlannedSlot
    starts_at: datetime | None
    people: tuple[Named, ...] = ()
    told: frozenset[str] = ITEM_TELLS


@dataclass(frozen=True, slots=True)
class Incoming:
    """A session: `session` as the file has it, its people and items apart.

    `told` names what the file speaks of at all: the rest stays as it is. With `known_as` it is
    found by its code where no guid is known.
    """

    guid: str
    session: PlannedSession
    told: frozenset[str] = EVENT_TELLS
    people: tuple[Named, ...] = ()
    items: tuple[IncomingItem, ...] = ()
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A whole file, understood: what it says of the meeting (None: nothing) and its sessions."""

    frame: ExchangeFrame | None
    sessions: tuple[Incoming, ...]
    events: int
    zone: str = "UTC"

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that its sessions name, each once."""
        names = (each.session.room_name for each in self.sessions)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def people_count(self) -> int:
        """How many different people it names, told apart by their key."""
        return len({each.person.key for one in self.sessions for each in named_in(one)})


def named_in(incoming: Incoming) -> Iterator[Named]:
    """Everybody in a session and in its items."""
    yield from incoming.people
    for item in incoming.items:
        yield from item.people


def slot_kind_of(word: str) -> SlotKind:
    """The kind of talk that a word means; a talk when it means none of ours."""
    return _SLOT_WORDS.get(word.strip().lower(), SlotKind.TALK)


_SLOT_WORDS = {kind.label.lower(): kind for kind in SlotKind} | {k.value: k for k in SlotKind}


def as_item(incoming: Incoming, guid: str) -> IncomingItem:
    """A talk of ours that came as a session of its own: its title, time and people."""
    session, told = incoming.session, incoming.told
    slot = PlannedSlot(
        NOWHERE,
        session.code,
        session.title,
        slot_kind_of(session.type_label or session.kind.label),
        duration_minutes=session.duration_minutes,
        status=session.status,
    )
    named = {"speakers": "people"}
    known = frozenset(named.get(name, name) for name in told) & (TALK_TELLS | {"status"})
    return IncomingItem(guid, slot, session.starts_at, incoming.people, known)


def people_of(origins: Iterable[OriginPerson]) -> tuple[OriginPerson, ...]:
    """Each person once, by key."""
    return tuple({each.key: each for each in origins}.values())
