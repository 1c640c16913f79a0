"""Objections of co-authors that nobody has settled (situation 16)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.changes.rules import OBJECTION_WORDS, Ground
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import AbstractState, Agreement

MANY = 5_000
_ABSTRACT: Any = Confirmation.abstract
_OVER = [
    each.value for each in (AbstractState.DRAFT, AbstractState.WITHDRAWN, AbstractState.REJECTED)
]


@dataclass(frozen=True, slots=True)
class Objection:
    """Who objects to an abstract, why, and what they wrote."""

    id: UUID
    abstract: UUID
    code: str
    title: str
    name: str
    email: str
    ground: Ground
    said: str
    at: datetime

    @property
    def words(self) -> str:
        """ "did not agree to be an author"."""
        return OBJECTION_WORDS[self.ground]

    @property
    def sentence(self) -> str:
        """ "Ada Lovelace did not agree to be an author."."""
        return f"{self.name} {self.words}."


async def open_objections(abstracts: Collection[UUID]) -> dict[UUID, tuple[Objection, ...]]:
    """Abstract -> its open objections; those without one are left out.

    One statement per 5,000 abstracts.
    """
    wanted = list(dict.fromkeys(abstracts))
    found: dict[UUID, tuple[Objection, ...]] = {}
    for start in range(0, len(wanted), MANY):
        chunk = wanted[start : start + MANY]
        rows = await _open().where(Confirmation.abstract.is_in(chunk))
        for row in rows:
            found[row["abstract"]] = (*found.get(row["abstract"], ()), _objection(row))
    return found


async def objections_of(meeting: UUID) -> list[Objection]:
    """Every open objection to an abstract that is still in the running; one statement."""
    rows = await _open().where(_ABSTRACT.meeting == meeting, _ABSTRACT.state.not_in(_OVER))
    return [_objection(row) for row in rows]


def _open() -> Any:
    return (
        Confirmation.select(
            Confirmation.id,
            Confirmation.abstract,
            Confirmation.name,
            Confirmation.email,
            Confirmation.ground,
            Confirmation.said,
            Confirmation.answered_at,
            _ABSTRACT.code.as_alias("code"),
            _ABSTRACT.title.as_alias("title"),
        )
        .where(Confirmation.state == Agreement.OBJECTED.value, Confirmation.settled_at.is_null())
        .order_by(Confirmation.answered_at)
    )


def _objection(row: dict[str, Any]) -> Objection:
    same = ("id", "abstract", "code", "title", "name", "email", "said")
    return Objection(
        **{name: row[name] for name in same},
        ground=Ground(row["ground"] or Ground.OTHER),
        at=row["answered_at"],
    )
