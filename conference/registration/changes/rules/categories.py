"""Another category, another day: what it costs, and what is not given back (P07, M03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from conference.registration.catalogue import Category
from conference.registration.changes.rules.change import (
    Change,
    Outcome,
    Refusal,
    refuse_closed,
    replace_fee,
)
from conference.registration.changes.rules.fees import because, fee_as_booked, fee_at
from conference.registration.changes.rules.held import Held
from conference.registration.quoted import Line, NotForSale
from conference.registration.rules import ProofState
from conference.web.formats import day as spoken_day

MEMBER_LATER = (
    "The member price holds for whoever is a member when paying. What you have paid is not "
    "reduced afterwards; if you think that we made an error, write to the office."
)
CHEAPER_LATER = (
    "This category costs less than the one you have paid for, and the difference is not given "
    "back. If something was wrong from the beginning, write to the office."
)


class Basis(StrEnum):
    """Which period's price another category has: today's, or that of the booking (P07)."""

    TODAY = "today"
    ORIGINAL = "original"


def change_category(held: Held, to: str, day: date | None, now: datetime) -> Outcome:
    """A person takes another category at today's price (P07), as far as it is open to them.

    After paying, a cheaper one is refused: nothing is given back for becoming a member later
    (M03). Before, it is simply another price.
    """
    if refusal := refuse_closed(held):
        return refusal
    found = held.catalogue.table.category(to)
    if found is None:
        return Refusal("Choose a category.", "category")
    if to == held.category:
        return change_day(held, day, now) if found.is_one_day else _same(found)
    fee = fee_at(held, to, held.mode, day if found.is_one_day else None, now, held.buyer)
    if isinstance(fee, NotForSale):
        return Refusal.of(fee)
    if sum(line.amount for line in fee) < held.fee and held.has_paid:
        if found.is_for_members:
            return Refusal(MEMBER_LATER, "category", "M03")
        return Refusal(CHEAPER_LATER, "category", "P07")
    return _changed(held, found, day, because(fee, "Price of today."), gives_back=True)


def assign_category(held: Held, to: str, day: date | None, basis: Basis, now: datetime) -> Outcome:
    """The office puts somebody into a category: at today's price, without giving anything back,
    or at the price of the booking where the error was ours, with the difference (P07)."""
    if refusal := refuse_closed(held):
        return refusal
    found = held.catalogue.table.category(to)
    if found is None:
        return Refusal("Choose a category.", "category")
    if to == held.category:
        return change_day(held, day, now) if found.is_one_day else _same(found)
    for_day = day if found.is_one_day else None
    if basis is Basis.ORIGINAL:
        fee = fee_as_booked(held, to, held.mode, for_day, now)
        reason = "Price of the period of the booking."
    else:
        fee = fee_at(held, to, held.mode, for_day, now)
        reason = "Price of today."
    if isinstance(fee, NotForSale):
        return Refusal.of(fee)
    gives_back = basis is Basis.ORIGINAL
    return _changed(held, found, day, because(fee, reason), gives_back=gives_back)


def change_day(held: Held, to: date | None, now: datetime) -> Outcome:
    """Another day of a one-day registration: the price stays (P12)."""
    if refusal := refuse_closed(held):
        return refusal
    if held.price_class is None or not held.price_class.is_one_day:
        return Refusal("Your registration is for all days.", "day")
    coming = [each for each in held.catalogue.days if each >= held.today]
    if to not in coming:
        days = ", ".join(spoken_day(each) for each in coming)
        return Refusal(f"Choose one of these days: {days}.", "day")
    if to == held.day:
        return Refusal("This is the day you have already.", "day")
    note = f"Your registration is for {spoken_day(to)} then; the price stays."
    return Change("Come on another day", replace(held.wish, day=to), notes=(note,))


def _same(found: Category) -> Refusal:
    return Refusal(f"“{found.title}” is the category you have already.", "category")


def _changed(
    held: Held, to: Category, day: date | None, fee: tuple[Line, ...], *, gives_back: bool
) -> Change:
    lines = replace_fee(held, fee, f"Changed to “{to.title}”.", gives_back=gives_back)
    after = replace(held.wish, category=to.key, day=day if to.is_one_day else None)
    notes = [*_unsuitable(held, to)]
    if to.needs_proof:
        notes.append(f"“{to.title}” needs a proof, which the office looks at.")
    proof = ProofState.PENDING if to.needs_proof else ProofState.NONE
    return Change(f"Change to “{to.title}”", after, lines, tuple(notes), proof=proof)


def _unsuitable(held: Held, to: Category) -> list[str]:
    """Extras that the new category could not order; they are kept, and it is said."""
    found = []
    for key in held.extras:
        extra = held.catalogue.extra_named(key)
        if extra and not extra.suits(to.key, held.mode):
            found.append(f"“{extra.title}” is not meant for this category; you keep it.")
    return found
