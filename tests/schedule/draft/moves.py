"""Random moves over a draft as plain data, for laws that hold whatever was moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

from hypothesis import strategies as st

from schedule.rules.changes import DraftStep, applied, content_of, with_versions
from schedule.rules.moving import Place, Planned, is_cancelled, move, new_break, resize, shift
from schedule.rules.moving_slots import bring, place, reorder, take_out
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.windows import with_windows
from tests.schedule.programmes import NINE, ROOMS, SPACE, talk

Choose = Callable[[int], int]


def some_move(programme: Programme, choose: Choose) -> Planned:
    """One of the moves of the board; `choose(n)` says which of n."""
    movable = [each for each in programme.sessions if not is_cancelled(each)]
    kind = choose(6) if movable else 0
    if kind == 0:
        code = f"B{choose(1000)}-{len(programme.sessions)}"
        made = new_break(programme, some_place(choose), 30, "Coffee", code)
        fixed = [DraftStep(None, _renamed(step.after)) for step in made.steps if step.after]
        return Planned(tuple(fixed), made.words)
    session = movable[choose(len(movable))]
    if kind == 1:
        return move(programme, session, some_place(choose))
    if kind == 2:
        return resize(session, 15 * (1 + choose(8)))
    if kind == 3:
        return shift(movable, 5 * (choose(5) - 2))
    return _move_of_slot(session, movable[choose(len(movable))], choose)


def _renamed(session: PlannedSession) -> PlannedSession:
    return replace(session, id=uuid5(SPACE, f"session {session.code}"))


def some_place(choose: Choose) -> Place:
    if choose(4) == 0:
        return Place(None, ROOMS[choose(3)].id)
    return Place(NINE + timedelta(minutes=30 * choose(60)), ROOMS[choose(3)].id)


def _move_of_slot(source: PlannedSession, target: PlannedSession, choose: Choose) -> Planned:
    following = _some_slot(target, choose)
    before = following.id if following else None
    slot = _some_slot(source, choose)
    if slot is None or choose(4) == 0:
        new = talk(f"N{choose(10**6)}-{len(target.slots)}", 0, 10)
        return place(target, new, before)
    if source.id == target.id:
        return reorder(source, slot, before if before != slot.id else None)
    return take_out(source, slot) if choose(3) == 0 else bring(source, slot, target, before)


def _some_slot(session: PlannedSession, choose: Choose) -> PlannedSlot | None:
    at = choose(len(session.slots) + 1)
    return session.slots[at] if at < len(session.slots) else None


def carried(programme: Programme, planned: Planned) -> tuple[Programme, list[DraftStep]]:
    """The draft after the move, and its steps as they are written."""
    steps = with_versions(with_windows(planned.steps))
    return applied(programme, steps), steps


def contents(programme: Programme) -> dict[str, PlannedSession]:
    """What undo has to give back."""
    return {each.code: content_of(each) for each in programme.sessions}


choices = st.lists(st.integers(0, 10**6), min_size=20, max_size=60)


def chooser(numbers: list[int]) -> Choose:
    """Numbers from the list, again and again."""
    at = -1

    def choose(n: int) -> int:
        nonlocal at
        at += 1
        return (numbers[at % len(numbers)] + at // len(numbers)) % n

    return choose
