"""One session as a card of the board: where it stands, how full it is, what clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote

from schedule.conflicts.queries import AcknowledgementInfo
from schedule.rules.abstract_places import GoneSlot, gone_of
from schedule.rules.conflicts import Conflict, Severity
from schedule.rules.editing import end_of_talks
from schedule.rules.programme import PlannedSession
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind

SHORTEST = 5  # minutes that a card shows at least
LONGEST = 24 * 60 - 1
RANKS = {severity: severity.rank for severity in Severity}
SIGNS = {Severity.BLOCKING: "✖", Severity.WARNING: "⚠", Severity.NOTE: "ℹ"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A conflict as a card shows it; `reason` says why the committee accepts it, if it does."""

    key: str
    severity: Severity
    kind: str
    sentence: str
    reason: str = ""
    by_name: str = ""

    @property
    def look(self) -> str:
        """Its level, or that it is accepted."""
        return "accepted" if self.reason else self.severity.value

    @property
    def is_quiet(self) -> bool:
        """Whether a card that nobody looks at only counts it."""
        return self.look != Severity.BLOCKING.value

    @property
    def sign(self) -> str:
        """A mark beside the word: never colour alone."""
        return "✓" if self.reason else SIGNS[self.severity]

    @property
    def word(self) -> str:
        """The severity in words."""
        return "Accepted" if self.reason else self.severity.label

    @property
    def quoted_key(self) -> str:
        """As an address has it."""
        return _quoted(self.key)


@lru_cache(maxsize=10_000)
def _quoted(key: str) -> str:
    return quote(key, safe="")


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of the quieter conflicts of one look a card has."""

    look: str
    sign: str
    words: str


QUIET = {
    Severity.WARNING.value: (SIGNS[Severity.WARNING], "warning", "warnings"),
    Severity.NOTE.value: (SIGNS[Severity.NOTE], "note", "notes"),
    "accepted": ("✓", "accepted", "accepted"),
}


def sums_of(chips: Iterable[Chip]) -> list[Sum]:
    """The line that sums up what is no open blocking conflict."""
    counted = Counter(chip.look for chip in chips)
    return [
        Sum(look, sign, f"{counted[look]} {one if counted[look] == 1 else many}")
        for look, (sign, one, many) in QUIET.items()
        if counted[look]
    ]


@dataclass(frozen=True, slots=True)
class Toucher:
    """Who changed a card in the last minute."""

    name: str
    words: str

    @property
    def initials(self) -> str:
        """ "MR" for Maria Rossi."""
        names = [each for each in self.name.split() if each[0].isalpha()]
        return "".join(each[0] for each in (names[0], names[-1]))[:2].upper() if names else "?"


@dataclass(frozen=True, slots=True)
class Card:
    """A session on the board; `start` is on the venue's clock, lanes are for those side by side."""

    session: PlannedSession
    start: datetime | None
    chips: tuple[Chip, ...] = ()
    stars: int = 0
    lane: int = 0
    lanes: int = 1
    toucher: Toucher | None = None

    @property
    def day(self) -> date | None:
        """The local day that it starts on."""
        return self.start.date() if self.start else None

    @property
    def from_minute(self) -> int:
        """Minutes of the venue's day."""
        return self.start.hour * 60 + self.start.minute if self.start else 0

    @property
    def until_minute(self) -> int:
        """As tall as it is shown: one of no length is still seen."""
        return self.from_minute + min(max(self.session.duration_minutes, SHORTEST), LONGEST)

    @property
    def place(self) -> str:
        """The classes that put it at its time and height: a style attribute is not allowed."""
        span = stretch_class(self.from_minute, self.until_minute)
        return f"{span} l{min(self.lane, 5)} n{min(self.lanes, 6)}"

    @property
    def hours(self) -> str:
        """ "09:00–10:30", or what is missing."""
        if self.start is None:
            return "no time yet"
        start, end = self.from_minute, self.from_minute + self.session.duration_minutes
        return f"{clock_words(start)}–{clock_words(end)}" if end > start else clock_words(start)

    @property
    def label(self) -> str:
        """What a screen reader says of it."""
        where = self.session.room_name or "no room yet"
        return f"{self.session.title or self.session.code}, {where}, {self.hours}"

    @property
    def filled(self) -> str:
        """ "5 talks, 82 of 90 min" or "120 posters"."""
        session = self.session
        posters = sum(slot.kind is SlotKind.POSTER for slot in session.slots)
        talks = len(session.slots) - posters
        said = [f"{talks} talk{'s' * (talks != 1)}"] if talks else []
        said += [f"{posters} poster{'s' * (posters != 1)}"] if posters else []
        if talks:
            said.append(f"{end_of_talks(session.slots)} of {session.duration_minutes} min")
        return ", ".join(said)

    @property
    def sums(self) -> list[Sum]:
        """Its quieter conflicts by their number."""
        return sums_of(self.chips)

    @property
    def is_over(self) -> bool:
        """Whether its talks take longer than it does."""
        return end_of_talks(self.session.slots) > self.session.duration_minutes

    @property
    def is_clashing(self) -> bool:
        """Whether it has a conflict that nobody accepted."""
        return any(not chip.reason for chip in self.chips)

    @property
    def is_blocked(self) -> bool:
        """Whether one of them holds a release back."""
        return any(not chip.is_quiet for chip in self.chips)

    @property
    def chairs(self) -> str:
        """Who chairs it."""
        return ", ".join(each.name for each in self.session.people if each.part is Part.CHAIR)

    @property
    def gone(self) -> tuple[GoneSlot, ...]:
        """What is still placed although its abstract is gone."""
        return gone_of(self.session)

    @property
    def look(self) -> str:
        """cancelled, draft, or ""."""
        status = self.session.status
        return "" if status is ItemStatus.CONFIRMED else status.value


def stretch_class(start: int, end: int) -> str:
    """The classes of a stretch of minutes of a day: where it begins and how long it is."""
    length = end - start
    return f"h{start // 60} m{start % 60} dh{length // 60} dm{length % 60}"


def clock_words(minute: int) -> str:
    """ "09:30" for a minute of a day, also beyond midnight."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def chips_of(
    conflicts: Iterable[Conflict], accepted: Mapping[str, AcknowledgementInfo]
) -> tuple[Chip, ...]:
    """The chips of these conflicts, the worst first and the accepted ones last."""
    return tuple(sorted((chip_of(each, accepted) for each in conflicts), key=badness))


def badness(chip: Chip) -> tuple[bool, int]:
    """The worst first, what is accepted last."""
    return bool(chip.reason), RANKS[chip.severity]


def chip_of(conflict: Conflict, accepted: Mapping[str, AcknowledgementInfo]) -> Chip:
    """A conflict as cards and dialogs show it."""
    key = conflict.key
    known = accepted.get(key)
    return Chip(
        key,
        conflict.severity,
        conflict.kind.label,
        conflict.sentence,
        known.reason if known else "",
        known.by_name if known else "",
    )


def side_by_side(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards of one column by time; those that overlap share its width."""
    placed: list[Card] = []
    together: list[Card] = []
    ends: list[int] = []
    for card in sorted(cards, key=lambda each: (each.from_minute, each.session.code)):
        if together and card.from_minute >= max(ends):
            placed += [replace(each, lanes=len(ends)) for each in together]
            together, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= card.from_minute), len(ends))
        ends[lane : lane + 1] = [card.until_minute]
        together.append(replace(card, lane=lane))
    return (*placed, *(replace(each, lanes=len(ends)) for each in together))
