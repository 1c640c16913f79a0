"""The payer's way to the card page and back, and the messages of the card company."""

from __future__ import annotations

import re

import httpx
import pytest
from lxml import html

from conference.registration.bank.references import payment_reference
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import OrderState
from conference.registration.tables import RegistrationPolicy
from conference.web.templating import ROOT
from tests.cast import NOW
from tests.registration.card.scenes import card_money, checkouts, order_now
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.reading import words
from tests.web_client import Post, SignIn


@pytest.fixture
async def dan(sale: Sale, browser: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(browser, sale.cast.dan)
    return browser


def pay_path(placed: PlacedOrder) -> str:
    return f"/my/orders/{placed.order_code}/pay-by-card"


def return_path(placed: PlacedOrder, session: str) -> str:
    return f"/my/orders/{placed.order_code}/card-return?session={session}"


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )


async def test_pay_by_card_leads_to_stripe_without_leaving_by_a_form(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    """A browser blocks a form whose answer leads to another host (form-action 'self')."""
    answer = await post(dan, pay_path(placed))
    assert (answer.status_code, answer.headers["location"]) == (303, pay_path(placed))

    way = await dan.get(pay_path(placed))

    (session,) = stripe_server.books.sessions.values()
    tree = html.fromstring(way.text)
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={session['url']}"]
    assert session["url"] in tree.xpath("//main//a/@href")
    assert "650.00 EUR" in words(way)


async def test_card_return_asks_stripe_once_and_shows_the_payment(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    """No message has come: the one who comes back is believed after asking Stripe."""
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions
    event = stripe_server.pay(session)

    for _ in range(3):
        shown = words(await dan.get(return_path(placed, session)))
    payload, signature = stripe_server.signed(event)
    told = await dan.post(
        "/webhooks/stripe", content=payload, headers={"stripe-signature": signature}
    )

    assert "Payment received" in shown
    assert "Nothing is due any more" in shown
    assert told.status_code == 200
    assert await card_money(placed) == [650_00]


async def test_card_return_without_an_answer_says_what_is_waited_for(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions
    stripe_server.pay(session)
    stripe_server.books.is_down = True

    waiting = await dan.get(return_path(placed, session))
    assert "We are waiting for the card company" in words(waiting)
    stripe_server.books.is_down = False
    (again,) = html.fromstring(waiting.text).xpath("//main//a[text()='Look again']/@href")

    assert "Payment received" in words(await dan.get(again))


async def test_card_return_of_a_page_that_closed_offers_to_pay_again(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions
    stripe_server.expire(session)

    answer = await dan.get(return_path(placed, session))

    assert "The card was not charged" in words(answer)
    assert pay_path(placed) in html.fromstring(answer.text).xpath("//main//form/@action")


async def test_card_return_of_an_order_that_ended_says_what_becomes_of_the_money(
    sale: Sale,
    placed: PlacedOrder,
    dan: httpx.AsyncClient,
    post: Post,
    stripe_server: StripeServer,
) -> None:
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions
    stripe_server.pay(session)
    await cancel(sale, placed)

    shown = words(await dan.get(return_path(placed, session)))

    assert "Your order had ended before this payment came" in shown
    assert "650.00 EUR goes back to you" in shown


async def test_leaving_the_card_page_leads_back_to_the_order(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions.values()

    answer = await dan.get(session["cancel_url"])
    assert answer.headers["location"] == f"/my/orders/{placed.order_code}"
    answer = await dan.get("/my/profile")  # any page says it once

    assert "You left the card page. Nothing was charged." in words(answer)


async def test_pay_by_card_while_stripe_is_down_keeps_the_order_and_says_what_to_do(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    """Situation 4: on deadline night people press again and again."""
    stripe_server.books.is_down = True
    for _ in range(3):
        answer = await post(dan, pay_path(placed))
    assert answer.status_code == 503
    shown = words(answer)
    assert "Nothing was charged, and your order stands: 650.00 EUR" in shown
    assert "IBAN GB00 TEST" in shown
    assert payment_reference(placed.order_code) in shown
    assert (await order_now(placed)).state is OrderState.PENDING

    stripe_server.books.is_down = False
    (action,) = html.fromstring(answer.text).xpath("//main//form/@action")

    assert (await post(dan, action)).status_code == 303
    assert len(stripe_server.books.sessions) == 1


async def test_pay_by_card_of_a_paid_order_charges_nothing(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    await post(dan, pay_path(placed))
    (session,) = stripe_server.books.sessions
    stripe_server.pay(session)

    for _ in range(2):
        answer = await post(dan, pay_path(placed))
    assert answer.headers["location"] == f"/my/orders/{placed.order_code}"
    answer = await dan.get("/my/profile")

    assert "Nothing is due for this order" in words(answer)
    assert len(stripe_server.books.sessions) == 1


@pytest.mark.parametrize("what", ["pay", "way", "return"])
async def test_anothers_order_is_unknown(
    sale: Sale,
    placed: PlacedOrder,
    browser: httpx.AsyncClient,
    sign_in: SignIn,
    post: Post,
    what: str,
) -> None:
    await sign_in(browser, sale.cast.bob)

    match what:
        case "pay":
            answer = await post(browser, pay_path(placed))
        case "way":
            answer = await browser.get(pay_path(placed))
        case "return":
            answer = await browser.get(return_path(placed, "cs_test_1"))

    assert answer.status_code == 404


async def test_card_return_of_an_unknown_session_is_unknown(
    placed: PlacedOrder, dan: httpx.AsyncClient
) -> None:
    assert (await dan.get(return_path(placed, "cs_test_guessed"))).status_code == 404


async def test_a_meeting_that_takes_no_cards_offers_none(
    sale: Sale, placed: PlacedOrder, dan: httpx.AsyncClient, post: Post
) -> None:
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=sale.meeting.id, takes_card=False))

    assert (await post(dan, pay_path(placed))).status_code == 404
    assert await checkouts(placed) == ()


async def test_webhook_without_a_signature_is_400_and_needs_no_form_token(
    placed: PlacedOrder, browser: httpx.AsyncClient, stripe_server: StripeServer
) -> None:
    answer = await browser.post("/webhooks/stripe", content=b'{"id": "evt_1"}')

    assert answer.status_code == 400


async def test_webhook_that_is_too_large_is_not_read(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/webhooks/stripe", content=b"x" * 1_000_001)

    assert answer.status_code == 413


def test_no_card_number_is_ever_asked_for() -> None:
    """Cards are typed at the card company, never here."""
    folder = ROOT / "conference" / "registration" / "templates" / "card"
    text = "".join(path.read_text() for path in folder.iterdir())
    assert not re.search(r"name=.(number|cvc|card_number|expiry)", text)
