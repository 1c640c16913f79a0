"""Writing the sessions and people of an imported programme, many rows to a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.table import Table

from conference.orm import Action, tokens
from conference.people import actions as people_actions
from conference.people.rules import NewPerson
from schedule.exchange.comparing import ImportStep, KnownPeople
from schedule.exchange.merging import merged_session
from schedule.rules.origin import Origin, OriginPerson
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.tables import Participation, Session, Slot

ROWS = 500


async def write_people(
    act: Action, known: KnownPeople, steps: Iterable[ImportStep]
) -> tuple[KnownPeople, int]:
    """Everyone in the steps by key, with those written down that no earlier file named by the
    same key; a name alone never makes two people one (situation 8)."""
    new = {
        person.key: person
        for step in steps
        for person in _named(step)
        if known.find(person) is None
    }
    ids = await people_actions.create_people(act, [_new_person(each) for each in new.values()])
    by_key = {**known.by_key, **dict(zip(new, ids, strict=True))}
    return KnownPeople(by_key), len(ids)


async def write_sessions(
    act: Action,
    meeting: UUID,
    draft: Programme,
    steps: Sequence[ImportStep],
    known: KnownPeople,
    rooms: Mapping[str, UUID],
) -> tuple[int, int]:
    """Inserts the new sessions and updates the changed ones; how many of each."""
    codes = _Codes(draft)
    new, changed = [], []
    for step in steps:
        assert step.incoming is not None
        session = merged_session(step.existing, step.incoming, known, rooms)
        session = replace(session, origin=_settled(session.origin, known))
        if step.existing is None:
            new.append(codes.numbered(session))
        else:
            changed.append(session)
    await _insert(Session, [_row(act, meeting, session) for session in new])
    await _insert(
        Slot, [_slot_row(act, session, slot) for session in new for slot in session.slots]
    )
    await _update(changed)
    await _insert(Participation, [row for each in (*new, *changed) for row in _parts(act, each)])
    for session in (*new, *changed):
        act.note("session", session.code, imported=session.title, version=_versions(session))
    return len(new), len(changed)


class _Codes:
    """Gives each new session and talk a code that nothing else in the meeting has."""

    def __init__(self, draft: Programme) -> None:
        self._taken = {session.code for session in draft.sessions}
        self._taken |= {slot.code for session in draft.sessions for slot in session.slots}

    def numbered(self, session: PlannedSession) -> PlannedSession:
        code = self._free(session.code)
        slots = tuple(
            replace(slot, id=uuid4(), code=self._free(slot.code)) for slot in session.slots
        )
        return replace(session, id=uuid4(), code=code, slots=slots, version=0)

    def _free(self, wanted: str) -> str:
        code = wanted if 0 < len(wanted) <= 12 else tokens.random_code()
        while code in self._taken:
            code = tokens.random_code()
        self._taken.add(code)
        return code


def _named(step: ImportStep) -> Iterator[OriginPerson]:
    assert step.incoming is not None
    for event in (step.incoming.event, *step.incoming.talks):
        yield from event.origin.people


def _new_person(person: OriginPerson) -> NewPerson:
    """The last word is taken for the family name, for sorting only; the name shown stays whole."""
    given, _, family = person.name.rpartition(" ")
    return NewPerson(given_name=given[:120], family_name=family[:120], registered_name=person.name)


def _settled(origin: Origin, known: KnownPeople) -> Origin:
    """The origin with the person behind each name it gives."""
    people = tuple(
        msgspec.structs.replace(person, person=known.find(person)) for person in origin.people
    )
    return msgspec.structs.replace(origin, people=people)


def _versions(session: PlannedSession) -> list[int]:
    return [session.version, session.version + 1]


def _columns(session: PlannedSession) -> dict[Any, Any]:
    return {
        "kind": session.kind.value,
        "type_label": session.type_label,
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "room": session.room,
        "starts_at": session.starts_at,
        "duration_minutes": session.duration_minutes,
        "summary": session.summary,
        "description": session.description,
        "language": session.language,
        "status": session.status.value,
        "version": session.version + 1,
        "imported": msgspec.json.encode(session.origin).decode(),
    }


def _row(act: Action, meeting: UUID, session: PlannedSession) -> Session:
    return Session(
        id=session.id,
        created_at=act.now,
        meeting=meeting,
        code=session.code,
        **_columns(session),
    )


def _slot_row(act: Action, session: PlannedSession, slot: PlannedSlot) -> Slot:
    return Slot(
        id=slot.id,
        created_at=act.now,
        session=session.id,
        code=slot.code,
        position=slot.position,
        title=slot.title,
        kind=slot.kind.value,
        starts_after_minutes=slot.starts_after_minutes,
        duration_minutes=slot.duration_minutes,
    )


def _parts(act: Action, session: PlannedSession) -> Iterator[Participation]:
    yield from _part_rows(act, session.id, None, session.people)
    if session.version == 0:
        for slot in session.slots:
            yield from _part_rows(act, session.id, slot.id, slot.people)


def _part_rows(
    act: Action, session: UUID, slot: UUID | None, people: Iterable[Involved]
) -> Iterator[Participation]:
    for position, involved in enumerate(people, start=1):
        yield Participation(
            id=uuid4(),
            created_at=act.now,
            session=session,
            slot=slot,
            person=involved.person,
            part=involved.part.value,
            position=position,
        )


async def _update(changed: Sequence[PlannedSession]) -> None:
    """Sessions that the file changes; the parts in them, but not in their talks, are replaced."""
    for session in changed:
        await Session.update(_columns(session)).where(Session.id == session.id)
    for start in range(0, len(changed), ROWS):
        ids = [session.id for session in changed[start : start + ROWS]]
        await Participation.delete().where(
            Participation.session.is_in(ids), Participation.slot.is_null()
        )


async def _insert(table: type[Table], rows: Sequence[Any]) -> None:
    for start in range(0, len(rows), ROWS):
        await table.insert(*rows[start : start + ROWS])
