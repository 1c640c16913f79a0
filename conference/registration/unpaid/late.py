"""Orders that are unpaid when their price period ends: told before, then dearer, held or given up.

Nothing becomes dearer that was not announced at least two days before, and never by more than was
announced; money that was received in time takes the difference back, however late it is recorded
(P03, P04).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings import queries as meetings
from conference.orm import Action, Actor, action
from conference.registration import order_queries, price_queries
from conference.registration.card.queries import orders_being_paid
from conference.registration.catalogue import Catalogue
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.documents.actions import document_order
from conference.registration.ledger import charge, locked_balance, negated, outstanding
from conference.registration.notices import (
    NoticeInfo,
    NoticeKind,
    forget_notice,
    note_once,
    notices_of,
)
from conference.registration.order_queries import ChargedLine, OrderDetail
from conference.registration.policy import LatePayment
from conference.registration.settling import confirm_settled
from conference.registration.sweeping import sweep
from conference.registration.tables import Order
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.registration.unpaid import letters, queries
from conference.registration.unpaid.errors import NothingLate
from conference.registration.unpaid.giving_up import CLOCK, give_up, lock_places_of, order_of
from conference.registration.unpaid.queries import EndedWindow, UnpaidOrder
from conference.registration.unpaid.rules import (
    LATE,
    LateTerms,
    is_for_order,
    is_paid_in_time,
    last_moment,
    late_notice,
    late_terms,
)
from conference.registration.unpaid.telling import tell_payer

IN_TIME = "The money was received in time."


async def announce_late_prices(now: datetime, issuer: Issuer) -> None:
    """A chore: says a week and two days before the end of a price period what becomes dearer."""
    for window in await queries.ended_windows(now):
        await _announce_window(window, now, issuer)


async def charge_late_orders(now: datetime, issuer: Issuer) -> None:
    """A chore: what is unpaid after its price period gets the next price, or is given up (P03).

    Bank transfers have some bank days more (P04); who pays at this moment is left alone.
    """
    for window in await queries.ended_windows(now):
        if window.ends_at <= now:
            await _judge_window(window, now, issuer)


async def settle_late_charges(now: datetime, issuer: Issuer) -> None:
    """A chore: takes a difference back when money that was received in time is recorded later."""

    async def settle(found: tuple[str, datetime]) -> None:
        await _settle(*found, now, issuer)

    await sweep(await queries.late_charges_with_money(), settle)


async def undo_late_charge(
    code: str, *, till: Till, by: Actor, now: datetime, reason: str
) -> OrderDetail:
    """The office takes back what was charged for lateness, with a reason; the letter says it.

    Raises UnknownOrder, UnpaidRefused, NothingLate.
    """
    order = await order_of(till, code, reason)
    async with action(
        "undo_late_charge", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        await locked_balance(order.id)
        detail = await order_queries.order_by_id(order.id)
        if not await _take_back_late(act, detail, till, detail.lines):
            raise NothingLate
    return await order_queries.order_by_id(order.id)


@dataclass(frozen=True, slots=True)
class _Counter:
    """Where the orders of a meeting are judged: what they cost, and who writes."""

    till: Till
    catalogue: Catalogue

    @property
    def gives_up(self) -> bool:
        return self.catalogue.policy.late_payment is LatePayment.CANCEL


async def _counter(window: EndedWindow, issuer: Issuer) -> _Counter | None:
    """None where the society holds its prices whatever happens."""
    meeting = await meetings.meeting_by_id(window.meeting)
    assert meeting is not None
    catalogue = (await catalogue_of(meeting)).catalogue
    if catalogue.policy.late_payment is LatePayment.HOLD:
        return None
    return _Counter(Till(meeting, issuer), catalogue)


async def _announce_window(window: EndedWindow, now: datetime, issuer: Issuer) -> None:
    """Whoever was not told yet; after the end it is the last letter that is made up for."""
    kind = late_notice(window.ends_at, now)
    found = await queries.late_orders(window, kind)
    found = [each for each in found if is_for_order(kind, each.placed_at, window.ends_at)]
    counter = await _counter(window, issuer) if found else None
    if counter is None:
        return

    async def announce(each: UnpaidOrder) -> None:
        async with action("announce_late_price", by=CLOCK, now=now, meeting=each.meeting) as act:
            await _announce(act, each.id, kind, counter)

    await sweep(found, announce)


async def _announce(act: Action, order: UUID, kind: NoticeKind, counter: _Counter) -> None:
    await locked_balance(order)
    detail = await order_queries.order_by_id(order)
    terms = late_terms(detail, counter.catalogue)
    if terms is None or is_paid_in_time(detail.total, detail.payments, terms.limit):
        return
    if not await note_once(act, detail.code, kind, terms.deadline, terms.amount):
        return
    till, until = counter.till, last_moment(terms, act.now)
    advice = await price_queries.payment_advice(till.meeting.id)
    await tell_payer(
        act, detail, lambda to: letters.late_notice(till, to, detail, terms, until, advice)
    )


async def _judge_window(window: EndedWindow, now: datetime, issuer: Issuer) -> None:
    found = await queries.late_orders(window, NoticeKind.LATE_JUDGED)
    busy = await orders_being_paid([each.id for each in found], now)
    counter = await _counter(window, issuer) if found else None
    if counter is None:
        return

    async def judge(each: UnpaidOrder) -> None:
        async with action("charge_late_payment", by=CLOCK, now=now, meeting=each.meeting) as act:
            if counter.gives_up:
                await lock_places_of(each.id)
            await _judge(act, each.id, window, counter)

    await sweep([each for each in found if each.id not in busy], judge)


async def _judge(act: Action, order: UUID, window: EndedWindow, counter: _Counter) -> None:
    """Decides once about an order: held, dearer, or given up; or waits until it may."""
    balance = await locked_balance(order)
    detail = await order_queries.order_by_id(order)
    if detail.window_key != window.key or balance.is_settled:
        return
    terms = late_terms(detail, counter.catalogue)
    said = await _announced(detail, terms) if terms else None
    limit = last_moment(terms, said.created_at) if terms and said else None
    if terms is None or (limit and is_paid_in_time(balance.total, detail.payments, limit)):
        await note_once(act, detail.code, NoticeKind.LATE_JUDGED, window.ends_at)
    elif said is None or limit is None or terms.amount > said.amount:
        await _say_again(act, detail, terms, counter)
    elif act.now >= limit:
        await note_once(act, detail.code, NoticeKind.LATE_JUDGED, window.ends_at)
        await _apply(act, detail, terms, limit, counter.till)


async def _announced(order: OrderDetail, terms: LateTerms) -> NoticeInfo | None:
    for each in await notices_of(order.code):
        if each.kind is NoticeKind.DEARER_IN_2 and each.deadline == terms.deadline:
            return each
    return None


async def _say_again(act: Action, order: OrderDetail, terms: LateTerms, counter: _Counter) -> None:
    """Prices changed, or nobody wrote in time: said now, and charged no sooner than two days on."""
    await forget_notice(order.code, NoticeKind.DEARER_IN_2, terms.deadline)
    await _announce(act, order.id, NoticeKind.DEARER_IN_2, counter)


async def _apply(
    act: Action, order: OrderDetail, terms: LateTerms, limit: datetime, till: Till
) -> None:
    if terms.policy is LatePayment.CANCEL:
        if not order.balance.paid:  # what was paid in part is for the office to decide (R03)
            act.reason = f"Not paid by the end of the period “{terms.step.ended.title}”."
            await give_up(act, order.id, till)
        return
    for code, line in terms.lines:
        await charge(act, order.id, [line], registration=code)
    following = terms.step.following.key
    await Order.update({Order.window_key: following}).where(Order.id == order.id)
    await note_once(act, order.code, NoticeKind.LATE_CHARGED, limit, terms.amount)
    act.note("order", order.code, window=[order.window_key, following], late=terms.amount)
    await document_order(act, order.id, till.meeting)
    after = await order_queries.order_by_id(order.id)
    advice = await price_queries.payment_advice(till.meeting.id)
    await tell_payer(act, after, lambda to: letters.late_charged(till, to, after, terms, advice))


async def _settle(code: str, limit: datetime, now: datetime, issuer: Issuer) -> None:
    row = await Order.select(Order.id, Order.meeting).where(Order.code == code).first()
    assert row is not None
    meeting = await meetings.meeting_by_id(row["meeting"])
    assert meeting is not None
    async with action(
        "settle_late_charge", by=CLOCK, now=now, meeting=meeting.id, reason=IN_TIME
    ) as act:
        await locked_balance(row["id"])
        order = await order_queries.order_by_id(row["id"])
        charged = await _charged_for(order, limit)
        before = order.total - sum(line.amount for line in charged)
        if is_paid_in_time(before, order.payments, limit):
            await note_once(act, code, NoticeKind.LATE_SETTLED, limit)
            await _take_back_late(act, order, Till(meeting, issuer), charged)


async def _charged_for(order: OrderDetail, limit: datetime) -> list[ChargedLine]:
    """The lines that were charged when a limit had passed."""
    moments = {
        each.created_at
        for each in await notices_of(order.code)
        if each.kind is NoticeKind.LATE_CHARGED and each.deadline == limit
    }
    return [line for line in order.lines if line.item.startswith(LATE) and line.added_at in moments]


async def _take_back_late(
    act: Action, order: OrderDetail, till: Till, lines: Sequence[ChargedLine]
) -> int:
    """Takes back what is still charged of these differences; says how much that was."""
    items = {(line.registration, line.item) for line in lines if line.item.startswith(LATE)}
    taken = 0
    balance = order.balance
    for whose, item in sorted(items):
        mine = [each for each in order.lines if (each.registration, each.item) == (whose, item)]
        back = [negated(line, act.reason) for line in outstanding(mine)]
        taken -= sum(line.amount for line in back)
        if back:
            balance = await charge(act, order.id, back, registration=whose)
    if not taken:
        return 0
    after = await order_queries.order_by_id(order.id)
    await confirm_settled(act, after, balance, till)
    await document_order(act, order.id, till.meeting)
    reason = act.reason
    await tell_payer(act, after, lambda to: letters.late_taken_back(till, to, after, taken, reason))
    return taken
