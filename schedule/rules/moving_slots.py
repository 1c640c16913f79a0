"""What becomes of talks and posters that are moved on the board, with times that make sense.

Inside a session they follow each other in the new order, and the gaps stay where they were. What
comes from elsewhere takes the gap that holds it; otherwise those after it move only as far as they
have to. What leaves a session leaves its gap behind: the others keep the times people know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from schedule.rules.changes import DraftStep
from schedule.rules.editing import end_of_talks, fitted, in_sequence, inserted, takes_no_turn
from schedule.rules.moving import Planned
from schedule.rules.programme import PlannedSession, PlannedSlot

Slots = tuple[PlannedSlot, ...]


def reorder(session: PlannedSession, slot: PlannedSlot, before: UUID | None) -> Planned:
    """A talk before another one of its session, or to the end."""
    ordered = [each for each in _in_order(session.slots) if each.id != slot.id]
    ordered.insert(_place_of(ordered, before), slot)
    after = replace(session, slots=in_sequence(ordered))
    words = f"“{slot.title}” moved in “{session.title}”"
    if [each.id for each in ordered] == [each.id for each in _in_order(session.slots)]:
        return Planned((), words)
    return Planned((DraftStep(session, after),), words)


def bring(
    source: PlannedSession, slot: PlannedSlot, target: PlannedSession, before: UUID | None
) -> Planned:
    """A talk into another session; a board that somebody has there is not taken along."""
    taken = {each.board for each in target.slots if each.board}
    coming = replace(slot, board="") if slot.board in taken else slot
    left = tuple(each for each in source.slots if each.id != slot.id)
    steps = (
        DraftStep(source, replace(source, slots=left)),
        DraftStep(target, joined(target, coming, before)),
    )
    return Planned(steps, f"“{slot.title}” moved from “{source.title}” to “{target.title}”")


def place(target: PlannedSession, slot: PlannedSlot, before: UUID | None) -> Planned:
    """A talk from the tray into a session."""
    after = joined(target, slot, before)
    return Planned((DraftStep(target, after),), f"“{slot.title}” placed in “{target.title}”")


def take_out(session: PlannedSession, slot: PlannedSlot) -> Planned:
    """A talk out of its session: its abstract waits in the tray again."""
    left = tuple(each for each in session.slots if each.id != slot.id)
    words = f"“{slot.title}” taken out of “{session.title}”"
    return Planned((DraftStep(session, replace(session, slots=left)),), words)


def joined(session: PlannedSession, slot: PlannedSlot, before: UUID | None) -> PlannedSession:
    """The session with one more talk: where it fits, or before the one that is named."""
    slots = _fitting_in(session, slot) if before is None else _before(session.slots, slot, before)
    return replace(session, slots=slots)


def _fitting_in(session: PlannedSession, slot: PlannedSlot) -> Slots:
    minutes = slot.duration_minutes
    start = 0
    if not takes_no_turn(slot):
        start, _ = fitted(session.slots, session.duration_minutes, minutes, minutes)
    return inserted(session.slots, replace(slot, starts_after_minutes=start))


def _before(slots: Sequence[PlannedSlot], slot: PlannedSlot, before: UUID) -> Slots:
    ordered = _in_order(slots)
    here = _place_of(ordered, before)
    earlier, later = ordered[:here], ordered[here:]
    start = end_of_talks(earlier)
    following = [each.starts_after_minutes for each in later if not takes_no_turn(each)]
    if following and following[0] - start < slot.duration_minutes:
        start = max(start, following[0])
    coming = replace(slot, starts_after_minutes=0 if takes_no_turn(slot) else start)
    return _numbered([*earlier, coming, *_pushed(later, end_of_talks([*earlier, coming]))])


def _pushed(slots: Sequence[PlannedSlot], clock: int) -> list[PlannedSlot]:
    """Each as late as it has to be for the one before it, and never earlier than it was."""
    pushed = []
    for slot in slots:
        if takes_no_turn(slot):
            pushed.append(slot)
            continue
        start = max(slot.starts_after_minutes, clock)
        pushed.append(replace(slot, starts_after_minutes=start))
        clock = start + slot.duration_minutes
    return pushed


def _numbered(slots: Sequence[PlannedSlot]) -> Slots:
    return tuple(replace(each, position=place) for place, each in enumerate(slots, start=1))


def _in_order(slots: Sequence[PlannedSlot]) -> list[PlannedSlot]:
    return sorted(slots, key=lambda each: each.position)


def _place_of(ordered: Sequence[PlannedSlot], slot: UUID | None) -> int:
    return next((at for at, each in enumerate(ordered) if each.id == slot), len(ordered))
