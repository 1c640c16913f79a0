"""An edit of the draft as what was before and what is after, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme

HomedSlots = dict[UUID, tuple[UUID, PlannedSlot]]


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One session before and after an edit; `None` where it is not there."""

    before: PlannedSession | None
    after: PlannedSession | None

    @property
    def session(self) -> PlannedSession:
        """The session itself, as it is after the edit if it still is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def reversed(self) -> DraftStep:
        """The step that takes this one back."""
        return DraftStep(self.after, self.before)


_decoder = msgspec.json.Decoder(list[DraftStep])
_encoder = msgspec.json.Encoder(enc_hook=str)  # PostgreSQL's driver has its own UUID class


def steps_as_json(steps: Sequence[DraftStep]) -> str:
    """As `DraftChange.steps` holds them."""
    return _encoder.encode(list(steps)).decode()


def steps_of(text: str) -> list[DraftStep]:
    """The steps that `steps_as_json` wrote."""
    return _decoder.decode(text)


def applied(programme: Programme, steps: Sequence[DraftStep]) -> Programme:
    """The draft after the steps: each of their sessions is as the step leaves it."""
    after = {step.session.id: step.after for step in steps}
    codes = {each.code for step in steps for each in (step.before, step.after) if each}
    kept = (after.pop(each.id, each) if each.code in codes else each for each in programme.sessions)
    sessions = [each for each in kept if each is not None]
    sessions += [each for each in after.values() if each is not None]
    return replace(programme, sessions=tuple(sessions))


def with_versions(steps: Sequence[DraftStep]) -> list[DraftStep]:
    """The steps with the versions that their rows will have.

    A session or slot that stays gets its next one, whatever its `version` says; a new one the
    one that it brings.
    """
    known = slots_by_id(step.before for step in steps)
    return [replace(step, after=_next_version(step, known)) for step in steps]


def _next_version(step: DraftStep, known: HomedSlots) -> PlannedSession | None:
    if step.after is None:
        return None
    session = step.after
    slots = tuple(_next_slot(session.id, slot, known) for slot in _as_read(session.slots))
    version = step.before.version + 1 if step.before else session.version
    return replace(session, version=version, slots=slots)


def _as_read(slots: Iterable[PlannedSlot]) -> list[PlannedSlot]:
    """In the order in which the draft has them."""
    return sorted(slots, key=lambda slot: (slot.position, slot.code))


def _next_slot(session: UUID, slot: PlannedSlot, known: HomedSlots) -> PlannedSlot:
    before = known.get(slot.id)
    if before is None:
        return slot
    version = before[1].version + has_changed(before, (session, slot))
    return slot if slot.version == version else replace(slot, version=version)


def has_changed(before: tuple[UUID, PlannedSlot], after: tuple[UUID, PlannedSlot]) -> bool:
    """Whether a slot went to another session or its row or people differ."""
    if before[0] != after[0]:
        return True
    return before[1] is not after[1] and slot_content(before[1]) != slot_content(after[1])


def content_of(session: PlannedSession) -> PlannedSession:
    """What is stored of a session, without its versions: what undo gives back exactly.

    Names of people and rooms and the state of abstracts are other people's to change.
    """
    return replace(
        session,
        version=1,
        room_name="",
        people=_content_of_people(session.people),
        slots=tuple(slot_content(slot) for slot in _as_read(session.slots)),
    )


def slot_content(slot: PlannedSlot) -> PlannedSlot:
    """What is stored of a slot, without its version."""
    return replace(
        slot,
        version=1,
        people=_content_of_people(slot.people),
        abstract_code="",
        abstract_state="",
        number="",
        presents=None,
    )


def _content_of_people(people: Iterable[Involved]) -> tuple[Involved, ...]:
    return tuple(Involved(each.person, "", each.part) for each in people)


def slots_by_id(sessions: Iterable[PlannedSession | None]) -> HomedSlots:
    """(session, slot) of every slot of these sessions."""
    return {slot.id: (each.id, slot) for each in sessions if each for slot in each.slots}


def codes_in(steps: Iterable[DraftStep]) -> str:
    """As `DraftChange.codes` holds them."""
    return " ".join(dict.fromkeys(step.session.code for step in steps))
