"""What the card company tells, by message or when asked, and what follows here.

Every thing it tells is entered in one transaction under the order's lock. Told twice, late or in
another order, it counts once and ends the same (T05).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from piccolo.columns import Column

from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.registration import order_queries
from conference.registration.card import bookkeeping, queries
from conference.registration.card.bookkeeping import payment_key
from conference.registration.card.cards import Cards
from conference.registration.card.errors import CardRefused
from conference.registration.card.provider import (
    CardNews,
    DisputeFacts,
    RefundFacts,
    SessionFacts,
    SomeRefund,
)
from conference.registration.card.queries import RefundInfo
from conference.registration.card.rules import (
    CardFact,
    CheckoutInfo,
    RefundState,
    next_checkout,
    next_refund,
)
from conference.registration.ledger import locked_balance
from conference.registration.rules import OrderState
from conference.registration.tables import CardEvent, CardRefund, CheckoutSession
from conference.registration.till import Till
from conference.registration.unpaid.giving_up import reinstate_order
from conference.web.problems import Problem

log = structlog.get_logger("plenary.card")

Facts = SessionFacts | RefundFacts | DisputeFacts
NOT_OURS, REPEATED, NO_CONCERN, ENTERED = "not ours", "repeated", "of no concern", "entered"
NAMELESS = RefundFacts | SomeRefund
OFFICE_HEARS = {
    CardFact.DISPUTED: "a cardholder disputes a payment",
    CardFact.DISPUTE_LOST: "a disputed payment was lost to the cardholder",
}


async def handle_event(payload: bytes, signature: str, *, cards: Cards, now: datetime) -> str:
    """A message of the card company: what came of it, in a word. An event counts once.

    Raises BadEvent for what is not signed, CardsDown when more must be asked and nobody answers:
    the card company sends the message again.
    """
    news = cards.provider.read_news(payload, signature)
    outcome = await _handle(news, cards, now)
    log.info("card.event", id=news.id, kind=news.kind, outcome=outcome)
    return outcome


async def _handle(news: CardNews, cards: Cards, now: datetime) -> str:
    if news.news is None:
        return NO_CONCERN
    if await queries.is_handled(news.id):
        return REPEATED
    checkout, facts = await _look_up(news, cards, now)
    if checkout is None:
        return NOT_OURS
    till = await bookkeeping.till_of(checkout, cards.issuer)
    verb = "card_refund" if isinstance(news.news, NAMELESS) else f"card_{news.news.fact}"
    by = Actor.system(cards.provider.name)
    async with action(verb, by=by, now=now, meeting=checkout.meeting) as act:
        if not await _count_once(act, news):
            return REPEATED
        entered = [await _enter(act, checkout, each, till) for each in facts]
    if any(entered):
        await open_again(checkout, till, by, now)
    return ENTERED


async def _look_up(
    news: CardNews, cards: Cards, now: datetime
) -> tuple[CheckoutInfo | None, tuple[Facts, ...]]:
    """Which card payment of ours is meant, and what is told of it; asks where the message is
    short."""
    told = news.news
    assert told is not None
    if isinstance(told, SessionFacts):
        return await queries.checkout_of_session(told.session, told.checkout), (told,)
    checkout = await _paid_with(told.payment_intent, cards, now)
    if checkout is None:
        return None, ()
    if isinstance(told, SomeRefund):
        return checkout, await cards.provider.refunds_of(told.payment_intent)
    return checkout, (told,)


async def _paid_with(payment_intent: str, cards: Cards, now: datetime) -> CheckoutInfo | None:
    """The card payment behind a refund or a dispute, even if we have not heard yet that it was
    paid: then it is asked for, and entered first."""
    if found := await queries.checkout_of_intent(payment_intent):
        return found
    facts = await cards.provider.session_of(payment_intent) if payment_intent else None
    if facts is None or await note_session(facts, cards=cards, now=now) is None:
        return None
    return await queries.checkout_of_intent(payment_intent)


async def _count_once(act: Action, news: CardNews) -> bool:
    """False: this very event was handled, or is being handled right now."""
    row = CardEvent(
        id=uuid4(), created_at=act.now, event=news.id, kind=news.kind[:80], outcome=ENTERED
    )
    try:
        async with integrity():
            await CardEvent.insert(row)
    except IntegrityConflict:
        return False
    return True


async def note_session(facts: SessionFacts, *, cards: Cards, now: datetime) -> CheckoutInfo | None:
    """What was heard of a card page by asking. Returns how it stands now, None: not ours."""
    checkout = await queries.checkout_of_session(facts.session, facts.checkout)
    if checkout is None:
        log.warning("card.unknown_session", session=facts.session)
        return None
    is_money = facts.fact is CardFact.PAID and not await queries.is_recorded(payment_key(facts))
    if is_money or next_checkout(checkout.state, facts.fact) is not None:
        till = await bookkeeping.till_of(checkout, cards.issuer)
        by = Actor.system(cards.provider.name)
        async with action(f"card_{facts.fact}", by=by, now=now, meeting=checkout.meeting) as act:
            has_paid = await _enter(act, checkout, facts, till)
        if has_paid:
            await open_again(checkout, till, by, now)
    return await queries.checkout_by_id(checkout.id)


async def ask_about(
    checkout: CheckoutInfo, *, cards: Cards, now: datetime, closes: bool = False
) -> CheckoutInfo:
    """Asks how a card page stands (or closes it) and enters the answer. Raises CardsDown.

    A page that the card company does not know is one that nobody can pay on.
    """
    ask = cards.provider.close_session if closes else cards.provider.read_session
    try:
        facts = await ask(checkout.session)
    except CardRefused:
        facts = SessionFacts(checkout.session, checkout.id, CardFact.EXPIRED, 0, "", "", now)
    return await note_session(facts, cards=cards, now=now) or checkout


async def note_refund(
    checkout: CheckoutInfo, facts: RefundFacts, *, cards: Cards, now: datetime
) -> None:
    """What was heard of a refund by asking."""
    till = await bookkeeping.till_of(checkout, cards.issuer)
    by = Actor.system(cards.provider.name)
    async with action("card_refund", by=by, now=now, meeting=checkout.meeting) as act:
        await _enter(act, checkout, facts, till)


async def open_again(checkout: CheckoutInfo, till: Till, by: Actor, now: datetime) -> None:
    """An order that was given up while its card was being charged: its place is taken again if
    there is one left, at the price that was paid (P04). Else the money is to refund.

    An action of its own, because places are locked before orders.
    """
    order = await order_queries.order_by_id(checkout.order)
    if order.state is not OrderState.EXPIRED:
        return
    try:
        await reinstate_order(order.code, till=till, by=by, now=now, reason="The card has paid")
    except Problem as problem:
        log.info("card.not_opened_again", order=order.code, why=problem.title)


async def _enter(act: Action, checkout: CheckoutInfo, facts: Facts, till: Till) -> bool:
    """True when a payment was entered that was not known before."""
    await locked_balance(checkout.order)
    fresh = await queries.checkout_by_id(checkout.id)
    assert fresh is not None
    if isinstance(facts, SessionFacts):
        return await _enter_session(act, fresh, facts, till)
    if isinstance(facts, RefundFacts):
        await _enter_refund(act, fresh, facts, till)
    else:
        await _enter_dispute(act, fresh, facts, till)
    return False


async def _enter_session(
    act: Action, checkout: CheckoutInfo, facts: SessionFacts, till: Till
) -> bool:
    is_paid = facts.fact is CardFact.PAID
    if is_paid and facts.currency != checkout.currency:
        log.error("card.other_currency", session=facts.session, currency=facts.currency)
        happened = f"a card paid in {facts.currency}, not in {checkout.currency}; nothing recorded"
        await bookkeeping.tell_office(act, checkout, till, happened)
        return False
    changes: dict[Column | str, Any] = {CheckoutSession.session: facts.session}
    if facts.payment_intent:
        changes[CheckoutSession.payment_intent] = facts.payment_intent
    if is_paid:
        changes[CheckoutSession.amount] = facts.amount
    await CheckoutSession.update(changes).where(CheckoutSession.id == checkout.id)
    await _move(act, checkout, facts.fact)
    has_paid = is_paid and await bookkeeping.enter_payment(act, checkout, facts, till)
    if has_paid:
        await _look_for_excess(act, checkout, till)
    return has_paid


async def _look_for_excess(act: Action, checkout: CheckoutInfo, till: Till) -> None:
    """Paid twice, or paid for what has ended: the office hears of it (T05)."""
    order = await order_queries.order_by_id(checkout.order)
    if order.balance.to_refund:
        is_twice = order.balance.total > 0
        what = "was paid more than once" if is_twice else "had ended when a card paid for it"
        await bookkeeping.tell_office(act, checkout, till, f"an order {what}")


async def _move(act: Action, checkout: CheckoutInfo, fact: CardFact, note: str = "") -> bool:
    """False when the fact is old news."""
    after = next_checkout(checkout.state, fact)
    if after is None:
        return False
    await CheckoutSession.update(
        {CheckoutSession.state: after.value, CheckoutSession.note: note or checkout.note}
    ).where(CheckoutSession.id == checkout.id)
    act.note("order", checkout.order_code, card=[checkout.state, after], session=checkout.session)
    return True


async def _enter_dispute(
    act: Action, checkout: CheckoutInfo, facts: DisputeFacts, till: Till
) -> None:
    """Flagged and told; no money is moved in the account, the office decides what follows."""
    moved = await _move(act, checkout, facts.fact, note=facts.reason[:300])
    if moved and facts.fact in OFFICE_HEARS:
        await bookkeeping.tell_office(act, checkout, till, OFFICE_HEARS[facts.fact])


async def _enter_refund(
    act: Action, checkout: CheckoutInfo, facts: RefundFacts, till: Till
) -> None:
    known = await queries.refund_by(facts.refund_row, facts.refund)
    after = next_refund(known.state if known else None, facts.state)
    if after is None:
        return
    await _write_refund(act, checkout, facts, known)
    if after is RefundState.SENT:
        await bookkeeping.enter_refund(act, checkout, facts, till)
    elif known is not None and known.state is RefundState.SENT:
        await bookkeeping.enter_return(act, checkout, facts, till)
        await bookkeeping.tell_office(act, checkout, till, "a refund came back from the card")


async def _write_refund(
    act: Action, checkout: CheckoutInfo, facts: RefundFacts, known: RefundInfo | None
) -> None:
    """The refund that we asked for, or one that was made in the card company's dashboard."""
    state = facts.state.value
    if known is not None:
        await CardRefund.update(
            {CardRefund.state: state, CardRefund.refund: facts.refund, CardRefund.note: ""}
        ).where(CardRefund.id == known.id)
    else:
        await CardRefund.insert(
            CardRefund(
                id=uuid4(),
                created_at=act.now,
                checkout=checkout.id,
                amount=facts.amount,
                state=state,
                asked_key=facts.refund[:80],
                refund=facts.refund,
                by_name=act.by.name,
            )
        )
    act.note("order", checkout.order_code, refund=[known.state if known else "", state])
