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
    """Pending: money is due. Paid: nothing is. The others are ends."""

    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class RegistrationState(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    NO_SHOW = "no_show"


class ProofState(StrEnum):
    """Of the evidence that a category asks for (P06)."""

    NONE = "none"
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class WaitingState(StrEnum):
    """Of somebody who waits for a place (R04)."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    MISSED = "missed"
    LEFT = "left"


class MoneyEvent(StrEnum):
    """What happens to an order or a registration."""

    SETTLED = "settled"
    CHARGED = "charged"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    MISSED = "missed"


class PayBy(StrEnum):
    """How somebody means to pay."""

    CARD = "card"
    BANK_TRANSFER = "bank_transfer"
    PURCHASE_ORDER = "purchase_order"
    DESK = "desk"


class PaymentMethod(StrEnum):
    BANK_TRANSFER = "bank_transfer"
    CARD = "card"
    CARD_TERMINAL = "card_terminal"
    CASH = "cash"
    CHEQUE = "cheque"


ORDER_NEXT: Mapping[tuple[OrderState, MoneyEvent], OrderState] = {
    (OrderState.PENDING, MoneyEvent.SETTLED): OrderState.PAID,
    (OrderState.PAID, MoneyEvent.CHARGED): OrderState.PENDING,
    (OrderState.PENDING, MoneyEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.PAID, MoneyEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.PENDING, MoneyEvent.EXPIRED): OrderState.EXPIRED,
}

REGISTRATION_NEXT: Mapping[tuple[RegistrationState, MoneyEvent], RegistrationState] = {
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.SETTLED): RegistrationState.CONFIRMED,
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.CANCELLED): RegistrationState.CANCELLED,
    (RegistrationState.CONFIRMED, MoneyEvent.CANCELLED): RegistrationState.CANCELLED,
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.EXPIRED): RegistrationState.EXPIRED,
    (RegistrationState.PENDING_PAYMENT, MoneyEvent.TRANSFERRED): RegistrationState.TRANSFERRED,
    (RegistrationState.CONFIRMED, MoneyEvent.TRANSFERRED): RegistrationState.TRANSFERRED,
    (RegistrationState.CONFIRMED, MoneyEvent.MISSED): RegistrationState.NO_SHOW,
}

HOLDS_A_PLACE = frozenset(
    {RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED, RegistrationState.NO_SHOW}
)

ORDER_WORDS: Mapping[OrderState, tuple[str, str]] = {
    OrderState.PENDING: ("Payment due", "warn"),
    OrderState.PAID: ("Settled", "good"),
    OrderState.CANCELLED: ("Cancelled", "bad"),
    OrderState.EXPIRED: ("Expired", "bad"),
}
REGISTRATION_WORDS: Mapping[RegistrationState, tuple[str, str]] = {
    RegistrationState.PENDING_PAYMENT: ("Payment due", "warn"),
    RegistrationState.CONFIRMED: ("Confirmed", "good"),
    RegistrationState.CANCELLED: ("Cancelled", "bad"),
    RegistrationState.EXPIRED: ("Expired", "bad"),
    RegistrationState.TRANSFERRED: ("Transferred", "info"),
    RegistrationState.NO_SHOW: ("Did not come", "warn"),
}
PROOF_WORDS: Mapping[ProofState, tuple[str, str]] = {
    ProofState.NONE: ("No proof needed", "info"),
    ProofState.PENDING: ("Proof to come", "warn"),
    ProofState.ACCEPTED: ("Proof accepted", "good"),
    ProofState.REJECTED: ("Proof refused", "bad"),
}
PAY_BY_WORDS: Mapping[PayBy, str] = {
    PayBy.CARD: "Card, now",
    PayBy.BANK_TRANSFER: "Bank transfer",
    PayBy.PURCHASE_ORDER: "Invoice to my institution",
    PayBy.DESK: "At the registration desk",
}
METHOD_WORDS: Mapping[PaymentMethod, str] = {
    PaymentMethod.BANK_TRANSFER: "Bank transfer",
    PaymentMethod.CARD: "Card, online",
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
    """What the lines of an order add up to and what was paid for it, in minor units."""

    total: int
    paid: int

    @property
    def due(self) -> int:
        """Still to be paid; never negative (T06)."""
        return max(0, self.total - self.paid)

    @property
    def to_refund(self) -> int:
        """Paid beyond what is charged, and still to be given back (T06)."""
        return max(0, self.paid - self.total)

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
