"""What an edit changes among the conflicts, found in its neighbourhood alone (S01).

Two sessions can only be in each other's way when they are close in time, so a move in a large
meeting costs what it costs in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schedule.rules.changes import DraftStep, applied
from schedule.rules.conflicts import Conflict, find_conflicts
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme, Span

CLOSE = timedelta(hours=1)  # more than anybody needs between two rooms
A_DAY = timedelta(days=1)

PeopleOf = Mapping[UUID, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class ConflictChanges:
    """The conflicts that an edit brings, those that it ends, and those that stay but are told
    anew, as with another time."""

    appeared: tuple[Conflict, ...]
    gone: tuple[Conflict, ...]
    retold: tuple[Conflict, ...] = ()


def conflict_changes(
    programme: Programme, steps: Sequence[DraftStep], people_of: PeopleOf | None = None
) -> ConflictChanges:
    """What the steps change among the conflicts of the draft as it is before them.

    `people_of` is `people_by_session` of the draft, for whoever keeps it.
    """
    before = neighbourhood(programme, steps, people_of or people_by_session(programme.sessions))
    moved = {each.code for step in steps for each in (step.before, step.after) if each}
    old = {each.key: each for each in find_conflicts(before, moved)}
    new = {each.key: each for each in find_conflicts(applied(before, steps), moved)}
    return ConflictChanges(
        appeared=tuple(each for key, each in new.items() if key not in old),
        gone=tuple(each for key, each in old.items() if key not in new),
        retold=tuple(each for key, each in new.items() if key in old and each != old[key]),
    )


def neighbourhood(
    programme: Programme, steps: Sequence[DraftStep], people_of: PeopleOf
) -> Programme:
    """The sessions of the steps, those close to where they were or will be, and what their people
    do within a day of that; of the others only what can be in the way of these, and nothing that
    is known of people who do not move."""
    moved = [each for step in steps for each in (step.before, step.after) if each]
    touched, people = {each.code for each in moved}, set[UUID]().union(*map(people_in, moved))
    spans = [_span(each) for each in moved if each.starts_at]
    close, same_day = _joined(spans, CLOSE), _joined(_whole_days(spans, programme.tz), CLOSE)
    popular = _popular_with(programme, moved)
    near = []
    for each in programme.sessions:
        if each.code in touched:
            near.append(each)
        elif _is_near(each, close) or (
            not people.isdisjoint(people_of[each.id]) and _is_near(each, same_day)
        ):
            slots = tuple(slot for slot in each.slots if _matters(slot, people, popular))
            near.append(each if len(slots) == len(each.slots) else replace(each, slots=slots))
    known = programme.constraints.people
    facts = {person: known[person] for person in people if person in known}
    limits = replace(programme.constraints, people=facts)
    return replace(programme, sessions=tuple(near), constraints=limits)


def _popular_with(programme: Programme, moved: Iterable[PlannedSession]) -> set[str]:
    """The codes of items that share their audience with those that move."""
    codes = {code for each in moved for code in (each.code, *(slot.code for slot in each.slots))}
    pairs = programme.constraints.together
    return {code for pair in pairs if not codes.isdisjoint(pair) for code in pair}


def _matters(slot: PlannedSlot, people: Set[UUID], popular: Set[str]) -> bool:
    return slot.code in popular or any(one.person in people for one in slot.people)


def people_by_session(sessions: Iterable[PlannedSession]) -> dict[UUID, frozenset[UUID]]:
    """Everybody who has a part in each session."""
    return {each.id: people_in(each) for each in sessions}


def people_in(session: PlannedSession) -> frozenset[UUID]:
    """Everybody who has a part in a session or in something inside it."""
    found = {one.person for one in session.people}
    for slot in session.slots:
        found.update(one.person for one in slot.people)
    return frozenset(found)


def _span(session: PlannedSession) -> Span:
    """From its start to its end, or to that of a talk that goes beyond it."""
    assert session.starts_at is not None
    ends = (slot.starts_after_minutes + slot.duration_minutes for slot in session.slots)
    minutes = max(session.duration_minutes, *ends, 0)
    return Span(session.starts_at, session.starts_at + timedelta(minutes=minutes))


def _whole_days(spans: Iterable[Span], zone: ZoneInfo) -> Iterator[Span]:
    """The venue's days on which these begin."""
    for span in spans:
        midnight = span.starts_at.astimezone(zone).replace(hour=0, minute=0)
        yield Span(midnight, max(midnight + A_DAY, span.ends_at))


def _joined(spans: Iterable[Span], margin: timedelta) -> list[Span]:
    """The same time with a margin on both sides, in as few spans as possible."""
    wider = (Span(each.starts_at - margin, each.ends_at + margin) for each in spans)
    joined: list[Span] = []
    for span in sorted(wider, key=lambda each: each.starts_at):
        if joined and span.starts_at <= joined[-1].ends_at:
            last = joined.pop()
            span = Span(last.starts_at, max(last.ends_at, span.ends_at))
        joined.append(span)
    return joined


def _is_near(session: PlannedSession, reach: Sequence[Span]) -> bool:
    start = session.starts_at
    if start is None:
        return False
    for span in reach:  # the sum only where the cheap comparisons leave it open
        if start < span.ends_at and (
            span.starts_at <= start
            or span.starts_at <= start + timedelta(minutes=session.duration_minutes)
        ):
            return True
    return False
