"""The talks and posters of a session as the committee's tables show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.conflicts import Conflict
from schedule.rules.inside import takes_turn
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import SlotKind


@dataclass(frozen=True, slots=True)
class PersonIn:
    """Somebody in a talk, and whether registration knows them."""

    name: str
    part: str
    is_registered: bool


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A talk or poster as the table shows it; `place` counts from 1 among its like."""

    slot: PlannedSlot
    place: int
    is_last: bool
    starts_at: datetime | None
    people: tuple[PersonIn, ...]
    gone: str
    conflicts: tuple[Conflict, ...]

    @property
    def minutes(self) -> str:
        """ "12+3": for talking and for questions."""
        length, questions = self.slot.duration_minutes, self.slot.questions_minutes
        return f"{length - questions}+{questions}" if questions else str(length or "")


def slot_rows(
    programme: Programme, session: PlannedSession, conflicts: Sequence[Conflict]
) -> tuple[list[SlotRow], list[SlotRow]]:
    """(the talks in order with what was cancelled among them, the posters), as the tables show."""
    talks = [each for each in session.slots if each.kind is not SlotKind.POSTER]
    posters = [each for each in session.slots if each.kind is SlotKind.POSTER]
    return (
        _rows(programme, session, sorted(talks, key=_by_start), conflicts),
        _rows(programme, session, sorted(posters, key=lambda each: each.position), conflicts),
    )


def _rows(
    programme: Programme,
    session: PlannedSession,
    slots: Sequence[PlannedSlot],
    conflicts: Sequence[Conflict],
) -> list[SlotRow]:
    turns = [each for each in slots if takes_turn(each) or each.kind is SlotKind.POSTER]
    places = {each.id: place for place, each in enumerate(turns, start=1)}
    return [
        SlotRow(
            slot=each,
            place=places.get(each.id, 0),
            is_last=places.get(each.id) == len(turns),
            starts_at=start_of(session, each),
            people=tuple(person_in(programme, who) for who in each.people),
            gone=GONE_WORDS.get(each.abstract_state, ""),
            conflicts=tuple(conflict for conflict in conflicts if is_about(conflict, each)),
        )
        for each in slots
    ]


def is_about(conflict: Conflict, slot: PlannedSlot) -> bool:
    """Whether a conflict is of this talk itself."""
    return slot.id in (conflict.first.item, conflict.second.item)


def _by_start(slot: PlannedSlot) -> tuple[int, int]:
    return slot.starts_after_minutes, slot.position


def start_of(session: PlannedSession, slot: PlannedSlot | None) -> datetime | None:
    """When a talk begins, as far as its session has a time; without a talk, the session."""
    if slot is None or session.starts_at is None:
        return session.starts_at
    return session.starts_at + timedelta(minutes=slot.starts_after_minutes)


def person_in(programme: Programme, who: Involved) -> PersonIn:
    """Somebody with their part, and whether they are registered."""
    facts = programme.constraints.people.get(who.person)
    return PersonIn(who.name, who.part.label.lower(), facts.is_registered if facts else True)
