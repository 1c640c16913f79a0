"""The fee that a registration would have: in the period in which it was booked, or today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, LineKind, Wish
from conference.registration.changes.rules.held import Held
from conference.registration.codes import find_code_fault
from conference.registration.quoted import Line, NotForSale
from conference.registration.windows import Window


def fee_at(
    held: Held, category: str, mode: str, day: date | None, at: datetime, buyer: Buyer | None = None
) -> tuple[Line, ...] | NotForSale:
    """The fee of a category at an instant, with the codes that were used; why not, if it is not."""
    catalogue = codes_kept(held)
    codes = tuple(
        code for code in held.codes if not find_code_fault(catalogue.code(code), category, at)
    )
    wish = Wish(
        category, mode, day, codes=codes, bill_country=held.bill_country, vat_number=held.vat_number
    )
    found = price_basket(catalogue, wish, buyer or held.as_booked(category), at)
    if isinstance(found, NotForSale):
        return found
    return tuple(line for line in found.lines if line.kind is LineKind.FEE)


def fee_as_booked(
    held: Held, category: str, mode: str, day: date | None, now: datetime
) -> tuple[Line, ...] | NotForSale:
    """The fee in the period of the booking; where that had no such price, of today, then of any."""
    refused: NotForSale | None = None
    for at in _moments(held, now):
        found = fee_at(held, category, mode, day, at)
        if not isinstance(found, NotForSale):
            return found
        refused = refused or found
    assert refused is not None
    return refused


def _moments(held: Held, now: datetime) -> Sequence[datetime]:
    windows = held.catalogue.table.windows
    booked: tuple[Window, ...] = (held.bought,) if held.bought else ()
    return [*(each.starts_at for each in booked), now, *(each.starts_at for each in windows)]


def codes_kept(held: Held) -> Catalogue:
    """The catalogue in which the codes that were used hold for ever."""
    used = set(held.codes)
    codes = tuple(
        replace(each, starts_at=None, ends_at=None, is_active=True) if each.code in used else each
        for each in held.catalogue.codes
    )
    return replace(held.catalogue, codes=codes)


def because(lines: Sequence[Line], reason: str) -> tuple[Line, ...]:
    """The lines, the first of them with another reason."""
    if not lines:
        return ()
    first, *others = lines
    return (replace(first, reason=reason), *others)
