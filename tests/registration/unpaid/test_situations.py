"""Situations that go wrong, as the domain tells them: 3 (a slow transfer), 4 (deadline night)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.registration import actions
from conference.registration.catalogue import Wish
from conference.registration.ordering import Payer
from conference.registration.rules import OrderState, PayBy, RegistrationState
from conference.registration.tables import Order as OrderRow
from conference.registration.tables import PriceWindow, Registration
from conference.registration.unpaid.late import (
    announce_late_prices,
    charge_late_orders,
    settle_late_charges,
)
from tests.registration.conftest import ISSUER, Sale
from tests.registration.reading import words
from tests.registration.unpaid.conftest import (
    MONEY_UNTIL,
    PERIOD_ENDS,
    Order,
    again,
    set_policy,
)
from tests.web_client import Post, SignIn

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await set_policy(sale, unpaid_days=0)
    await sign_in(client, sale.cast.olive)
    return client


async def come_by(now: Any) -> None:
    await announce_late_prices(now, ISSUER)
    await charge_late_orders(now, ISSUER)
    await settle_late_charges(now, ISSUER)


async def test_situation_3_transfer_sent_in_time_arrives_late_and_short_by_bank_charges(
    sale: Sale, order: Order, office: httpx.AsyncClient, post: Post
) -> None:
    """The price is held, the rest is due, and there is one registration."""
    placed = await order(sale.cast.dan)
    await come_by(PERIOD_ENDS - 2 * DAY)
    await come_by(MONEY_UNTIL)
    assert (await again(placed)).total == 780_00  # nobody has seen the money yet
    path = f"/glasgow/office/orders/{placed.code}"

    with clock.at(MONEY_UNTIL + DAY):
        page = await office.get(path)
        (key,) = html.fromstring(page.text).xpath("//input[@name='key']/@value")
        money = {
            "key": key, "amount": "635.00", "method": "bank_transfer",
            "received_on": "2027-07-30", "reference": "wire",
        }  # fmt: skip
        answer = await post(office, f"{path}/payments", money)
        await come_by(MONEY_UNTIL + DAY + MINUTE)
        shown = words(await office.get(path))

    assert answer.status_code == 303
    after = await again(placed)
    assert (after.total, after.balance.due) == (650_00, 15_00)
    assert (after.state, after.registration.state) == (
        OrderState.PENDING,
        RegistrationState.PENDING_PAYMENT,
    )
    assert await Registration.count() == 1
    assert "The money was received in time." in shown
    assert [each.sentences for each in await check_all() if each.sentences] == []


async def test_situation_4_deadline_night_is_one_order_at_the_price_that_was_promised(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    """The card page fails, somebody presses again and again; the office gives the price back."""
    dan, night = sale.cast.dan, PERIOD_ENDS - 20 * MINUTE
    by = Actor(dan.id, "Dan")
    wish = Wish("non_member", "in_person")
    quote = await actions.make_quote(sale.meeting, dan.id, wish, by=by, now=night)
    payer = Payer(dan.id, PayBy.CARD)
    placed = await asyncio.gather(
        *(
            actions.place_order(quote.id, payer, issuer=ISSUER, by=by, now=night + n * MINUTE)
            for n in range(3)
        )
    )
    assert len({each.order_code for each in placed}) == await OrderRow.count() == 1
    await come_by(PERIOD_ENDS)
    await come_by(PERIOD_ENDS + 2 * DAY)
    code = placed[0].order_code

    with clock.at(PERIOD_ENDS + 3 * DAY):
        unpaid = words(await office.get("/glasgow/office/unpaid"))
        reason = {"reason": "Our card page was down that night."}
        await post(office, f"/glasgow/office/unpaid/{code}/undo-late", reason)
    await come_by(PERIOD_ENDS + 4 * DAY)

    assert "130.00 EUR" in unpaid
    row = await OrderRow.select(OrderRow.total).where(OrderRow.code == code).first()
    assert row == {"total": 650_00}
    assert [each.sentences for each in await check_all() if each.sentences] == []


async def test_situation_4_extending_the_period_holds_the_price_of_everybody_at_once(
    sale: Sale, order: Order, office: httpx.AsyncClient
) -> None:
    orders = [
        await order(each, PERIOD_ENDS - 3 * DAY, PayBy.CARD)
        for each in (sale.cast.dan, sale.cast.bob)
    ]
    await come_by(PERIOD_ENDS - 2 * DAY)
    for key, column in (("early", PriceWindow.ends_at), ("standard", PriceWindow.starts_at)):
        await PriceWindow.update({column: PERIOD_ENDS + 3 * DAY}).where(PriceWindow.key == key)

    await come_by(PERIOD_ENDS)

    assert [(await again(each)).total for each in orders] == [650_00, 650_00]
