"""The office: card payments, what was paid twice, and giving money back to a card."""

from __future__ import annotations

import secrets

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration import order_queries
from conference.registration.card import queries
from conference.registration.card.actions import ask_about_unheard
from conference.registration.card.cards import cards_of, the_cards
from conference.registration.card.errors import CardsDown
from conference.registration.card.forms import CardRefundForm, DuplicatesForm
from conference.registration.card.list_queries import FILTERS, attention, card_page
from conference.registration.card.refund_actions import (
    Counter,
    RefundOutcome,
    ask_again,
    refund_card,
    void_all,
)
from conference.registration.card.rules import (
    CHECKOUT_WORDS,
    MOST_AT_ONCE,
    REFUND_WORDS,
    RefundState,
)
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownOrder
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number
from conference.web.refusals import refusals

MONEY = roles(Role.OFFICE, Role.TREASURER)


@get("/{slug:str}/office/card-payments", opt=MONEY)
async def show_card_payments(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings
) -> Template:
    asked = request.query_params.get("state", "")
    state = asked if asked in FILTERS else ""
    return page(
        request,
        "registration/card/payments.html",
        found=await card_page(meeting.id, state, page_number(request)),
        attention=await attention(meeting.id),
        state=state,
        filters=FILTERS,
        words=CHECKOUT_WORDS,
        refund_words=REFUND_WORDS,
        has_cards=cards_of(settings) is not None,
    )


@post("/{slug:str}/office/card-payments/duplicates", opt=MONEY)
async def void_duplicates(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Redirect:
    """One press gives back what was paid twice, each payment to its own card (T05)."""
    form = await read_form(request, DuplicatesForm)
    counter = Counter(meeting, the_cards(settings), visitor.actor)
    total = await void_all(form.checkout[:MOST_AT_ONCE], counter=counter, now=now)
    _say(request, total, meeting.currency)
    return redirect(f"/{meeting.slug}/office/card-payments")


@post("/{slug:str}/office/card-payments/ask", opt=MONEY)
async def ask_about_card_pages(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Redirect:
    """For a night on which messages were lost: asks how the pages that are over have ended."""
    try:
        count = await ask_about_unheard(cards=the_cards(settings), now=now)
    except CardsDown:
        flash(request, "The card company does not answer. Try again in a few minutes.", "warn")
    else:
        flash(request, f"Asked about {count} card page{'' if count == 1 else 's'}.")
    return redirect(f"/{meeting.slug}/office/card-payments")


@get("/{slug:str}/office/orders/{code:str}/refund-card", opt=MONEY)
async def show_refund_card(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str]
) -> Template:
    return await _refund_page(request, meeting, code)


async def _refund_page(
    request: AnyRequest, meeting: MeetingInfo, code: str, wrong: FormState | None = None
) -> Template:
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    paid = await queries.checkouts_of(order.id)
    refunds = await queries.refunds_of([each.id for each in paid])
    by_card = sum(each.refundable for each in paid)
    amount = format_money(min(order.balance.to_refund, by_card), order.currency)
    fresh = {"amount": amount.split(" ")[0], "key": secrets.token_urlsafe(16)}
    return page(
        request,
        "registration/card/refund.html",
        status=422 if wrong else 200,
        order=order,
        paid=[each for each in paid if each.refundable or each.given_back],
        refunds=refunds,
        by_card=by_card,
        asked=sum(each.amount for each in refunds if each.state is RefundState.ASKED),
        form=wrong or FormState.of(fresh),
        words=CHECKOUT_WORDS,
        refund_words=REFUND_WORDS,
    )


@post("/{slug:str}/office/orders/{code:str}/refund-card", opt=MONEY)
async def give_back_to_card(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    counter = Counter(meeting, the_cards(settings), visitor.actor)
    try:
        form = await read_form(request, CardRefundForm)
        amount = form.in_minor(meeting.currency)
        with refusals(form):
            outcome = await refund_card(code, amount, form.key, counter=counter, now=now)
    except FormErrors as wrong:
        return await _refund_page(request, meeting, code, wrong.state)
    _say(request, outcome, meeting.currency)
    return redirect(f"/{meeting.slug}/office/orders/{code}/refund-card")


@post("/{slug:str}/office/orders/{code:str}/refund-card/again", opt=MONEY)
async def ask_for_refunds_again(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Redirect:
    """A refund without an answer is asked for again, under its own key: it goes once."""
    counter = Counter(meeting, the_cards(settings), visitor.actor)
    _say(request, await ask_again(code, counter=counter, now=now), meeting.currency)
    return redirect(f"/{meeting.slug}/office/orders/{code}/refund-card")


def _say(request: AnyRequest, outcome: RefundOutcome, currency: str) -> None:
    if outcome.sent:
        flash(request, f"{format_money(outcome.sent, currency)} went back to the card.")
    if outcome.waiting:
        waiting = format_money(outcome.waiting, currency)
        sentence = f"The card company has not answered about {waiting}. Ask again in a few minutes."
        flash(request, sentence, "warn")
    if outcome.refused:
        flash(request, f"Nothing was given back: {outcome.refused}", "bad")
    if outcome == RefundOutcome():
        flash(request, "There was nothing left to give back.", "warn")


handlers = [
    show_card_payments,
    void_duplicates,
    ask_about_card_pages,
    show_refund_card,
    give_back_to_card,
    ask_for_refunds_again,
]
