"""Giving money back to the card it came from (T07): reserved first, then asked, then recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.orm.money import format_money
from conference.registration import order_queries
from conference.registration.card import queries
from conference.registration.card.cards import Cards
from conference.registration.card.errors import (
    CardRefused,
    CardsBroken,
    CardsDown,
    UnknownCheckout,
)
from conference.registration.card.hearing import note_refund
from conference.registration.card.provider import NewRefund, RefundFacts
from conference.registration.card.queries import RefundInfo
from conference.registration.card.rules import (
    CheckoutInfo,
    RefundPart,
    RefundState,
    duplicates,
    split_refund,
)
from conference.registration.errors import PaymentRefused, UnknownOrder
from conference.registration.ledger import locked_balance
from conference.registration.rules import Balance, judge_refund
from conference.registration.tables import CardRefund

Choose = Callable[[Balance, Sequence[CheckoutInfo]], tuple[RefundPart, ...]]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a refund is asked for: the meeting, the card company, who asks."""

    meeting: MeetingInfo
    cards: Cards
    by: Actor


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """What became of a refund, in minor units; `refused` is the card company's own sentence."""

    sent: int = 0
    waiting: int = 0
    refused: str = ""

    def __add__(self, other: RefundOutcome) -> RefundOutcome:
        return RefundOutcome(
            self.sent + other.sent, self.waiting + other.waiting, self.refused or other.refused
        )


async def refund_card(
    code: str, amount: int, key: str, *, counter: Counter, now: datetime
) -> RefundOutcome:
    """Gives back to the cards at most what is to refund, once per key of a form (T05, T06, T07).

    What the card company refuses is not recorded; what it does not answer stays "asked" and is
    asked for again under the same key. Raises UnknownOrder, PaymentRefused.
    """

    def choose(balance: Balance, paid: Sequence[CheckoutInfo]) -> tuple[RefundPart, ...]:
        return _parts_of(balance, paid, amount)

    refunds = await _reserve(code, f"{code}:{key}", choose, counter, now)
    return await _send(refunds, counter, now)


async def void_duplicate(
    code: str, checkout: UUID, *, counter: Counter, now: datetime
) -> RefundOutcome:
    """Gives a second payment of the same order back whole; pressed twice, it goes back once (T05).

    Nothing happens to a payment that is no duplicate, or no longer. Raises UnknownOrder, and
    PaymentRefused while another refund of the order has no answer.
    """

    def choose(balance: Balance, paid: Sequence[CheckoutInfo]) -> tuple[RefundPart, ...]:
        found = duplicates(paid, balance)
        return tuple(RefundPart(each.id, each.amount) for each in found if each.id == checkout)

    refunds = await _reserve(code, f"duplicate:{uuid4()}", choose, counter, now)
    return await _send(refunds, counter, now)


async def void_all(checkouts: Sequence[UUID], *, counter: Counter, now: datetime) -> RefundOutcome:
    """Gives back each of these duplicates, one after the other, and adds up what became of them.

    Raises UnknownCheckout for a card payment of another meeting.
    """
    total = RefundOutcome()
    for id in checkouts:
        checkout = await queries.checkout_by_id(id)
        if checkout is None or checkout.meeting != counter.meeting.id:
            raise UnknownCheckout
        try:
            total += await void_duplicate(checkout.order_code, id, counter=counter, now=now)
        except PaymentRefused as refused:
            total += RefundOutcome(refused=refused.detail)
    return total


async def ask_again(code: str, *, counter: Counter, now: datetime) -> RefundOutcome:
    """Asks about the refunds of an order that were never answered. Raises UnknownOrder."""
    order = await order_queries.order_detail(counter.meeting.id, code)
    if order is None:
        raise UnknownOrder
    paid = await queries.checkouts_of(order.id)
    refunds = await queries.refunds_of([each.id for each in paid])
    asked = tuple(each for each in refunds if each.state is RefundState.ASKED)
    return await _send(asked, counter, now)


def _parts_of(
    balance: Balance, paid: Sequence[CheckoutInfo], amount: int
) -> tuple[RefundPart, ...]:
    """Raises PaymentRefused with the sentence for the office."""
    verdict = judge_refund(balance, amount)
    if not verdict.is_allowed:
        raise PaymentRefused(verdict.reason, errors={"amount": verdict.reason})
    parts = split_refund(amount, paid)
    if not parts:
        most = format_money(sum(each.refundable for each in paid), paid[0].currency) if paid else ""
        sentence = (
            f"Only {most} came by card and can go back to it. Give the rest back by transfer."
            if most
            else "Nothing came by card. Give it back the way it came."
        )
        raise PaymentRefused(sentence, errors={"amount": sentence})
    return parts


async def _reserve(
    code: str, key: str, choose: Choose, counter: Counter, now: datetime
) -> tuple[RefundInfo, ...]:
    """The rows of the refund under the order's lock: nobody else can promise the same money."""
    order = await order_queries.order_detail(counter.meeting.id, code)
    if order is None:
        raise UnknownOrder
    meeting = counter.meeting.id
    async with action("refund_card", by=counter.by, now=now, meeting=meeting) as act:
        balance = await locked_balance(order.id)
        paid = await queries.checkouts_of(order.id)
        known = await queries.refunds_of([each.id for each in paid])
        if again := tuple(each for each in known if each.asked_key.startswith(f"{key}:")):
            return again
        _refuse_while_asked(known, order.currency)
        parts = choose(balance, paid)
        await _insert(act, order.code, key, parts)
    written = await queries.refunds_of([part.checkout for part in parts])
    return tuple(each for each in written if each.asked_key.startswith(f"{key}:"))


def _refuse_while_asked(known: Sequence[RefundInfo], currency: str) -> None:
    asked = sum(each.amount for each in known if each.state is RefundState.ASKED)
    if asked:
        sentence = (
            f"A refund of {format_money(asked, currency)} still waits for the card company's "
            "answer. Ask again for that one first."
        )
        raise PaymentRefused(sentence, errors={"amount": sentence})


async def _insert(act: Action, code: str, key: str, parts: Sequence[RefundPart]) -> None:
    rows = [
        CardRefund(
            id=uuid4(),
            created_at=act.now,
            checkout=part.checkout,
            amount=part.amount,
            state=RefundState.ASKED.value,
            asked_key=f"{key}:{n}",
            by_name=act.by.name[:200],
        )
        for n, part in enumerate(parts)
    ]
    if rows:
        await CardRefund.insert(*rows)
        act.note("order", code, refund=["", RefundState.ASKED], amount=[p.amount for p in parts])


async def _send(refunds: Sequence[RefundInfo], counter: Counter, now: datetime) -> RefundOutcome:
    """Asks for each refund that has no answer yet; no transaction is open meanwhile."""
    total = RefundOutcome()
    for each in refunds:
        checkout = await queries.checkout_by_id(each.checkout)
        assert checkout is not None
        total += await _send_one(each, checkout, counter, now)
    return total


async def _send_one(
    refund: RefundInfo, checkout: CheckoutInfo, counter: Counter, now: datetime
) -> RefundOutcome:
    if refund.state is not RefundState.ASKED:
        is_gone = refund.state is RefundState.SENT
        return RefundOutcome(sent=refund.amount if is_gone else 0, refused=refund.note)
    try:
        facts = await _ask(refund, checkout, counter.cards)
    except CardRefused as refused:
        await _mark_refused(refund, checkout, refused.detail, counter, now)
        return RefundOutcome(refused=refused.detail)
    except CardsDown:
        return RefundOutcome(waiting=refund.amount)
    await note_refund(checkout, facts, cards=counter.cards, now=now)
    if facts.state is RefundState.SENT:
        return RefundOutcome(sent=refund.amount)
    return RefundOutcome(refused="The card did not take the money back.")


async def _ask(refund: RefundInfo, checkout: CheckoutInfo, cards: Cards) -> RefundFacts:
    """A refund that was asked for before may have gone through unheard, so look first; and look
    again when the answer is a failure of theirs, which the same key would only repeat."""
    if found := await _made_already(refund, checkout, cards):
        return found
    wanted = NewRefund(
        refund=refund.id,
        session=checkout.session,
        payment_intent=checkout.payment_intent,
        amount=refund.amount,
        currency=checkout.currency,
        order_code=checkout.order_code,
    )
    try:
        return await cards.provider.refund(wanted)
    except CardsBroken:
        if found := await _made_already(refund, checkout, cards):
            return found
        raise CardRefused(
            "The card company failed and gave nothing back. Try again later."
        ) from None


async def _made_already(
    refund: RefundInfo, checkout: CheckoutInfo, cards: Cards
) -> RefundFacts | None:
    made = await cards.provider.refunds_of(checkout.payment_intent)
    return next((each for each in made if each.refund_row == refund.id), None)


async def _mark_refused(
    refund: RefundInfo, checkout: CheckoutInfo, why: str, counter: Counter, now: datetime
) -> None:
    meeting = counter.meeting.id
    async with action("refuse_card_refund", by=counter.by, now=now, meeting=meeting) as act:
        await locked_balance(checkout.order)
        await CardRefund.update(
            {CardRefund.state: RefundState.REFUSED.value, CardRefund.note: why[:300]}
        ).where(CardRefund.id == refund.id, CardRefund.state == RefundState.ASKED.value)
        act.note("order", checkout.order_code, refund=[refund.state, RefundState.REFUSED])
