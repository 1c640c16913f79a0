"""A conflict: what clashes with what, how bad it is, and what it is called while it lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from conference.web.formats import day as day_name
from schedule.rules.conflicts.kinds import ConflictKind, Severity
from schedule.rules.vocabulary import Part


@dataclass(frozen=True, slots=True)
class Occupied:
    """A session or a slot as it takes up somebody's or some room's time."""

    item: UUID
    session: UUID
    code: str
    title: str
    start: datetime
    end: datetime
    room_name: str = ""
    parts: tuple[Part, ...] = ()
    session_code: str = ""

    def words(self, zone: tzinfo) -> str:
        """The item with its parts, times and room, for a sentence."""
        doing = " and ".join(part.value for part in self.parts)
        where = f", {self.room_name}" if self.room_name else ""
        return f"{doing + ' in ' if doing else ''}{self.name} ({self.hours(zone)}{where})"

    @property
    def name(self) -> str:
        """Its code and title."""
        return f"{self.code} “{self.title}”"

    def hours(self, zone: tzinfo) -> str:
        """From when to when, by the clock of a zone."""
        start, end = self.start.astimezone(zone), self.end.astimezone(zone)
        return f"{start.hour:02}:{start.minute:02}–{end.hour:02}:{end.minute:02}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What should not be so: two items against each other, or one alone (`second` is `first`).

    `who` is the person, room or session that it is about. `key` stays the same while it lasts.
    """

    kind: ConflictKind
    who: UUID
    who_name: str
    first: Occupied
    second: Occupied
    sentence: str

    @property
    def severity(self) -> Severity:
        """Whether it holds a release back."""
        return self.kind.severity

    @property
    def key(self) -> str:
        """Names it by kind, person or room, and both items; no times in it."""
        one, two = sorted((self.first.code, self.second.code))
        return f"{self.kind}:{self.who}:{one}:{two}"

    @property
    def is_alone(self) -> bool:
        """Whether it is about one item, not two."""
        return self.first.item == self.second.item

    def touches(self, item: UUID) -> bool:
        """Whether a session or slot is one of the two, or the session of one of the two."""
        first, second = self.first, self.second
        return item in (first.item, second.item, first.session, second.session)


def new_conflicts(before: Iterable[Conflict], after: Iterable[Conflict]) -> list[Conflict]:
    """The conflicts that an edit brings in (S01): those it leaves as they were are not held
    against it, so that a programme imported with clashes can be mended step by step."""
    known = {conflict.key for conflict in before}
    return [conflict for conflict in after if conflict.key not in known]


def blocking(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Those that hold a release back."""
    return [each for each in conflicts if each.severity is Severity.BLOCKING]


def open_blocking(
    conflicts: Iterable[Conflict], acknowledged_keys: Collection[str]
) -> list[Conflict]:
    """Those that hold a release back and were not acknowledged with a reason (N06)."""
    return [each for each in blocking(conflicts) if each.key not in acknowledged_keys]


def day_words(at: datetime, zone: tzinfo) -> str:
    """The day of an instant, for a sentence."""
    return day_name(at.astimezone(zone).date())
