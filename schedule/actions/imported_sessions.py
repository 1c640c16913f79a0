"""The people and sessions of an imported programme, on their way into the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import msgspec

from conference.orm import Action, tokens
from conference.people import actions as people_actions
from conference.people.rules import NewPerson
from schedule.exchange.comparing import ImportStep
from schedule.exchange.incoming import named_in
from schedule.exchange.known_people import KnownPeople
from schedule.rules.changes import DraftStep
from schedule.rules.origin import Origin, OriginPerson
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme

CODE_LENGTH = 12


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


def draft_steps(
    steps: Iterable[ImportStep], draft: Programme, known: KnownPeople
) -> list[DraftStep]:
    """What is written: new sessions and talks with ids and codes that nothing else has."""
    codes = _Codes(draft)
    written = []
    for step in steps:
        if step.after is not None and step.is_wanted:
            after = replace(step.after, origin=_settled(step.after.origin, known))
            written.append(DraftStep(step.existing, codes.numbered(step.existing, after)))
    return written


class _Codes:
    """Gives each new session and talk a code that nothing else in the meeting has."""

    def __init__(self, draft: Programme) -> None:
        self._slots = {slot.id for session in draft.sessions for slot in session.slots}
        self._taken = {session.code for session in draft.sessions}
        self._taken |= {slot.code for session in draft.sessions for slot in session.slots}

    def numbered(self, before: PlannedSession | None, after: PlannedSession) -> PlannedSession:
        if before is None:
            after = replace(after, id=uuid4(), code=self._free(after.code), version=1)
        return replace(after, slots=tuple(self._slot(slot) for slot in after.slots))

    def _slot(self, slot: PlannedSlot) -> PlannedSlot:
        if slot.id in self._slots:
            return slot
        return replace(slot, id=uuid4(), code=self._free(slot.code), version=1)

    def _free(self, wanted: str) -> str:
        code = wanted if 0 < len(wanted) <= CODE_LENGTH else tokens.random_code()
        while code in self._taken:
            code = tokens.random_code()
        self._taken.add(code)
        return code


def _named(step: ImportStep) -> Iterator[OriginPerson]:
    if step.incoming is not None:
        for named in named_in(step.incoming):
            yield named.person


def _new_person(person: OriginPerson) -> NewPerson:
    """The last word is taken for the family name, for sorting only; the name shown stays whole."""
    given, _, family = person.name.rpartition(" ")
    return NewPerson(given_name=given[:120], family_name=family[:120], registered_name=person.name)


def _settled(origin: Origin, known: KnownPeople) -> Origin:
    """The origin with the person behind each name it gives."""
    people = tuple(
        msgspec.structs.replace(person, person=_plain(known.find(person)))
        for person in origin.people
    )
    return msgspec.structs.replace(origin, people=people)


def _plain(id: UUID | None) -> UUID | None:
    """PostgreSQL's driver has its own UUID class, which msgspec does not write."""
    return UUID(str(id)) if id else None
