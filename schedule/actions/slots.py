"""Editing what is inside a session: its talks and posters. Each edit is one of the session too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from conference.orm import Action, Actor, action
from schedule.actions.editing import (
    OpenedSession,
    free_code,
    keep_session,
    name_people,
    open_session,
    refuse_conflicts,
)
from schedule.errors import NoSuchSlot
from schedule.rules.editing import SlotEdit, end_of_talks, in_sequence, inserted, moved_one
from schedule.rules.programme import PlannedSession, PlannedSlot


async def add_slot(
    session: str,
    seen: int,
    edit: SlotEdit,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
    conflicts_ok: bool = False,
) -> str:
    """Adds a talk or poster at the end of a session and returns its code.

    Raises NoSuchSession, StaleSession, WouldConflict (S01).
    """
    async with action("add_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        return (await append_slot(act, opened, edit, conflicts_ok=conflicts_ok)).code


async def append_slot(
    act: Action,
    opened: OpenedSession,
    edit: SlotEdit,
    abstract: UUID | None = None,
    *,
    conflicts_ok: bool = False,
) -> PlannedSlot:
    """Inside an action: adds the slot where it starts, else after the others, with its abstract."""
    slots = opened.session.slots
    blank = PlannedSlot(
        id=uuid4(),
        code=free_code(opened.programme),
        title="",
        position=0,
        starts_after_minutes=end_of_talks(slots),
        abstract=abstract,
    )
    after = inserted(slots, await _edited(blank, edit))
    slot = next(each for each in after if each.id == blank.id)
    words = f"“{slot.title}” added to “{opened.session.title}”"
    await _keep_slots(act, opened, after, words, conflicts_ok=conflicts_ok)
    return slot


async def edit_slot(
    session: str,
    code: str,
    seen: int,
    edit: SlotEdit,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
    conflicts_ok: bool = False,
) -> None:
    """Sets everything about a talk or poster; `seen` is the version of its session.

    Raises NoSuchSession, NoSuchSlot, StaleSession, WouldConflict (S01).
    """
    async with action("edit_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        after = await _edited(find_slot(opened.session, code), edit)
        slots = [after if each.id == after.id else each for each in opened.session.slots]
        words = f"“{after.title}” in “{opened.session.title}” edited"
        await _keep_slots(act, opened, slots, words, conflicts_ok=conflicts_ok)


async def remove_slot(
    session: str, code: str, seen: int, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Takes a talk or poster out of the draft; its abstract waits for a place again (S06).

    If it was released, the next release shows it as cancelled. Raises NoSuchSession, NoSuchSlot,
    StaleSession.
    """
    async with action("remove_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        slot = find_slot(opened.session, code)
        left = [each for each in opened.session.slots if each.id != slot.id]
        words = f"“{slot.title}” taken out of “{opened.session.title}”"
        await _keep_slots(act, opened, left, words)


async def move_slot(
    session: str,
    code: str,
    seen: int,
    *,
    earlier: bool,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Swaps a talk with its neighbour; both keep their length, the gaps between talks stay.

    Raises NoSuchSession, NoSuchSlot, StaleSession, WouldConflict (S01).
    """
    async with action("move_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        slot, slots = find_slot(opened.session, code), opened.session.slots
        after = in_sequence(moved_one(slots, slot.id, earlier=earlier))
        words = f"“{slot.title}” {'earlier' if earlier else 'later'} in “{opened.session.title}”"
        await _keep_slots(act, opened, after, words)


async def _keep_slots(
    act: Action,
    opened: OpenedSession,
    slots: Sequence[PlannedSlot],
    words: str,
    *,
    conflicts_ok: bool = False,
) -> None:
    after = replace(opened.session, slots=tuple(slots))
    if not conflicts_ok:
        refuse_conflicts(opened.programme, after)
    await keep_session(act, opened, after, words)


async def _edited(slot: PlannedSlot, edit: SlotEdit) -> PlannedSlot:
    starts_after = edit.starts_after_minutes
    return replace(
        slot,
        title=edit.title,
        kind=edit.kind,
        duration_minutes=edit.duration_minutes,
        starts_after_minutes=slot.starts_after_minutes if starts_after is None else starts_after,
        board=edit.board,
        questions_minutes=edit.questions_minutes,
        people=await name_people(edit.people),
    )


def find_slot(session: PlannedSession, code: str) -> PlannedSlot:
    """The talk or poster of a code. Raises NoSuchSlot."""
    for slot in session.slots:
        if slot.code == code:
            return slot
    raise NoSuchSlot(code)
