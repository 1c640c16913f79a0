"""What Plenary asks of a card company. Two speak it: Stripe, and a pretended one for the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from conference.registration.card.rules import CardFact, RefundState


@dataclass(frozen=True, slots=True)
class NewSession:
    """A card page that is wanted. `checkout` is our row: its id is the idempotency key (T05).

    Everything here comes from that row and the order, so that asking again asks the same.
    """

    checkout: UUID
    order_code: str
    title: str
    amount: int
    currency: str
    email: str
    expires_at: datetime
    return_url: str
    leave_url: str


@dataclass(frozen=True, slots=True)
class NewRefund:
    """Money that shall go back. `refund` is our row: its id is the idempotency key (T05)."""

    refund: UUID
    session: str
    payment_intent: str
    amount: int
    currency: str
    order_code: str


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the card company says of a card page; amounts in our minor units.

    `at`: when it became so, for a payment the moment of authorisation (P04).
    """

    session: str
    checkout: UUID | None
    fact: CardFact
    amount: int
    currency: str
    payment_intent: str
    at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What the card company says of a refund. `refund_row`: ours, unless made in its dashboard."""

    refund: str
    refund_row: UUID | None
    payment_intent: str
    state: RefundState
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A cardholder's bank asks the money back, or has decided."""

    payment_intent: str
    fact: CardFact
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SomeRefund:
    """Something was refunded, and the message does not say which: the refunds must be read."""

    payment_intent: str


News = SessionFacts | RefundFacts | DisputeFacts | SomeRefund


@dataclass(frozen=True, slots=True)
class CardNews:
    """One message of the card company. `news` is None when it is of no concern to us."""

    id: str
    kind: str
    news: News | None


class CardProvider(Protocol):
    """Every method raises CardsDown when the answer is unknown, CardRefused for a clear no."""

    name: str

    async def open_session(self, wanted: NewSession) -> SessionFacts:
        """Opens a card page; the same `checkout` again gives the same page."""

    async def read_session(self, session: str) -> SessionFacts:
        """How a card page stands now."""

    async def session_of(self, payment_intent: str) -> SessionFacts | None:
        """The card page on which a payment was made, if it was made on one."""

    async def close_session(self, session: str) -> SessionFacts:
        """Closes an open card page, so that nobody pays on it; one that is paid stays paid."""

    async def refund(self, wanted: NewRefund) -> RefundFacts:
        """Gives money back; the same `refund` again gives nothing more."""

    async def refunds_of(self, payment_intent: str) -> tuple[RefundFacts, ...]:
        """All that was given back of a payment."""

    def read_news(self, payload: bytes, signature: str) -> CardNews:
        """A message that was pushed to us. Raises BadEvent unless the card company signed it."""
