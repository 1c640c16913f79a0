"""What a person sends on the way to a place: who they are, what they want, that they agree."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
import pycountry

from conference.people.forms import Address, Short, checked_address
from conference.people.rules import NewPerson, PersonInfo, clean
from conference.web import FormErrors

Affiliation = Annotated[str, msgspec.Meta(max_length=250)]


class KnownForm(msgspec.Struct):
    """Step 1 of somebody signed in: the address is proved already."""

    family_name: Short
    affiliation: Affiliation
    country: Annotated[str, msgspec.Meta(max_length=2)]
    given_name: Short = ""

    def __post_init__(self) -> None:
        errors = {}
        if pycountry.countries.get(alpha_2=self.country.upper()) is None:
            errors["country"] = "Choose a country from the list."
        for name in ("family_name", "affiliation"):
            if not clean(getattr(self, name)):
                errors[name] = "Please fill this in."
        if errors:
            raise FormErrors({}, errors)

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


class WhoForm(KnownForm, kw_only=True):
    """Step 1 of a stranger: the address comes first and is proved by a code."""

    email: Address

    def __post_init__(self) -> None:
        errors: dict[str, str] = {}
        try:
            self.email = checked_address(self.email, "email")
        except FormErrors as wrong:
            errors.update(wrong.errors)
        try:
            super().__post_init__()
        except FormErrors as wrong:
            errors.update(wrong.errors)
        if errors:
            raise FormErrors({}, errors)


class CodeForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=40)]


class WhatForm(msgspec.Struct):
    category: Annotated[str, msgspec.Meta(max_length=40)] = ""
    mode: Annotated[str, msgspec.Meta(max_length=20)] = "in_person"

    def __post_init__(self) -> None:
        if not self.category:
            raise FormErrors({}, {"category": "Choose a category."})


class ConfirmForm(msgspec.Struct):
    quote: UUID
    bill_to: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class CancelForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
