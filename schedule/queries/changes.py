"""The trail of the draft: what boards catch up with, and its history for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions.aggregate import Max

from schedule.tables import DraftChange

UNDO_STEPS = 20
CAUGHT_UP_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the draft: who, when, what in words, and which sessions.

    Without `codes` anything may be different: look at all anew. `person` is whose it is to take
    back, None for what cannot be taken back.
    """

    number: int
    by_name: str
    person: UUID | None
    at: datetime
    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change in the list of changes, and whether it was taken back since."""

    change: ChangeLine
    is_undone: bool = False
    is_next_undo: bool = False


_COLUMNS = (
    DraftChange.number,
    DraftChange.by_name,
    DraftChange.person,
    DraftChange.at,
    DraftChange.words,
    DraftChange.codes,
    DraftChange.undoes,
    DraftChange.is_undone,
)


async def cursor_of(meeting: UUID) -> int:
    """The number of the newest change of a draft, 0 before the first; one statement."""
    found = (
        await DraftChange.select(Max(DraftChange.number, alias="last"))
        .where(DraftChange.meeting == meeting)
        .first()
    )
    return (found or {}).get("last") or 0


async def changes_since(meeting: UUID, number: int) -> tuple[ChangeLine, ...]:
    """What was changed after that number, in order; one statement, for boards that poll.

    Of very many only the first ones: ask again from the last number.
    """
    rows = (
        await DraftChange.select(*_COLUMNS)
        .where(DraftChange.meeting == meeting, DraftChange.number > number)
        .order_by(DraftChange.number)
        .limit(CAUGHT_UP_AT_ONCE)
    )
    return tuple(_line(row) for row in rows)


async def history(
    meeting: UUID, limit: int = 50, person: UUID | None = None
) -> tuple[HistoryLine, ...]:
    """The newest changes first; `is_next_undo` marks the one that this person would take back.

    Two statements at most.
    """
    rows = (
        await DraftChange.select(*_COLUMNS)
        .where(DraftChange.meeting == meeting)
        .order_by(DraftChange.number, ascending=False)
        .limit(limit)
    )
    following = await next_undo(meeting, person) if person else None
    return tuple(
        HistoryLine(
            _line(row),
            is_undone=row["is_undone"] and row["undoes"] is None,
            is_next_undo=following is not None and row["number"] == following.number,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A change that its maker may take back or do again."""

    id: UUID
    number: int
    words: str
    steps: str
    undoes: UUID | None


_TRAIL = (
    DraftChange.id,
    DraftChange.number,
    DraftChange.words,
    DraftChange.steps,
    DraftChange.undoes,
    DraftChange.is_undone,
)


async def next_undo(meeting: UUID, person: UUID) -> TrailStep | None:
    """The newest of a person's last 20 changes that is not taken back yet; one statement."""
    rows = (
        await DraftChange.select(DraftChange.id, DraftChange.is_undone)
        .where(
            DraftChange.meeting == meeting,
            DraftChange.person == person,
            DraftChange.undoes.is_null(),
        )
        .order_by(DraftChange.number, ascending=False)
        .limit(UNDO_STEPS)
    )
    found = next((row["id"] for row in rows if not row["is_undone"]), None)
    return await trail_step(found) if found else None


async def next_redo(meeting: UUID, person: UUID) -> TrailStep | None:
    """The newest thing that a person took back and did not do again, unless they went on since."""
    rows = (
        await DraftChange.select(DraftChange.id, DraftChange.undoes, DraftChange.is_undone)
        .where(DraftChange.meeting == meeting, DraftChange.person == person)
        .order_by(DraftChange.number, ascending=False)
        .limit(CAUGHT_UP_AT_ONCE)
    )
    for row in rows:
        if row["undoes"] is None:
            return None
        if not row["is_undone"]:
            return await trail_step(row["id"])
    return None


async def trail_step(change: UUID) -> TrailStep | None:
    """One change with its steps; one statement."""
    row = await DraftChange.select(*_TRAIL[:-1]).where(DraftChange.id == change).first()
    return TrailStep(**row) if row else None


async def last_change_of(meeting: UUID, code: str, after: int) -> ChangeLine | None:
    """Who changed a session last after that number; one statement."""
    lines = await changes_since(meeting, after)
    return next((each for each in reversed(lines) if code in each.codes or not each.codes), None)


def _line(row: dict[str, Any]) -> ChangeLine:
    return ChangeLine(
        number=row["number"],
        by_name=row["by_name"],
        person=row["person"],
        at=row["at"],
        words=row["words"],
        codes=tuple(row["codes"].split()),
    )
