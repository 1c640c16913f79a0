"""Who is billed and how they pay: what the third screen asks besides the order (T04)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
import pycountry

from conference.people.rules import clean
from conference.registration.card.rules import card_is_offered
from conference.registration.ordering import Payer
from conference.registration.policy import Policy
from conference.registration.rules import PayBy
from conference.settings import Settings
from conference.web import FormErrors

ME, INSTITUTION = "me", "institution"
BILL_FOR = ((ME, "To me"), (INSTITUTION, "To my institution"))
_VAT_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9.+*/-]{3,29}")
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Customer:
    """Who pays, as far as tax asks (T01)."""

    country: str = ""
    vat_number: str = ""


class BillForm(msgspec.Struct):
    """Bill and way to pay. Empty `bill_for`: the institution, if its address is given."""

    bill_for: Annotated[str, msgspec.Meta(max_length=20)] = ""
    bill_to: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    bill_country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    vat_number: Annotated[str, msgspec.Meta(max_length=40)] = ""
    purchase_order: Annotated[str, msgspec.Meta(max_length=60)] = ""
    pays_by: Annotated[str, msgspec.Meta(max_length=20)] = ""

    def __post_init__(self) -> None:
        self.vat_number = _GAPS.sub("", self.vat_number).upper()
        if errors := self.faults():
            raise FormErrors({}, errors)

    @property
    def is_for_institution(self) -> bool:
        return self.bill_for == INSTITUTION or (not self.bill_for and bool(self.bill_to))

    def faults(self) -> dict[str, str]:
        """Field -> what is wrong with it; nothing is asked of somebody who pays themselves."""
        if not self.is_for_institution:
            return {}
        errors = {}
        if not self.bill_to.strip():
            errors["bill_to"] = "Write the name and address of the institution that pays."
        if pycountry.countries.get(alpha_2=self.bill_country.upper()) is None:
            errors["bill_country"] = "Choose the country of the institution."
        if self.vat_number and not _VAT_NUMBER.fullmatch(self.vat_number):
            errors["vat_number"] = "Write the number with its country letters, like DE123456789."
        return errors

    def customer(self, country: str) -> Customer:
        """Who is billed; `country`: of the person, if they pay themselves."""
        if self.is_for_institution:
            return Customer(self.bill_country.upper(), self.vat_number)
        return Customer(country)

    def way(self, ways: Sequence[PayBy]) -> PayBy:
        """The chosen way to pay, or the first that is open; raises FormErrors for another one."""
        if not self.pays_by and ways:
            return ways[0]
        chosen = next((each for each in ways if each.value == self.pays_by), None)
        if chosen is None:
            raise FormErrors({}, {"pays_by": "Choose how you pay."})
        if chosen is PayBy.PURCHASE_ORDER and not self.is_for_institution:
            sentence = "An invoice goes to an institution: choose “To my institution” above."
            raise FormErrors({}, {"pays_by": sentence})
        return chosen

    def payer(self, person: UUID, country: str, way: PayBy) -> Payer:
        """The payer as an order keeps them."""
        customer = self.customer(country)
        if not self.is_for_institution:
            return Payer(person, way, bill_country=customer.country)
        return Payer(
            person,
            way,
            bill_to=self.bill_to.strip(),
            bill_country=customer.country,
            vat_number=customer.vat_number,
            purchase_order=clean(self.purchase_order),
        )


class ConfirmForm(BillForm, kw_only=True):
    """The third screen: the quote that it shows, who is billed, how they pay."""

    quote: UUID


def customer_of(bill: dict[str, str], country: str) -> Customer:
    """Who is billed by what was typed so far, be it right or wrong yet."""
    is_for_institution = bill.get("bill_for") == INSTITUTION
    if is_for_institution and pycountry.countries.get(alpha_2=bill.get("bill_country", "").upper()):
        vat_number = _GAPS.sub("", bill.get("vat_number", "")).upper()
        valid = vat_number if _VAT_NUMBER.fullmatch(vat_number) else ""
        return Customer(bill["bill_country"].upper(), valid)
    return Customer(country)


def ways_to_pay(settings: Settings, policy: Policy) -> tuple[PayBy, ...]:
    """How this meeting can be paid, the quickest first; a transfer where nothing else is set."""
    offered = {
        PayBy.CARD: card_is_offered(settings, policy),
        PayBy.BANK_TRANSFER: policy.takes_transfer,
        PayBy.PURCHASE_ORDER: policy.takes_purchase_order,
        PayBy.DESK: policy.takes_desk,
    }
    return tuple(way for way, is_open in offered.items() if is_open) or (PayBy.BANK_TRANSFER,)
