"""Paying by card: to the card company's page, back from it, and its messages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, public, signed_in
from conference.registration import order_queries
from conference.registration.bank.references import payment_reference
from conference.registration.card import demo_pages, office_pages, queries
from conference.registration.card.actions import ask_about_unheard, start_checkout
from conference.registration.card.cards import Cards, cards_of, the_cards, told_cards
from conference.registration.card.errors import (
    CardNotOffered,
    CardRefused,
    CardsDown,
    MoneyOnItsWay,
    NothingDue,
    UnknownCheckout,
)
from conference.registration.card.hearing import ask_about, handle_event
from conference.registration.card.rules import (
    HAS_PAID,
    IS_LIVE,
    CheckoutInfo,
    CheckoutState,
    card_is_offered,
    is_reusable,
)
from conference.registration.catalogue_queries import policy_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownOrder
from conference.registration.order_queries import OrderDetail
from conference.registration.price_queries import payment_advice
from conference.registration.ticket import Issuer
from conference.settings import Settings
from conference.web import flash, page, redirect
from conference.web.problems import Problem

MOST_BYTES = 1_000_000  # of a message; the card company's are some kilobytes

OFFICE_LINKS = [
    Link(
        "Card payments",
        "/office/card-payments",
        "Paid, open, paid twice, disputed; back to the card.",
        Role.TREASURER,
    )
]


async def _own_order(visitor: Visitor, code: str) -> OrderDetail:
    """Another person's order is as unknown as none at all."""
    assert visitor.person is not None
    order = await order_queries.order_of_payer(visitor.person, code)
    if order is None:
        raise UnknownOrder
    return order


def order_path(order: OrderDetail) -> str:
    return f"/my/orders/{order.code}"


@post("/my/orders/{code:str}/pay-by-card", opt=signed_in)
async def pay_by_card(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    """To the card page by way of a page of ours: a browser lets no form lead to another host."""
    order = await _own_order(visitor, code)
    cards = await _offered_cards(order, settings)
    assert visitor.person is not None
    try:
        checkout = await start_checkout(
            order.code, visitor.person, cards=cards, by=visitor.actor, now=now
        )
    except NothingDue as nothing:
        flash(request, nothing.detail)
        return redirect(order_path(order))
    except (CardsDown, CardRefused, MoneyOnItsWay) as problem:
        return await _not_now(request, order, problem)
    is_here = checkout.url.startswith("/")
    return redirect(checkout.url if is_here else f"/my/orders/{order.code}/pay-by-card")


async def _offered_cards(order: OrderDetail, settings: Settings) -> Cards:
    meeting = await queries.meeting_of_order(order.id)
    if not card_is_offered(settings, await policy_of(meeting)):
        raise CardNotOffered("Pay in another way, or ask the office.")
    return the_cards(settings)


async def _not_now(request: AnyRequest, order: OrderDetail, problem: Problem) -> Template:
    """No money has moved; the order stands; what else can be done (situation 4)."""
    meeting = await _meeting_of(order)
    return page(
        request,
        "registration/card/not_now.html",
        status=problem.status,
        order=order,
        problem=problem,
        may_retry=isinstance(problem, CardsDown),
        is_on_its_way=isinstance(problem, MoneyOnItsWay),
        meeting=meeting,
        takes_transfer=(await policy_of(meeting.id)).takes_transfer,
        advice=await payment_advice(meeting.id),
        reference=payment_reference(order.code),
        order_path=order_path(order),
    )


@get("/my/orders/{code:str}/pay-by-card", opt=signed_in)
async def show_way_to_card_page(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    """Goes on to the card company by itself, and has a link for browsers that do not."""
    order = await _own_order(visitor, code)
    due = order.balance.due
    live = [each for each in await queries.checkouts_of(order.id) if is_reusable(each, due, now)]
    if not live or not live[-1].url:
        return redirect(order_path(order))
    meeting = await _meeting_of(order)
    return page(
        request, "registration/card/going.html", order=order, meeting=meeting, checkout=live[-1]
    )


@get("/my/orders/{code:str}/card-return", opt=signed_in)
async def show_card_return(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    """Back from the card page: what is known, after asking once where nothing was heard yet."""
    order = await _own_order(visitor, code)
    session = request.query_params.get("session", "")
    if not session:
        flash(request, "You left the card page. Nothing was charged.", "warn")
        return redirect(order_path(order))
    checkout = await _heard_or_asked(order.id, session, settings, now)
    fresh = await _own_order(visitor, code)
    return page(
        request,
        "registration/card/returned.html",
        order=fresh,
        meeting=await _meeting_of(order),
        checkout=checkout,
        is_paid=checkout.state in HAS_PAID,
        is_waiting=checkout.state in IS_LIVE,
        order_path=order_path(order),
    )


async def _heard_or_asked(
    order: UUID, session: str, settings: Settings, now: datetime
) -> CheckoutInfo:
    found = await queries.checkouts_of(order)
    checkout = next((each for each in found if each.session == session), None)
    if checkout is None:
        raise UnknownCheckout
    cards = cards_of(settings)
    if cards is None or checkout.state not in (CheckoutState.OPEN, CheckoutState.ON_ITS_WAY):
        return checkout
    try:
        return await ask_about(checkout, cards=cards, now=now)
    except CardsDown:
        return checkout


async def _meeting_of(order: OrderDetail) -> MeetingInfo:
    meeting = await meetings.meeting_by_id(await queries.meeting_of_order(order.id))
    assert meeting is not None
    return meeting


@post(
    "/webhooks/stripe",
    opt={**public, "exclude_from_csrf": True},
    status_code=200,
    request_max_body_size=MOST_BYTES,
)
async def hear_card_company(request: AnyRequest, now: Now, settings: TheSettings) -> Response[str]:
    """Messages are trusted by their signature, not by a session. 400: not signed; 200: heard."""
    signature = request.headers.get("stripe-signature", "")
    outcome = await handle_event(
        await request.body(), signature, cards=the_cards(settings), now=now
    )
    return Response(outcome, media_type="text/plain")


async def chase_card_pages(now: datetime, _issuer: Issuer) -> None:
    """Housekeeping: asks about card pages of which nothing was heard, should a message be lost."""
    cards = told_cards()
    if cards is not None:
        await ask_about_unheard(cards=cards, now=now)


CHORES = [chase_card_pages]
handlers = [
    pay_by_card,
    show_way_to_card_page,
    show_card_return,
    hear_card_company,
    *demo_pages.handlers,
    *office_pages.handlers,
]
