"""Who and what takes up which time: the draft's items laid on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from schedule.rules.conflicts.conflict import Occupied
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind


@dataclass(frozen=True, slots=True)
class PlacedSession:
    """A session that takes time, and those of its slots that do."""

    session: PlannedSession
    whole: Occupied
    slots: tuple[tuple[PlannedSlot, Occupied], ...]

    def span_of(self, slot: PlannedSlot) -> Occupied:
        """When a slot takes place or, if it does not, would have."""
        found = next((span for each, span in self.slots if each.id == slot.id), None)
        if found is not None:
            return found
        return _within(replace(slot, status=ItemStatus.CONFIRMED), self.whole) or self.whole


@dataclass(frozen=True, slots=True)
class Duty:
    """What keeps one person busy at a time."""

    placed: PlacedSession
    span: Occupied
    parts: tuple[Part, ...]
    involved: Involved
    slot: PlannedSlot | None = None

    @property
    def occupied(self) -> Occupied:
        """The item with the person's parts in it."""
        return replace(self.span, parts=self.parts)


def placed_sessions(programme: Programme) -> list[PlacedSession]:
    """The sessions that take time: not cancelled, with a start and a length; drafts do."""
    return [_placed(session) for session in programme.sessions if takes_time(session)]


def takes_time(session: PlannedSession) -> bool:
    """Whether a session can be against anything."""
    return (
        session.status is not ItemStatus.CANCELLED
        and session.starts_at is not None
        and session.duration_minutes > 0
    )


def duties_of(placed: PlacedSession) -> Iterator[Duty]:
    """Who is busy when: a part in the session takes all of it, one in a slot only the slot."""
    busy: set[UUID] = set()
    for involved, parts in parts_by_person(placed.session.people):
        busy.add(involved.person)
        yield Duty(placed, placed.whole, parts, involved)
    for slot, span in placed.slots:
        for involved, parts in parts_by_person(slot.people):
            if involved.person not in busy:
                yield Duty(placed, span, parts, involved, slot)


def parts_by_person(
    people: Sequence[Involved],
) -> Iterable[tuple[Involved, tuple[Part, ...]]]:
    """Each person once, with all they do there."""
    if len(people) == 1:
        return ((people[0], (people[0].part,)),)
    held: dict[UUID, tuple[Involved, tuple[Part, ...]]] = {}
    for each in people:
        known, parts = held.get(each.person, (each, ()))
        if each.part not in parts:
            held[each.person] = known, (*parts, each.part)
    return held.values()


def _placed(session: PlannedSession) -> PlacedSession:
    assert session.starts_at is not None
    end = session.starts_at + timedelta(minutes=session.duration_minutes)
    whole = Occupied(
        session.id,
        session.id,
        session.code,
        session.title,
        session.starts_at,
        end,
        session.room_name,
        session_code=session.code,
    )
    slots = ((slot, _within(slot, whole)) for slot in session.slots)
    return PlacedSession(session, whole, tuple((slot, at) for slot, at in slots if at is not None))


def _within(slot: PlannedSlot, whole: Occupied) -> Occupied | None:
    span = _span_of(slot, whole)
    if span is None:
        return None
    return Occupied(
        slot.id,
        whole.session,
        slot.code,
        slot.title,
        span.starts_at,
        span.ends_at,
        whole.room_name,
        session_code=whole.code,
    )


def _span_of(slot: PlannedSlot, whole: Occupied) -> Span | None:
    """When a slot takes place: a poster in its presenting window (B02), without one all along."""
    minutes, is_poster = slot.duration_minutes, slot.kind is SlotKind.POSTER
    if slot.status is ItemStatus.CANCELLED or (minutes <= 0 and not is_poster):
        return None
    if is_poster and slot.presents is not None:
        return slot.presents
    if minutes <= 0:
        return Span(whole.start, whole.end)
    start = whole.start + timedelta(minutes=slot.starts_after_minutes)
    return Span(start, start + timedelta(minutes=minutes))
