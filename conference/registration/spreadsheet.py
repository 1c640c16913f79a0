"""Registrations as a CSV that a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from conference.orm.money import minor_digits
from conference.registration.queries import RegistrationInfo

HEADINGS = (
    "registration",
    "state",
    "category",
    "mode",
    "family_name",
    "given_name",
    "badge_name",
    "affiliation",
    "city",
    "country",
    "email",
    "order",
    "currency",
    "total",
    "paid",
    "due",
    "to_refund",
    "placed_at",
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def registrations_csv(found: Iterable[RegistrationInfo]) -> bytes:
    """UTF-8 with a mark that Excel needs; amounts in major units; one line a registration."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    for info in found:
        writer.writerow([*(harmless(each) for each in _words(info)), *_numbers(info)])
    return buffer.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A cell that begins like a formula gets an apostrophe, which spreadsheets do not show."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _words(info: RegistrationInfo) -> tuple[str, ...]:
    person = info.person
    return (
        info.code,
        info.state.value,
        info.category_title,
        info.mode,
        person.family_name,
        person.given_name,
        person.badge_name,
        person.affiliation,
        person.city,
        person.country,
        person.email,
        info.order_code,
        info.currency,
    )


def _numbers(info: RegistrationInfo) -> tuple[str, ...]:
    digits = minor_digits(info.currency)
    amounts = (info.total, info.paid, info.due, info.balance.to_refund)
    return (*(str(Decimal(each).scaleb(-digits)) for each in amounts), info.placed_at.isoformat())
