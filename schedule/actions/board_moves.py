"""How a move on the board is carried out: held, checked, written, remembered once it is through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.actions import hold_meeting
from conference.orm import Action, Actor, action
from schedule.actions.keeping import Telling, keep_steps
from schedule.queries.draft_memory import DraftNow, advanced, draft_held, remember
from schedule.rules.conflicts import Conflict
from schedule.rules.moving import Planned
from schedule.rules.nearby import ConflictChanges
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.windows import with_windows

Plan = Callable[[Programme], Awaitable[Planned] | Planned]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: its number in the trail, the sessions after it, and the conflicts that
    appeared and (by key) are gone. `removed` are the codes of sessions that are out of the draft,
    `sides` those of all sessions of which conflicts appeared or went.

    A move that changes nothing is not written: it has the number of the last change.
    """

    number: int
    sessions: tuple[PlannedSession, ...]
    words: str
    appeared: tuple[Conflict, ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    sides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves something of which meeting, and when."""

    meeting: UUID
    by: Actor
    now: datetime


async def carry_out(verb: str, mover: Mover, plan: Plan) -> Moved:
    """One move in one transaction: the draft is held, planned over, and written."""
    async with action(verb, by=mover.by, now=mover.now, meeting=mover.meeting) as act:
        await hold_meeting(mover.meeting)
        draft = await draft_held(mover.meeting)
        found = plan(draft.programme)
        planned = found if isinstance(found, Planned) else await found
        after, moved = await keep_move(act, draft, planned)
    remember(mover.meeting, after)
    return moved


async def keep_move(
    act: Action, draft: DraftNow, planned: Planned, undoes: UUID | None = None
) -> tuple[DraftNow, Moved]:
    """Inside an action: writes what was planned, and says what that did to the conflicts."""
    assert act.meeting is not None
    if not planned.steps:
        return draft, Moved(draft.cursor, (), "")
    steps = with_windows(planned.steps)
    telling = Telling(planned.words, undoes, zone=draft.programme.tz, last=draft.cursor)
    kept = await keep_steps(act, act.meeting, steps, telling)
    after, changes = await advanced(act.meeting, draft, kept.number, kept.steps)
    sessions = tuple(step.after for step in kept.steps if step.after)
    removed = tuple(step.session.code for step in kept.steps if step.after is None)
    return after, _moved(kept.number, sessions, planned.words, changes, removed)


def _moved(
    number: int,
    sessions: tuple[PlannedSession, ...],
    words: str,
    changes: ConflictChanges,
    removed: tuple[str, ...],
) -> Moved:
    gone = tuple(each.key for each in changes.gone)
    both = (*changes.appeared, *changes.gone)
    sides = {side.session_code or side.code for each in both for side in (each.first, each.second)}
    return Moved(number, sessions, words, changes.appeared, gone, removed, frozenset(sides))
