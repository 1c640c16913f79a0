"""The states of an order and of a registration, and what money decides about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

BANK_TRANSFER_DAYS = 14
QUOTE_MINUTES = 30

State = TypeVar("State", bound=StrEnum)


class OrderState(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"


class RegistrationState(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class MoneyEvent(StrEnum):
    """What happens to an order, and with it to its registration."""

    SETTLED = "settled"
    CANCELLED = "cancelled"


class PaymentMethod(StrEnum):
    BANK_TRANSFER = "bank_transfer"
    CARD_TERMINAL = "card_terminal"
    CASH = "cash"
    CHEQUE = "cheque"


ORDER_NEXT: Mapping[tuple[OrderState, MoneyEvent], OrderState] = {
    (OrderState.PENDING, MoneyEvent.SETTLED): OrderState.PAID,
    (OrderState.PENDING, MoneyEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.PAID, MoneyEvent.CANCELLED): OrderState.CANCELLED,
}

REGISTRATION_NEXT: Mapping[tuple[RegistrationState, MoneyEvent], RegistrationState] = {
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.SETTLED): RegistrationState.CONFIRMED,
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.CANCELLED): RegistrationState.CANCELLED,
    (RegistrationState.CONFIRMED, MoneyEvent.CANCELLED): RegistrationState.CANCELLED,
}

HOLDS_A_PLACE = frozenset({RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED})

ORDER_WORDS: Mapping[OrderState, tuple[str, str]] = {
    OrderState.PENDING: ("Payment due", "warn"),
    OrderState.PAID: ("Settled", "good"),
    OrderState.CANCELLED: ("Cancelled", "bad"),
}
REGISTRATION_WORDS: Mapping[RegistrationState, tuple[str, str]] = {
    RegistrationState.PENDING_PAYMENT: ("Payment due", "warn"),
    RegistrationState.CONFIRMED: ("Confirmed", "good"),
    RegistrationState.CANCELLED: ("Cancelled", "bad"),
}
METHOD_WORDS: Mapping[PaymentMethod, str] = {
    PaymentMethod.BANK_TRANSFER: "Bank transfer",
    PaymentMethod.CARD_TERMINAL: "Card, at the desk",
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CHEQUE: "Cheque",
}


def next_state(
    table: Mapping[tuple[State, MoneyEvent], State], state: State, event: MoneyEvent
) -> State | None:
    """The state that follows, or None when the event cannot happen in this state."""
    return table.get((state, event))


@dataclass(frozen=True, slots=True)
class Balance:
    """What an order costs and what was paid for it, in minor units."""

    total: int
    paid: int
    is_cancelled: bool = False

    @property
    def charged(self) -> int:
        """A cancelled order charges nothing; refund ladders (C01) will keep a part of it."""
        return 0 if self.is_cancelled else self.total

    @property
    def due(self) -> int:
        """Still to be paid; never negative (T06)."""
        return max(0, self.charged - self.paid)

    @property
    def to_refund(self) -> int:
        """Paid beyond what is charged, and still to be given back (T06)."""
        return max(0, self.paid - self.charged)

    @property
    def is_settled(self) -> bool:
        return self.due == 0


def starting_state(total: int) -> tuple[OrderState, RegistrationState]:
    """A free registration is confirmed at once; any other waits for its payment (T06)."""
    if total == 0:
        return OrderState.PAID, RegistrationState.CONFIRMED
    return OrderState.PENDING, RegistrationState.PENDING_PAYMENT


def holds_place(state: RegistrationState | str) -> bool:
    """Whether a registration in this state takes one of the meeting's places (R03)."""
    return state in HOLDS_A_PLACE


def active_key(meeting: UUID, person: UUID, state: RegistrationState | str) -> str | None:
    """The key that is unique while a place is held: one active registration a person (R01)."""
    return f"{meeting}:{person}" if holds_place(state) else None


def pool_key(mode: str) -> str:
    """Who comes takes one of the meeting's places; who watches takes a virtual one (R04)."""
    return "virtual" if mode == "virtual" else "meeting"


@dataclass(frozen=True, slots=True)
class RefundVerdict:
    is_allowed: bool
    reason: str


def judge_refund(balance: Balance, amount: int) -> RefundVerdict:
    """A refund gives back at most what was paid beyond the charge (T06)."""
    if amount <= 0:
        return RefundVerdict(False, "A refund is more than zero.")
    if amount > balance.to_refund:
        return RefundVerdict(False, "That is more than there is to refund.")
    return RefundVerdict(True, "")
