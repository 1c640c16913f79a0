"""Taking changes of the draft back, and doing them again: 20 steps for each editor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conference.meetings.actions import hold_meeting
from conference.orm import Action, Actor, action, integrity
from conference.orm.integrity import IntegrityConflict
from schedule.actions.board_moves import Moved, keep_move
from schedule.errors import ChangedSince, NothingToTakeBack
from schedule.queries.changes import (
    TrailStep,
    last_change_of,
    next_redo,
    next_undo,
    trail_step,
)
from schedule.queries.draft_memory import DraftNow, draft_held, remember
from schedule.queries.returning import what_returns
from schedule.rules.changes import DraftStep, steps_of
from schedule.rules.moving import Planned
from schedule.rules.trail import when_in_words
from schedule.rules.undoing import Overtaken, overtaken, returned
from schedule.tables import DraftChange

NOTHING = "You have nothing to take back: it goes as far as your last 20 changes."
NOTHING_AGAIN = "You have taken nothing back that could be done again."


async def undo_change(meeting: UUID, *, by: Actor, now: datetime) -> Moved:
    """Takes back the editor's last change that stands, as one more change.

    What comes back is exactly what was, but for an abstract that was withdrawn meanwhile: its
    talk comes back as cancelled. Raises NothingToTakeBack, and ChangedSince if somebody went on
    from it or what it needs is gone.
    """
    async with action("undo_change", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        change = await next_undo(meeting, by.person) if by.person else None
        if change is None:
            raise NothingToTakeBack(NOTHING)
        words = f"Taken back: {change.words}"
        draft, moved = await _reverse(act, meeting, change, words)
        await _mark(change.id, is_undone=True)
    remember(meeting, draft)
    return moved


async def redo_change(meeting: UUID, *, by: Actor, now: datetime) -> Moved:
    """Does again what the editor took back last, unless they changed something else since.

    Raises NothingToTakeBack, ChangedSince.
    """
    async with action("redo_change", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        undo = await next_redo(meeting, by.person) if by.person else None
        change = await trail_step(undo.undoes) if undo and undo.undoes else None
        if undo is None or change is None:
            raise NothingToTakeBack(NOTHING_AGAIN)
        draft, moved = await _reverse(act, meeting, undo, f"Done again: {change.words}")
        await _mark(undo.id, is_undone=True)
        await _mark(change.id, is_undone=False)
        await DraftChange.update({DraftChange.is_undone: True}).where(
            DraftChange.meeting == meeting, DraftChange.number == moved.number
        )  # what did it again is no step of its own: the first change stands again
    remember(meeting, draft)
    return moved


async def _reverse(
    act: Action, meeting: UUID, change: TrailStep, words: str
) -> tuple[DraftNow, Moved]:
    draft = await draft_held(meeting)
    steps = [step.reversed for step in steps_of(change.steps)]
    if not steps:
        raise NothingToTakeBack(NOTHING)
    if found := overtaken(draft.programme, steps):
        raise await _changed_since(meeting, draft, change, found)
    steps = await _as_they_return(meeting, draft, steps)
    try:
        async with integrity():
            return await keep_move(act, draft, Planned(tuple(steps), words), change.id)
    except IntegrityConflict as error:
        raise ChangedSince(
            "Something that it needs is gone: a room, a person, or a code. Make the change by hand."
        ) from error


async def _as_they_return(
    meeting: UUID, draft: DraftNow, steps: list[DraftStep]
) -> list[DraftStep]:
    """Raises ChangedSince if an abstract has a place by now, or a room or person is gone."""
    facts = await what_returns(meeting, steps)
    found = returned(draft.programme, steps, facts)
    if isinstance(found, str):
        raise ChangedSince(found)
    return found


async def _changed_since(
    meeting: UUID, draft: DraftNow, change: TrailStep, found: Overtaken
) -> ChangedSince:
    line = await last_change_of(meeting, found.code, change.number)
    if line is None:
        return ChangedSince(f"“{found.title}” was changed since. Load the page again.")
    when = when_in_words(line.at, draft.programme.tz)
    return ChangedSince(
        f"“{found.title}” was changed since by {line.by_name}, {when}: {line.words}."
    )


async def _mark(change: UUID, *, is_undone: bool) -> None:
    await DraftChange.update({DraftChange.is_undone: is_undone}).where(DraftChange.id == change)
