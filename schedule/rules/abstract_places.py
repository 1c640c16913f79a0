"""The talk or poster of an abstract: found in the draft, marked, presented by somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind

PRESENTING = (Part.SPEAKER, Part.PRESENTER)
GONE_WORDS = {
    "withdrawn": "withdrawn",
    "declined": "declined",
    "forfeited": "released",
    "rejected": "no longer accepted",
    "waitlisted": "on the waiting list",
}


@dataclass(frozen=True, slots=True)
class GoneSlot:
    """A talk or poster that stays in the draft although its abstract has left (A13, V08, A09)."""

    session: PlannedSession
    slot: PlannedSlot

    @property
    def word(self) -> str:
        """Withdrawn, declined, released …"""
        return GONE_WORDS[self.slot.abstract_state]

    @property
    def sentence(self) -> str:
        """What the committee has to see to."""
        return f"“{self.slot.title}” in “{self.session.title}” is {self.word} and still placed."


def gone_slots(programme: Programme) -> tuple[GoneSlot, ...]:
    """Every place whose abstract was withdrawn, declined or released, in the draft's order."""
    return tuple(gone for session in programme.sessions for gone in gone_of(session))


def gone_of(session: PlannedSession) -> tuple[GoneSlot, ...]:
    """The places of one session whose abstract is gone."""
    return tuple(
        GoneSlot(session, slot) for slot in session.slots if slot.abstract_state in GONE_WORDS
    )


def placed_abstracts(programme: Programme) -> frozenset[UUID]:
    """The abstracts that have a slot in the draft."""
    slots = (slot for session in programme.sessions for slot in session.slots)
    return frozenset(slot.abstract for slot in slots if slot.abstract)


def places_of_abstract(
    programme: Programme, abstract: UUID
) -> Iterator[tuple[PlannedSession, PlannedSlot]]:
    """The talk or poster of an abstract with its session; one that is cancelled comes last."""
    found = [
        (session, slot)
        for session in programme.sessions
        for slot in session.slots
        if slot.abstract == abstract
    ]
    yield from sorted(found, key=lambda pair: pair[1].status is ItemStatus.CANCELLED)


def with_slot(session: PlannedSession, slot: PlannedSlot) -> PlannedSession:
    """The session with this talk in the place of the one with its id."""
    slots = tuple(slot if each.id == slot.id else each for each in session.slots)
    return replace(session, slots=slots)


def part_of(slot: PlannedSlot) -> Part:
    """What who presents it does."""
    return Part.PRESENTER if slot.kind is SlotKind.POSTER else Part.SPEAKER


def presented_by(
    people: Iterable[Involved], before: UUID | None, after: Involved | None
) -> tuple[Involved, ...]:
    """The people of a talk after a change of presenter (A12): everybody else stays.

    Without the one before among them, the first who speaks is replaced.
    """
    kept = [each for each in people if after is None or each.person != after.person]
    speaking = [each for each in kept if each.part in PRESENTING]
    leaving = next((each for each in speaking if each.person == before), None)
    if leaving is None and before is None and speaking:
        leaving = speaking[0]
    if leaving is None:
        return (*kept, after) if after else tuple(kept)
    place = kept.index(leaving)
    return (*kept[:place], *([after] if after else []), *kept[place + 1 :])
