"""Numbers and slugs that the formats demand and that ours do not have by themselves."""

import re
from uuid import UUID

from schedule.exchange.fields import ascii_slug, made_up_guid
from schedule.rules.origin import Origin, OriginPerson

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


def acronym_of(text: str) -> str:
    """A short name that both schemas allow: at least four of a-z, 0-9 and _."""
    plain = ascii_slug(text).replace("-", "_")
    return plain if _ACRONYM.fullmatch(plain) else f"meeting_{plain}".rstrip("_")


def number_of(origin: Origin) -> int:
    """The event's number: its own, or one made from its guid."""
    return origin.id or from_guid(origin.guid)


def person_number(person: OriginPerson) -> int:
    """The person's number: their own, or one made from their guid or key."""
    return person.id or from_guid(person.guid or made_up_guid("person", person.key))


def from_guid(guid: str) -> int:
    """A positive 31-bit number that is always the same for a guid."""
    return UUID(guid).int % _RANGE + 1
