"""Somebody comes unannounced: found first, else sold, paid, let in and printed, once."""

from __future__ import annotations

import re

import pytest

from badges.tables import BadgePrint, CheckIn
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.registration.queries import search_registrations
from conference.registration.tables import Order, Payment, Registration
from tests.registration.conftest import buy, sale  # noqa: F401 -- fixtures

WALK_IN = "/glasgow/desk/walk-in"
EVA = {
    "email": "eva.ek@example.org", "given_name": "Eva", "family_name": "Ek",
    "affiliation": "Örebro Hospital", "country": "SE", "category": "non_member",
    "day": "", "bill_country": "", "vat_number": "",
}  # fmt: skip
CASH = {"key": "k1", "method": "cash", "given": "700", "bill_to": "Örebro Hospital\nBox 1"}


@pytest.fixture
async def desk(client, cast, sale, sign_in, post, now):  # noqa: F811
    await sign_in(client, cast.carol)
    with clock.at(now):
        await post(client, "/glasgow/desk/station", {"desk": "Desk 2"})
        yield client


async def _quoted(desk, post, **changes):
    answer = await post(desk, WALK_IN, {**EVA, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_walk_in_is_sold_paid_let_in_and_printed_once(desk, post, sale):  # noqa: F811
    assert "Non-member: 650.00 EUR" in (await desk.get(WALK_IN)).text
    at = await _quoted(desk, post)
    for _ in ("a click", "a second click"):
        sold = await post(desk, at, CASH)
        assert sold.status_code == 303
    counts = [await table.count() for table in (Order, Registration, Payment, CheckIn, BadgePrint)]
    assert counts == [1, 1, 1, 1, 1]
    (held,) = await search_registrations(sale.meeting.id, "eva ek")
    assert held.due == 0
    shown = (await desk.get(f"{at}?did=print&change=999.00+EUR")).text
    assert "999.00" not in shown
    assert f"/glasgow/desk/people/{held.code}/badge.pdf" in shown
    assert "Give back 50.00 EUR" in shown
    assert "billed to Örebro Hospital" in shown
    assert [each for each in await check_all() if each.sentences] == []


async def test_walk_in_with_a_members_address_pays_the_members_price(desk, post, cast):
    at = await _quoted(desk, post, email=cast.alice.email, category="non_member")
    assert "450.00 EUR" in (await desk.get(at)).text


async def test_walk_in_who_holds_a_place_is_shown_and_not_sold_again(desk, post, cast, buy):  # noqa: F811
    placed = await buy(cast.dan, "non_member")
    answer = await post(desk, WALK_IN, {**EVA, "email": cast.dan.email})
    assert answer.status_code == 422
    assert f"/glasgow/desk/people/{placed.registration_code}" in answer.text
    assert "holds a place already" in answer.text
    assert 'value="Örebro Hospital"' in answer.text


async def test_walk_in_of_the_same_name_asks_and_goes_on_when_told(desk, post, cast, buy):  # noqa: F811
    await buy(cast.dan, "non_member")
    names = {"given_name": cast.dan.given_name, "family_name": cast.dan.family_name}
    asked = await post(desk, WALK_IN, {**EVA, **names})
    assert asked.status_code == 422
    assert "It is somebody else of the same name" in asked.text
    await _quoted(desk, post, **names, is_somebody_else="on")


async def test_too_little_cash_changes_nothing(desk, post):
    at = await _quoted(desk, post)
    short = await post(desk, at, {**CASH, "given": "600"})
    assert short.status_code == 422
    assert "less than the amount" in short.text
    assert "Örebro Hospital" in short.text
    assert await Order.count() == 0


async def test_walk_in_who_pays_later_gets_no_badge_yet(desk, post):
    at = await _quoted(desk, post)
    sold = await post(desk, at, {**CASH, "method": "later"})
    assert sold.headers["location"] == at
    shown = (await desk.get(at)).text
    assert "650.00 EUR is due" in shown
    assert re.search(r"/glasgow/desk/till/orders/\w+", shown)
    assert [await table.count() for table in (CheckIn, BadgePrint)] == [0, 0]


async def test_walk_in_asks_for_the_desks_name_first(client, cast, sale, sign_in, post, now):  # noqa: F811
    await sign_in(client, cast.carol)
    with clock.at(now):
        assert "Pays as" not in (await client.get(WALK_IN)).text
        assert (await post(client, f"{WALK_IN}/desk", {"desk": ""})).status_code == 422
        named = await post(client, f"{WALK_IN}/desk", {"desk": "Desk 2"})
        assert named.headers["location"] == WALK_IN
        assert "Pays as" in (await client.get(WALK_IN)).text


async def test_sale_of_another_meetings_quote_is_not_found(desk):
    answer = await desk.get(f"{WALK_IN}/00000000-0000-4000-8000-000000000000")
    assert answer.status_code == 404
