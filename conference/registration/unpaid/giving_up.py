"""Orders that nobody paid are given up, and can be opened again by the office (R03)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from conference.meetings import queries as meetings
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.registration import order_queries
from conference.registration.catalogue_queries import policy_of
from conference.registration.documents.actions import document_order
from conference.registration.errors import AlreadyRegistered, UnknownOrder
from conference.registration.ledger import charge, locked_balance, negated, take_back
from conference.registration.notices import NoticeKind, note_once, notices_of
from conference.registration.order_queries import OrderDetail
from conference.registration.places import claim_places, lock_pools, lock_pools_held
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import OrderState, RegistrationState, active_key
from conference.registration.settling import confirm_settled
from conference.registration.sweeping import sweep
from conference.registration.tables import Order, PlaceHold, Registration
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.registration.unpaid import letters, queries
from conference.registration.unpaid.errors import NotGivenUp, NotUnpaid, UnpaidRefused
from conference.registration.unpaid.queries import UnpaidOrder
from conference.registration.unpaid.rules import unpaid_places
from conference.registration.unpaid.telling import tell_all
from conference.registration.waiting.freeing import free_places_of

CLOCK = Actor.system("the payment deadline")
NOT_PAID = "Not paid in time."


async def expire_unpaid_orders(now: datetime, issuer: Issuer) -> None:
    """A chore: gives up what nobody paid in time; part-paid orders only where the policy says so,
    and never one that is being paid at this moment (R03)."""
    orders = await queries.expired_orders(now)
    known = await meetings.meetings_by_ids(list({each.meeting for each in orders}))

    async def expire(each: UnpaidOrder) -> None:
        till = Till(known[each.meeting], issuer)
        with suppress(NotUnpaid):  # the money came while we looked
            async with action(
                "expire_order", by=CLOCK, now=now, meeting=each.meeting, reason=NOT_PAID
            ) as act:
                await give_up(act, each.id, till, expected_paid=each.paid)

    await sweep(orders, expire)


async def give_up_order(
    code: str, *, till: Till, by: Actor, now: datetime, reason: str
) -> OrderDetail:
    """The office gives an unpaid or part-paid order up; what was paid is then to refund.

    Raises UnknownOrder, NotUnpaid, UnpaidRefused.
    """
    order = await order_of(till, code, reason)
    async with action(
        "give_up_order", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        await give_up(act, order.id, till)
    return await order_queries.order_by_id(order.id)


async def give_up(
    act: Action, order: UUID, till: Till, *, expected_paid: int | None = None
) -> None:
    """Frees the places of an order, takes its charges back and ends it; part of an action.

    Pools first, then the order, then its registrations: as buying does it. Raises NotUnpaid when
    it is settled, or more was paid than was known.
    """
    await lock_places_of(order)
    balance = await locked_balance(order)
    detail = await order_queries.order_by_id(order)
    places = unpaid_places(detail)
    is_open = detail.state is OrderState.PENDING and not balance.is_settled
    has_moved = expected_paid is not None and balance.paid != expected_paid
    is_partly_confirmed = any(
        each.is_active and each not in places for each in detail.registrations
    )
    if not is_open or has_moved or not places or is_partly_confirmed:
        raise NotUnpaid
    await _mark(act, detail, OrderState.EXPIRED)
    for each in places:
        await _mark_registration(act, each, RegistrationState.EXPIRED)
    for whose in ("", *(each.code for each in places)):
        await take_back(act, order, registration=whose, reason=act.reason)
    await note_once(act, detail.code, NoticeKind.GIVEN_UP, act.now)
    await free_places_of(act, [each.code for each in places], till)
    await document_order(act, order, till.meeting)
    after = await order_queries.order_by_id(order)
    reason, at = act.reason, act.now
    await tell_all(act, after, places, lambda to: letters.given_up(till, to, after, reason, at))


async def lock_places_of(order: UUID) -> None:
    """Locks the pools in which an order holds places, before anything else of it is locked."""
    rows = await Registration.select(Registration.code).where(Registration.order == order)
    await lock_pools_held([row["code"] for row in rows])


async def reinstate_order(
    code: str, *, till: Till, by: Actor, now: datetime, reason: str
) -> OrderDetail:
    """The office opens an order again that was given up, if its places are left: late money has
    come, or more time is granted. It costs what it cost.

    Raises UnknownOrder, UnpaidRefused, NotGivenUp, MeetingFull, SoldOut, AlreadyRegistered.
    """
    order = await order_of(till, code, reason)
    async with action(
        "reinstate_order", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        given_up_at = await _given_up_at(order)
        gone = [each for each in order.registrations if each.state is RegistrationState.EXPIRED]
        await _take_again(act, till.meeting.id, gone, given_up_at)
        await locked_balance(order.id)
        await _open_again(act, order, gone, till)
        await _charge_again(act, order, gone, given_up_at)
        opened = await order_queries.order_by_id(order.id)
        await confirm_settled(act, opened, opened.balance, till)
        await document_order(act, order.id, till.meeting)
        after = await order_queries.order_by_id(order.id)
        await tell_all(act, after, gone, lambda to: letters.reinstated(till, to, after, reason))
    return after


async def give_more_time(
    code: str, until: datetime, *, till: Till, by: Actor, now: datetime, reason: str
) -> OrderDetail:
    """The office lets an unpaid order stand longer; reminders go out for the new day.

    Raises UnknownOrder, NotUnpaid, UnpaidRefused.
    """
    order = await order_of(till, code, reason)
    if until <= now:
        sentence = "Choose a day that is still to come."
        raise UnpaidRefused(sentence, errors={"until": sentence})
    async with action(
        "give_more_time", by=by, now=now, meeting=till.meeting.id, reason=reason
    ) as act:
        await locked_balance(order.id)
        detail = await order_queries.order_by_id(order.id)
        if detail.state is not OrderState.PENDING:
            raise NotUnpaid
        await Order.update({Order.expires_at: until}).where(Order.id == order.id)
        act.note("order", order.code, expires_at=[detail.expires_at, until])
    return await order_queries.order_by_id(order.id)


async def order_of(till: Till, code: str, reason: str) -> OrderDetail:
    """The order that the office decides about. Raises UnknownOrder, UnpaidRefused."""
    if not reason:
        sentence = "Write the reason; it is kept in the history."
        raise UnpaidRefused(sentence, errors={"reason": sentence})
    order = await order_queries.order_detail(till.meeting.id, code)
    if order is None:
        raise UnknownOrder
    return order


async def _given_up_at(order: OrderDetail) -> datetime:
    if order.state is not OrderState.EXPIRED:
        raise NotGivenUp
    said = await notices_of(order.code)
    found = [each.deadline for each in said if each.kind is NoticeKind.GIVEN_UP]
    if not found:
        raise NotGivenUp
    return max(found)


async def _take_again(
    act: Action, meeting: UUID, gone: Sequence[RegistrationInfo], given_up_at: datetime
) -> None:
    """The places that were freed at that moment, all of them or none."""
    rows = await PlaceHold.select(
        PlaceHold.holder, PlaceHold.quantity, PlaceHold.pool.key.as_alias("key")
    ).where(
        PlaceHold.holder.is_in([each.code for each in gone]),
        PlaceHold.released_at == given_up_at,
    )
    await lock_pools(meeting, {row["key"] for row in rows})
    for each in gone:
        needs = {row["key"]: row["quantity"] for row in rows if row["holder"] == each.code}
        await claim_places(act, meeting, each.person.id, needs, each.code)


async def _open_again(
    act: Action, order: OrderDetail, gone: Sequence[RegistrationInfo], till: Till
) -> None:
    await _mark(act, order, OrderState.PENDING)
    days = (await policy_of(till.meeting.id)).unpaid_days
    if order.expires_at is not None:
        until = act.now + timedelta(days=days) if days else None
        await Order.update({Order.expires_at: until}).where(Order.id == order.id)
    for each in gone:
        await _mark_registration(act, each, RegistrationState.PENDING_PAYMENT)


async def _charge_again(
    act: Action, order: OrderDetail, gone: Sequence[RegistrationInfo], given_up_at: datetime
) -> None:
    """What was taken back when it was given up."""
    for whose in ("", *(each.code for each in gone)):
        taken = [
            line
            for line in order.lines
            if line.registration == whose and line.added_at == given_up_at
        ]
        if taken:
            lines = [negated(line, act.reason) for line in taken]
            await charge(act, order.id, lines, registration=whose)


async def _mark(act: Action, order: OrderDetail, state: OrderState) -> None:
    await Order.update({Order.state: state.value}).where(Order.id == order.id)
    act.note("order", order.code, state=[order.state, state])


async def _mark_registration(act: Action, info: RegistrationInfo, state: RegistrationState) -> None:
    """One active registration a person (R01) holds here too. Raises AlreadyRegistered."""
    key = active_key(info.meeting, info.person.id, state)
    try:
        async with integrity():
            await Registration.update(
                {Registration.state: state.value, Registration.active_key: key}
            ).where(Registration.id == info.id)
    except IntegrityConflict:
        raise AlreadyRegistered from None
    act.note("registration", info.code, state=[info.state, state])
