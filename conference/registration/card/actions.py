"""Paying by card: one open card page per order and amount, however often the button is pressed.

The row first, then the call, then what came of it. No transaction is open and nothing is locked
while the card company is asked (T05).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.registration import order_queries
from conference.registration.card import queries
from conference.registration.card.amounts import AmountNotCarded, card_amount
from conference.registration.card.cards import Cards
from conference.registration.card.errors import (
    CardRefused,
    CardsBroken,
    MoneyOnItsWay,
    NothingDue,
)
from conference.registration.card.hearing import ask_about
from conference.registration.card.provider import NewSession, SessionFacts
from conference.registration.card.rules import (
    CHECKOUT_LIFE,
    CheckoutInfo,
    CheckoutState,
    is_reusable,
)
from conference.registration.errors import UnknownOrder
from conference.registration.ledger import locked_balance
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import OrderState
from conference.registration.tables import CheckoutSession

HAS_ENDED = frozenset({OrderState.CANCELLED, OrderState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays which order, with whom the card company speaks."""

    person: UUID
    order: OrderDetail
    meeting: MeetingInfo
    cards: Cards
    by: Actor


async def start_checkout(
    code: str, person: UUID, *, cards: Cards, by: Actor, now: datetime
) -> CheckoutInfo:
    """The card page of a payer's own order: the one that is open for this amount, or a new one.

    What is already under way is asked about first, so that a lost message does not lead to a
    second payment. Raises UnknownOrder, NothingDue, MoneyOnItsWay, CardsDown, CardRefused.
    """
    order = await order_queries.order_of_payer(person, code)
    if order is None:
        raise UnknownOrder
    meeting = await meetings.meeting_by_id(await queries.meeting_of_order(order.id))
    assert meeting is not None
    payer = Payer(person, order, meeting, cards, by)
    await _hear_of_open_pages(payer, now)
    checkout = await _reserve(payer, now)
    return checkout if checkout.url else await _open(payer, checkout, now)


async def _hear_of_open_pages(payer: Payer, now: datetime) -> None:
    """Each card page that is still open is asked about; one that cannot be used again is closed."""
    due = payer.order.balance.due
    for each in await queries.checkouts_of(payer.order.id):
        if each.state in (CheckoutState.OPEN, CheckoutState.ON_ITS_WAY):
            keeps = is_reusable(each, due, now)
            await ask_about(each, cards=payer.cards, now=now, closes=not keeps)


async def _reserve(payer: Payer, now: datetime) -> CheckoutInfo:
    """The row of the card page, under the order's lock: two presses find one row."""
    order = payer.order
    async with action("start_checkout", by=payer.by, now=now, meeting=payer.meeting.id) as act:
        due = (await locked_balance(order.id)).due
        current = await order_queries.order_by_id(order.id)
        if due == 0 or current.state in HAS_ENDED:
            raise NothingDue("Nothing is due for this order, so no card was charged.")
        live = await queries.checkouts_of(order.id)
        _refuse_second_payment(live)
        for each in live:
            if is_reusable(each, due, now):
                return each
        await _give_up_unanswered(live)
        row = await _insert(act, order, due)
    made = await queries.checkout_by_id(row)
    assert made is not None
    return made


def _refuse_second_payment(live: tuple[CheckoutInfo, ...]) -> None:
    if any(each.state is CheckoutState.ON_ITS_WAY for each in live):
        raise MoneyOnItsWay(
            "The card company is still working on your payment. You will hear by e-mail; "
            "please don't pay a second time."
        )


async def _give_up_unanswered(live: tuple[CheckoutInfo, ...]) -> None:
    """Nobody was ever shown the page of a row without an answer: nobody can pay on it."""
    old = [each.id for each in live if each.state is CheckoutState.STARTING]
    if old:
        await CheckoutSession.update({CheckoutSession.state: CheckoutState.EXPIRED.value}).where(
            CheckoutSession.id.is_in(old)
        )


async def _insert(act: Action, order: OrderDetail, due: int) -> UUID:
    """Refuses an amount that no card can be charged with before anything is written."""
    try:
        card_amount(due, order.currency)
    except AmountNotCarded as refused:
        raise CardRefused(str(refused)) from None
    id = uuid4()
    await CheckoutSession.insert(
        CheckoutSession(
            id=id,
            created_at=act.now,
            order=order.id,
            session=f"starting:{id}",
            amount=due,
            currency=order.currency,
            state=CheckoutState.STARTING.value,
            expires_at=act.now + CHECKOUT_LIFE,
        )
    )
    act.note("order", order.code, card=["", CheckoutState.STARTING], amount=due)
    return id


async def _open(payer: Payer, checkout: CheckoutInfo, now: datetime) -> CheckoutInfo:
    """Asks for the page under the row's own key; the same row asks for the same page (T05)."""
    email = (await people.primary_addresses([payer.person])).get(payer.person, "")
    here = f"{payer.cards.issuer.base_url}/my/orders/{checkout.order_code}/card-return"
    wanted = NewSession(
        checkout=checkout.id,
        order_code=checkout.order_code,
        title=f"{payer.meeting.title}, order {checkout.order_code}",
        amount=checkout.amount,
        currency=checkout.currency,
        email=email,
        expires_at=checkout.expires_at,
        return_url=here,
        leave_url=here,
    )
    try:
        facts = await payer.cards.provider.open_session(wanted)
    except (CardsBroken, CardRefused) as refused:
        await _mark_failed(payer, checkout, refused.detail, now)
        raise
    return await _store(payer, checkout, facts, now)


async def _store(
    payer: Payer, checkout: CheckoutInfo, facts: SessionFacts, now: datetime
) -> CheckoutInfo:
    async with action("open_checkout", by=payer.by, now=now, meeting=payer.meeting.id) as act:
        await locked_balance(checkout.order)
        stored = (
            await CheckoutSession.update(
                {
                    CheckoutSession.session: facts.session,
                    CheckoutSession.url: facts.url,
                    CheckoutSession.state: CheckoutState.OPEN.value,
                }
            )
            .where(
                CheckoutSession.id == checkout.id,
                CheckoutSession.state == CheckoutState.STARTING.value,
            )
            .returning(CheckoutSession.id)
        )
        if stored:  # else the other press was faster, with the same answer
            act.note("order", checkout.order_code, card=[checkout.state, CheckoutState.OPEN])
    fresh = await queries.checkout_by_id(checkout.id)
    assert fresh is not None
    return fresh


async def _mark_failed(payer: Payer, checkout: CheckoutInfo, why: str, now: datetime) -> None:
    """The next press begins anew, under a new key: the old one would give the same answer."""
    async with action("fail_checkout", by=payer.by, now=now, meeting=payer.meeting.id) as act:
        await locked_balance(checkout.order)
        await CheckoutSession.update(
            {CheckoutSession.state: CheckoutState.FAILED.value, CheckoutSession.note: why[:300]}
        ).where(
            CheckoutSession.id == checkout.id,
            CheckoutSession.state == CheckoutState.STARTING.value,
        )
        act.note("order", checkout.order_code, card=[checkout.state, CheckoutState.FAILED])


async def ask_about_unheard(*, cards: Cards, now: datetime, limit: int = 20) -> int:
    """Asks about card pages that must be over and of which nobody told the end: a lost message
    does not lose a payment. Returns how many there were. Raises CardsDown."""
    unheard = await queries.unheard_checkouts(now, limit)
    silent = tuple(each for each in unheard if each.state is CheckoutState.STARTING)
    if silent:
        async with action("give_up_checkouts", by=Actor.system("housekeeping"), now=now):
            await _give_up_unanswered(silent)
    for each in unheard:
        if each not in silent:
            await ask_about(each, cards=cards, now=now, closes=True)
    return len(unheard)
