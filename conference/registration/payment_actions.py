"""Money that came and money that was given back, as the office records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.registration import letters, order_queries, queries
from conference.registration.actions import post_letter
from conference.registration.errors import PaymentRefused, UnknownOrder
from conference.registration.letters import Sender
from conference.registration.order_queries import OrderDetail
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import (
    ORDER_NEXT,
    Balance,
    MoneyEvent,
    OrderState,
    PaymentMethod,
    RegistrationState,
    judge_refund,
    next_state,
)
from conference.registration.tables import Order, Payment, Registration
from conference.registration.ticket import Issuer


@dataclass(frozen=True, slots=True)
class NewPayment:
    """Money received, or given back, in minor units; more than zero either way.

    The key is made with the form, so that a form sent twice records one payment (T05).
    """

    amount: int
    method: PaymentMethod
    received_at: datetime
    idempotency_key: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Till:
    """Where money is recorded: the meeting, and who issues the letters about it."""

    meeting: MeetingInfo
    issuer: Issuer


async def record_payment(
    code: str, payment: NewPayment, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Records a payment once per key; the registration is confirmed when nothing is due (T06).

    Part payments keep a balance; what comes beyond the total is shown as "to refund". Raises
    UnknownOrder, PaymentRefused.
    """
    if payment.amount <= 0:
        raise PaymentRefused("A payment is more than zero.", errors={"amount": "Write an amount."})
    order = await _order(till, code)
    async with action("record_payment", by=by, now=now, meeting=till.meeting.id) as act:
        before = await _locked_balance(order)
        if not await _insert(act, order, payment, payment.amount):
            return await _fresh(order)
        act.note("order", order.code, paid=[before.paid, before.paid + payment.amount])
        is_settled = Balance(before.total, before.paid + payment.amount).is_settled
        if is_settled:
            await _settle(act, order)
        after = await _fresh(order)
        await _acknowledge(act, order, after, payment.amount, till)
    return after


async def record_refund(
    code: str, payment: NewPayment, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Records money given back, once per key, never more than there is to refund (T06, T07).

    Raises UnknownOrder, PaymentRefused.
    """
    order = await _order(till, code)
    async with action("record_refund", by=by, now=now, meeting=till.meeting.id) as act:
        before = await _locked_balance(order)
        if await _is_recorded(payment.idempotency_key, order, -payment.amount):
            return await _fresh(order)
        verdict = judge_refund(before, payment.amount)
        if not verdict.is_allowed:
            raise PaymentRefused(verdict.reason, errors={"amount": verdict.reason})
        await _insert(act, order, payment, -payment.amount)
        act.note("order", order.code, paid=[before.paid, before.paid - payment.amount])
        after = await _fresh(order)
        sender = Sender(till.meeting, till.issuer, now)
        await post_letter(act, letters.refund(sender, after, payment.amount))
    return after


async def _order(till: Till, code: str) -> OrderDetail:
    order = await order_queries.order_detail(till.meeting.id, code)
    if order is None:
        raise UnknownOrder
    return order


async def _locked_balance(order: OrderDetail) -> Balance:
    """Locks the order by writing it, so that two part payments see each other; then counts."""
    rows = (
        await Order.update({Order.state: Order.state})
        .where(Order.id == order.id)
        .returning(Order.state, Order.total)
    )
    paid = sum(each.amount for each in await order_queries.payments_of(order.id))
    return Balance(rows[0]["total"], paid, rows[0]["state"] == OrderState.CANCELLED)


async def _insert(act: Action, order: OrderDetail, payment: NewPayment, amount: int) -> bool:
    """False: this very payment is recorded already. Raises PaymentRefused for a key reused."""
    row = Payment(
        id=uuid4(),
        created_at=act.now,
        order=order.id,
        amount=amount,
        method=payment.method.value,
        reference=payment.reference,
        received_at=payment.received_at,
        recorded_by=act.by.name,
        idempotency_key=payment.idempotency_key,
    )
    try:
        async with integrity():
            await Payment.insert(row)
    except IntegrityConflict:
        if await _is_recorded(payment.idempotency_key, order, amount):
            return False
        raise PaymentRefused(
            "This form was used for another payment. Open the order again."
        ) from None
    return True


async def _is_recorded(key: str, order: OrderDetail, amount: int) -> bool:
    return await Payment.exists().where(
        Payment.idempotency_key == key, Payment.order == order.id, Payment.amount == amount
    )


async def _settle(act: Action, order: OrderDetail) -> None:
    """Confirms what waited for payment; an order already settled or cancelled stays as it is."""
    state = next_state(ORDER_NEXT, order.state, MoneyEvent.SETTLED)
    if state is None:
        return
    moved = (
        await Order.update({Order.state: state.value})
        .where(Order.id == order.id, Order.state == OrderState.PENDING.value)
        .returning(Order.id)
    )
    if not moved:
        return
    confirmed = RegistrationState.CONFIRMED
    await Registration.update(
        {Registration.state: confirmed.value, Registration.confirmed_at: act.now}
    ).where(
        Registration.order == order.id,
        Registration.state == RegistrationState.PENDING_PAYMENT.value,
    )
    act.note("order", order.code, state=[OrderState.PENDING, state])
    act.note("registration", order.registration.code, state=[order.registration.state, confirmed])


async def _fresh(order: OrderDetail) -> RegistrationInfo:
    info = await queries.registration_info(order.registration.id)
    assert info is not None
    return info


async def _acknowledge(
    act: Action, order: OrderDetail, after: RegistrationInfo, amount: int, till: Till
) -> None:
    sender = Sender(till.meeting, till.issuer, act.now)
    was_waiting = order.registration.state is RegistrationState.PENDING_PAYMENT
    if after.is_confirmed and was_waiting:
        await post_letter(act, letters.confirmation(sender, after, order.lines))
    else:
        await post_letter(act, letters.payment_received(sender, after, amount))
