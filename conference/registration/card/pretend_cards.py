"""A pretended card company, so that the demonstration can be paid without Stripe.

It keeps nothing: what it says follows from the ids that it gave out. What happens on its card
page is told by signed messages, as Stripe does it, and handled by the same code.
"""

from __future__ import annotations

import msgspec
import stripe

from conference.orm import clock, tokens
from conference.registration.card.amounts import card_amount
from conference.registration.card.errors import BadEvent
from conference.registration.card.provider import (
    CardNews,
    NewRefund,
    NewSession,
    RefundFacts,
    SessionFacts,
)
from conference.registration.card.rules import CardFact, CheckoutInfo, RefundState
from conference.registration.card.wire import CHECKOUT_KEY, read_event

SESSION, INTENT, REFUND = "cs_pretend_", "pi_pretend_", "re_pretend_"
TOLERANCE_SECONDS = 300


class PretendCards:
    """Opens card pages under this very site and moves no money."""

    name = "Pretended card company"

    def __init__(self, secret: str) -> None:
        self._secret = tokens.derive(secret, "pretended card company", length=40)

    async def open_session(self, wanted: NewSession) -> SessionFacts:
        session = f"{SESSION}{wanted.checkout.hex}"
        return _facts(session, CardFact.OPENED, url=f"/demo-card/{session}")

    async def read_session(self, session: str) -> SessionFacts:
        """Still open: had somebody paid there, it would have told at once."""
        return _facts(session, CardFact.OPENED)

    async def session_of(self, payment_intent: str) -> SessionFacts | None:
        return None

    async def close_session(self, session: str) -> SessionFacts:
        return _facts(session, CardFact.EXPIRED)

    async def refund(self, wanted: NewRefund) -> RefundFacts:
        return RefundFacts(
            refund=f"{REFUND}{wanted.refund.hex}",
            refund_row=wanted.refund,
            payment_intent=wanted.payment_intent,
            state=RefundState.SENT,
            amount=wanted.amount,
            currency=wanted.currency,
            at=clock.now(),
        )

    async def refunds_of(self, payment_intent: str) -> tuple[RefundFacts, ...]:
        return ()

    def read_news(self, payload: bytes, signature: str) -> CardNews:
        try:
            stripe.WebhookSignature.verify_header(
                payload, signature, self._secret, TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, ValueError):
            raise BadEvent("Its signature is not right, or it is too old.") from None
        return read_event(payload)

    def news_of_payment(self, checkout: CheckoutInfo) -> tuple[bytes, str]:
        """The signed message that says: paid. The same page paid twice gives the same message."""
        payload = msgspec.json.encode(_paid_event(checkout))
        header: str = stripe.WebhookSignature.generate_signature_header(
            payload.decode(), self._secret
        )
        return payload, header


def _facts(session: str, fact: CardFact, url: str = "") -> SessionFacts:
    return SessionFacts(session, None, fact, 0, "", "", clock.now(), url)


def _paid_event(checkout: CheckoutInfo) -> object:
    """In Stripe's own form, which is what is read on arrival."""
    mark = checkout.session.removeprefix(SESSION)
    return {
        "id": f"evt_pretend_{mark}",
        "object": "event",
        "type": "checkout.session.completed",
        "created": int(clock.now().timestamp()),
        "data": {
            "object": {
                "id": checkout.session,
                "status": "complete",
                "payment_status": "paid",
                "payment_intent": f"{INTENT}{mark}",
                "amount_total": card_amount(checkout.amount, checkout.currency),
                "currency": checkout.currency.lower(),
                "metadata": {CHECKOUT_KEY: str(checkout.id)},
            }
        },
    }
