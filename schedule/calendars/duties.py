"""What one person has to do at the meeting as released: chairs, talks, posters to hang and show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from conference.web.formats import clock
from schedule.rules.released import ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import Part, SlotKind

ARRIVE_BEFORE = timedelta(minutes=15)  # S04
Pair = tuple[ReleasedSession, ReleasedSlot | None]


class Task(StrEnum):
    """What is to be done about an item."""

    ATTEND = "attend"
    SET_UP = "set_up"
    TEAR_DOWN = "tear_down"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a person has to do; a poster is set up, presented and taken down (B04)."""

    session: ReleasedSession
    slot: ReleasedSlot | None
    parts: tuple[Part, ...]
    task: Task = Task.ATTEND

    @property
    def code(self) -> str:
        """The code of the talk or poster, else of the session."""
        return (self.slot or self.session).code


def involved_in(session: ReleasedSession, slot: ReleasedSlot | None) -> Iterator[tuple[UUID, Part]]:
    """Everyone with a part in an item, once for each part."""
    people = slot.people if slot else (*session.chairs, *session.speakers)
    return ((each.id, each.part) for each in people)


def duties_of(person: UUID, pairs: Iterable[Pair]) -> list[Duty]:
    """The duties of a person among sessions and slots, starred or not, cancelled ones too."""
    found = []
    for session, slot in pairs:
        held = (part for who, part in involved_in(session, slot) if who == person)
        if parts := tuple(dict.fromkeys(held)):
            tasks = Task if slot and slot.kind is SlotKind.POSTER else (Task.ATTEND,)
            found += [Duty(session, slot, parts, task) for task in tasks]
    return found


def duty_note(duty: Duty, zone: str) -> str:
    """What the person is told to do, in their own calendar."""
    board = f" at board {duty.slot.board}" if duty.slot and duty.slot.board else ""
    if duty.task is Task.SET_UP:
        size = f" Boards are {duty.session.board_size}." if duty.session.board_size else ""
        return f"Put up your poster{board} in this time.{size}"
    if duty.task is Task.TEAR_DOWN:
        return f"Take down your poster{board} in this time: what still hangs then is thrown away."
    if duty.slot and duty.slot.kind is SlotKind.POSTER:
        return f"Your poster: please stand by it{board} in this time."
    you = f"You: {', '.join(part.label.lower() for part in duty.parts)}."
    if Part.CHAIR not in duty.parts:
        return you
    at = clock(duty.session.starts_at - ARRIVE_BEFORE, zone)
    return f"{you} Please be in the room at {at}, 15 minutes before it starts."
