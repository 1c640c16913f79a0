"""What a person sends on the way to a place: who they are, what they want, that they agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import msgspec
import pycountry

from conference.people.forms import NO_FAMILY_NAME, Address, Short, checked_address
from conference.people.rules import NewPerson, PersonInfo, clean
from conference.web import FormErrors

Affiliation = Annotated[str, msgspec.Meta(max_length=250)]


class KnownForm(msgspec.Struct):
    """Step 1 of somebody signed in: the address is proved already."""

    family_name: Short = ""
    affiliation: Affiliation = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    given_name: Short = ""

    def __post_init__(self) -> None:
        errors = self.faults()
        if errors:
            raise FormErrors({}, errors)

    def faults(self) -> dict[str, str]:
        """Field -> what is wrong with it."""
        errors = {}
        if not clean(self.family_name):
            errors["family_name"] = NO_FAMILY_NAME
        if not clean(self.affiliation):
            errors["affiliation"] = "Write your university, institute or company."
        if pycountry.countries.get(alpha_2=self.country.upper()) is None:
            errors["country"] = "Choose a country from the list."
        return errors

    @classmethod
    def of(cls, person: PersonInfo) -> dict[str, str]:
        """What is known of a person, for a form to start with."""
        return {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "affiliation": person.affiliation,
            "country": person.country,
        }

    def as_person(self) -> NewPerson:
        return NewPerson(
            self.given_name, self.family_name, affiliation=self.affiliation, country=self.country
        )


class WhoForm(KnownForm):
    """Step 1 of a stranger: the address comes first and is proved by a code."""

    email: Address = ""

    def faults(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        try:
            self.email = checked_address(self.email, "email")
        except FormErrors as wrong:
            errors.update(wrong.errors)
        return errors | KnownForm.faults(self)

    def as_new_person(self) -> NewPerson:
        """Somebody who is written down with the address."""
        return replace(KnownForm.as_person(self), email=self.email)


class CodeForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def __post_init__(self) -> None:
        if not self.code:
            raise FormErrors({}, {"code": "Write the 6 digits of the letter."})


class BookingForm(WhoForm):
    """The office writes somebody down and registers them in one go."""

    category: Annotated[str, msgspec.Meta(max_length=40)] = ""
    mode: Annotated[str, msgspec.Meta(max_length=20)] = "in_person"

    def faults(self) -> dict[str, str]:
        errors = WhoForm.faults(self)
        return errors if self.category else errors | {"category": "Choose a category."}

    def as_person(self) -> NewPerson:
        return replace(KnownForm.as_person(self), email=self.email)


class CancelForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
