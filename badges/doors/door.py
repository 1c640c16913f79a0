"""The words and the data of a door and its scans. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from badges.admission.rules import Refusal, Standing

FEW_LEFT = 20
DIGITS = re.compile(r"(\d+)")


class PointKind(StrEnum):
    """What lies behind a door."""

    ENTRANCE = "entrance"
    SESSION = "session"
    WORKSHOP = "workshop"
    DINNER = "dinner"
    CME = "cme"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PointKind.ENTRANCE: "Entrance",
    PointKind.SESSION: "Session",
    PointKind.WORKSHOP: "Workshop",
    PointKind.DINNER: "Dinner or other event",
    PointKind.CME: "Session that counts for CME",
}


class HowOften(StrEnum):
    """How often a door opens to one ticket: without end, once for ever, or once on each day."""

    ALWAYS = "always"
    ONCE = "once"
    DAILY = "daily"

    @property
    def label(self) -> str:
        return _HOW_OFTEN_LABELS[self]


_HOW_OFTEN_LABELS = {
    HowOften.ALWAYS: "As often as they come",
    HowOften.ONCE: "Once only",
    HowOften.DAILY: "Once a day",
}


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """The eight answers of a door."""

    IN = "in"
    OUT = "out"
    ALREADY = "already"
    NOT_HERE = "not_here"
    NOT_ADMITTED = "not_admitted"
    VOID = "void"
    UNKNOWN = "unknown"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _WORDS[self]


class Look(StrEnum):
    """The colour and the sound of an answer; the words and the sign say the same."""

    GOOD = "good"
    OUT = "out"
    WARN = "warn"
    BAD = "bad"


_WORDS = {
    Outcome.IN: "Come in",
    Outcome.OUT: "Out",
    Outcome.ALREADY: "Already in",
    Outcome.NOT_HERE: "Not for this door",
    Outcome.NOT_ADMITTED: "Not admitted",
    Outcome.VOID: "Void badge",
    Outcome.UNKNOWN: "Unknown code",
    Outcome.CLOSED: "Closed",
}
SIGNS = {
    Outcome.IN: "✓",
    Outcome.OUT: "→",
    Outcome.ALREADY: "!",
    Outcome.NOT_HERE: "⊘",
    Outcome.NOT_ADMITTED: "✕",
    Outcome.VOID: "⚠",
    Outcome.UNKNOWN: "?",
    Outcome.CLOSED: "■",
}


@dataclass(frozen=True, slots=True)
class Door:
    """A check point as its scans are judged; `capacity` is its own, else its room's."""

    id: UUID
    meeting: UUID
    zone: str
    key: str
    title: str
    kind: PointKind
    session: str = ""
    extra: str = ""
    extra_title: str = ""
    categories: frozenset[str] = frozenset()
    room: UUID | None = None
    room_name: str = ""
    capacity: int | None = None
    own_capacity: int | None = None
    how_often: HowOften = HowOften.ALWAYS
    counts_out: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_closed: bool = False

    @property
    def uses_tickets(self) -> bool:
        """Whether coming in uses something up."""
        return self.how_often is not HowOften.ALWAYS

    @property
    def keeps_time(self) -> bool:
        """Whether it tells how long people stayed."""
        return self.counts_out or self.kind in (PointKind.SESSION, PointKind.CME)

    @property
    def needs_order(self) -> bool:
        """Whether two scans at once must be judged one after the other."""
        return self.uses_tickets or self.capacity is not None

    @property
    def order(self) -> tuple[int, list[str | int], str]:
        """By kind, then by title as people count: Symposium 2 before Symposium 10."""
        pieces = DIGITS.split(self.title.casefold())
        counted = [int(piece) if at % 2 else piece for at, piece in enumerate(pieces)]
        return list(PointKind).index(self.kind), counted, self.key


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose badge it is, and what they may do here. `tickets`: how often a limited door opens."""

    registration: UUID
    code: str
    name: str
    category: str
    category_title: str
    standing: Standing
    day: date | None = None
    tickets: int = 1
    affiliation: str = ""
    guest: UUID | None = None
    guest_of: str = ""


@dataclass(frozen=True, slots=True)
class NoHolder:
    """A code that opens nobody; a void one may still be known to be somebody's."""

    why: Refusal
    registration: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody went through a door."""

    direction: Direction
    at: datetime
    station: str = ""
    by_name: str = ""
    guest: UUID | None = None
    is_use: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """A door on one day. Nobody is counted inside twice, and never less than nobody."""

    inside: int = 0
    came: int = 0
    went: int = 0
    refused: int = 0

    def left(self, door: Door) -> int | None:
        """How many more fit; None without a limit."""
        return None if door.capacity is None else max(0, door.capacity - self.inside)

    def warning(self, door: Door) -> str:
        """What to do when it gets full, "" while there is room."""
        left = self.left(door)
        if left is None or left > min(FEW_LEFT, max(1, (door.capacity or 0) // 10)):
            return ""
        if left:
            return f"{left} left. Tell who stands in the queue, and call the floor manager."
        out = "Scan people out as they leave" if door.counts_out else "Wait until people leave"
        return f"Full. Let nobody in for now. {out}, or send them to the overflow room."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says: one of eight, its colour and sound, a word, and what to do."""

    outcome: Outcome
    look: Look
    word: str
    sentence: str

    @property
    def sign(self) -> str:
        return SIGNS[self.outcome]


@dataclass(frozen=True, slots=True)
class Question:
    """A scan at a door: when, which way, who went through before, and how many are inside."""

    direction: Direction
    at: datetime
    earlier: Sequence[Passage] = field(default_factory=tuple)
    inside: int = 0
