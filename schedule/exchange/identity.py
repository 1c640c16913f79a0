"""Numbers and slugs that the formats demand and that ours do not have by themselves."""

import re
from functools import lru_cache
from uuid import UUID, uuid5

import msgspec

from schedule.exchange.fields import ascii_slug, made_up_guid
from schedule.rules.origin import Origin, OriginPerson
from schedule.rules.released import ReleasedPerson

_ACRONYM = re.compile(r"[a-z0-9_-][a-z0-9_]{3,}")
_RANGE = 2**31 - 1


class Numbers:
    """Hands out event numbers that stay unique within one file."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def take(self, wanted: int) -> int:
        """The wanted number, or the next free one after it."""
        while wanted in self._taken:
            wanted = wanted % _RANGE + 1
        self._taken.add(wanted)
        return wanted


@lru_cache(maxsize=64)
def acronym_of(text: str) -> str:
    """A short name that both schemas allow: at least four of a-z, 0-9 and _."""
    plain = ascii_slug(text).replace("-", "_")
    return plain if _ACRONYM.fullmatch(plain) else f"meeting_{plain}".rstrip("_")


@lru_cache(maxsize=16384)
def event_guid(item: UUID) -> str:
    """The guid under which a session or talk of ours is exported: stable, and not its id."""
    return str(uuid5(item, "event"))


@lru_cache(maxsize=16384)
def person_guid(person: UUID) -> str:
    """The guid under which a person is exported: stable, and not their id."""
    return str(uuid5(person, "person"))


def written_person(person: ReleasedPerson, origin: Origin) -> OriginPerson:
    """The person as the session's file named them, with the name they have now; else with our
    guid."""
    for known in origin.people:
        if known.person == person.id:
            return msgspec.structs.replace(known, name=person.name, person=None)
    return _own_person(person.id, person.name)


@lru_cache(maxsize=16384)
def _own_person(id: UUID, name: str) -> OriginPerson:
    guid = person_guid(id)
    return OriginPerson(key=f"guid:{guid}", name=name, guid=guid)


def number_of(origin: Origin) -> int:
    """The event's number: its own, or one made from its guid."""
    return origin.id or from_guid(origin.guid)


def person_number(person: OriginPerson) -> int:
    """The person's number: their own, or one made from their guid or key."""
    return person.id or from_guid(person.guid or made_up_guid("person", person.key))


def from_guid(guid: str) -> int:
    """A positive 31-bit number that is always the same for a guid."""
    return int(guid.replace("-", ""), 16) % _RANGE + 1
