"""A colleague takes the place: until when, what it costs, what moves along (C04, C05, R02)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conference.orm.money import format_money
from conference.registration.catalogue import Buyer, Category, LineKind
from conference.registration.changes.rules.change import (
    Refusal,
    has_passed,
    refuse_closed,
    replace_fee,
)
from conference.registration.changes.rules.fees import because, fee_as_booked
from conference.registration.changes.rules.held import Held
from conference.registration.customer import STANDARD_CLASS, Charge, with_taxes
from conference.registration.ledger import negated
from conference.registration.pricing import may_take
from conference.registration.quoted import Line, NotForSale
from conference.web.formats import day as spoken_day

MOVING = (LineKind.FEE, LineKind.EXTRA, LineKind.GUEST)
SCANNED = "The badge of this registration has been scanned at the door; it stays with its person."


@dataclass(frozen=True, slots=True)
class Transfer:
    """The order's lines of the one who leaves and of the one who comes, and what is said."""

    category: Category
    leaving: tuple[Line, ...]
    coming: tuple[Line, ...]
    notes: tuple[str, ...]
    is_counted: bool

    @property
    def difference(self) -> int:
        return sum(line.amount for line in (*self.leaving, *self.coming))


def transfer(
    held: Held, successor: Buyer, now: datetime, *, by_office: bool = False, is_free: bool = False
) -> Transfer | Refusal:
    """What passing a registration on comes to (C04).

    Whoever takes a member's place without being one pays the difference; the other way nothing is
    given back. Extras move along, the society's fee is added; within a group renaming is free, as
    often as its rule lets it (R02). The office may do it after the last day, and free of charge.
    """
    if refusal := refuse_transfer(held, by_office=by_office):
        return refusal
    moving = held.of_kind(*MOVING)
    category = category_of_successor(held, successor)
    if isinstance(category, Refusal):
        return category
    difference = _difference(held, category, now)
    if isinstance(difference, Refusal):
        return difference
    fee = () if is_free or held.group else _fee(held)
    return Transfer(
        category,
        tuple(negated(line, "Passed on.") for line in moving),
        (*moving, *difference, *fee),
        tuple(_notes(held, category, difference, fee)),
        held.group is not None and held.group.counts_on(held.today),
    )


def refuse_transfer(held: Held, *, by_office: bool = False) -> Refusal | None:
    """What keeps a registration from being passed on at all (C04, C05)."""
    if refusal := refuse_closed(held):
        return refusal
    if held.has_come:
        return Refusal(SCANNED)
    last = held.days_before(held.catalogue.policy.transfer_days)
    if has_passed(held, last) and not by_office:
        sentence = f"A registration could be passed on until {spoken_day(last)}."
        return Refusal(f"{sentence} Write to the office.")
    group = held.group
    if group and group.counts_on(held.today) and group.renamed >= group.most and not by_office:
        return Refusal(
            f"{group.renamed} of {group.size} places of this group have another name already; "
            f"at most {group.percent} % may have after {spoken_day(group.until or held.today)}."
        )
    return None


def category_of_successor(held: Held, successor: Buyer) -> Category | Refusal:
    """The category as it is, if the new person may have it, else the one without its condition."""
    category = held.price_class
    if category is None or not may_take(category, replace(successor, is_office=False)):
        return Refusal("This category was given to one person. Write to the office.")
    if _suits(category, successor):
        return category
    table = held.catalogue.table
    twins = [each for each in table.categories if each.member_twin == category.key]
    wider = [table.category(category.proof_fallback), *twins]
    for each in wider:
        if each and each.is_on_sale and _suits(each, successor):
            return each
    return Refusal(f"“{category.title}” is not for this person. Write to the office.")


def _suits(category: Category, buyer: Buyer) -> bool:
    if category.income_groups and buyer.income not in category.income_groups:
        return False
    held = buyer.membership
    is_member = held.is_member and bool(category.membership_types & held.membership_types)
    return not category.is_for_members or is_member


def _difference(held: Held, category: Category, now: datetime) -> tuple[Line, ...] | Refusal:
    """What the fee of another category adds, in the period in which the place was booked."""
    if category.key == held.category:
        return ()
    fee = fee_as_booked(held, category.key, held.mode, held.day, now)
    if isinstance(fee, NotForSale):
        return Refusal(f"“{category.title}” has no price for this. Write to the office.")
    reason = f"The new person is charged as “{category.title}”."
    return replace_fee(held, because(fee, reason), reason, gives_back=False)


def _fee(held: Held) -> tuple[Line, ...]:
    return tuple(charge_line(held, held.catalogue.policy.transfer_fee, "Transfer", "transfer"))


def charge_line(held: Held, stored: int, title: str, item: str) -> list[Line]:
    """A charge of the society's, as this customer pays it; none for nothing."""
    taxes = held.catalogue.taxes
    gross = taxes.apply(stored, STANDARD_CLASS, held.bill_country, held.vat_number).gross
    line = Line(title, "Set by the society.", gross, LineKind.CHARGE, item)
    charges = [Charge(line, STANDARD_CLASS, item)] if gross else []
    return [*with_taxes(charges, held.catalogue, held.bill_country, held.vat_number)]


def _notes(
    held: Held, category: Category, difference: tuple[Line, ...], fee: tuple[Line, ...]
) -> list[str]:
    currency = held.terms.currency
    notes = ["The ticket in your letter stops working at once; the new person gets their own."]
    if held.extras or held.guests:
        notes.append("Extras and accompanying persons move along.")
    if category.key != held.category:
        more = format_money(sum(line.amount for line in difference), currency)
        notes.append(f"The new person is charged as “{category.title}”: {more} more.")
    if fee:
        notes.append(f"Passing on costs {format_money(fee[0].amount, currency)}.")
    if category.needs_proof:
        notes.append(f"“{category.title}” needs a proof of the new person.")
    if held.group:
        notes.append("In a group the name is changed free of charge.")
    return notes
