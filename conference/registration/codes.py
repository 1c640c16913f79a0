"""Discount codes: scope, expiry, and one discount at a time: the best one for the buyer (P08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conference.orm.money import format_money, percent_of
from conference.registration.catalogue import Code, CodeKind

FEE = ""  # the item of a reduction that is about the fee
_FIRST_TO_LAST = (CodeKind.PRICE, CodeKind.PERCENT, CodeKind.AMOUNT, CodeKind.OPENS)


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a code takes off one item: the fee ("") or an extra."""

    code: Code
    item: str
    amount: int


def find_code_fault(code: Code | None, category: str, now: datetime) -> str:
    """Why a typed code cannot be used by who takes this category; empty: it can."""
    if code is None or not code.is_active:
        return "This meeting has no such code."
    if code.starts_at and now < code.starts_at:
        return f"Code {code.code} cannot be used yet."
    if not code.holds_at(now):
        return f"Code {code.code} has run out."
    if code.categories and category not in code.categories and not code.extras:
        return f"Code {code.code} is not for this category."
    if code.kind is CodeKind.OPENS and code.opens != category:
        return f"Code {code.code} opens another category: choose that one."
    return ""


def best_codes(
    codes: Sequence[Code], category: str, fee: int, extras: Mapping[str, int]
) -> tuple[Reduction, ...]:
    """The reductions of the codes that together save most.

    At most one code that stands alone, with all those that may be used beside another (P08). The
    order in which they were typed does not matter.
    """
    ordered = sorted(codes, key=lambda each: (_FIRST_TO_LAST.index(each.kind), each.code))
    alone = [each for each in ordered if not each.stacks]
    options = [[each for each in ordered if each.stacks or each is one] for one in alone]
    options.append([each for each in ordered if each.stacks])
    found = [reductions_of(option, category, fee, extras) for option in options]
    return max(found, key=lambda each: sum(one.amount for one in each))


def reductions_of(
    codes: Sequence[Code], category: str, fee: int, extras: Mapping[str, int]
) -> tuple[Reduction, ...]:
    """What codes take off one after the other; never more than is left of an item."""
    left = {FEE: fee, **extras}
    found = []
    for code in codes:
        for item in _scope(code, category, extras):
            amount = _reduction(code, item, left[item])
            if amount > 0:
                left[item] -= amount
                found.append(Reduction(code, item, amount))
    return tuple(found)


def code_words(code: Code, currency: str) -> str:
    """ "50 % off", "100.00 EUR off", "for 200.00 EUR": what a code does."""
    if code.kind is CodeKind.PERCENT:
        return f"{Decimal(code.value) / 100:g} % off"
    if code.kind is CodeKind.AMOUNT:
        return f"{format_money(code.value, currency)} off"
    if code.kind is CodeKind.PRICE:
        return f"for {format_money(code.value, currency)}"
    return "opens a category"


def _scope(code: Code, category: str, extras: Mapping[str, int]) -> list[str]:
    holds_for_fee = not code.categories or category in code.categories
    is_for_fee = holds_for_fee and not code.extras_only
    return [*([FEE] if is_for_fee else []), *sorted(code.extras & extras.keys())]


def _reduction(code: Code, item: str, amount: int) -> int:
    """Only a percentage reaches extras; a sum or a price is about the fee."""
    if code.kind is CodeKind.PERCENT:
        return min(amount, percent_of(amount, Decimal(code.value) / 100))
    if item:
        return 0
    if code.kind is CodeKind.AMOUNT:
        return min(amount, code.value)
    if code.kind is CodeKind.PRICE:
        return max(0, amount - code.value)
    return 0
