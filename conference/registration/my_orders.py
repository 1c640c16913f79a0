"""The payer's own orders: what is charged and why, what is paid, how to pay the rest (T04)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count
from piccolo.querystring import QueryString

from conference.meetings.rules import MeetingInfo
from conference.registration import price_queries
from conference.registration.bank.references import payment_reference
from conference.registration.billing import ways_to_pay
from conference.registration.catalogue_queries import policy_of
from conference.registration.order_queries import OrderDetail
from conference.registration.policy import Policy
from conference.registration.rules import PAY_BY_WORDS, Balance, OrderState, PayBy
from conference.registration.tables import Order, Registration
from conference.registration.unpaid.queries import late_terms_of
from conference.registration.unpaid.rules import LateTerms, unpaid_places
from conference.settings import Settings

_PAID = QueryString(
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_order"."id")',
    alias="paid",
)


@dataclass(frozen=True, slots=True)
class MyOrder:
    """An order in the list of its payer."""

    code: str
    meeting: UUID
    state: OrderState
    currency: str
    total: int
    paid: int
    is_for_others: bool
    is_for_me: bool = True

    @property
    def due(self) -> int:
        return Balance(self.total, self.paid).due


@dataclass(frozen=True, slots=True)
class HowToPay:
    """What a payer reads where money is due. `reference`: what to write on the transfer."""

    order_code: str
    due: int
    paid: int
    currency: str
    reference: str
    advice: str
    way: PayBy
    way_words: str
    is_card_open: bool
    is_transfer_open: bool
    purchase_order: str
    expires_at: datetime | None
    late: LateTerms | None

    @property
    def is_given_up_first(self) -> bool:
        """Whether its places are given up before it becomes dearer (R03, P03)."""
        if self.expires_at is None:
            return False
        return self.late is None or self.expires_at <= self.late.limit


def _can_expire(order: OrderDetail, policy: Policy) -> bool:
    """Whether its places are given up when the time is over; never who is confirmed (R03)."""
    return bool(unpaid_places(order)) and (not order.balance.paid or policy.part_paid_expires)


async def orders_of_payer(person: UUID) -> list[MyOrder]:
    """Every order that a person pays, the newest first; two statements."""
    rows = (
        await Order.select(
            Order.id, Order.code, Order.meeting, Order.state, Order.currency, Order.total, _PAID
        )
        .where(Order.person == person)
        .order_by(Order.placed_at, ascending=False)
    )
    on_them = (
        await Registration.select(Registration.order, Registration.person, Count())
        .where(Registration.order.person == person)
        .group_by(Registration.order, Registration.person)
    )
    for_others = {row["order"] for row in on_them if row["person"] != person}
    for_me = {row["order"] for row in on_them if row["person"] == person}
    return [_mine(row, row.pop("id"), for_others, for_me) for row in rows]


def _mine(
    row: Mapping[str, Any], id: UUID, for_others: Collection[UUID], for_me: Collection[UUID]
) -> MyOrder:
    values = {**row, "state": OrderState(row["state"]), "paid": int(row["paid"])}
    return MyOrder(**values, is_for_others=id in for_others, is_for_me=id in for_me)


async def how_to_pay(
    order: OrderDetail, meeting: MeetingInfo, settings: Settings, now: datetime
) -> HowToPay | None:
    """How the rest of an order is paid; None when nothing is due."""
    if not order.balance.due or order.state is not OrderState.PENDING:
        return None
    policy = await policy_of(meeting.id)
    ways = ways_to_pay(settings, policy)
    return HowToPay(
        order_code=order.code,
        due=order.balance.due,
        paid=order.balance.paid,
        currency=order.currency,
        reference=payment_reference(order.code),
        advice=await price_queries.payment_advice(meeting.id),
        way=order.pays_by,
        way_words=PAY_BY_WORDS[order.pays_by],
        is_card_open=PayBy.CARD in ways,
        is_transfer_open=PayBy.BANK_TRANSFER in ways or PayBy.PURCHASE_ORDER in ways,
        purchase_order=order.purchase_order,
        expires_at=order.expires_at if _can_expire(order, policy) else None,
        late=await late_terms_of(order, meeting, now),
    )
