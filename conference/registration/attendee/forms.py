"""What attendees send after ordering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
import pycountry

from conference.people.rules import clean
from conference.registration.attendee.actions import Passport
from conference.registration.attendee.rules import Answer, Diet, Needs, Purpose
from conference.web import FormErrors

YES, NO = "yes", "no"
ANSWERS = ((YES, "Yes"), (NO, "No"))
_Answer = Annotated[str, msgspec.Meta(max_length=3)]


class DetailsForm(msgspec.Struct):
    """Needs and consents; each may be left open, and a consent is never assumed (R10)."""

    diets: list[str] = []
    diet_note: Annotated[str, msgspec.Meta(max_length=150)] = ""
    access: Annotated[str, msgspec.Meta(max_length=500)] = ""
    emergency_contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    photo: _Answer = ""
    attendee_list: _Answer = ""
    sponsors: _Answer = ""
    news: _Answer = ""

    def needs(self) -> Needs:
        return Needs(
            diets=tuple(each for each in Diet if each.value in self.diets),
            diet_note=clean(self.diet_note),
            access=self.access.strip(),
            emergency_contact=clean(self.emergency_contact),
        )

    def answers(self) -> dict[Purpose, bool]:
        """The purposes that were answered at all."""
        typed = {each: getattr(self, each.value) for each in Purpose}
        return {each: text == YES for each, text in typed.items() if text in (YES, NO)}


def details_values(needs: Needs | None, answers: Mapping[Purpose, Answer]) -> dict[str, Any]:
    """What is known, for the form to start with."""
    needs = needs or Needs()
    said = {each.value: (YES if answers[each].is_given else NO) for each in answers}
    return {
        "diets": [each.value for each in needs.diets],
        "diet_note": needs.diet_note,
        "access": needs.access,
        "emergency_contact": needs.emergency_contact,
        **said,
    }


class VisaForm(msgspec.Struct):
    """The names of the passport, not those of the badge (T08)."""

    passport_name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    nationality: Annotated[str, msgspec.Meta(max_length=2)] = ""
    passport_number: Annotated[str, msgspec.Meta(max_length=40)] = ""
    embassy: Annotated[str, msgspec.Meta(max_length=200)] = ""
    applied_on: date | None = None

    def __post_init__(self) -> None:
        errors = {}
        if not clean(self.passport_name):
            errors["passport_name"] = "Write your name as it stands in the passport."
        if pycountry.countries.get(alpha_2=self.nationality.upper()) is None:
            errors["nationality"] = "Choose a country from the list."
        if errors:
            raise FormErrors({}, errors)

    def passport(self) -> Passport:
        return Passport(
            name=clean(self.passport_name),
            nationality=self.nationality.upper(),
            number=clean(self.passport_number),
            embassy=self.embassy.strip(),
            applied_on=self.applied_on,
        )


class ApplicationForm(msgspec.Struct):
    """When the visa was applied for (C06)."""

    applied_on: date | None = None


class VisaDecisionForm(msgspec.Struct):
    """What the office does with a letter: issue, reopen, refused."""

    act: Annotated[str, msgspec.Meta(max_length=20)] = ""


class VisaLettersForm(msgspec.Struct):
    """The registrations whose letters are not issued with the others."""

    leave: list[Annotated[str, msgspec.Meta(max_length=20)]] = []
