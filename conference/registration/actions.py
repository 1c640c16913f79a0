"""Quoting, ordering and cancelling: each one transaction, each safe to be repeated."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.orm import Action, Actor, IntegrityConflict, action, integrity, tokens
from conference.registration import letters, order_queries, price_queries, queries
from conference.registration.errors import (
    AlreadyCancelled,
    AlreadyRegistered,
    MeetingFull,
    NotOnSale,
    QuoteExpired,
    UnknownQuote,
    UnknownRegistration,
)
from conference.registration.letters import Sender
from conference.registration.order_queries import PlacedOrder, StoredQuote
from conference.registration.price_queries import PriceList
from conference.registration.pricing import NotForSale, Quoted, opened_to_office, quote
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import (
    HOLDS_A_PLACE,
    OrderState,
    RegistrationState,
    active_key,
    pool_key,
    starting_state,
)
from conference.registration.tables import Order, OrderLine, PlacePool, Quote, Registration
from conference.registration.ticket import Issuer, ticket_token

ORDER_CODE_LENGTH = 8
REGISTRATION_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to book."""

    category: str
    mode: str


async def make_quote(
    meeting: MeetingInfo, person: UUID, wish: Wish, *, by: Actor, now: datetime
) -> StoredQuote:
    """Says a price and keeps it with its reasons; membership is tested now (M01).

    Raises NotOnSale with the reason when there is none.
    """
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    return await _keep_quote(meeting, person, wish, prices, by, now)


async def make_office_quote(
    meeting: MeetingInfo, person: UUID, wish: Wish, *, by: Actor, now: datetime
) -> StoredQuote:
    """`make_quote` for the office, which also gives the categories that are not on sale (P09)."""
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    opened = replace(prices, table=opened_to_office(prices.table))
    return await _keep_quote(meeting, person, wish, opened, by, now)


async def _keep_quote(
    meeting: MeetingInfo, person: UUID, wish: Wish, prices: PriceList, by: Actor, now: datetime
) -> StoredQuote:
    verdict = await membership.judge_person(person, meeting, now)
    found = quote(prices.table, wish.category, wish.mode, membership=verdict, now=now)
    if isinstance(found, NotForSale):
        raise NotOnSale(found)
    row = _quote_row(found, meeting, person, prices.category_ids[wish.category], now)
    async with action("make_quote", by=by, now=now, meeting=meeting.id) as act:
        await Quote.insert(row)
        act.note("quote", row.id, category=wish.category, mode=wish.mode, total=found.total)
    stored = await order_queries.stored_quote(row.id)
    assert stored is not None
    return stored


async def place_order(
    quote_id: UUID, person: UUID, *, issuer: Issuer, by: Actor, now: datetime, bill_to: str = ""
) -> PlacedOrder:
    """Charges a quote, once ever: the same quote again gives the same order (T05).

    Place, order, lines, registration and letter are written together or not at all. Raises
    UnknownQuote, QuoteExpired, MeetingFull, AlreadyRegistered.
    """
    said = await order_queries.stored_quote(quote_id)
    if said is None or said.person != person:
        raise UnknownQuote
    if placed := await order_queries.order_of_quote(quote_id):
        return placed
    if now >= said.expires_at:
        raise QuoteExpired(said.expires_at)
    try:
        async with action("place_order", by=by, now=now, meeting=said.meeting) as act:
            return await _place(act, said, person, issuer, bill_to)
    except (MeetingFull, AlreadyRegistered, IntegrityConflict):
        # A second press of the button may have come while the first one was being served.
        if placed := await order_queries.order_of_quote(quote_id):
            return placed
        raise


async def cancel_registration(
    code: str, *, meeting: MeetingInfo, issuer: Issuer, by: Actor, now: datetime, reason: str
) -> RegistrationInfo:
    """Cancels a registration and its order, and frees the place in the same transaction.

    What was paid stays on the order as "to refund". Raises UnknownRegistration, AlreadyCancelled.
    """
    info = await queries.registration_by_code(meeting.id, code)
    if info is None:
        raise UnknownRegistration
    async with action(
        "cancel_registration", by=by, now=now, meeting=meeting.id, reason=reason
    ) as act:
        # The pool is always locked first, as place_order does: no deadlock.
        await give_place_back(meeting.id, info.mode)
        await _mark_cancelled(act, info)
        after = await queries.registration_info(info.id)
        assert after is not None
        await post_letter(act, letters.cancellation(Sender(meeting, issuer, now), after, reason))
    return after


async def take_place(meeting: UUID, mode: str) -> int:
    """Takes one place by one conditional UPDATE and returns its number. Raises MeetingFull.

    The condition and the increment are one statement, so that two buyers never get one place.
    """
    got = (
        await PlacePool.update({PlacePool.taken: PlacePool.taken + 1})
        .where(
            PlacePool.meeting == meeting,
            PlacePool.key == pool_key(mode),
            PlacePool.taken < PlacePool.capacity,
        )
        .returning(PlacePool.taken)
    )
    if not got:
        raise MeetingFull
    return int(got[0]["taken"])


async def give_place_back(meeting: UUID, mode: str) -> None:
    """Frees one place; part of the transaction that gives the registration up."""
    await PlacePool.update({PlacePool.taken: PlacePool.taken - 1}).where(
        PlacePool.meeting == meeting, PlacePool.key == pool_key(mode), PlacePool.taken > 0
    )


def _quote_row(
    found: Quoted, meeting: MeetingInfo, person: UUID, category: UUID, now: datetime
) -> Quote:
    return Quote(
        id=uuid4(),
        created_at=now,
        meeting=meeting.id,
        person=person,
        category=category,
        mode=found.mode,
        lines=json.dumps([asdict(line) for line in found.lines]),
        total=found.total,
        saving=found.saving,
        currency=found.currency,
        tested_on=found.tested_on,
        quoted_at=now,
        expires_at=found.expires_at,
    )


async def _place(
    act: Action, said: StoredQuote, person: UUID, issuer: Issuer, bill_to: str
) -> PlacedOrder:
    seat = await take_place(said.meeting, said.mode)
    order_state, state = starting_state(said.total)
    order = _order_row(said, person, order_state, bill_to, act.now)
    async with integrity():
        await Order.insert(order)
    await OrderLine.insert(*_line_rows(order, said, act.now))
    row = _registration_row(said, order, state, seat, issuer)
    try:
        async with integrity():
            await Registration.insert(row)
    except IntegrityConflict:
        raise AlreadyRegistered from None
    act.note("registration", row.code, state=[None, state])
    act.note("order", order.code, state=[None, order_state], total=said.total)
    await _announce(act, said, row.id, issuer)
    return PlacedOrder(order.id, order.code, row.id, row.code, state)


def _order_row(
    said: StoredQuote, person: UUID, state: OrderState, bill_to: str, now: datetime
) -> Order:
    return Order(
        id=uuid4(),
        created_at=now,
        code=tokens.random_code(ORDER_CODE_LENGTH),
        meeting=said.meeting,
        person=person,
        quote=said.id,
        currency=said.currency,
        total=said.total,
        state=state.value,
        bill_to=bill_to,
        placed_at=now,
    )


def _line_rows(order: Order, said: StoredQuote, now: datetime) -> list[OrderLine]:
    return [
        OrderLine(created_at=now, order=order.id, position=position, **asdict(line))
        for position, line in enumerate(said.lines)
    ]


def _registration_row(
    said: StoredQuote, order: Order, state: RegistrationState, seat: int, issuer: Issuer
) -> Registration:
    id = uuid4()
    is_confirmed = state is RegistrationState.CONFIRMED
    return Registration(
        id=id,
        created_at=order.placed_at,
        code=tokens.random_code(REGISTRATION_CODE_LENGTH),
        meeting=said.meeting,
        person=order.person,
        category=said.category,
        order=order.id,
        mode=said.mode,
        state=state.value,
        seat=seat,
        active_key=active_key(said.meeting, order.person, state),
        ticket_hash=tokens.digest(ticket_token(issuer.secret, id)),
        confirmed_at=order.placed_at if is_confirmed else None,
    )


async def _announce(act: Action, said: StoredQuote, registration: UUID, issuer: Issuer) -> None:
    meeting = await meetings.meeting_by_id(said.meeting)
    info = await queries.registration_info(registration)
    assert meeting is not None
    assert info is not None
    sender = Sender(meeting, issuer, act.now)
    if info.is_confirmed:
        await post_letter(act, letters.confirmation(sender, info, said.lines))
        return
    advice = await price_queries.payment_advice(said.meeting)
    await post_letter(act, letters.order_received(sender, info, said.lines, advice))


async def post_letter(act: Action, letter: Letter) -> None:
    """Queues a letter; a person whom the office wrote down without an address gets none."""
    if letter.to_address:
        await queue_letter(act, letter)


async def _mark_cancelled(act: Action, info: RegistrationInfo) -> None:
    cancelled = RegistrationState.CANCELLED
    await Order.update({Order.state: OrderState.CANCELLED.value}).where(Order.id == info.order)
    won = (
        await Registration.update(
            {
                Registration.state: cancelled.value,
                Registration.active_key: None,
                Registration.cancelled_at: act.now,
                Registration.cancel_reason: act.reason,
            }
        )
        .where(
            Registration.id == info.id,
            Registration.state.is_in([each.value for each in HOLDS_A_PLACE]),
        )
        .returning(Registration.id)
    )
    if not won:
        raise AlreadyCancelled
    act.note("registration", info.code, state=[info.state, cancelled])
    act.note("order", info.order_code, state=["open", OrderState.CANCELLED], paid=info.paid)
