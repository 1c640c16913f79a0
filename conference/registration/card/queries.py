"""Reading card payments and refunds to cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable
from piccolo.querystring import QueryString

from conference.registration.card.rules import (
    HAS_PAID,
    IS_LIVE,
    CheckoutInfo,
    CheckoutState,
    RefundState,
)
from conference.registration.tables import CardEvent, CardRefund, CheckoutSession, Order, Payment

CHUNK = 5_000  # parameters in one statement; PostgreSQL allows 32,767

# Counted, never stored: what went back to the card of the row, or is being sent back.
_GIVEN_BACK = QueryString(
    "(SELECT COALESCE(SUM(r.amount), 0) FROM conference_card_refund r"
    " WHERE r.checkout = \"conference_checkout_session\".\"id\" AND r.state IN ('asked', 'sent'))",
    alias="given_back",
)
CHECKOUT_COLUMNS = (
    CheckoutSession.id,
    CheckoutSession.session,
    CheckoutSession.payment_intent,
    CheckoutSession.order,
    CheckoutSession.order.code.as_alias("order_code"),
    CheckoutSession.order.meeting.as_alias("meeting"),
    CheckoutSession.amount,
    CheckoutSession.currency,
    CheckoutSession.state,
    CheckoutSession.url,
    CheckoutSession.expires_at,
    CheckoutSession.created_at.as_alias("started_at"),
    CheckoutSession.note,
    _GIVEN_BACK,
)


@dataclass(frozen=True, slots=True)
class RefundInfo:
    """Money that goes or went back to a card."""

    id: UUID
    checkout: UUID
    amount: int
    state: RefundState
    asked_key: str
    refund: str | None
    by_name: str
    note: str
    asked_at: datetime


def checkout_info(row: Mapping[str, Any]) -> CheckoutInfo:
    """A row of CHECKOUT_COLUMNS."""
    values = {each: row[each] for each in CheckoutInfo.__slots__}
    state, given_back = CheckoutState(row["state"]), int(row["given_back"])
    return CheckoutInfo(**{**values, "state": state, "given_back": given_back})


async def checkouts_of(order: UUID) -> tuple[CheckoutInfo, ...]:
    """Every card payment of an order, in the order in which they were begun."""
    return await _checkouts(CheckoutSession.order == order)


async def checkout_by_id(checkout: UUID) -> CheckoutInfo | None:
    return next(iter(await _checkouts(CheckoutSession.id == checkout)), None)


async def checkout_of_session(session: str, checkout: UUID | None = None) -> CheckoutInfo | None:
    """By the card company's id, or by ours where it gave that back."""
    wanted: Combinable = CheckoutSession.session == session
    if checkout is not None:
        wanted = wanted | (CheckoutSession.id == checkout)
    return next(iter(await _checkouts(wanted)), None)


async def checkout_of_intent(payment_intent: str) -> CheckoutInfo | None:
    """By the id of the payment that was made on the card page."""
    if not payment_intent:
        return None
    found = await _checkouts(CheckoutSession.payment_intent == payment_intent)
    return next(iter(found), None)


async def unheard_checkouts(now: datetime, limit: int) -> tuple[CheckoutInfo, ...]:
    """Card pages that must be over by now, and nobody told how they ended: a message was lost."""
    over = CheckoutSession.expires_at < now
    live = CheckoutSession.state.is_in([each.value for each in IS_LIVE])
    return await _checkouts(over & live, limit=limit)


async def orders_being_paid(orders: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Those of the orders that somebody is paying by card right now: they must not expire, change
    their price or be given up meanwhile (P04). A card page lives for an hour at most."""
    found: set[UUID] = set()
    wanted = list(orders)
    for start in range(0, len(wanted), CHUNK):
        rows = await CheckoutSession.select(CheckoutSession.order).where(
            CheckoutSession.order.is_in(wanted[start : start + CHUNK]),
            (CheckoutSession.state == CheckoutState.ON_ITS_WAY.value)
            | (
                CheckoutSession.state.is_in([each.value for each in IS_LIVE])
                & (CheckoutSession.expires_at > now)
            ),
        )
        found.update(row["order"] for row in rows)
    return frozenset(found)


async def refunds_of(checkouts: Collection[UUID]) -> tuple[RefundInfo, ...]:
    """The refunds to these card payments, the oldest first."""
    if not checkouts:
        return ()
    return await _refunds(CardRefund.checkout.is_in(list(checkouts)))


async def refund_by(row: UUID | None, refund: str) -> RefundInfo | None:
    """A refund by our id, or by the card company's."""
    wanted: Combinable = CardRefund.refund == refund
    if row is not None:
        wanted = wanted | (CardRefund.id == row)
    return next(iter(await _refunds(wanted)), None)


async def meeting_of_order(order: UUID) -> UUID:
    """The meeting of an order that is known to exist."""
    row = await Order.select(Order.meeting).where(Order.id == order).first()
    assert row is not None
    meeting: UUID = row["meeting"]
    return meeting


async def is_handled(event: str) -> bool:
    return await CardEvent.exists().where(CardEvent.event == event)


async def is_recorded(key: str) -> bool:
    """Whether money under this key stands in an order's account."""
    return await Payment.exists().where(Payment.idempotency_key == key)


async def has_paid_by_card(order: UUID) -> bool:
    """Whether a card ever brought money for the order, which could go back to it (T07)."""
    return await CheckoutSession.exists().where(
        CheckoutSession.order == order,
        CheckoutSession.state.is_in([each.value for each in HAS_PAID]),
    )


async def _checkouts(wanted: Combinable, limit: int | None = None) -> tuple[CheckoutInfo, ...]:
    query = (
        CheckoutSession.select(*CHECKOUT_COLUMNS)
        .where(wanted)
        .order_by(CheckoutSession.created_at)
        .order_by(CheckoutSession.id)
    )
    return tuple(checkout_info(row) for row in await (query.limit(limit) if limit else query))


async def _refunds(wanted: Combinable) -> tuple[RefundInfo, ...]:
    rows = (
        await CardRefund.select(
            CardRefund.id,
            CardRefund.checkout,
            CardRefund.amount,
            CardRefund.state,
            CardRefund.asked_key,
            CardRefund.refund,
            CardRefund.by_name,
            CardRefund.note,
            CardRefund.created_at.as_alias("asked_at"),
        )
        .where(wanted)
        .order_by(CardRefund.created_at)
        .order_by(CardRefund.id)
    )
    return tuple(RefundInfo(**{**row, "state": RefundState(row["state"])}) for row in rows)
