"""What people send about themselves: an address, a code, their names."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pycountry
from email_validator import EmailNotValidError, validate_email

from conference.people.rules import NewPerson, PersonInfo, clean, normal_address
from conference.web import FormErrors

Short = Annotated[str, msgspec.Meta(max_length=120)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Address = Annotated[str, msgspec.Meta(max_length=254)]

NOT_AN_ADDRESS = "Write an e-mail address like name@example.org."
NO_FAMILY_NAME = "Write your family name, or your only name."


def checked_address(text: str, field: str) -> str:
    """The address in its stored form. Raises FormErrors on the field for what cannot be one.

    Whether a mailbox is behind it only the letter can tell.
    """
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise FormErrors({}, {field: NOT_AN_ADDRESS}) from None
    return normal_address(text)


class SignInForm(msgspec.Struct):
    email: Address
    next: str = "/my"

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")


class CodeForm(msgspec.Struct):
    email: Address
    code: Annotated[str, msgspec.Meta(max_length=40)]
    shared_device: bool = False


class LinkForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    shared_device: bool = False


class NewcomerForm(msgspec.Struct):
    family_name: Short
    given_name: Short = ""
    affiliation: Annotated[str, msgspec.Meta(max_length=250)] = ""

    def __post_init__(self) -> None:
        if not clean(self.family_name):
            raise FormErrors({}, {"family_name": NO_FAMILY_NAME})

    def as_person(self) -> NewPerson:
        return NewPerson(self.given_name, self.family_name, affiliation=self.affiliation)


class ProfileForm(msgspec.Struct):
    """Three names that may differ (R07); an empty one follows the one before it."""

    family_name: Short
    given_name: Short = ""
    registered_name: Name = ""
    badge_name: Name = ""
    certificate_name: Name = ""
    affiliation: Annotated[str, msgspec.Meta(max_length=250)] = ""
    city: Short = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""

    def __post_init__(self) -> None:
        if not clean(self.family_name):
            raise FormErrors({}, {"family_name": NO_FAMILY_NAME})
        if self.country and pycountry.countries.get(alpha_2=self.country.upper()) is None:
            raise FormErrors({}, {"country": "Choose a country from the list."})

    @classmethod
    def of(cls, person: PersonInfo) -> ProfileForm:
        """The person's own words; a name that only repeats the registered one is left empty."""
        registered = person.registered_name
        return cls(
            family_name=person.family_name or registered,
            given_name=person.given_name,
            registered_name=registered,
            badge_name="" if person.badge_name == registered else person.badge_name,
            certificate_name=(
                "" if person.certificate_name == registered else person.certificate_name
            ),
            affiliation=person.affiliation,
            city=person.city,
            country=person.country,
        )

    def as_person(self) -> NewPerson:
        return NewPerson(**msgspec.structs.asdict(self))


class AddressForm(msgspec.Struct):
    address: Address

    def __post_init__(self) -> None:
        self.address = checked_address(self.address, "address")


class ProveForm(msgspec.Struct):
    address: Address
    code: Annotated[str, msgspec.Meta(max_length=40)]


class ChangeAddressForm(msgspec.Struct):
    address: Address
    what: str
