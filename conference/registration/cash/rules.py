"""What a desk takes: how much, how much change, and what the drawer should hold (R09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from conference.orm.money import format_money
from conference.registration.rules import PaymentMethod

TILL_METHODS = (PaymentMethod.CASH, PaymentMethod.CARD_TERMINAL)
TILL_WORDS: Mapping[PaymentMethod, str] = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD_TERMINAL: "Card terminal",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """What is paid, how, and what was handed over for it; `given` 0: exactly the amount."""

    amount: int
    method: PaymentMethod
    given: int = 0

    @property
    def change(self) -> int:
        """To give back at once; a card terminal takes exactly the amount."""
        if self.method is not PaymentMethod.CASH or not self.given:
            return 0
        return max(0, self.given - self.amount)


def judge_handed(handed: Handed, due: int, currency: str) -> dict[str, str]:
    """Field -> what is wrong: nobody pays more than is due, or hands over less than they pay."""
    if handed.amount <= 0:
        return {"amount": "Write an amount of more than zero."}
    if not due:
        return {"amount": "Nothing is due for this order. Perhaps another desk has taken it."}
    if handed.amount > due:
        return {"amount": f"Only {format_money(due, currency)} is due. Give the rest as change."}
    if handed.method not in TILL_METHODS:
        return {"method": "A desk takes cash or cards."}
    if handed.method is PaymentMethod.CASH and 0 < handed.given < handed.amount:
        return {"given": "That is less than the amount."}
    return {}


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment of a desk since its last cash-up; negative: taken back."""

    method: PaymentMethod
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Expected:
    """What a desk took by one method: payments, taken back ones too, and their sum."""

    method: PaymentMethod
    payments: int
    amount: int


def expected_of(taken: Iterable[Taken]) -> tuple[Expected, ...]:
    """One line a method, also for a method that was not used."""
    payments = tuple(taken)
    return tuple(
        Expected(
            method,
            sum(1 for each in payments if each.method is method),
            sum(each.amount for each in payments if each.method is method),
        )
        for method in TILL_METHODS
    )


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted by one method. `float_amount`: the change put in beforehand."""

    method: PaymentMethod
    counted: int
    float_amount: int = 0
