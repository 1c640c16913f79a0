"""The described draft, kept in memory while its trail stands: boards and moves read it there.

What is kept is told by its cursor, the number of the last change in the trail. Changes since are
taken from the trail itself, so that a second process, or a second editor, costs one small
statement. What is not in the trail (hours, registrations, names) is at most 5 seconds old on a
board (of a very large meeting as old as it has to be, so that reading takes a twentieth of the
time), and at most a minute old where a move looks for what it clashes with and is answered.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from uuid import UUID

from conference.orm import Prepared, current_engine
from schedule.queries.changes import cursor_of
from schedule.queries.described import constraints_of, described_programme
from schedule.rules.changes import DraftStep, applied, steps_of
from schedule.rules.conflicts import Conflict, find_conflicts
from schedule.rules.nearby import (
    ConflictChanges,
    PeopleOf,
    conflict_changes,
    people_by_session,
)
from schedule.rules.programme import Programme
from schedule.tables import DraftChange

FRESH_SECONDS = 5.0
FRESH_FOR_A_MOVE = 60.0
TIMES_ITS_READING = 20.0
KEPT_DRAFTS = 8
FOLLOWED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class DraftNow:
    """The described draft after the change of that number, with its conflicts by key and by the
    session on either side, and the people of each session by id."""

    cursor: int
    programme: Programme
    by_key: Mapping[str, Conflict]
    by_session: Mapping[UUID, tuple[Conflict, ...]]
    people_of: PeopleOf
    read_at: float = 0.0
    took: float = 0.0

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every conflict of the draft."""
        return tuple(self.by_key.values())

    def conflicts_of(self, session: UUID) -> tuple[Conflict, ...]:
        """The conflicts of a session and of what is inside it."""
        return self.by_session.get(session, ())


@dataclass(frozen=True, slots=True)
class _Kept:
    engine: object
    draft: DraftNow


_kept: OrderedDict[UUID, _Kept] = OrderedDict()
_steps_since = Prepared(
    lambda meeting, number: (
        DraftChange.select(DraftChange.number, DraftChange.steps)
        .where(DraftChange.meeting == meeting, DraftChange.number > number)
        .order_by(DraftChange.number)
        .limit(FOLLOWED_AT_ONCE)
    )
)


async def current_draft(meeting: UUID) -> DraftNow:
    """The draft as it is, with what limits it at most 5 seconds old. Raises NoSuchMeeting.

    One statement while nothing but the trail moves on.
    """
    if is_in_transaction():
        return await _read(meeting)
    known = _known(meeting, FRESH_SECONDS)
    draft = (await _followed(meeting, known) if known else None) or await _read(meeting)
    remember(meeting, draft)
    return draft


async def draft_after(meeting: UUID, number: int) -> DraftNow:
    """The draft with at least the change of that number, for whoever just made it.

    Asks nothing if what is remembered has it: the answer to a move is of the draft in which it
    was looked for what clashes. Raises NoSuchMeeting.
    """
    known = None if is_in_transaction() else _known(meeting, FRESH_FOR_A_MOVE)
    return known if known and known.cursor >= number else await current_draft(meeting)


async def draft_held(meeting: UUID) -> DraftNow:
    """The draft inside an action that holds it: nobody changes it until that ends.

    Nothing of it may be remembered before the action is through. Raises NoSuchMeeting.
    """
    known = _known(meeting, FRESH_FOR_A_MOVE)
    return (await _followed(meeting, known) if known else None) or await _read(meeting)


async def advanced(
    meeting: UUID, draft: DraftNow, number: int, steps: Sequence[DraftStep]
) -> tuple[DraftNow, ConflictChanges]:
    """The draft after one more change, and what it changed among the conflicts.

    Reads nothing unless somebody comes in of whom nothing is known.
    """
    programme = await _with_people(meeting, draft.programme, steps)
    changes = conflict_changes(programme, steps, draft.people_of)
    by_key = dict(draft.by_key)
    for each in changes.gone:
        by_key.pop(each.key, None)
    by_key |= {each.key: each for each in (*changes.appeared, *changes.retold)}
    people = {**draft.people_of, **people_by_session(e.after for e in steps if e.after)}
    after = replace(
        draft,
        cursor=number,
        programme=applied(programme, steps),
        by_key=by_key,
        by_session=_changed_sides(draft, changes),
        people_of=people,
    )
    return after, changes


def _changed_sides(draft: DraftNow, changes: ConflictChanges) -> dict[UUID, tuple[Conflict, ...]]:
    found = dict(draft.by_session)
    keys = [each.key for each in (*changes.gone, *changes.retold, *changes.appeared)]
    for session, before in _sides(draft.by_key[key] for key in keys if key in draft.by_key):
        found[session] = tuple(each for each in found[session] if each not in before)
    for session, after in _sides((*changes.retold, *changes.appeared)):
        found[session] = (*found.get(session, ()), *after)
    return found


def _sides(conflicts: Iterable[Conflict]) -> Iterator[tuple[UUID, tuple[Conflict, ...]]]:
    """The conflicts of each session that is on a side of any, in their order."""
    found: dict[UUID, list[Conflict]] = defaultdict(list)
    for each in conflicts:
        found[each.first.session].append(each)
        if each.second.session != each.first.session:
            found[each.second.session].append(each)
    return ((session, tuple(held)) for session, held in found.items())


def remember(meeting: UUID, draft: DraftNow) -> None:
    """Keeps the draft, unless a newer one is kept; only ever what is committed."""
    if is_in_transaction():
        return forget_draft(meeting)
    known = _known(meeting, FRESH_SECONDS)
    if known and (known.cursor, known.read_at) > (draft.cursor, draft.read_at):
        return
    _kept[meeting] = _Kept(current_engine(), draft)
    while len(_kept) > KEPT_DRAFTS:
        _kept.popitem(last=False)


def forget_draft(meeting: UUID) -> None:
    """Makes this process read all anew: something that limits the draft was changed."""
    _kept.pop(meeting, None)


async def _read(meeting: UUID) -> DraftNow:
    """The cursor is read first: what is committed meanwhile is followed from the trail later,
    and a step that is there already leaves the draft as it is."""
    began, cursor = monotonic(), await cursor_of(meeting)
    programme = await described_programme(meeting)
    by_key = {each.key: each for each in find_conflicts(programme)}
    people = people_by_session(programme.sessions)
    sides = dict(_sides(by_key.values()))
    return DraftNow(cursor, programme, by_key, sides, people, began, monotonic() - began)


async def _followed(meeting: UUID, draft: DraftNow) -> DraftNow | None:
    """The draft after what was changed since; None if it has to be read anew."""
    rows = await _steps_since(meeting, draft.cursor)
    if len(rows) == FOLLOWED_AT_ONCE:
        return None
    for row in rows:
        steps = steps_of(row["steps"])
        if not steps:
            return None
        draft, _ = await advanced(meeting, draft, row["number"], steps)
    return draft


async def _with_people(
    meeting: UUID, programme: Programme, steps: Sequence[DraftStep]
) -> Programme:
    sessions = tuple(step.after for step in steps if step.after)
    known = programme.constraints.people
    involved = [one for each in sessions for one in each.people]
    involved += [one for each in sessions for slot in each.slots for one in slot.people]
    if all(one.person in known for one in involved):
        return programme
    facts = await constraints_of(meeting, replace(programme, sessions=sessions))
    people = {**facts.people, **known}
    return replace(programme, constraints=replace(programme.constraints, people=people))


def _known(meeting: UUID, seconds: float) -> DraftNow | None:
    kept = _kept.get(meeting)
    if kept is None or kept.engine is not current_engine():
        return None
    is_fresh = _age(kept.draft) < max(seconds, kept.draft.took * TIMES_ITS_READING)
    return kept.draft if is_fresh else None


def _age(draft: DraftNow) -> float:
    return monotonic() - draft.read_at


def is_in_transaction() -> bool:
    """Whether what is read here may not be committed yet."""
    engine: Any = current_engine()
    running = engine.current_transaction.get()
    return running is not None and not running.closed
