"""Whether an edit can be taken back, and what comes back with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.changes import DraftStep, content_of, slots_by_id
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A session that is not as the edit left it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Returning:
    """What is known now of that which comes back: rooms and people there are, by id, and the
    state of each abstract that is there."""

    rooms: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    abstracts: Mapping[UUID, str] = field(default_factory=dict)


def overtaken(programme: Programme, steps: Iterable[DraftStep]) -> Overtaken | None:
    """The first session that is not as `before` of its step has it, versions aside."""
    known = {each.id: each for each in programme.sessions}
    for step in steps:
        now = known.get(step.session.id)
        if not _is_same(now, step.before):
            told = now or step.session
            return Overtaken(told.code, told.title)
    return None


def _is_same(one: PlannedSession | None, other: PlannedSession | None) -> bool:
    if one is None or other is None:
        return one is other
    return content_of(one) == content_of(other)


def needed(steps: Sequence[DraftStep]) -> Returning:
    """The rooms, people and abstracts that come back: those that are not there before."""
    before, after = (_named(getattr(s, side) for s in steps) for side in ("before", "after"))
    return Returning(
        after.rooms - before.rooms,
        after.people - before.people,
        dict.fromkeys(new_abstracts(steps), ""),
    )


def new_abstracts(steps: Sequence[DraftStep]) -> dict[UUID, PlannedSlot]:
    """The slots, by abstract, that show it again: it is not in them before."""
    known = slots_by_id(step.before for step in steps)
    found: dict[UUID, PlannedSlot] = {}
    for id, (_, slot) in slots_by_id(step.after for step in steps).items():
        if slot.abstract and (id not in known or known[id][1].abstract != slot.abstract):
            found[slot.abstract] = slot
    return found


def returned(
    programme: Programme, steps: Sequence[DraftStep], facts: Returning
) -> list[DraftStep] | str:
    """The steps as they can be done now, or the sentence that says why they cannot.

    A talk whose abstract is gone comes back as cancelled, as it would be had it stayed (A13).
    """
    wanted = needed(steps)
    if wanted.rooms - facts.rooms:
        return "Its room is not one of the meeting's any more. Move it by hand."
    if wanted.people - facts.people:
        return "Somebody in it is not known here any more. Make the change by hand."
    again = new_abstracts(steps)
    if again.keys() - facts.abstracts.keys():
        return "An abstract in it is not there any more. Make the change by hand."
    if slot := _placed_elsewhere(programme, steps, again):
        return f"“{slot.title}” has another place by now. Take it out there first."
    gone = {slot.id for abstract, slot in again.items() if facts.abstracts[abstract] in GONE_WORDS}
    return [_next(_with_gone(step, gone, facts)) for step in steps]


def _placed_elsewhere(
    programme: Programme, steps: Sequence[DraftStep], again: Mapping[UUID, PlannedSlot]
) -> PlannedSlot | None:
    touched = {step.session.id for step in steps}
    others = (each for each in programme.sessions if each.id not in touched)
    placed = {slot.abstract for each in others for slot in each.slots}
    return next((slot for abstract, slot in again.items() if abstract in placed), None)


def _with_gone(step: DraftStep, gone: set[UUID], facts: Returning) -> DraftStep:
    if step.after is None or not gone:
        return step
    slots = tuple(
        replace(
            slot,
            status=ItemStatus.CANCELLED,
            abstract_state=facts.abstracts.get(slot.abstract, "") if slot.abstract else "",
        )
        if slot.id in gone
        else slot
        for slot in step.after.slots
    )
    return replace(step, after=replace(step.after, slots=slots))


def _next(step: DraftStep) -> DraftStep:
    """A session that comes back is newer than what anybody saw of it."""
    if step.before is None and step.after is not None:
        return replace(step, after=replace(step.after, version=step.after.version + 1))
    return step


def _named(sessions: Iterable[PlannedSession | None]) -> Returning:
    there = [each for each in sessions if each]
    people = {one.person for each in there for one in each.people}
    people |= {one.person for each in there for slot in each.slots for one in slot.people}
    return Returning(frozenset(each.room for each in there if each.room), frozenset(people))
