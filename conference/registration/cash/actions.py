"""Taking money at a desk, taking it back, counting the drawer: each one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.tables import Meeting
from conference.orm import Action, Actor, action, current_engine
from conference.orm.money import format_money
from conference.registration import order_queries
from conference.registration.cash import queries
from conference.registration.cash.errors import CountedAlready, TillRefused
from conference.registration.cash.queries import CashUpInfo, TillPaymentInfo, undo_key
from conference.registration.cash.rules import (
    TILL_WORDS,
    Count,
    Expected,
    Handed,
    expected_of,
    judge_handed,
)
from conference.registration.errors import UnknownOrder
from conference.registration.ledger import locked_balance
from conference.registration.payment_actions import NewPayment, record_payment, reverse_payment
from conference.registration.rules import PaymentMethod
from conference.registration.tables import CashUp, Payment, TillPayment
from conference.registration.till import Till


async def take_payment(
    code: str, handed: Handed, *, desk: str, key: str, till: Till, by: Actor, now: datetime
) -> UUID:
    """Records cash or a card payment of a desk, once per key, and returns the payment's id.

    Never more than is due, so that two desks cannot both take the same due (T05, R09). Raises
    UnknownOrder, TillRefused, PaymentRefused for a key that took another order's payment.
    """
    meeting = till.meeting
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    async with action("take_payment_at_desk", by=by, now=now, meeting=meeting.id) as act:
        balance = await locked_balance(order.id)
        if known := await _id_of(key, order.id):
            return known
        wrong = judge_handed(handed, balance.due, order.currency)
        if wrong:
            raise TillRefused(next(iter(wrong.values())), errors=wrong)
        payment = NewPayment(handed.amount, handed.method, now, key, reference=desk[:120])
        await record_payment(order.code, payment, till=till, by=by, now=now)
        made = await _id_of(key, order.id)
        assert made is not None
        given = handed.given if handed.method is PaymentMethod.CASH else 0
        await _note_at_desk(act, made, desk, given)
        act.note("order", order.code, desk=desk, amount=handed.amount, method=handed.method)
    return made


async def take_back(payment: UUID, *, reason: str, till: Till, by: Actor, now: datetime) -> None:
    """Takes a payment of a desk back that was a mistake, before the drawer is counted; once.

    Raises UnknownTillPayment, CountedAlready.
    """
    meeting = till.meeting.id
    async with action("take_back_at_desk", by=by, now=now, meeting=meeting, reason=reason) as act:
        await _one_at_a_time(meeting)
        found = await queries.till_payment(meeting, payment)
        if found.is_undone:
            return
        if found.is_counted:
            raise CountedAlready
        await reverse_payment(payment, reason=reason, till=till, by=by, now=now)
        undone = await _id_of(undo_key(payment))
        assert undone is not None
        await _note_at_desk(act, undone, found.desk, 0)
        act.note("order", found.order_code, desk=found.desk, taken_back=found.handed.amount)


async def cash_up(
    desk: str, counts: Sequence[Count], seen: int, *, note: str, till: Till, by: Actor,
    now: datetime,
) -> CashUpInfo:  # fmt: skip
    """Keeps what was counted beside what the desk took; every payment is counted once (R09).

    `seen`: the sum that was on the screen; a payment taken since then asks to count again. A
    difference needs a note. Raises TillRefused.
    """
    meeting = till.meeting
    async with action("cash_up", by=by, now=now, meeting=meeting.id, reason=note) as act:
        await _one_at_a_time(meeting.id)
        payments = await _hold_payments(meeting.id, desk)
        expected = expected_of(queries.taken(payments))
        _check_count(expected, counts, seen, note, meeting.currency)
        last = await queries.last_cash_up(meeting.id, desk)
        since = last.until_at if last else min((each.at for each in payments), default=now)
        for line, count in _pairs(expected, counts):
            row = _line_row(act, desk, line, count, since)
            await CashUp.insert(row)
            await _count_in(row.id, [e for e in payments if e.handed.method is line.method])
            act.note(
                "cash_up", desk, method=line.method, expected=row.expected, counted=row.counted
            )
    found = await queries.last_cash_up(meeting.id, desk)
    assert found is not None
    return found


def _pairs(expected: Sequence[Expected], counts: Sequence[Count]) -> list[tuple[Expected, Count]]:
    by_method = {count.method: count for count in counts}
    return [(line, by_method.get(line.method) or Count(line.method, 0)) for line in expected]


def _check_count(
    expected: Sequence[Expected], counts: Sequence[Count], seen: int, note: str, currency: str
) -> None:
    total = sum(line.amount for line in expected)
    if total != seen:
        now_is = format_money(total, currency)
        sentence = f"Payments were taken while you counted: this desk took {now_is} by now."
        raise TillRefused(sentence, errors={"": f"{sentence} Please count again."})
    off = [
        f"{TILL_WORDS[line.method]}: {_difference_words(difference, currency)}"
        for line, count in _pairs(expected, counts)
        if (difference := count.counted - count.float_amount - line.amount)
    ]
    if off and not note:
        sentence = f"{'; '.join(off)}. Say what you know about it."
        raise TillRefused(sentence, errors={"note": sentence})


def _difference_words(difference: int, currency: str) -> str:
    more = "too much" if difference > 0 else "missing"
    return f"{format_money(abs(difference), currency)} {more}"


async def _hold_payments(meeting: UUID, desk: str) -> list[TillPaymentInfo]:
    """What the desk took, locked: what another desk's browser adds now is for the next count."""
    held = (
        await TillPayment.update({TillPayment.desk: desk})
        .where(
            TillPayment.meeting == meeting,
            TillPayment.desk == desk,
            TillPayment.cash_up.is_null(),
        )
        .returning(TillPayment.payment)
    )
    ids = {row["payment"] for row in held}
    return [e for e in await queries.waiting_payments(meeting, desk) if e.id in ids]


async def _count_in(cash_up: UUID, payments: Sequence[TillPaymentInfo]) -> None:
    if payments:
        await TillPayment.update({TillPayment.cash_up: cash_up}).where(
            TillPayment.payment.is_in([each.id for each in payments])
        )


def _line_row(act: Action, desk: str, line: Expected, count: Count, since: datetime) -> CashUp:
    return CashUp(
        id=uuid4(),
        created_at=act.now,
        meeting=act.meeting,
        desk=desk,
        method=line.method.value,
        since_at=since,
        until_at=act.now,
        float_amount=count.float_amount,
        expected=line.amount + count.float_amount,
        counted=count.counted,
        note=act.reason[:300],
        by_name=act.by.name,
    )


async def _note_at_desk(act: Action, payment: UUID, desk: str, given: int) -> None:
    row = TillPayment(
        id=uuid4(), created_at=act.now, meeting=act.meeting, payment=payment, desk=desk, given=given
    )
    await TillPayment.insert(row)


async def _one_at_a_time(meeting: UUID) -> None:
    """Counting and taking back queue up; taking a payment holds its order only, and waits not."""
    if current_engine().engine_type == "postgres":
        await Meeting.select(Meeting.id).where(Meeting.id == meeting).lock_rows("NO KEY UPDATE")


async def _id_of(key: str, order: UUID | None = None) -> UUID | None:
    """The payment of a key, of this order if one is named."""
    found = Payment.select(Payment.id).where(Payment.idempotency_key == key)
    row = await (found if order is None else found.where(Payment.order == order)).first()
    return row["id"] if row else None
