"""The draft as it would be after an import, for the conflicts that the file brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from schedule.exchange.comparing import ImportStep, Incoming, KnownPeople, StepKind, slot_kind_of
from schedule.exchange.model import ExchangeEvent
from schedule.rules.origin import OriginPerson
from schedule.rules.programme import (
    Involved,
    PlannedSession,
    PlannedSlot,
    Programme,
)
from schedule.rules.vocabulary import Part

_UNWRITTEN = UUID("00000000-0000-4000-8000-000000000002")


def draft_after(draft: Programme, steps: Iterable[ImportStep], zone: str) -> Programme:
    """The draft with new and changed sessions in place; people and rooms that are not written
    down yet get ids made from their keys and names."""
    known = KnownPeople.of(draft)
    rooms = {room.name: room.id for room in draft.rooms}
    after = {session.id: session for session in draft.sessions}
    for step in steps:
        if step.incoming is not None and step.kind in (StepKind.NEW, StepKind.CHANGED):
            session = merged_session(step.existing, step.incoming, known, rooms)
            after[session.id] = session
    return Programme(draft.zone if draft.sessions else zone, tuple(after.values()), draft.rooms)


def merged_session(
    existing: PlannedSession | None,
    incoming: Incoming,
    known: KnownPeople,
    rooms: Mapping[str, UUID],
) -> PlannedSession:
    """The session as the file wants it; what files do not know (chairs, status) stays."""
    event = incoming.event
    identity = event.origin.guid or incoming.code
    blank = PlannedSession(uuid5(_UNWRITTEN, identity), incoming.wanted_code or identity[:8], "")
    before = existing or blank
    chairs = tuple(each for each in before.people if each.part is Part.CHAIR)
    held = {each.person for each in chairs}
    named = involved_people(event.origin.people, known)
    return replace(
        before,
        title=event.title,
        kind=incoming.kind,
        room=rooms.get(event.room) or (uuid5(_UNWRITTEN, event.room) if event.room else None),
        room_name=event.room,
        starts_at=event.starts_at,
        duration_minutes=event.duration_minutes,
        people=(*chairs, *(each for each in named if each.person not in held)),
        slots=_slots(incoming, known) or before.slots,
        subtitle=event.subtitle,
        type_label=incoming.type_label,
        track=event.track,
        summary=event.abstract,
        description=event.description,
        language=event.language,
        origin=event.origin if existing is None or existing.origin.is_imported else before.origin,
    )


def involved_people(named: Iterable[OriginPerson], known: KnownPeople) -> tuple[Involved, ...]:
    """The people of an event as speakers, each once."""
    people = {known.stand_in(person): person.name for person in named}
    return tuple(Involved(person, name, Part.SPEAKER) for person, name in people.items())


def _slots(incoming: Incoming, known: KnownPeople) -> tuple[PlannedSlot, ...]:
    return tuple(
        _slot(incoming.event, talk, position, known)
        for position, talk in enumerate(incoming.talks, start=1)
    )


def _slot(
    session: ExchangeEvent, talk: ExchangeEvent, position: int, known: KnownPeople
) -> PlannedSlot:
    offset = round((talk.starts_at - session.starts_at).total_seconds() / 60)
    return PlannedSlot(
        id=uuid5(_UNWRITTEN, talk.origin.guid),
        code=talk.origin.code,
        title=talk.title,
        kind=slot_kind_of(talk.type),
        position=position,
        starts_after_minutes=offset,
        duration_minutes=talk.duration_minutes,
        people=involved_people(talk.origin.people, known),
    )
