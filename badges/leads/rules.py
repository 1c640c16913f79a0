"""What an exhibitor may learn by a scan: exactly what the attendee agreed to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.people.rules import PersonInfo
from conference.web import formats


class LeadField(StrEnum):
    """What an attendee may share; nothing until they say so."""

    NAME = "name"
    AFFILIATION = "affiliation"
    COUNTRY = "country"
    EMAIL = "email"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    LeadField.NAME: "My name",
    LeadField.AFFILIATION: "My affiliation",
    LeadField.COUNTRY: "My country",
    LeadField.EMAIL: "My e-mail address",
}
HEADINGS = {
    LeadField.NAME: "Name",
    LeadField.AFFILIATION: "Affiliation",
    LeadField.COUNTRY: "Country",
    LeadField.EMAIL: "E-mail",
}


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to share, since when; `withdrawn_at`: nothing any more."""

    fields: frozenset[LeadField] = frozenset()
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def agreed(self) -> frozenset[LeadField]:
        return frozenset() if self.withdrawn_at else self.fields


def shares(person: PersonInfo, consent: Consent) -> dict[str, str]:
    """The agreed fields that the person has, in a fixed order; empty without consent."""
    values = _values(person)
    agreed = (field for field in LeadField if field in consent.agreed)
    return {field.value: values[field] for field in agreed if values[field]}


def still_agreed(kept: Mapping[str, str], agreed: Collection[LeadField]) -> dict[str, str]:
    """Of what was shown at the scan, what is agreed to today: taking back works backwards too."""
    return {name: value for name, value in kept.items() if name in agreed}


def _values(person: PersonInfo) -> dict[LeadField, str]:
    return {
        LeadField.NAME: person.badge_name,
        LeadField.AFFILIATION: person.affiliation,
        LeadField.COUNTRY: formats.country_name(person.country) if person.country else "",
        LeadField.EMAIL: person.email,
    }


def known_fields(stored: Iterable[str]) -> frozenset[LeadField]:
    """Stored words that still are fields."""
    words = {field.value for field in LeadField}
    return frozenset(LeadField(each) for each in stored if each in words)
