"""Stripe as the card company: Checkout for paying, the refunds API for giving back."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

import stripe
import structlog

from conference.registration.card.amounts import AmountNotCarded, card_amount
from conference.registration.card.errors import BadEvent, CardRefused, CardsBroken, CardsDown
from conference.registration.card.provider import (
    CardNews,
    NewRefund,
    NewSession,
    RefundFacts,
    SessionFacts,
)
from conference.registration.card.wire import (
    CHECKOUT_KEY,
    ORDER_KEY,
    REFUND_KEY,
    WireRefund,
    WireRefunds,
    WireSession,
    WireSessions,
    read,
    read_event,
    refund_facts,
    session_facts,
)

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

log = structlog.get_logger("plenary.card")
for _noisy in ("stripe", "httpx"):  # they tell of every request; we tell of what came of it
    logging.getLogger(_noisy).setLevel(logging.WARNING)

TIMEOUT_SECONDS = 10.0  # of one try; a payer waits beside it
RETRIES = 1  # by the library, under the same key
TOLERANCE_SECONDS = 300  # how old a signed message may be
MOST_REFUNDS = 100  # of one payment, in one answer
CHARGE = "payment_intent.latest_charge"  # says when the card was authorised (P04)


class StripeCards:
    """Speaks to Stripe with the `stripe` library; each call opens a connection and closes it."""

    name = "Stripe"

    def __init__(
        self, key: str, webhook_secret: str, base: str, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._key = key
        self._webhook_secret = webhook_secret
        self._base = base
        self._timeout = timeout

    async def open_session(self, wanted: NewSession) -> SessionFacts:
        params = _checkout_params(wanted)
        async with self._answering() as client:
            made = await client.v1.checkout.sessions.create_async(
                params, {"idempotency_key": _key(wanted.checkout)}
            )
            return session_facts(read(_body(made), WireSession))

    async def read_session(self, session: str) -> SessionFacts:
        async with self._answering() as client:
            found = await client.v1.checkout.sessions.retrieve_async(session, {"expand": [CHARGE]})
            return session_facts(read(_body(found), WireSession))

    async def session_of(self, payment_intent: str) -> SessionFacts | None:
        async with self._answering() as client:
            found = await client.v1.checkout.sessions.list_async(
                {"payment_intent": payment_intent, "expand": [f"data.{CHARGE}"], "limit": 1}
            )
            sessions = read(_body(found), WireSessions).data
        return session_facts(sessions[0]) if sessions else None

    async def close_session(self, session: str) -> SessionFacts:
        """What is no longer open cannot be closed; then it is read as it stands."""
        try:
            async with self._answering() as client:
                closed = await client.v1.checkout.sessions.expire_async(session)
                return session_facts(read(_body(closed), WireSession))
        except CardRefused:
            return await self.read_session(session)

    async def refund(self, wanted: NewRefund) -> RefundFacts:
        async with self._answering() as client:
            made = await client.v1.refunds.create_async(
                {
                    "payment_intent": wanted.payment_intent,
                    "amount": _amount(wanted.amount, wanted.currency),
                    "reason": "requested_by_customer",
                    "metadata": {REFUND_KEY: str(wanted.refund), ORDER_KEY: wanted.order_code},
                },
                {"idempotency_key": _key(wanted.refund)},
            )
            return refund_facts(read(_body(made), WireRefund))

    async def refunds_of(self, payment_intent: str) -> tuple[RefundFacts, ...]:
        async with self._answering() as client:
            found = await client.v1.refunds.list_async(
                {"payment_intent": payment_intent, "limit": MOST_REFUNDS}
            )
            refunds = read(_body(found), WireRefunds).data
        return tuple(refund_facts(each) for each in refunds)

    def read_news(self, payload: bytes, signature: str) -> CardNews:
        try:
            stripe.WebhookSignature.verify_header(
                payload, signature, self._webhook_secret, TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, ValueError):  # ValueError: not UTF-8
            raise BadEvent("Its signature is not right, or it is too old.") from None
        return read_event(payload)

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[stripe.StripeClient]:
        """A client, and its errors as ours: no answer, a failure of theirs, a clear no."""
        http = stripe.HTTPXClient(timeout=self._timeout)
        client = stripe.StripeClient(
            self._key,
            base_addresses={"api": self._base},
            max_network_retries=RETRIES,
            http_client=http,
        )
        try:
            yield client
        except stripe.StripeError as error:
            raise _problem(error) from error
        finally:
            await http.close_async()  # type: ignore[no-untyped-call]


def _problem(error: stripe.StripeError) -> Exception:
    status, said = error.http_status or 0, error.user_message or ""
    if isinstance(error, stripe.InvalidRequestError | stripe.CardError):
        log.warning("card.refused", status=status, code=error.code, request=error.request_id)
        return CardRefused(said)
    log.error("card.failed", status=status, said=said[:300], request=error.request_id)
    has_no_answer = status in (0, 409, 429)  # nothing heard, still at work on it, too busy
    return CardsDown() if has_no_answer else CardsBroken()


def _checkout_params(wanted: NewSession) -> SessionCreateParams:
    ours = {CHECKOUT_KEY: str(wanted.checkout), ORDER_KEY: wanted.order_code}
    params: SessionCreateParams = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],  # and the wallets that hold cards
        "adaptive_pricing": {"enabled": False},  # one currency: the order's, to the cent
        "client_reference_id": wanted.order_code,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": wanted.currency.lower(),
                    "unit_amount": _amount(wanted.amount, wanted.currency),
                    "product_data": {"name": wanted.title[:250]},
                },
            }
        ],
        "expires_at": int(wanted.expires_at.timestamp()),
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": wanted.title[:250]},
        "success_url": f"{wanted.return_url}?session={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{wanted.leave_url}?{urlencode({'left': '1'})}",
    }
    if wanted.email:
        params["customer_email"] = wanted.email
    return params


def _amount(amount: int, currency: str) -> int:
    try:
        return card_amount(amount, currency)
    except AmountNotCarded as refused:
        raise CardRefused(str(refused), errors={"amount": str(refused)}) from None


def _body(answer: stripe.StripeObject) -> str:
    assert answer.last_response is not None
    return answer.last_response.body


def _key(row: UUID) -> str:
    return f"plenary-{row}"
