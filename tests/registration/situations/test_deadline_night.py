"""The card page fails on deadline night, and people press again and again (situation 4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.people.rules import PersonInfo
from conference.registration.card.cards import Cards
from conference.registration.rules import OrderState
from conference.registration.tables import Order, Registration
from tests.registration.card.conftest import (  # noqa: F401 -- fixtures
    browser,
    cards,
    stripe_process,
    stripe_server,
)
from tests.registration.card.scenes import hear, second_page
from tests.registration.card.stripe_server import StripeServer
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import EARLY_ENDS, Buy, Sale
from tests.registration.reading import words
from tests.registration.situations.walking import (
    CHECK,
    OFFICE,
    Walker,
    broken,
    come_by,
    letters,
    order_of,
    quote_in,
)
from tests.web_client import Post, SignIn

# ruff: noqa: F811
HOUR = timedelta(hours=1)
DEADLINE_NIGHT = EARLY_ENDS - HOUR
Sit = Callable[[PersonInfo], Awaitable[Walker]]


@pytest.fixture
async def card_at(sale: Sale, browser: httpx.AsyncClient, sign_in: SignIn, post: Post) -> Sit:
    """One browser of a Plenary that has Stripe keys, for one person after the other."""

    async def sit(person: PersonInfo) -> Walker:
        await sign_in(browser, person)
        return Walker(sale, browser, post)

    return sit


async def test_situation_04_card_fails_at_night_the_order_stands_and_more_time_is_one_press(
    sale: Sale, card_at: Sit, stripe_server: StripeServer
) -> None:
    with clock.at(DEADLINE_NIGHT):
        dan = await card_at(sale.cast.dan)
        quote = {"quote": quote_in(await dan.choose("non_member")), "pays_by": "card"}
        places = {(await dan.send(CHECK, quote)).headers["location"] for _ in range(3)}
        assert len(places) == 1
        assert await Order.count() == await Registration.count() == 1
        mine = await dan.registration(places.pop().rsplit("/", 1)[1])
        pay = f"/my/orders/{mine.order_code}/pay-by-card"
        stripe_server.books.is_down = True
        for _ in range(3):
            answer = await dan.post(dan.browser, pay)
            assert answer.status_code == 503
        assert "Nothing was charged, and your order stands: 650.00 EUR" in words(answer)
    stripe_server.books.is_down = False
    await come_by(EARLY_ENDS + HOUR, EARLY_ENDS + 50 * HOUR)
    assert (await order_of(mine)).total == 780_00

    with clock.at(EARLY_ENDS + 51 * HOUR):
        olive = await card_at(sale.cast.olive)
        listed = await olive.browser.get(f"{OFFICE}/unpaid")
        undo = f"{OFFICE}/unpaid/{mine.order_code}/undo-late"
        assert undo in html.fromstring(listed.text).xpath("//form/@action")
        await olive.send(undo, {"reason": "The card company was down that night."})
        assert (await order_of(mine)).total == 650_00
    await come_by(EARLY_ENDS + 52 * HOUR)
    with clock.at(EARLY_ENDS + 53 * HOUR):
        dan = await card_at(sale.cast.dan)
        await dan.send(pay)
        assert "650.00 EUR" in await dan.see(pay)
        (session,) = stripe_server.books.sessions
        stripe_server.pay(session)
        for _ in range(2):
            await dan.see(f"/my/orders/{mine.order_code}/card-return?session={session}")

    order = await order_of(mine)
    assert (order.state, order.balance.paid, order.total) == (OrderState.PAID, 650_00, 650_00)
    assert len(await letters("registration_confirmed", "dan@")) == 1
    assert await broken() == []


async def test_situation_04_early_period_is_made_longer_for_everybody(
    sale: Sale, card_at: Sit
) -> None:
    """The office moves the end of the early price; who orders the day after still pays it."""
    with clock.at(DEADLINE_NIGHT):
        olive = await card_at(sale.cast.olive)
        periods = f"{OFFICE}/prices/periods"
        shown = form_of(await olive.browser.get(periods))
        assert shown["ends-early"] == "2027-07-31T23:59"
        longer = {"ends-early": "2027-08-03T23:59", "starts-standard": "2027-08-04T00:00"}
        await olive.send(periods, {**shown, **longer})

    with clock.at(EARLY_ENDS + 24 * HOUR):
        dan = await card_at(sale.cast.dan)
        assert "650.00 EUR" in words(await dan.choose("non_member"))
    with clock.at(EARLY_ENDS + 73 * HOUR):
        assert "780.00 EUR" in words(await dan.choose("non_member"))
    assert await broken() == []


async def test_situation_04_charged_three_times_is_given_back_twice(
    sale: Sale, card_at: Sit, buy: Buy, cards: Cards, stripe_server: StripeServer
) -> None:
    """T05: duplicates are found by themselves and voided with one press, once."""
    placed = await buy(sale.cast.dan)
    dan = await card_at(sale.cast.dan)
    await dan.send(f"/my/orders/{placed.order_code}/pay-by-card")
    (first,) = stripe_server.books.sessions
    others = [await second_page(placed, stripe_server) for _ in range(2)]
    for session in (first, *(each.session for each in others)):
        await hear(cards, stripe_server, stripe_server.pay(session))

    olive = await card_at(sale.cast.olive)
    listed = await olive.browser.get(f"{OFFICE}/card-payments")
    assert "Give all 2 back: 1,300.00 EUR" in words(listed)
    (form,) = html.fromstring(listed.text).xpath("//form[count(.//input[@name='checkout']) = 2]")
    twice = {"checkout": form.xpath(".//input[@name='checkout']/@value")}
    for _ in range(2):
        await olive.send(form.get("action"), twice)

    order = await order_of(await olive.registration(placed.registration_code))
    assert sorted(each.amount for each in order.payments) == [-650_00, -650_00, *[650_00] * 3]
    assert (order.balance.paid, order.balance.to_refund) == (650_00, 0)
    assert order.registration.is_confirmed
    assert await broken() == []
