"""Decisions that are held: what the committee has decided and nobody else knows yet (V07)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.tables.deciding import HeldDecision
from abstracts.vocabulary import Outcome

_ABSTRACT: Any = HeldDecision.abstract


@dataclass(frozen=True, slots=True)
class Held:
    """One held decision, by which rule or by whom."""

    abstract: UUID
    code: str
    outcome: Outcome
    waiting_rank: int | None
    note: str
    why: str
    is_by_hand: bool
    by_name: str
    row: UUID | None = None


async def held_of(meeting: UUID, abstract: UUID | None = None) -> dict[UUID, Held]:
    """Abstract -> the decision that is held for it, of all or of one; one statement."""
    where = _ABSTRACT.meeting == meeting
    if abstract:
        where = where & (HeldDecision.abstract == abstract)
    rows = await HeldDecision.select(
        *HeldDecision.all_columns(), _ABSTRACT.code.as_alias("code")
    ).where(where)
    return {row["abstract"]: _held(row) for row in rows}


def digest_of_held(held: Iterable[Held]) -> str:
    """Names exactly these decisions, notes and all: who changes them says which ones were seen.

    By their rows, which are new whenever one is held: nobody can try out which outcome gives it.
    """
    text = sorted(str(each.row) for each in held)
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def _held(row: dict[str, Any]) -> Held:
    return Held(
        abstract=row["abstract"],
        code=row["code"],
        outcome=Outcome(row["outcome"]),
        waiting_rank=row["waiting_rank"],
        note=row["note"],
        why=row["why"],
        is_by_hand=row["is_by_hand"],
        by_name=row["by_name"],
        row=row["id"],
    )
