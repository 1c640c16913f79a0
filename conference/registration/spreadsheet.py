"""Registrations as a table for a spreadsheet: one line each, amounts in major units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conference.registration.queries import RegistrationInfo
from conference.web.sheets import Cell, csv_of, major, xlsx_of

HEADINGS = (
    "registration",
    "state",
    "category",
    "mode",
    "day",
    "proof",
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


def registrations_csv(found: Iterable[RegistrationInfo]) -> bytes:
    """One line a registration; the money is that of its order, also where a group shares one."""
    return csv_of(HEADINGS, _rows(found))


def registrations_xlsx(found: Iterable[RegistrationInfo]) -> bytes:
    """The same as a workbook."""
    return xlsx_of("Registrations", HEADINGS, _rows(found))


def _rows(found: Iterable[RegistrationInfo]) -> Iterator[tuple[Cell, ...]]:
    for info in found:
        yield (*_words(info), *_amounts(info), info.placed_at)


def _words(info: RegistrationInfo) -> tuple[Cell, ...]:
    person = info.person
    return (
        info.code,
        info.state.value,
        info.category_title,
        info.mode,
        info.day,
        info.proof.value,
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


def _amounts(info: RegistrationInfo) -> tuple[Cell, ...]:
    amounts = (info.total, info.paid, info.due, info.balance.to_refund)
    return tuple(major(each, info.currency) for each in amounts)
