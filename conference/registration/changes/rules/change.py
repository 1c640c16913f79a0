"""A change as it is shown and then made: what the order gets, and what is booked afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import msgspec

from conference.registration.catalogue import LineKind, Wish
from conference.registration.changes.rules.counted_fee import DIFFERENCE_BACK
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.refunds import kept_lines
from conference.registration.ledger import negated, plain
from conference.registration.quoted import Line, NotForSale
from conference.registration.rules import Balance, MoneyEvent, ProofState


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change cannot be made, beside which field; `rule` is named where it is logged."""

    sentence: str
    field: str = ""
    rule: str = ""

    @classmethod
    def of(cls, refused: NotForSale, field: str = "") -> Refusal:
        return cls(refused.sentence, field or refused.field)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one registration. `after` is what is booked then; `lines` move its order.

    `notes` are sentences for whoever confirms it and for the letter. `new_guests` are (extra,
    name), `renamed` (guest, name); `proof` is set when the category decides it anew.
    """

    title: str
    after: Wish
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    leaving: tuple[UUID, ...] = ()
    new_guests: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[UUID, str], ...] = ()
    proof: ProofState | None = None
    event: MoneyEvent | None = None

    @property
    def difference(self) -> int:
        """What the order is charged more (positive) or less (negative)."""
        return sum(line.amount for line in self.lines)


Outcome = Change | Refusal


@dataclass(frozen=True, slots=True)
class Money:
    """What a change does to the balance of the order: before and after."""

    before: Balance
    after: Balance

    @property
    def to_pay(self) -> int:
        """What becomes due by it."""
        return max(0, self.after.due - self.before.due)

    @property
    def less_to_pay(self) -> int:
        """What was due and is no more."""
        return max(0, self.before.due - self.after.due)

    @property
    def back(self) -> int:
        """What is to be given back by it."""
        return max(0, self.after.to_refund - self.before.to_refund)


def money_of(held: Held, difference: int) -> Money:
    """The balance of the order before and after a difference."""
    before = Balance(held.total, held.paid)
    return Money(before, Balance(held.total + difference, held.paid))


def agreed_on(held: Held, lines: Iterable[Line], *more: object) -> str:
    """A short word for exactly this change of exactly this account.

    It travels with the form: if it is another one when the button is pressed, what was shown no
    longer holds and is shown anew.
    """
    said = [
        [held.code, held.state, held.category, held.mode, held.day, held.total, held.paid],
        [[line.kind, line.item, line.amount, line.quantity] for line in lines],
        more,
    ]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:20]


def replace_fee(
    held: Held, fee: Sequence[Line], why: str, *, gives_back: bool, is_own: bool = False
) -> tuple[Line, ...]:
    """Takes the fee back and charges another one; less only where the difference is given back.

    What is not given back is charged as a line of its own, never beyond what was paid. What a
    person lowers by their `is_own` choice after paying is known by its reason for a cancellation.
    """
    old = held.of_kind(LineKind.FEE)
    before, after = sum(line.amount for line in old), sum(line.amount for line in fee)
    if is_own and gives_back and after < before and held.has_paid:
        why = f"{why} {DIFFERENCE_BACK}"
    lines = [*(negated(line, why) for line in old), *fee]
    kept = 0 if gives_back else min(before - after, held.paid_for(old) - after)
    if kept > 0:
        title, item = "Difference of the prices, not given back", "kept:difference"
        reason = "The rule gives no difference back here."
        lines += kept_lines(old, kept, title, reason, kind=LineKind.FEE, item=item)
    return tuple(plain(line) for line in lines)


def still_charged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What a registration is still charged for, one line an item and tax, free things included."""
    sums: dict[tuple[str, str, int], Line] = {}
    for line in lines:
        key = (line.kind, line.item, line.tax_points)
        before = sums.pop(key, None)
        after = plain(line) if before is None else _added(before, line)
        if after.amount or after.tax or after.quantity:
            sums[key] = after
    return tuple(sums.values())


def _added(first: Line, second: Line) -> Line:
    return replace(
        first,
        amount=first.amount + second.amount,
        tax=first.tax + second.tax,
        quantity=first.quantity + second.quantity,
    )


def refuse_closed(held: Held) -> Refusal | None:
    """What keeps any change from being made."""
    if not held.is_open:
        return Refusal("This registration cannot be changed any more.")
    return Refusal("The meeting is over.") if held.is_over else None


def has_passed(held: Held, last: date) -> bool:
    return held.today > last
