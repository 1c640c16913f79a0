"""Money that cards brought and took, entered in the order's account; every step inside an action.

The order is locked first, always: whatever is told at once is entered one after the other.
"""

from __future__ import annotations

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings import queries as meetings
from conference.orm import Action
from conference.orm.money import format_money
from conference.registration import order_queries
from conference.registration.card import queries
from conference.registration.card.provider import RefundFacts, SessionFacts
from conference.registration.card.rules import CheckoutInfo
from conference.registration.payment_actions import (
    NewPayment,
    receive_payment,
    record_payment,
    record_refund,
)
from conference.registration.rules import PaymentMethod
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.web.templating import render

KEY_LENGTH = 80


async def till_of(checkout: CheckoutInfo, issuer: Issuer) -> Till:
    """Where the money of this card payment is recorded."""
    meeting = await meetings.meeting_by_id(checkout.meeting)
    assert meeting is not None, "an order is of a meeting"
    return Till(meeting, issuer)


def payment_key(facts: SessionFacts) -> str:
    """One payment per card page, whoever hears of it first: the message, or who comes back."""
    return facts.session[:KEY_LENGTH]


async def enter_payment(
    act: Action, checkout: CheckoutInfo, facts: SessionFacts, till: Till
) -> bool:
    """The card has paid: recorded once per card page, at the moment of authorisation (T05, P04).

    Also for an order that has ended meanwhile: the money is there, and shows as "to refund".
    False when it was recorded before.
    """
    if await queries.is_recorded(payment_key(facts)):
        return False
    payment = NewPayment(
        amount=facts.amount,
        method=PaymentMethod.CARD,
        received_at=facts.at,
        idempotency_key=payment_key(facts),
        reference=facts.payment_intent,
    )
    await record_payment(checkout.order_code, payment, till=till, by=act.by, now=act.now)
    return True


async def enter_refund(act: Action, checkout: CheckoutInfo, facts: RefundFacts, till: Till) -> None:
    """Money has left for the card. A fact is recorded, also beyond what was to refund: then the
    order is due again (T06, T07)."""
    gone = _moved(checkout, facts, facts.refund)
    await record_refund(checkout.order_code, gone, till=till, by=act.by, now=act.now, has_left=True)


async def enter_return(act: Action, checkout: CheckoutInfo, facts: RefundFacts, till: Till) -> None:
    """A refund did not arrive, for example at a closed card: the money is with us again."""
    order = await order_queries.order_by_id(checkout.order)
    back = _moved(checkout, facts, f"{facts.refund}:back")
    await receive_payment(act, order, back, till, writes_letters=False)


def _moved(checkout: CheckoutInfo, facts: RefundFacts, key: str) -> NewPayment:
    return NewPayment(
        amount=facts.amount,
        method=PaymentMethod.CARD,
        received_at=facts.at,
        idempotency_key=key[:KEY_LENGTH],
        reference=checkout.payment_intent or facts.payment_intent,
    )


async def tell_office(act: Action, checkout: CheckoutInfo, till: Till, happened: str) -> None:
    """A letter to the meeting's contact: something that a person must look at."""
    if not till.meeting.contact_email:
        return
    amount = format_money(checkout.amount, checkout.currency)
    body = render(
        "registration/card/office_letter.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        checkout=checkout,
        amount=amount,
        happened=happened,
    )
    letter = Letter(
        kind="card_attention",
        to_address=till.meeting.contact_email,
        subject=f"Order {checkout.order_code}: {happened}",
        body=body,
        meeting=till.meeting.id,
    )
    await queue_letter(act, letter)
