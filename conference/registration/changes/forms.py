"""What people send to change a registration; amounts as they write them, numbers per extra."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from conference.orm.money import parse_money
from conference.people.forms import Address, Short, checked_address
from conference.people.rules import NewPerson, clean
from conference.registration.changes.rules.categories import Basis
from conference.registration.changes.rules.extras import GuestWish
from conference.registration.changes.rules.held import Held
from conference.registration.draft import AnyRequest
from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=500)]
Key = Annotated[str, msgspec.Meta(max_length=40)]
WHY = "Write the reason; it is kept in the history and stands in the letter."
MOST_OF_ONE = 1_000
LONGEST_NAME = 200


class ChangeForm(msgspec.Struct):
    """The fields that the pages of a change may send; `agreed` is the word for what was shown."""

    agreed: Key = ""
    reason: Reason = ""
    category: Key = ""
    day: date | None = None
    basis: Basis = Basis.TODAY


class CancelForm(msgspec.Struct):
    """A cancellation; only the office writes another sum."""

    agreed: Key = ""
    reason: Reason = ""
    back: Annotated[str, msgspec.Meta(max_length=30)] = ""


class TransferForm(msgspec.Struct):
    """Who takes the place."""

    family_name: Short = ""
    email: Address = ""
    given_name: Short = ""
    affiliation: Annotated[str, msgspec.Meta(max_length=250)] = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    agreed: Key = ""
    reason: Reason = ""
    is_free: bool = False

    def __post_init__(self) -> None:
        errors: dict[str, str] = {}
        if not clean(self.family_name):
            errors["family_name"] = "Write the family name, or the only name."
        try:
            self.email = checked_address(self.email, "email")
        except FormErrors as wrong:
            errors.update(wrong.errors)
        if errors:
            raise FormErrors({}, errors)

    def as_person(self) -> NewPerson:
        return NewPerson(
            self.given_name,
            self.family_name,
            affiliation=self.affiliation,
            country=self.country.upper(),
            email=self.email,
        )


class AdjustForm(msgspec.Struct):
    """A credit or a charge of the office, with its reason (situation 2)."""

    way: Annotated[str, msgspec.Meta(max_length=10)] = ""
    amount: Annotated[str, msgspec.Meta(max_length=30)] = ""
    title: Annotated[str, msgspec.Meta(max_length=120)] = ""
    reason: Reason = ""
    tax_class: Key = "registration"
    key: Annotated[str, msgspec.Meta(max_length=60)] = ""

    def __post_init__(self) -> None:
        errors = {}
        if self.way not in ("credit", "charge"):
            errors["way"] = "Choose one of the two."
        if not self.title:
            errors["title"] = "Write what it is; this stands on the invoice."
        if not self.reason:
            errors["reason"] = WHY
        if not self.amount:
            errors["amount"] = "Write the amount, for example 50.00."
        if errors:
            raise FormErrors({}, errors)


class VisaForm(msgspec.Struct):
    """Somebody tells that the visa was refused."""

    applied_on: date | None = None
    text: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    file: UploadFile | None = None

    def __post_init__(self) -> None:
        errors = {}
        if self.applied_on is None:
            errors["applied_on"] = "Write the day on which you applied for the visa."
        if self.file is None or not self.file.filename:
            errors["file"] = "Choose the letter that refuses the visa."
        if errors:
            raise FormErrors({}, errors)


class VisaDecisionForm(msgspec.Struct):
    """What the office decides about a refused visa."""

    decision: Annotated[str, msgspec.Meta(max_length=20)] = ""
    reason: Reason = ""
    agreed_refunded: Key = ""
    agreed_virtual: Key = ""

    def __post_init__(self) -> None:
        if self.decision not in ("refunded", "virtual", "declined"):
            raise FormErrors({}, {"decision": "Choose what is to be done."})


def money_in(text: str, currency: str, field: str) -> int:
    """The amount that was typed. Raises FormErrors on the field."""
    try:
        return parse_money(text, currency)
    except ValueError as error:
        raise FormErrors({}, {field: str(error)}) from None


async def typed(request: AnyRequest) -> dict[str, str]:
    """Every text field as it was typed, the last of its name; without the form's token."""
    form = await request.form()
    found = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name not in ("_csrf_token", "agreed"):
            found[name] = value.replace("\x00", "").replace("\r\n", "\n").strip()
    return found


def read_numbers(values: Mapping[str, str]) -> dict[str, int]:
    """Extra key -> how many, of the fields "extra-KEY"; an empty one means none.

    Raises FormErrors beside the fields that hold no number.
    """
    numbers, errors = {}, {}
    for name, text in values.items():
        key = name.removeprefix("extra-")
        if key == name:
            continue
        if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
            errors[name] = "Write a whole number, 0 for none."
            continue
        numbers[key] = min(int(text or 0), MOST_OF_ONE)
    if errors:
        raise FormErrors(values, errors)
    return numbers


def read_guests(values: Mapping[str, str], held: Held) -> GuestWish:
    """The names of the guests that come, who does not, and who comes too.

    Raises FormErrors beside a name that is too long.
    """
    names: dict[UUID, str] = {}
    leaving = []
    for guest in held.guests:
        names[guest.id] = clean(values.get(f"n-{guest.id}", guest.name))
        if values.get(f"leaves-{guest.id}"):
            leaving.append(guest.id)
    new_name, new_extra = clean(values.get("new_name", "")), values.get("new_extra", "")
    too_long = {f"n-{id}": name for id, name in names.items()} | {"new_name": new_name}
    errors = {
        field: f"This is too long; at most {LONGEST_NAME} characters."
        for field, name in too_long.items()
        if len(name) > LONGEST_NAME
    }
    if errors:
        raise FormErrors(values, errors)
    new = ((new_extra, new_name),) if new_name else ()
    return GuestWish(names, tuple(leaving), new)
