"""The tax rates as a form: a group of fields for each rate, and one for a new rate (T01)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conference.people.rules import clean
from conference.registration.taxes import WHOLE, Customer, Taxed, TaxRate, TaxTable
from conference.web import FormErrors
from conference.web.formats import country_name, country_options

NEW = "new"
CLASS_LENGTH, TITLE_LENGTH, NOTE_LENGTH = 40, 40, 300
FIELDS = ("class", "country", "customer", "percent", "title", "note")
CUSTOMER_WORDS: Mapping[Customer, str] = {
    Customer.ANY: "Everybody",
    Customer.BUSINESS: "Businesses (who give a tax number)",
    Customer.PRIVATE: "Private (no tax number)",
}
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
Values = Mapping[str, Any]


def field_of(name: str, row: str) -> str:
    """The name of one field of one rate."""
    return f"{name}-{row}"


def tax_values(taxes: TaxTable) -> dict[str, str]:
    """The stored rates as the form shows them, numbered; a new one is a VAT on registrations."""
    values = {
        "includes": "yes" if taxes.prices_include_tax else "no",
        field_of("customer", NEW): Customer.ANY.value,
        field_of("title", NEW): "VAT",
    }
    for number, rate in enumerate(taxes.rates):
        cells = (rate.tax_class, rate.country, rate.customer.value)
        words = (percent_words(rate.basis_points), rate.title, rate.note)
        for name, value in zip(FIELDS, (*cells, *words), strict=True):
            values[field_of(name, str(number))] = value
    return values


def percent_words(points: int) -> str:
    """ "22", "7.7": as it is typed."""
    return f"{(Decimal(points) / 100).normalize():f}"


def row_keys(values: Values) -> list[str]:
    """The rates that a form names, in order, the new one last."""
    numbers = {name.removeprefix("class-") for name in values if name.startswith("class-")}
    return [*sorted((each for each in numbers if each.isdigit()), key=int), NEW]


def read_taxes(values: Values) -> TaxTable:
    """The rates of the form without those to be removed. Raises FormErrors beside each field."""
    errors: dict[str, str] = {}
    rates: list[TaxRate] = []
    for row in row_keys(values):
        typed = {name: clean(str(values.get(field_of(name, row), ""))) for name in FIELDS}
        is_blank = row == NEW and not (typed["class"] or typed["percent"])
        if is_blank or values.get(field_of("remove", row)):
            continue
        rate = _rate(row, typed, errors)
        if rate and any(_same_customer(rate, each) for each in rates):
            errors[field_of("class", row)] = "There is a rate for these customers already."
        elif rate:
            rates.append(rate)
    if values.get("includes") not in ("yes", "no"):
        errors["includes"] = "Say whether prices include tax."
    if errors:
        raise FormErrors(values, errors)
    return TaxTable(tuple(rates), values["includes"] == "yes")


def _same_customer(one: TaxRate, other: TaxRate) -> bool:
    return (one.tax_class, one.country, one.customer) == (
        other.tax_class,
        other.country,
        other.customer,
    )


def _rate(row: str, typed: Mapping[str, str], errors: dict[str, str]) -> TaxRate | None:
    before = len(errors)
    points = _points(typed["percent"], field_of("percent", row), errors)
    if not typed["class"] or len(typed["class"]) > CLASS_LENGTH:
        errors[field_of("class", row)] = "Write the tax class, for example registration."
    if typed["country"] and typed["country"] not in dict(country_options()):
        errors[field_of("country", row)] = "Choose a country from the list."
    if typed["customer"] not in set(Customer):
        errors[field_of("customer", row)] = "Choose one from the list."
    if not typed["title"] or len(typed["title"]) > TITLE_LENGTH:
        errors[field_of("title", row)] = "Write what the tax is called, for example VAT."
    if len(typed["note"]) > NOTE_LENGTH:
        errors[field_of("note", row)] = f"Write at most {NOTE_LENGTH} characters."
    if len(errors) > before:
        return None
    return TaxRate(
        tax_class=typed["class"].lower(),
        basis_points=points,
        country=typed["country"],
        customer=Customer(typed["customer"]),
        title=typed["title"],
        note=typed["note"],
    )


def _points(text: str, field: str, errors: dict[str, str]) -> int:
    """Hundredths of a percent of "22", "7.7" or "7,7 %"."""
    plain = text.removesuffix("%").strip().replace(",", ".")
    points = int(Decimal(plain) * 100) if _PERCENT.fullmatch(plain) else WHOLE + 1
    if points > WHOLE:
        errors[field] = "Write the rate in percent, from 0 to 100, with at most two decimals."
    return points


@dataclass(frozen=True, slots=True)
class Example:
    """What one kind of customer pays for a price as it is typed into the price list."""

    tax_class: str
    who: str
    percent: str
    taxed: Taxed


def examples(taxes: TaxTable, price: int) -> list[Example]:
    """One for each stored rate, so that the office sees what its table does (T02)."""
    return [_example(taxes, rate, price) for rate in taxes.rates]


def _example(taxes: TaxTable, rate: TaxRate, price: int) -> Example:
    vat_number = "given" if rate.customer is Customer.BUSINESS else ""
    taxed = taxes.apply(price, rate.tax_class, rate.country, vat_number)
    where = country_name(rate.country) if rate.country else "Any country"
    who = f"{where}, {CUSTOMER_WORDS[rate.customer].lower()}"
    return Example(rate.tax_class, who, percent_words(taxed.basis_points), taxed)
