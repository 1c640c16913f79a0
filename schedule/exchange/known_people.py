"""Who the people of a file are: by an earlier file's key or our own guid, never by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

import msgspec

from schedule.exchange.identity import person_guid
from schedule.exchange.incoming import Incoming, IncomingItem, Named
from schedule.rules.origin import OriginPerson
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme

_NOWHERE = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Who the draft's people are in files: by the key of an earlier import, or by our own guid."""

    by_key: Mapping[str, UUID]

    @classmethod
    def of(cls, draft: Programme) -> KnownPeople:
        keys: dict[str, UUID] = {}
        for session in draft.sessions:
            for involved in (*session.people, *(p for slot in session.slots for p in slot.people)):
                keys[f"guid:{person_guid(involved.person)}"] = involved.person
        for session in draft.sessions:
            for person in session.origin.people:
                if person.person is not None:
                    keys[person.key] = person.person
        return cls(keys)

    def find(self, person: OriginPerson) -> UUID | None:
        """The person whom an earlier file named by the same key; never by name alone."""
        return self.by_key.get(person.key) or self.by_key.get(f"guid:{person.guid}")

    def stand_in(self, person: OriginPerson) -> UUID:
        """The person, or for one not yet written down an id that their key always gives."""
        return self.find(person) or uuid5(_NOWHERE, person.key)


def recognised(
    incoming: Incoming,
    existing: PlannedSession | None,
    slots: Mapping[str, tuple[PlannedSession, PlannedSlot]],
) -> Incoming:
    """The same, where a file that only gives names names those who are in the item already."""
    if existing is None:
        return incoming
    by_code = {slot.code: slot for slot in existing.slots}

    def item(one: IncomingItem) -> IncomingItem:
        slot = slots[one.guid][1] if one.guid in slots else by_code.get(one.slot.code)
        return replace(one, people=_same(one.people, slot.people)) if slot else one

    people = _same(incoming.people, existing.people)
    return replace(incoming, people=people, items=tuple(item(each) for each in incoming.items))


def _same(named: Iterable[Named], here: Iterable[Involved]) -> tuple[Named, ...]:
    names = {each.name.casefold(): each.person for each in here}
    return tuple(_identified(each, names) for each in named)


def _identified(named: Named, names: Mapping[str, UUID]) -> Named:
    person = names.get(named.person.name.casefold())
    if person is None or not named.person.key.startswith("name:"):
        return named
    guid = person_guid(person)
    known = msgspec.structs.replace(named.person, key=f"guid:{guid}", guid=guid)
    return replace(named, person=known)
