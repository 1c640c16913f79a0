"""Accepting a conflict with a reason, and taking that back (N06)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from conference.orm import Action, Actor, action
from schedule.conflicts.errors import NoReason, NothingChosen
from schedule.queries.described import described_programme
from schedule.rules.conflicts import Conflict, find_conflicts
from schedule.tables import Acknowledgement

ROWS = 500


async def acknowledge(
    keys: Collection[str], reason: str, *, meeting: UUID, by: Actor, now: datetime
) -> int:
    """Accepts the conflicts of these keys that the draft has now; how many.

    Raises NoReason without a reason, NothingChosen when none of them is there.
    """
    async with action(
        "acknowledge_conflicts", by=by, now=now, meeting=meeting, reason=reason
    ) as act:
        programme = await described_programme(meeting)
        chosen = [each for each in find_conflicts(programme) if each.key in set(keys)]
        await keep_acknowledged(act, meeting, chosen)
        return len(chosen)


async def keep_acknowledged(act: Action, meeting: UUID, conflicts: Iterable[Conflict]) -> None:
    """Inside an action with a reason: accepts these conflicts; an earlier reason gives way.

    Raises NoReason, NothingChosen.
    """
    by_key = {each.key: each for each in conflicts}
    if not act.reason.strip():
        raise NoReason
    if not by_key:
        raise NothingChosen
    await _forget(meeting, by_key)
    rows = [
        Acknowledgement(
            created_at=act.now,
            meeting=meeting,
            key=key,
            sentence=conflict.sentence,
            reason=act.reason.strip(),
            by_name=act.by.name,
        )
        for key, conflict in by_key.items()
    ]
    for start in range(0, len(rows), ROWS):
        await Acknowledgement.insert(*rows[start : start + ROWS])
    for key, conflict in by_key.items():
        act.note("conflict", key, acknowledged=conflict.sentence)


async def withdraw_acknowledgement(
    keys: Collection[str], *, meeting: UUID, by: Actor, now: datetime, reason: str = ""
) -> int:
    """The conflicts of these keys are open again; how many were accepted before."""
    async with action(
        "withdraw_acknowledgement", by=by, now=now, meeting=meeting, reason=reason
    ) as act:
        rows = await _known(meeting, keys)
        await _forget(meeting, rows)
        for key, (sentence, why) in rows.items():
            act.note("conflict", key, withdrawn=sentence, reason_was=why)
        return len(rows)


async def _known(meeting: UUID, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    wanted = sorted(set(keys))
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), ROWS):
        rows = await Acknowledgement.select(
            Acknowledgement.key, Acknowledgement.sentence, Acknowledgement.reason
        ).where(
            Acknowledgement.meeting == meeting,
            Acknowledgement.key.is_in(wanted[start : start + ROWS]),
        )
        found |= {row["key"]: (row["sentence"], row["reason"]) for row in rows}
    return found


async def _forget(meeting: UUID, keys: Iterable[str]) -> None:
    gone = sorted(set(keys))
    for start in range(0, len(gone), ROWS):
        await Acknowledgement.delete().where(
            Acknowledgement.meeting == meeting,
            Acknowledgement.key.is_in(gone[start : start + ROWS]),
        )
