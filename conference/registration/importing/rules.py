"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from conference.people.rules import fold, normal_address
from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, Category, LineKind, Wish
from conference.registration.importing.reading import BookingFile, BookingRow
from conference.registration.quoted import Line, NotForSale
from conference.registration.taxes import within


class Outcome(StrEnum):
    BOOK = "book"
    KNOWN = "known"
    REFUSED = "refused"


OUTCOME_WORDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.BOOK: ("To be registered", "good"),
    Outcome.KNOWN: ("Registered already", "info"),
    Outcome.REFUSED: ("Cannot be taken over", "bad"),
}


@dataclass(frozen=True, slots=True)
class ProposedBooking:
    """A line of the file: what would be written, or why nothing would."""

    row: BookingRow
    outcome: Outcome
    reason: str = ""
    wish: Wish | None = None
    lines: tuple[Line, ...] = ()
    is_new_person: bool = False

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people in a file, by normal address."""

    people: Mapping[str, UUID]
    buyers: Mapping[str, Buyer]
    registered: frozenset[str]


def propose_bookings(
    file: BookingFile, catalogue: Catalogue, known: Known, now: datetime
) -> tuple[ProposedBooking, ...]:
    """One proposal a line. The same person twice, or registered already, is never booked (R01)."""
    times = Counter(normal_address(row.email) for row in file.rows)
    return tuple(_propose(row, catalogue, known, now, times) for row in file.rows)


def _propose(
    row: BookingRow, catalogue: Catalogue, known: Known, now: datetime, times: Counter[str]
) -> ProposedBooking:
    address = normal_address(row.email)
    if address in known.registered:
        return ProposedBooking(row, Outcome.KNOWN, "Holds a place at this meeting.")
    if times[address] > 1:
        return ProposedBooking(row, Outcome.REFUSED, "This address is on several lines.")
    category = _category(catalogue, row.category)
    if category is None:
        return ProposedBooking(row, Outcome.REFUSED, f"No category is called “{row.category}”.")
    wish = Wish(category.key, row.mode, day=row.day, extras=row.extras)
    lines = _lines(row, wish, category, catalogue, known.buyers[address], now)
    if isinstance(lines, str):
        return ProposedBooking(row, Outcome.REFUSED, lines)
    is_new = address not in known.people
    found = ProposedBooking(row, Outcome.BOOK, "", wish, lines, is_new)
    return replace(found, reason=_money_words(found))


def _category(catalogue: Catalogue, text: str) -> Category | None:
    wanted = fold(text)
    return next(
        (each for each in catalogue.table.categories if wanted in (each.key, fold(each.title))),
        None,
    )


def _lines(
    row: BookingRow,
    wish: Wish,
    category: Category,
    catalogue: Catalogue,
    buyer: Buyer,
    now: datetime,
) -> tuple[Line, ...] | str:
    """The lines of an order: as the file says it was charged, else at the price of today."""
    if row.amount is None:
        found = price_basket(catalogue, wish, replace(buyer, is_office=True), now)
        return found.sentence if isinstance(found, NotForSale) else found.lines
    unknown = [key for key, _ in wish.extras if catalogue.extra_named(key) is None]
    if unknown:
        return f"No extra has the key “{unknown[0]}”."
    taxed = within(row.amount, catalogue.taxes.rate(category.tax_class))
    fee = Line(
        title=category.title,
        reason=f"Taken over{f' from {row.reference}' if row.reference else ''}.",
        amount=row.amount,
        item=category.key,
        tax=taxed.tax,
        tax_points=taxed.basis_points,
        tax_note=taxed.note,
    )
    return (fee, *(_included(catalogue, key, n) for key, n in wish.extras))


def _included(catalogue: Catalogue, key: str, quantity: int) -> Line:
    extra = catalogue.extra_named(key)
    assert extra is not None, "unknown extras were refused"
    return Line(extra.title, "Included in what was taken over.", 0, LineKind.EXTRA, key, quantity)


def _money_words(booking: ProposedBooking) -> str:
    if booking.row.paid > booking.total:
        return "Paid more than it costs: the rest shows as to refund."
    if booking.row.paid == booking.total:
        return ""
    return "Paid in part: the rest is due." if booking.row.paid else "Not paid yet."
