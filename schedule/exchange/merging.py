"""A session of the draft as it is after a file: what the file tells, over what there was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from schedule.exchange.identity import event_guid
from schedule.exchange.incoming import Incoming, IncomingItem, Named, named_in, people_of
from schedule.exchange.known_people import KnownPeople
from schedule.rules.origin import Origin
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind

UNWRITTEN = UUID("00000000-0000-4000-8000-000000000002")
_NOT_FIELDS = frozenset({"speakers", "chairs", "origin"})
_SLOT_FIELDS = frozenset(
    {"title", "kind", "duration_minutes", "questions_minutes", "board", "status"}
)
_OF_THE_ABSTRACT = frozenset({"title", "people"})


def merged_session(
    existing: PlannedSession | None,
    incoming: Incoming,
    known: KnownPeople,
    rooms: Mapping[str, UUID],
    guests: Mapping[str, PlannedSlot],
) -> PlannedSession:
    """The session as the file wants it. What the file does not speak of stays, and so do talks
    that are not in it; `guests` are talks of other sessions that it has here."""
    wanted, told = incoming.session, incoming.told
    if existing is None:
        before = replace(wanted, id=uuid5(UNWRITTEN, incoming.guid), people=(), slots=())
        after, told = before, told | {"speakers", "chairs", "room_name"}
    else:
        before = existing
        names = told - _NOT_FIELDS
        after = replace(before, **{name: getattr(wanted, name) for name in names})
    if "room_name" in told:
        after = replace(after, room=_room(wanted.room_name, rooms), room_name=wanted.room_name)
    after = replace(
        after,
        people=merged_people(before.people, incoming.people, told, known),
        origin=_origin(existing, incoming),
    )
    return replace(after, slots=_slots(before, after, incoming, known, guests))


def _room(name: str, rooms: Mapping[str, UUID]) -> UUID | None:
    return (rooms.get(name) or uuid5(UNWRITTEN, name)) if name else None


def _origin(existing: PlannedSession | None, incoming: Incoming) -> Origin:
    """An import's own origin follows its file; of every session the people's keys are kept."""
    named = people_of(each.person for each in named_in(incoming))
    if existing is None or (existing.origin.is_imported and "origin" in incoming.told):
        guid = existing.origin.guid if existing else incoming.guid
        return msgspec.structs.replace(incoming.session.origin, guid=guid, people=named)
    new = people_of((*existing.origin.people, *named))
    return msgspec.structs.replace(existing.origin, people=new)


def merged_people(
    before: Sequence[Involved],
    named: Iterable[Named],
    told: frozenset[str],
    known: KnownPeople,
) -> tuple[Involved, ...]:
    """Chairs, then the others; those of whom the file does not speak stay as they are.

    Somebody without a part keeps the one they have; a chair named so stays a chair alone.
    """
    was = {each.person: each for each in before if each.part is not Part.CHAIR}
    names = {each.person: each for each in before}
    chairs = [each for each in before if each.part is Part.CHAIR]
    others = [each for each in before if each.part is not Part.CHAIR]
    people = [(known.stand_in(each.person), each) for each in named]
    held = {each.person for each in chairs}

    def involved(person: UUID, one: Named, part: Part) -> Involved:
        there = names.get(person) or Involved(person, one.person.name, part)
        return replace(there, part=part)

    if "chairs" in told:
        chairs = [involved(p, one, Part.CHAIR) for p, one in people if one.part is Part.CHAIR]
    if "speakers" in told:
        others = []
        for person, one in people:
            if one.part is Part.CHAIR or (one.part is None and person in held):
                continue
            part = one.part or (was[person].part if person in was else Part.SPEAKER)
            others.append(involved(person, one, part))
    after = tuple(dict.fromkeys((*chairs, *others)))
    return tuple(before) if set(after) == set(before) and _same(before, after) else after


def _same(before: Sequence[Involved], after: Sequence[Involved]) -> bool:
    """Whether chairs are in the same order, and the others too, however the two are mixed."""

    def split(people: Sequence[Involved]) -> list[list[Involved]]:
        return [[p for p in people if (p.part is Part.CHAIR) is chair] for chair in (True, False)]

    return split(before) == split(after)


def _slots(
    before: PlannedSession,
    after: PlannedSession,
    incoming: Incoming,
    known: KnownPeople,
    guests: Mapping[str, PlannedSlot],
) -> tuple[PlannedSlot, ...]:
    """The talks of the file in the place of those they are, the new ones after them."""
    if not incoming.items:
        return before.slots
    by_guid = {event_guid(slot.id): slot for slot in before.slots}
    by_code = {slot.code: slot for slot in before.slots}
    slots = {slot.id: slot for slot in before.slots}
    for item in incoming.items:
        there = by_guid.get(item.guid) or guests.get(item.guid) or by_code.get(item.slot.code)
        if there is None and item.slot.status is ItemStatus.CANCELLED:
            continue
        slot = _slot(there, item, after, known)
        if slot.id not in slots:
            slot = replace(slot, position=len(slots) + 1)
        slots[slot.id] = slot
    return _in_order(before.slots, tuple(slots.values()))


def _slot(
    there: PlannedSlot | None, item: IncomingItem, session: PlannedSession, known: KnownPeople
) -> PlannedSlot:
    told = item.told
    if there is None:
        slot = replace(item.slot, id=uuid5(UNWRITTEN, item.guid), people=())
        told = told | {"people", "starts_at"}
    else:
        told = told - _OF_THE_ABSTRACT if there.abstract else told
        if session.status is ItemStatus.CANCELLED:  # then all in it reads as cancelled
            told = told - {"status"}
        names = told & _SLOT_FIELDS
        slot = replace(there, **{name: getattr(item.slot, name) for name in names})
    if "starts_at" in told and item.starts_at is not None and session.starts_at is not None:
        late = max(round((item.starts_at - session.starts_at).total_seconds() / 60), 0)
        slot = replace(slot, starts_after_minutes=late)
    if "people" in told:
        everybody = frozenset({"speakers", "chairs"})
        slot = replace(slot, people=merged_people(slot.people, item.people, everybody, known))
    return _without_length(there, slot, item, session)


def _without_length(
    there: PlannedSlot | None, slot: PlannedSlot, item: IncomingItem, session: PlannedSession
) -> PlannedSlot:
    """Posters and talks without a length are exported as lasting to the end of their session."""
    if item.starts_at is None or session.ends_at is None:
        return slot
    is_open = there.duration_minutes == 0 if there else slot.kind is SlotKind.POSTER
    ends_at = item.starts_at + timedelta(minutes=item.slot.duration_minutes)
    if is_open and ends_at == max(session.ends_at, item.starts_at):
        return replace(slot, duration_minutes=0)
    return slot


def _in_order(
    before: Sequence[PlannedSlot], after: tuple[PlannedSlot, ...]
) -> tuple[PlannedSlot, ...]:
    """By time where the file changed times or brought talks to old ones, else as they were."""
    was = {slot.id: slot.starts_after_minutes for slot in before}
    if not was or all(was.get(slot.id) == slot.starts_after_minutes for slot in after):
        return after
    ordered = sorted(
        after,
        key=lambda s: (s.kind is SlotKind.POSTER, s.starts_after_minutes, s.position, s.code),
    )
    return tuple(replace(slot, position=place) for place, slot in enumerate(ordered, start=1))
