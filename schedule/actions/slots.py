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
    refuse_clashes,
    write_people,
)
from schedule.errors import NoSuchSlot
from schedule.rules.editing import (
    SlotEdit,
    end_of_talks,
    in_sequence,
    inserted,
    moved_one,
    people_in_words,
    same_people,
)
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.tables import Participation, Slot


async def add_slot(
    session: str, seen: int, edit: SlotEdit, *, meeting: UUID, by: Actor, now: datetime
) -> str:
    """Adds a talk or poster at the end of a session and returns its code.

    Raises NoSuchSession, StaleSession, WouldClash (S01).
    """
    async with action("add_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        return (await append_slot(act, opened, edit)).code


async def append_slot(
    act: Action, opened: OpenedSession, edit: SlotEdit, abstract: UUID | None = None
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
    await _keep_slots(act, opened, after, added=slot.title)
    await Slot.insert(_row(slot, opened.session.id, act.now))
    for each in after:
        if each.id != slot.id and each not in slots:
            await _update(each)
    await write_people(opened.session.id, slot.id, slot.people, act.now)
    return slot


async def edit_slot(
    session: str, code: str, seen: int, edit: SlotEdit, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Sets everything about a talk or poster; `seen` is the version of its session.

    Raises NoSuchSession, NoSuchSlot, StaleSession, WouldClash (S01).
    """
    async with action("edit_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        before = _find(opened.session, code)
        after = await _edited(before, edit)
        slots = [after if each.id == after.id else each for each in opened.session.slots]
        await _keep_slots(act, opened, slots, talk=[_words(before), _words(after)])
        await _update(after)
        if not same_people(after.people, before.people):
            await Participation.delete().where(Participation.slot == after.id)
            await write_people(opened.session.id, after.id, after.people, now)


async def remove_slot(
    session: str, code: str, seen: int, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """Takes a talk or poster out of the draft; its abstract waits for a place again (S06).

    If it was released, the next release shows it as cancelled. Raises NoSuchSession, NoSuchSlot,
    StaleSession.
    """
    async with action("remove_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        slot = _find(opened.session, code)
        left = [each for each in opened.session.slots if each.id != slot.id]
        await _keep_slots(act, opened, left, removed=_words(slot))
        await Participation.delete().where(Participation.slot == slot.id)
        await Slot.delete().where(Slot.id == slot.id)


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

    Raises NoSuchSession, NoSuchSlot, StaleSession, WouldClash (S01).
    """
    async with action("move_slot", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        slot, slots = _find(opened.session, code), opened.session.slots
        after = in_sequence(moved_one(slots, slot.id, earlier=earlier))
        direction = "earlier" if earlier else "later"
        await _keep_slots(act, opened, after, moved=f"“{slot.title}” {direction}")
        for each in after:
            if each not in slots:
                await _update(each)


async def _keep_slots(
    act: Action, opened: OpenedSession, slots: Sequence[PlannedSlot], **words: object
) -> None:
    after = replace(opened.session, slots=tuple(slots))
    refuse_clashes(opened.programme, after)
    await keep_session(act, opened, after, **words)


async def _edited(slot: PlannedSlot, edit: SlotEdit) -> PlannedSlot:
    starts_after = edit.starts_after_minutes
    return replace(
        slot,
        title=edit.title,
        kind=edit.kind,
        duration_minutes=edit.duration_minutes,
        starts_after_minutes=slot.starts_after_minutes if starts_after is None else starts_after,
        board=edit.board,
        people=await name_people(edit.people),
    )


def _find(session: PlannedSession, code: str) -> PlannedSlot:
    for slot in session.slots:
        if slot.code == code:
            return slot
    raise NoSuchSlot(code)


def _words(slot: PlannedSlot) -> str:
    who = people_in_words(slot.people)
    return f"“{slot.title}”, {slot.duration_minutes} min" + (f", {who}" if who else "")


def _row(slot: PlannedSlot, session: UUID, now: datetime) -> Slot:
    return Slot(
        id=slot.id,
        created_at=now,
        session=session,
        code=slot.code,
        position=slot.position,
        title=slot.title,
        kind=slot.kind.value,
        abstract=slot.abstract,
        starts_after_minutes=slot.starts_after_minutes,
        duration_minutes=slot.duration_minutes,
        board=slot.board,
    )


async def _update(slot: PlannedSlot) -> None:
    await Slot.update(
        {
            Slot.title: slot.title,
            Slot.kind: slot.kind.value,
            Slot.position: slot.position,
            Slot.starts_after_minutes: slot.starts_after_minutes,
            Slot.duration_minutes: slot.duration_minutes,
            Slot.board: slot.board,
            Slot.version: slot.version + 1,
        }
    ).where(Slot.id == slot.id)
