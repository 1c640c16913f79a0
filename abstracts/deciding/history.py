"""What was done to an abstract, by whom and why: the trail, for the committee."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.deciding.holding import HELD_KIND
from abstracts.vocabulary import OUTCOME_WORDS, Outcome
from conference.orm.tables import AuditEntry

LATEST = 5
_COLUMNS = (
    AuditEntry.at,
    AuditEntry.verb,
    AuditEntry.actor_name,
    AuditEntry.subject,
    AuditEntry.subject_kind,
    AuditEntry.changes,
    AuditEntry.reason,
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done; `states` is (before, after) where it moved or is held to move."""

    at: datetime
    verb: str
    by_name: str
    code: str
    states: tuple[str, str] | None
    reason: str

    @property
    def sentence(self) -> str:
        """ "ABCDE: talk → poster, Carol Chair"."""
        before, after = self.states or ("", "")
        moved = f"{after}, in other words, " if before == after else f"{before} → {after}, "
        return f"{self.code}: {moved}{self.by_name}"


async def history_of_abstract(meeting: UUID, code: str, *, has_held: bool) -> list[HistoryLine]:
    """The trail of one abstract, newest first; one statement.

    `has_held`: with what was held before it was told; never for a person with a conflict (V03).
    """
    kinds = ["abstract", HELD_KIND] if has_held else ["abstract"]
    rows = (
        await AuditEntry.select(*_COLUMNS)
        .where(
            AuditEntry.meeting == meeting,
            AuditEntry.subject_kind.is_in(kinds),
            AuditEntry.subject == code,
            AuditEntry.verb != "save_draft",
        )
        .order_by(AuditEntry.at, ascending=False)
        .order_by(AuditEntry.id)
    )
    return [_line(row) for row in rows]


async def latest_held(
    meeting: UUID, codes: Iterable[str], hidden: Collection[str] = ()
) -> list[str]:
    """In words, the last decisions that were held for these abstracts; one statement."""
    wanted = set(codes) - set(hidden)
    rows = (
        await AuditEntry.select(*_COLUMNS)
        .where(AuditEntry.meeting == meeting, AuditEntry.subject_kind == HELD_KIND)
        .order_by(AuditEntry.at, ascending=False)
        .order_by(AuditEntry.id)
        .limit(LATEST * 20)
    )
    return [_line(row).sentence for row in rows if row["subject"] in wanted][:LATEST]


def _line(row: dict[str, Any]) -> HistoryLine:
    changes = json.loads(row["changes"])
    is_held = row["subject_kind"] == HELD_KIND
    return HistoryLine(
        row["at"],
        row["verb"].replace("_", " ").capitalize(),
        row["actor_name"],
        row["subject"],
        _outcomes(changes) if is_held else _states(changes),
        changes.get("why", "") if is_held else row["reason"],
    )


def _outcomes(changes: dict[str, Any]) -> tuple[str, str] | None:
    match changes.get("outcome"):
        case [before, after]:
            return _word(before), _word(after)
    return None


def _word(value: str | None) -> str:
    return OUTCOME_WORDS[Outcome(value)].lower() if value in set(Outcome) else "nothing held"


def _states(changes: dict[str, Any]) -> tuple[str, str] | None:
    match changes.get("state"):
        case [before, after] if before != after:
            return (str(before or "new"), str(after))
    return None
