"""Money that came and money that was given back, as the office records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.registration import letters, order_queries
from conference.registration.actions import post_letter
from conference.registration.documents.actions import document_order
from conference.registration.errors import PaymentRefused, UnknownOrder
from conference.registration.ledger import follow_money, locked_balance
from conference.registration.letters import Sender
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import Balance, PaymentMethod, judge_refund
from conference.registration.settling import Till, confirm_settled
from conference.registration.tables import Payment


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


async def record_payment(
    code: str, payment: NewPayment, *, till: Till, by: Actor, now: datetime
) -> OrderDetail:
    """Records a payment once per key; its registrations are confirmed when nothing is due (T06).

    Part payments keep a balance; what comes beyond the total is shown as "to refund". Raises
    UnknownOrder, PaymentRefused.
    """
    if payment.amount <= 0:
        raise PaymentRefused("A payment is more than zero.", errors={"amount": "Write an amount."})
    order = await _order(till, code)
    async with action("record_payment", by=by, now=now, meeting=till.meeting.id) as act:
        await receive_payment(act, order, payment, till)
    return await _fresh(order)


async def receive_payment(
    act: Action,
    order: OrderDetail,
    payment: NewPayment,
    till: Till,
    *,
    writes_letters: bool = True,
) -> None:
    """The payment as part of an action: written once per key, the order and its places moved.

    Raises PaymentRefused for a key that was used for another payment.
    """
    before = await locked_balance(order.id)
    if not await _insert(act, order, payment, payment.amount):
        return
    after = Balance(before.total, before.paid + payment.amount)
    act.note("order", order.code, paid=[before.paid, after.paid])
    await follow_money(act, order.id, after)
    confirmed = await confirm_settled(act, order, after, till, writes_letters=writes_letters)
    if writes_letters and not (confirmed and _has_ticket(order)):
        sender, payer = await _writing_to(act, order, till)
        if payer:
            fresh = await _fresh(order)
            await post_letter(
                act, letters.payment_received(sender, fresh, payment.amount, payer=payer)
            )
    await document_order(act, order.id, till.meeting)


def _has_ticket(order: OrderDetail) -> bool:
    """Whoever pays for themselves alone hears of the payment with their ticket."""
    return [each.person.id for each in order.registrations] == [order.person]


async def _writing_to(
    act: Action, order: OrderDetail, till: Till
) -> tuple[Sender, PersonInfo | None]:
    return Sender(till.meeting, till.issuer, act.now), await people.person_by_id(order.person)


async def record_refund(
    code: str,
    payment: NewPayment,
    *,
    till: Till,
    by: Actor,
    now: datetime,
    has_left: bool = False,
) -> OrderDetail:
    """Records money given back, once per key, never more than there is to refund (T06, T07).

    Money that `has_left` already, such as a refund made at the card company, is recorded whatever
    it is: the order is then due again. Raises UnknownOrder, PaymentRefused.
    """
    order = await _order(till, code)
    async with action("record_refund", by=by, now=now, meeting=till.meeting.id) as act:
        before = await locked_balance(order.id)
        if await _is_recorded(payment.idempotency_key, order, -payment.amount):
            return await _fresh(order)
        verdict = judge_refund(before, payment.amount)
        if not (verdict.is_allowed or has_left):
            raise PaymentRefused(verdict.reason, errors={"amount": verdict.reason})
        await _give_back(act, order, payment, before)
        after = await _fresh(order)
        sender, payer = await _writing_to(act, order, till)
        if payer:
            await post_letter(act, letters.refund(sender, after, payment.amount, payer=payer))
        await document_order(act, order.id, till.meeting)
    return after


async def reverse_payment(
    payment: UUID, *, reason: str, till: Till, by: Actor, now: datetime
) -> OrderDetail:
    """Takes a payment back that was recorded by mistake; the order is due again (T06).

    Counts once however often it is asked for, and writes no letter: no money moved. A confirmed
    registration stays confirmed. Raises UnknownOrder when the meeting has no such payment.
    """
    row = (
        await Payment.select(*Payment.all_columns(), Payment.order.code.as_alias("order_code"))
        .where(Payment.id == payment, Payment.order.meeting == till.meeting.id)
        .first()
    )
    if row is None:
        raise UnknownOrder
    order = await _order(till, row["order_code"])
    undone = NewPayment(
        amount=row["amount"],
        method=PaymentMethod(row["method"]),
        received_at=row["received_at"],
        idempotency_key=f"undo:{payment}",
        reference=f"Undone: {row['reference']}"[:120],
    )
    async with action(
        "reverse_payment", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        before = await locked_balance(order.id)
        if not await _is_recorded(undone.idempotency_key, order, -undone.amount):
            await _give_back(act, order, undone, before)
            await document_order(act, order.id, till.meeting)
    return await _fresh(order)


async def _give_back(act: Action, order: OrderDetail, payment: NewPayment, before: Balance) -> None:
    await _insert(act, order, payment, -payment.amount)
    after = Balance(before.total, before.paid - payment.amount)
    act.note("order", order.code, paid=[before.paid, after.paid])
    await follow_money(act, order.id, after)


async def _order(till: Till, code: str) -> OrderDetail:
    order = await order_queries.order_detail(till.meeting.id, code)
    if order is None:
        raise UnknownOrder
    return order


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


async def _fresh(order: OrderDetail) -> OrderDetail:
    return await order_queries.order_by_id(order.id)
