"""What Stripe writes, as far as we read it, and what it means. Unknown fields are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from conference.registration.card.amounts import own_amount
from conference.registration.card.errors import BadEvent
from conference.registration.card.provider import (
    CardNews,
    DisputeFacts,
    News,
    RefundFacts,
    SessionFacts,
    SomeRefund,
)
from conference.registration.card.rules import CardFact, RefundState

# The metadata that we send along and get back; a charge and a refund carry it too.
CHECKOUT_KEY, ORDER_KEY, REFUND_KEY = "plenary_checkout", "plenary_order", "plenary_refund"

Wire = TypeVar("Wire", bound=msgspec.Struct)


class WireCharge(msgspec.Struct):
    id: str = ""
    created: int = 0
    payment_intent: str | None = None


class WireIntent(msgspec.Struct):
    id: str
    latest_charge: str | WireCharge | None = None


class WireSession(msgspec.Struct):
    id: str
    created: int = 0
    status: str | None = None
    payment_status: str = ""
    payment_intent: str | WireIntent | None = None
    amount_total: int | None = None
    currency: str | None = None
    metadata: dict[str, str] | None = None
    url: str | None = None


class WireSessions(msgspec.Struct):
    data: list[WireSession]


class WireRefund(msgspec.Struct):
    id: str
    amount: int
    currency: str
    created: int = 0
    status: str | None = None
    payment_intent: str | WireIntent | None = None
    metadata: dict[str, str] | None = None


class WireRefunds(msgspec.Struct):
    data: list[WireRefund]


class WireDispute(msgspec.Struct):
    id: str
    payment_intent: str | None = None
    status: str = ""
    reason: str = ""


class WireData(msgspec.Struct):
    object: msgspec.Raw


class WireEvent(msgspec.Struct):
    id: str
    type: str
    created: int
    data: WireData


SESSION_EVENTS: Mapping[str, CardFact | None] = {  # None: as the session's own fields say
    "checkout.session.completed": None,
    "checkout.session.async_payment_succeeded": CardFact.PAID,
    "checkout.session.async_payment_failed": CardFact.FAILED,
    "checkout.session.expired": CardFact.EXPIRED,
}
REFUND_EVENTS = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)
DISPUTE_FACTS: Mapping[str, CardFact] = {
    "won": CardFact.DISPUTE_WON,
    "warning_closed": CardFact.DISPUTE_WON,
    "lost": CardFact.DISPUTE_LOST,
}
DISPUTE_EVENTS = frozenset({"charge.dispute.created", "charge.dispute.closed"})
SOME_REFUND = "charge.refunded"
LISTENS_TO = (*SESSION_EVENTS, *sorted(REFUND_EVENTS), SOME_REFUND, *sorted(DISPUTE_EVENTS))


def read_event(payload: bytes) -> CardNews:
    """A message whose signature has been checked. Raises BadEvent when it cannot be read."""
    event = read(payload, WireEvent)
    return CardNews(event.id, event.type, _news(event))


def read(payload: bytes | str | msgspec.Raw, kind: type[Wire]) -> Wire:
    """Raises BadEvent for what is not of the kind."""
    try:
        return msgspec.json.decode(payload, type=kind)
    except msgspec.DecodeError as error:
        raise BadEvent(f"It cannot be read: {error}") from None


def _news(event: WireEvent) -> News | None:
    body, at = event.data.object, _instant(event.created)
    if event.type in SESSION_EVENTS:
        return session_facts(read(body, WireSession), fact=SESSION_EVENTS[event.type], at=at)
    if event.type in REFUND_EVENTS:
        return refund_facts(read(body, WireRefund))
    if event.type in DISPUTE_EVENTS:
        return _dispute_facts(read(body, WireDispute), at)
    if event.type == SOME_REFUND:
        intent = read(body, WireCharge).payment_intent
        return SomeRefund(intent) if intent else None
    return None


def session_facts(
    wire: WireSession, *, fact: CardFact | None = None, at: datetime | None = None
) -> SessionFacts:
    """A session as it stands, or as an event that knows more says (`fact`, `at`)."""
    currency = (wire.currency or "").upper()
    return SessionFacts(
        session=wire.id,
        checkout=_own_id(wire.metadata, CHECKOUT_KEY),
        fact=fact or _fact_of(wire),
        amount=own_amount(wire.amount_total or 0, currency) if currency else 0,
        currency=currency,
        payment_intent=_intent_id(wire.payment_intent),
        at=at or _authorised_at(wire),
        url=wire.url or "",
    )


def _fact_of(wire: WireSession) -> CardFact:
    if wire.status == "expired":
        return CardFact.EXPIRED
    if wire.status == "complete":
        return CardFact.FINISHED if wire.payment_status == "unpaid" else CardFact.PAID
    return CardFact.OPENED


def _authorised_at(wire: WireSession) -> datetime:
    """When the card was charged, where Stripe was asked to say so; else when the page opened."""
    intent = wire.payment_intent
    charge = intent.latest_charge if isinstance(intent, WireIntent) else None
    return _instant(charge.created if isinstance(charge, WireCharge) else wire.created)


def refund_facts(wire: WireRefund) -> RefundFacts:
    """A refund; whatever has not failed is on its way to the card (T07)."""
    currency = wire.currency.upper()
    is_back = wire.status in ("failed", "canceled")
    return RefundFacts(
        refund=wire.id,
        refund_row=_own_id(wire.metadata, REFUND_KEY),
        payment_intent=_intent_id(wire.payment_intent),
        state=RefundState.CAME_BACK if is_back else RefundState.SENT,
        amount=own_amount(wire.amount, currency),
        currency=currency,
        at=_instant(wire.created),
    )


def _dispute_facts(wire: WireDispute, at: datetime) -> DisputeFacts | None:
    if not wire.payment_intent:
        return None
    fact = DISPUTE_FACTS.get(wire.status, CardFact.DISPUTED)
    return DisputeFacts(wire.payment_intent, fact, wire.reason.replace("_", " "), at)


def _intent_id(intent: str | WireIntent | None) -> str:
    return intent.id if isinstance(intent, WireIntent) else intent or ""


def _own_id(metadata: Mapping[str, str] | None, key: str) -> UUID | None:
    """Our own row's id, or None for what is not ours."""
    try:
        return UUID((metadata or {}).get(key, ""))
    except ValueError:
        return None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
