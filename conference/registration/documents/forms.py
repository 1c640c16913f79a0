"""What the office sends about invoicing: issuer, tax rates, a new bill-to."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

import msgspec

from conference.orm.money import format_money, parse_money
from conference.people.rules import clean
from conference.registration.documents.account import Account, IssuerInfo
from conference.registration.documents.actions import BillTo
from conference.registration.documents.content import Party
from conference.web import FormErrors
from conference.web.formats import country_options

PREFIX = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*", re.ASCII)
MAX_FEE = 10**9
FOOTER_LINES = 5
CHOOSE = "Choose a country from the list."

Short = Annotated[str, msgspec.Meta(max_length=200)]
Address = Annotated[str, msgspec.Meta(max_length=500)]
Country = Annotated[str, msgspec.Meta(max_length=2)]


class IssuerForm(msgspec.Struct):
    """Who issues the documents; the law of most countries asks for all of the first four."""

    legal_name: Short
    address: Address
    country: Country
    prefix: Annotated[str, msgspec.Meta(max_length=20)]
    tax_number: Annotated[str, msgspec.Meta(max_length=60)] = ""
    bank: Address = ""
    footer: Address = ""
    payment_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 14
    change_fee: Annotated[str, msgspec.Meta(max_length=30)] = ""

    def __post_init__(self) -> None:
        self.legal_name = clean(self.legal_name)
        self.prefix = self.prefix.upper()
        errors = {}
        if not PREFIX.fullmatch(self.prefix):
            errors["prefix"] = "Write letters A to Z and digits, with hyphens between them."
        if self.country not in dict(country_options()):
            errors["country"] = CHOOSE
        if self.footer.count("\n") >= FOOTER_LINES:
            errors["footer"] = f"Write at most {FOOTER_LINES} lines; there is no room for more."
        if errors:
            raise FormErrors({}, errors)

    def as_issuer(self, meeting: UUID, currency: str) -> IssuerInfo:
        """Raises FormErrors for a fee that cannot be read."""
        return IssuerInfo(
            meeting=meeting,
            party=Party(self.legal_name, self.address, self.country, clean(self.tax_number)),
            bank=self.bank,
            footer=self.footer,
            prefix=self.prefix,
            payment_days=self.payment_days,
            change_fee=fee_of(self.change_fee, currency, "change_fee"),
        )


def issuer_values(issuer: IssuerInfo | None, prefix: str, currency: str) -> dict[str, object]:
    """The stored issuer as the form shows it; before there is one, a prefix to begin with."""
    if issuer is None:
        return {"prefix": prefix, "payment_days": 14}
    return {
        "legal_name": issuer.party.name,
        "address": issuer.party.address,
        "country": issuer.party.country,
        "tax_number": issuer.party.tax_number,
        "bank": issuer.bank,
        "footer": issuer.footer,
        "prefix": issuer.prefix,
        "payment_days": issuer.payment_days,
        "change_fee": plain_amount(issuer.change_fee, currency),
    }


class CorrectionForm(msgspec.Struct):
    """A new bill-to for an invoice, why, and what the change costs."""

    bill_name: Short
    reason: Annotated[str, msgspec.Meta(max_length=300)]
    bill_address: Address = ""
    bill_country: Country = ""
    vat_number: Annotated[str, msgspec.Meta(max_length=40)] = ""
    purchase_order: Annotated[str, msgspec.Meta(max_length=60)] = ""
    fee: Annotated[str, msgspec.Meta(max_length=30)] = ""

    def __post_init__(self) -> None:
        self.bill_name, self.reason = clean(self.bill_name), clean(self.reason)
        if self.bill_country and self.bill_country not in dict(country_options()):
            raise FormErrors({}, {"bill_country": CHOOSE})

    def as_bill_to(self, currency: str) -> BillTo:
        """Raises FormErrors for a fee that cannot be read."""
        return BillTo(
            text=f"{self.bill_name}\n{self.bill_address}".strip(),
            country=self.bill_country,
            vat_number=clean(self.vat_number),
            purchase_order=clean(self.purchase_order),
            fee=fee_of(self.fee, currency, "fee"),
        )


def correction_values(account: Account, fee: int) -> dict[str, object]:
    """The bill-to of the order as it is, to be changed, and the society's fee."""
    return {
        "bill_name": account.bill_to.name,
        "bill_address": account.bill_to.address,
        "bill_country": account.bill_to.country,
        "vat_number": account.bill_to.tax_number,
        "purchase_order": account.purchase_order,
        "fee": plain_amount(fee, account.currency),
    }


def fee_of(text: str, currency: str, field: str) -> int:
    """Minor units, 0 for none. Raises FormErrors beside the field."""
    try:
        fee = parse_money(text, currency) if text else 0
    except ValueError as error:
        raise FormErrors({}, {field: str(error)}) from None
    if not 0 <= fee < MAX_FEE:
        raise FormErrors({}, {field: "Write zero or more."})
    return fee


def plain_amount(value: int, currency: str) -> str:
    """An amount as a field shows it, without the currency; empty for nought."""
    return format_money(value, currency).rsplit(" ", 1)[0] if value else ""
