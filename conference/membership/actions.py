"""Importing the roll: propose, preview, apply."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from conference.membership import import_queries
from conference.membership.current_roll import current_roll
from conference.membership.errors import AlreadyApplied, RollHasChanged, UnreadableRoll
from conference.membership.import_queries import StoredProposal, to_json
from conference.membership.joining import end_membership_from_order, join_member
from conference.membership.roll_changes import (
    CurrentRoll,
    Decision,
    RollChange,
    RollOutcome,
    RollProposal,
)
from conference.membership.roll_dates import DayOrder
from conference.membership.roll_file import read_roll
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_proposal import new_types, propose_roll
from conference.membership.roll_writer import write_changes
from conference.membership.tables import RollImport
from conference.orm import Actor, IntegrityConflict, action, integrity
from conference.people.errors import AddressTaken

__all__ = [
    "apply_roll_import",
    "end_membership_from_order",
    "join_member",
    "propose_roll_import",
    "refresh_roll_import",
]


async def propose_roll_import(
    *,
    society: UUID,
    file_name: str,
    data: bytes,
    by: Actor,
    now: datetime,
    day_order: DayOrder | None = None,
) -> RollProposal:
    """Reads a file against the roll and keeps the proposal; the roll itself is not touched.

    Raises UnreadableRoll if the file is no member list.
    """
    file = await asyncio.to_thread(read_roll, data, day_order=day_order)
    if file.problem:
        raise UnreadableRoll(file.problem, errors={"file": file.problem})
    current = await current_roll(society)
    on_day = now.date()
    changes = propose_roll(file.rows, current, on_day=on_day)
    stored = StoredProposal(on_day, file, changes, new_types(changes, current.types))
    row = RollImport(
        society=society,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        by_name=by.name,
        proposal=to_json(stored),
        created_at=now,
    )
    async with action("propose_roll_import", by=by, now=now) as act:
        await RollImport.insert(row)
        act.note("roll_import", row.id, file_name=row.file_name, lines=file.lines)
    return await import_queries.roll_proposal(row.id)


async def refresh_roll_import(*, import_id: UUID, society: UUID, by: Actor, now: datetime) -> None:
    """Holds the lines of an import against the roll as it is now, and keeps the new proposal.

    Raises AlreadyApplied.
    """
    async with action("refresh_roll_import", by=by, now=now) as act:
        proposal = await import_queries.roll_proposal(import_id, society)
        current = await current_roll(society)
        changes = _proposed_now(proposal, current)
        stored = StoredProposal(
            proposal.on_day, proposal.file, changes, new_types(changes, current.types)
        )
        if not await _write(import_id, {RollImport.proposal: to_json(stored)}):
            raise AlreadyApplied(_when_applied(proposal))
        act.note("roll_import", import_id, refreshed=True)


async def apply_roll_import(
    *,
    import_id: UUID,
    by: Actor,
    now: datetime,
    society: UUID | None = None,
    decisions: Mapping[int, Decision] | None = None,
) -> RollOutcome:
    """Writes what was proposed, all of it or nothing; lines in doubt only as decided.

    Raises AlreadyApplied the second time, and RollHasChanged if the roll is no longer the one
    that the preview was made of.
    """
    try:
        async with action("apply_roll_import", by=by, now=now) as act, integrity():
            proposal = await import_queries.roll_proposal(import_id, society)
            await lock_roll(proposal.society)
            if not await _write(import_id, {RollImport.applied_at: now}):
                raise AlreadyApplied(_when_applied(proposal))
            changes = await _checked_changes(proposal, decisions or {})
            written = await write_changes(act, proposal.society, changes)
            undo = msgspec.json.encode(written.undo).decode()
            await RollImport.update({RollImport.undo: undo}).where(RollImport.id == import_id)
            return written.outcome
    except (IntegrityConflict, AddressTaken) as conflict:
        raise RollHasChanged(_CHANGED) from conflict


_CHANGED = "Somebody changed the roll after this preview was made. Nothing was written."


async def _checked_changes(
    proposal: RollProposal, decisions: Mapping[int, Decision]
) -> tuple[RollChange, ...]:
    """The proposal made again: it must come out the same, then the decisions are added."""
    current = await current_roll(proposal.society)
    again = _proposed_now(proposal, current)
    different = sum(one != other for one, other in zip(again, proposal.changes, strict=True))
    if different:
        lines = "1 line comes" if different == 1 else f"{different} lines come"
        raise RollHasChanged(f"{_CHANGED} {lines} out differently now.")
    if not decisions:
        return again
    rows = [change.row for change in proposal.changes]
    return propose_roll(rows, current, on_day=proposal.on_day, decisions=decisions)


def _proposed_now(proposal: RollProposal, current: CurrentRoll) -> tuple[RollChange, ...]:
    rows = [change.row for change in proposal.changes]
    return propose_roll(rows, current, on_day=proposal.on_day)


async def _write(import_id: UUID, values: dict[object, object]) -> bool:
    """Changes an import that is not applied yet; False if it is."""
    written = (
        await RollImport.update(values)  # type: ignore[arg-type]
        .where(RollImport.id == import_id, RollImport.applied_at.is_null())
        .returning(RollImport.id)
    )
    return bool(written)


def _when_applied(proposal: RollProposal) -> str:
    return f"{proposal.file_name} was applied before; nothing was written a second time."
