"""The conflicts as the committee reads them: worst first, narrowed by what the address asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from conference.web.formats import day as day_name
from schedule.conflicts.queries import AcknowledgementInfo
from schedule.rules.conflicts import Conflict, ConflictKind, Occupied, Severity
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme

SHOWN = 200  # of each severity on one page; the file has them all
HEADINGS = ("Severity", "Kind", "Day", "Who", "Items", "Sentence", "Accepted by", "Reason")


@dataclass(frozen=True, slots=True)
class Listed:
    """One conflict with its acknowledgement, if it has one."""

    conflict: Conflict
    accepted: AcknowledgementInfo | None
    day: date

    @property
    def sides(self) -> tuple[Occupied, ...]:
        """Both items, or the one that it is about."""
        one, other = self.conflict.first, self.conflict.second
        return (one,) if self.conflict.is_alone else (one, other)


@dataclass(frozen=True, slots=True)
class ConflictFilter:
    """What the address asks for; nothing means everything."""

    kind: ConflictKind | None = None
    day: date | None = None
    person: UUID | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> ConflictFilter:
        """From the query of the address; what is none of ours is not asked for."""
        kind = asked.get("kind", "")
        return cls(
            ConflictKind(kind) if kind in set(ConflictKind) else None,
            _read(date.fromisoformat, asked.get("day", "")),
            _read(UUID, asked.get("person", "")),
        )

    @property
    def values(self) -> dict[str, str]:
        """As the fields of the form hold them."""
        named = {"kind": self.kind, "day": self.day, "person": self.person}
        return {name: str(value) if value else "" for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class ConflictList:
    """What one page shows: open ones by severity, then those that are accepted."""

    open: dict[Severity, list[Listed]]
    accepted: list[Listed]
    counts: Counter[Severity]
    kinds: list[tuple[str, str]]
    days: list[tuple[str, str]]
    people: list[tuple[str, str]]

    @property
    def shown(self) -> list[Listed]:
        """All of the list, the open ones first."""
        return [*(each for level in self.open.values() for each in level), *self.accepted]


def list_conflicts(
    programme: Programme,
    conflicts: Sequence[Conflict],
    accepted: Mapping[str, AcknowledgementInfo],
    asked: ConflictFilter,
) -> ConflictList:
    """Every conflict that the filter lets through; counts and choices are of all of them."""
    every = [_listed(each, accepted, programme) for each in conflicts]
    items = items_of(programme, asked.person) if asked.person else frozenset()
    found = [each for each in every if _is_asked(each, asked, items)]
    by_level = {level: [e for e in found if _is_open(e, level)] for level in Severity}
    return ConflictList(
        open={level: listed for level, listed in by_level.items() if listed},
        accepted=[each for each in found if each.accepted],
        counts=Counter(each.conflict.severity for each in every if not each.accepted),
        kinds=_kinds(conflicts),
        days=[(str(day), day_name(day)) for day in sorted({each.day for each in every})],
        people=_people(programme, conflicts),
    )


def items_of(programme: Programme, person: UUID) -> frozenset[UUID]:
    """The sessions and slots in which somebody has a part."""
    return frozenset(
        item.id for item in _every_item(programme) if any(e.person == person for e in item.people)
    )


def rows_of(listed: Iterable[Listed]) -> list[tuple[str, ...]]:
    """As a spreadsheet has them, under HEADINGS."""
    return [
        (
            each.conflict.severity.label,
            each.conflict.kind.label,
            each.day.isoformat(),
            each.conflict.who_name,
            " ".join(side.code for side in each.sides),
            each.conflict.sentence,
            each.accepted.by_name if each.accepted else "",
            each.accepted.reason if each.accepted else "",
        )
        for each in listed
    ]


def _listed(
    conflict: Conflict, accepted: Mapping[str, AcknowledgementInfo], programme: Programme
) -> Listed:
    start = max(conflict.first.start, conflict.second.start)
    return Listed(conflict, accepted.get(conflict.key), start.astimezone(programme.tz).date())


def _is_asked(each: Listed, asked: ConflictFilter, items: frozenset[UUID]) -> bool:
    conflict = each.conflict
    if asked.kind and conflict.kind is not asked.kind:
        return False
    if asked.day and each.day != asked.day:
        return False
    if asked.person is None or conflict.who == asked.person:
        return True
    return any(side.item in items for side in each.sides)


def _is_open(each: Listed, level: Severity) -> bool:
    return each.accepted is None and each.conflict.severity is level


def _kinds(conflicts: Iterable[Conflict]) -> list[tuple[str, str]]:
    counts = Counter(each.kind for each in conflicts)
    return [(str(k), f"{k.label} ({counts[k]})") for k in ConflictKind if counts[k]]


def _people(programme: Programme, conflicts: Iterable[Conflict]) -> list[tuple[str, str]]:
    """Everyone with a part in an item that conflicts, A to Z."""
    touched = {side.item for each in conflicts for side in (each.first, each.second)}
    named = {
        str(one.person): (one.sort_key or one.name.casefold(), one.name)
        for item in _every_item(programme)
        if item.id in touched
        for one in item.people
    }
    return [(person, named[person][1]) for person in sorted(named, key=lambda one: named[one])]


def _every_item(programme: Programme) -> Iterator[PlannedSession | PlannedSlot]:
    for session in programme.sessions:
        yield session
        yield from session.slots


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text) if text else None
    except ValueError:
        return None
