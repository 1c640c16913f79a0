"""The office about cards: what was paid twice, disputed or not answered; back to the card."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from conference.meetings.tables import Meeting
from conference.orm import Actor
from conference.people import actions as people_actions
from conference.people.access import Role
from conference.registration.card.actions import start_checkout
from conference.registration.card.cards import Cards
from conference.registration.card.list_queries import attention, card_page
from conference.registration.card.rules import CheckoutInfo
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder
from tests.cast import NOW
from tests.registration.card.scenes import card_money, hear, order_now, page_of, second_page
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

OFFICE_LIST = "/glasgow/office/card-payments"


@pytest.fixture
async def olive(sale: Sale, browser: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(browser, sale.cast.olive)
    return browser


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )


async def test_void_duplicates_gives_all_back_with_one_press(
    sale: Sale,
    placed: PlacedOrder,
    cards: Cards,
    olive: httpx.AsyncClient,
    post: Post,
    stripe_server: StripeServer,
) -> None:
    """Situation 4: charged three times on deadline night."""
    first = await page_of(sale, placed, cards)
    second = await second_page(placed, stripe_server)
    third = await second_page(placed, stripe_server)
    for each in (first, second, third):
        await hear(cards, stripe_server, stripe_server.pay(each.session))
    page = await olive.get(OFFICE_LIST)
    assert "Give all 2 back: 1,300.00 EUR" in words(page)
    (form,) = html.fromstring(page.text).xpath("//form[count(.//input[@name='checkout']) = 2]")
    ids = form.xpath(".//input[@name='checkout']/@value")

    for _ in range(2):
        answer = await post(olive, form.get("action"), {"checkout": ids}, follow_redirects=True)

    assert await card_money(placed) == [650_00] * 3 + [-650_00] * 2
    assert "There was nothing left to give back." in words(answer)
    assert "Paid twice" not in words(answer)
    assert (await order_now(placed)).balance.paid == 650_00


async def test_refund_to_the_card_from_the_orders_page(
    sale: Sale,
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    olive: httpx.AsyncClient,
    post: Post,
    stripe_server: StripeServer,
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    await cancel(sale, placed)
    path = f"/glasgow/office/orders/{placed.order_code}/refund-card"
    tree = html.fromstring((await olive.get(path)).text)
    sent = {name: tree.xpath(f"//input[@name='{name}']/@value")[0] for name in ("amount", "key")}
    assert sent["amount"] == "650.00"

    wrong = await post(olive, path, {**sent, "amount": "650.01"})
    assert wrong.status_code == 422
    assert "more than there is" in errors_beside(wrong)["amount"]
    assert html.fromstring(wrong.text).xpath("//input[@name='amount']/@value") == ["650.01"]
    for _ in range(2):
        answer = await post(olive, path, {**sent, "amount": "600"}, follow_redirects=True)

    assert "600.00 EUR went back to the card." in words(answer)
    assert await card_money(placed) == [650_00, -600_00]


async def test_refund_without_an_answer_can_be_asked_for_again(
    sale: Sale,
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    olive: httpx.AsyncClient,
    post: Post,
    stripe_server: StripeServer,
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    await cancel(sale, placed)
    path = f"/glasgow/office/orders/{placed.order_code}/refund-card"
    stripe_server.books.is_down = True
    answer = await post(olive, path, {"amount": "650", "key": "k"}, follow_redirects=True)
    assert "has not answered about 650.00 EUR" in words(answer)
    assert placed.order_code in words(await olive.get(OFFICE_LIST))
    stripe_server.books.is_down = False
    (action,) = html.fromstring(answer.text).xpath("//main//form/@action")

    answer = await post(olive, action, follow_redirects=True)

    assert "650.00 EUR went back to the card." in words(answer)
    assert await card_money(placed) == [650_00, -650_00]


@pytest.mark.parametrize("amount", ["", "lots", "0", "-5", "1.005"])
async def test_refund_to_the_card_refuses_in_words_beside_the_field(
    placed: PlacedOrder, olive: httpx.AsyncClient, post: Post, amount: str
) -> None:
    path = f"/glasgow/office/orders/{placed.order_code}/refund-card"

    answer = await post(olive, path, {"amount": amount, "key": "k"})

    assert answer.status_code == 422


async def test_asking_about_open_pages_says_how_many(
    placed: PlacedOrder, olive: httpx.AsyncClient, post: Post, stripe_server: StripeServer
) -> None:
    answer = await post(olive, f"{OFFICE_LIST}/ask", follow_redirects=True)
    assert "Asked about 0 card pages." in words(answer)


async def test_a_card_payment_of_another_meeting_is_not_touched(
    sale: Sale, placed: PlacedOrder, opened: CheckoutInfo, olive: httpx.AsyncClient, post: Post
) -> None:
    await Meeting.update({Meeting.slug: "elsewhere"}).where(Meeting.id == sale.meeting.id)
    await Meeting.insert(
        Meeting(
            society=sale.meeting.society,
            slug="glasgow",
            title="Another",
            starts_on=sale.meeting.starts_on,
            ends_on=sale.meeting.ends_on,
        )
    )
    here = await Meeting.select(Meeting.id).where(Meeting.slug == "glasgow").first()
    await people_actions.grant_role(
        person=sale.cast.olive.id,
        role=Role.OFFICE,
        meeting=here["id"],
        by=Actor.system("tests"),
        now=NOW,
    )

    sent = await post(olive, f"{OFFICE_LIST}/duplicates", {"checkout": [str(opened.id)]})
    refund = await olive.get(f"/glasgow/office/orders/{placed.order_code}/refund-card")

    assert (sent.status_code, refund.status_code) == (404, 404)
    assert "Nobody has paid by card yet" in words(await olive.get(OFFICE_LIST))


@pytest.mark.parametrize("count", [1, 3])
async def test_card_payments_take_a_fixed_number_of_statements(
    sale: Sale,
    buy: Buy,
    cards: Cards,
    stripe_server: StripeServer,
    count_statements: Any,
    count: int,
) -> None:
    for person in (sale.cast.dan, sale.cast.alice, sale.cast.bob)[:count]:
        placed = await buy(person)
        made = await start_checkout(placed.order_code, person.id, cards=cards, by=OFFICE, now=NOW)
        again = await second_page(placed, stripe_server)
        for each in (made, again):
            await hear(cards, stripe_server, stripe_server.pay(each.session))

    with count_statements() as seen:
        found = await card_page(sale.meeting.id, "", 1)
        care = await attention(sale.meeting.id)

    assert (found.count, len(care.duplicates), len(seen)) == (2 * count, count, 5)


@pytest.mark.parametrize("query", ["?page=x", "?page=99999", "?state=nonsense", "?state=paid"])
async def test_card_payments_with_a_strange_address_still_answer(
    sale: Sale, olive: httpx.AsyncClient, query: str
) -> None:
    assert (await olive.get(f"{OFFICE_LIST}{query}")).status_code == 200
