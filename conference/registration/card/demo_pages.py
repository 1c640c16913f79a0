"""The pretended card company's page. It exists in a demonstration without a Stripe key only."""

from __future__ import annotations

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings
from conference.people.access import public
from conference.registration.card import queries
from conference.registration.card.cards import Cards, cards_of
from conference.registration.card.errors import UnknownCheckout
from conference.registration.card.forms import PretendForm
from conference.registration.card.hearing import handle_event
from conference.registration.card.pretend_cards import PretendCards
from conference.registration.card.rules import CheckoutInfo, CheckoutState
from conference.registration.draft import AnyRequest
from conference.settings import Settings
from conference.web import FormErrors, FormState, page, read_form, redirect

DECLINED = "The bank declines this card. Nothing was charged. Try again, or leave."
CHOOSE = "Press one of the buttons."


@get("/demo-card/{session:str}", opt=public)
async def show_pretended_card_page(
    request: AnyRequest, session: FromPath[str], now: Now, settings: TheSettings
) -> Template:
    _, checkout = await _pretended(session, settings)
    return await _card_page(request, checkout, now, FormState.empty())


async def _pretended(session: str, settings: Settings) -> tuple[Cards, CheckoutInfo]:
    """Raises UnknownCheckout also where cards are real: then this page does not exist."""
    cards = cards_of(settings)
    checkout = await queries.checkout_of_session(session)
    if cards is None or not isinstance(cards.provider, PretendCards) or checkout is None:
        raise UnknownCheckout
    return cards, checkout


async def _card_page(
    request: AnyRequest, checkout: CheckoutInfo, now: datetime, form: FormState
) -> Template:
    return page(
        request,
        "registration/card/pretend.html",
        status=422 if form.errors else 200,
        checkout=checkout,
        meeting=await meetings.meeting_by_id(checkout.meeting),
        is_open=_is_open(checkout, now),
        form=form,
        return_path=_return_path(checkout),
    )


def _is_open(checkout: CheckoutInfo, now: datetime) -> bool:
    return checkout.state is CheckoutState.OPEN and now < checkout.expires_at


def _return_path(checkout: CheckoutInfo) -> str:
    return f"/my/orders/{checkout.order_code}/card-return?session={checkout.session}"


@post("/demo-card/{session:str}", opt=public)
async def use_pretended_card(
    request: AnyRequest, session: FromPath[str], now: Now, settings: TheSettings
) -> Template | Redirect:
    """Paying sends the same signed message as a real card company would (T05)."""
    cards, checkout = await _pretended(session, settings)
    try:
        choice = (await read_form(request, PretendForm)).choice
    except FormErrors:
        return await _card_page(request, checkout, now, FormState({}, {"": CHOOSE}))
    if choice == "leave":
        return redirect(f"/my/orders/{checkout.order_code}/card-return?left=1")
    if choice == "decline" or not _is_open(checkout, now):
        return await _card_page(request, checkout, now, FormState({}, {"": DECLINED}))
    assert isinstance(cards.provider, PretendCards)
    payload, signature = cards.provider.news_of_payment(checkout)
    await handle_event(payload, signature, cards=cards, now=now)
    return redirect(_return_path(checkout))


handlers = [show_pretended_card_page, use_pretended_card]
