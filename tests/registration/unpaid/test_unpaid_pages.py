"""The office's page of unpaid orders: what it shows, and each decision with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.orm.statements import count_statements
from conference.registration.rules import OrderState
from conference.registration.tables import RegistrationPolicy
from conference.registration.unpaid.giving_up import expire_unpaid_orders
from conference.registration.unpaid.late import announce_late_prices, charge_late_orders
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Sale
from tests.registration.reading import words
from tests.registration.unpaid.conftest import PERIOD_ENDS, Order, Pay, again
from tests.registration.waiting.conftest import crowd
from tests.web_client import Post, SignIn

PAGE = "/glasgow/office/unpaid"
DAY = timedelta(days=1)
DUE = NOW + 14 * DAY


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(DUE + DAY):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def test_part_paid_order_is_given_more_time_or_given_up(
    sale: Sale, order: Order, pay: Pay, office: httpx.AsyncClient, post: Post
) -> None:
    first, second = await order(sale.cast.dan, NOW), await order(sale.cast.bob, NOW)
    for each in (first, second):
        await pay(each, 100_00, NOW + DAY)
    await expire_unpaid_orders(DUE, ISSUER)
    shown = words(await office.get(PAGE))

    longer = {"until": "2027-07-01", "reason": "Their bank is slow."}
    more = await post(office, f"{PAGE}/{first.code}/extend", longer)
    gone = await post(office, f"{PAGE}/{second.code}/give-up", {"reason": "No answer."})

    assert first.code in shown
    assert second.code in shown
    assert (more.status_code, gone.status_code) == (303, 303)
    assert (await again(first)).state is OrderState.PENDING
    after = await again(second)
    assert (after.state, after.balance.to_refund) == (OrderState.EXPIRED, 100_00)
    page = words(await office.get(PAGE))
    assert f"Order {second.code} is given up; its places are free." in page
    assert "Fri 2 Jul 2027, 00:00 BST" in page


async def test_order_that_was_given_up_is_opened_again(
    sale: Sale, order: Order, pay: Pay, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await expire_unpaid_orders(DUE, ISSUER)
    await pay(placed, 650_00, DUE)

    await post(office, f"{PAGE}/{placed.code}/reinstate", {"reason": "The money has come."})

    assert (await again(placed)).state is OrderState.PAID
    assert "is open again" in words(await office.get(PAGE))


async def test_difference_for_lateness_is_taken_back(
    sale: Sale, order: Order, office: httpx.AsyncClient, post: Post
) -> None:
    from conference.registration.rules import PayBy

    await RegistrationPolicy.insert(RegistrationPolicy(meeting=sale.meeting.id, unpaid_days=0))
    placed = await order(sale.cast.dan, NOW, PayBy.CARD)
    await announce_late_prices(PERIOD_ENDS - 2 * DAY, ISSUER)
    await charge_late_orders(PERIOD_ENDS, ISSUER)
    assert "130.00 EUR" in words(await office.get(PAGE))

    await post(office, f"{PAGE}/{placed.code}/undo-late", {"reason": "Our page was down."})

    assert (await again(placed)).total == 650_00


@pytest.mark.parametrize("verb", ["give-up", "reinstate", "undo-late", "extend"])
async def test_decision_without_a_reason_is_refused_in_its_place(
    sale: Sale, order: Order, pay: Pay, office: httpx.AsyncClient, post: Post, verb: str
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await pay(placed, 100_00, NOW + DAY)

    answer = await post(office, f"{PAGE}/{placed.code}/{verb}", {"until": "2027-07-01"})

    assert answer.status_code == 422
    assert "Write the reason" in words(answer)
    if verb == "extend":
        tree = html.fromstring(answer.text)
        assert tree.xpath("//input[@name='until']/@value") == ["2027-07-01"]
    assert (await again(placed)).state is OrderState.PENDING


async def test_decision_that_no_longer_holds_says_so(
    sale: Sale, order: Order, pay: Pay, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await pay(placed, 650_00, NOW + DAY)

    for verb in ("give-up", "reinstate", "undo-late"):
        answer = await post(office, f"{PAGE}/{placed.code}/{verb}", {"reason": "Late."})
        assert answer.status_code == 303
    assert (await post(office, f"{PAGE}/NONE/give-up", {"reason": "x"})).status_code == 404
    assert (await again(placed)).state is OrderState.PAID


async def test_unpaid_page_is_as_many_statements_for_one_as_for_three(
    sale: Sale, order: Order, office: httpx.AsyncClient
) -> None:
    counts = []
    for people in ([sale.cast.dan], await crowd(2)):
        for person in people:
            await order(person, DUE)
        with count_statements() as seen:
            await office.get(PAGE)
        counts.append(len(seen))

    assert counts[0] == counts[1]
