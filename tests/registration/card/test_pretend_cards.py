"""The demonstration without Stripe: the same way through, and no card is charged."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.registration.card.cards import Cards, cards_of
from conference.registration.card.hearing import REPEATED, handle_event
from conference.registration.card.pretend_cards import PretendCards
from conference.registration.card.refund_actions import Counter, RefundOutcome, refund_card
from conference.registration.card.rules import CheckoutState
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder
from conference.settings import Settings
from tests.cast import NOW
from tests.registration.card.scenes import broken, card_money, checkouts, order_now, page_of
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.dan)
    return client


@pytest.fixture
async def card_page(placed: PlacedOrder, dan: httpx.AsyncClient, post: Post) -> str:
    """Where the button leads."""
    answer = await post(dan, f"/my/orders/{placed.order_code}/pay-by-card")
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_pretended_card_pays_and_confirms(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str
) -> None:
    page = await dan.get(card_page)
    assert "Demonstration: no card is charged" in words(page)
    assert "Pay 650.00 EUR" in words(page)
    buttons = html.fromstring(page.text).xpath("//button[@name='choice']/@value")
    assert buttons == ["pay", "decline", "leave"]

    answer = await post(dan, card_page, {"choice": "pay"}, follow_redirects=True)

    assert "Payment received" in words(answer)
    order = await order_now(placed)
    assert (order.balance.due, order.registration.is_confirmed) == (0, True)
    assert await card_money(placed) == [650_00]
    assert await broken() == []


async def test_pretended_card_pays_once(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str, settings: Settings
) -> None:
    for _ in range(3):
        await post(dan, card_page, {"choice": "pay"})
    (checkout,) = await checkouts(placed)
    cards = cards_of(settings)
    assert cards is not None
    assert isinstance(cards.provider, PretendCards)
    news = cards.provider.news_of_payment(checkout)

    assert await handle_event(*news, cards=cards, now=NOW) == REPEATED
    assert await card_money(placed) == [650_00]
    assert "This card page is closed" in words(await dan.get(card_page))


async def test_pretended_card_that_is_declined_charges_nothing(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str
) -> None:
    answer = await post(dan, card_page, {"choice": "decline"})

    assert answer.status_code == 422
    assert "The bank declines this card." in words(answer)
    assert await card_money(placed) == []
    answer = await post(dan, card_page, {"choice": "pay"}, follow_redirects=True)
    assert "Payment received" in words(answer)


async def test_pretended_card_page_can_be_left_and_come_back_to(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str
) -> None:
    left = await post(dan, card_page, {"choice": "leave"})
    await dan.get(left.headers["location"])
    assert "You left the card page. Nothing was charged." in words(await dan.get("/my/profile"))

    again = await post(dan, f"/my/orders/{placed.order_code}/pay-by-card")

    assert again.headers["location"] == card_page
    assert len(await checkouts(placed)) == 1


async def test_pretended_card_page_closes_after_its_hour(
    placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str
) -> None:
    with clock.at(NOW + timedelta(hours=1)):
        await post(dan, card_page, {"choice": "pay"})
        assert await card_money(placed) == []
        again = await post(dan, f"/my/orders/{placed.order_code}/pay-by-card")

    assert again.headers["location"] != card_page
    states = sorted(each.state for each in await checkouts(placed))
    assert states == [CheckoutState.EXPIRED, CheckoutState.OPEN]


@pytest.mark.parametrize("choice", ["", "steal"])
async def test_pretended_card_page_asks_for_a_button(
    dan: httpx.AsyncClient, post: Post, card_page: str, choice: str
) -> None:
    answer = await post(dan, card_page, {"choice": choice})

    assert answer.status_code == 422
    assert "Press one of the buttons." in words(answer)
    assert errors_beside(answer) == {}


async def test_pretended_card_gives_back(
    sale: Sale, placed: PlacedOrder, dan: httpx.AsyncClient, post: Post, card_page: str
) -> None:
    await post(dan, card_page, {"choice": "pay"})
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )
    counter = Counter(sale.meeting, Cards(PretendCards("secret"), ISSUER), OFFICE)

    done = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)

    assert done == RefundOutcome(sent=650_00)
    assert await card_money(placed) == [650_00, -650_00]


async def test_pretended_card_page_is_unknown_where_cards_are_real(
    sale: Sale, placed: PlacedOrder, browser: httpx.AsyncClient, cards: Cards, post: Post
) -> None:
    """With a Stripe key nobody confirms an order by pretending to pay."""
    made = await page_of(sale, placed, cards)
    for session in (made.session, "cs_pretend_1"):
        assert (await browser.get(f"/demo-card/{session}")).status_code == 404
        answer = await post(browser, f"/demo-card/{session}", {"choice": "pay"})
        assert answer.status_code == 404
    assert await card_money(placed) == []


def test_no_card_company_outside_the_demonstration_without_a_key() -> None:
    assert cards_of(Settings(secret="a" * 40, is_demo=False)) is None
