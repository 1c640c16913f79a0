"""A registration under way survives: other devices, other tabs, the letter with a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.registration import tables
from conference.registration.tables import Order
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import Sale
from tests.registration.reading import words
from tests.web_client import Post, SignIn

WHAT, CHECK = "/glasgow/register/what", "/glasgow/register/check"
CHOSEN = {
    "category": "trainee",
    "mode": "in_person",
    "extra-gala": "1",
    "guests-guest": ["Eve Díaz", ""],
    "codes": "not-yet",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await stalls.sell_extra(sale, "gala", 90_00)
    await stalls.sell_guests(sale)
    await sign_in(client, sale.cast.dan)
    return client


def typed_in(page: httpx.Response) -> dict[str, Any]:
    tree = html.fromstring(page.text)
    return {
        "category": tree.xpath("//input[@name='category'][@checked]/@value"),
        "gala": tree.xpath("//input[@name='extra-gala'][@checked]/@value"),
        "guests": [each for each in tree.xpath("//input[@name='guests-guest']/@value") if each],
        "codes": tree.xpath("//input[@name='codes']/@value"),
    }


KEPT = {"category": ["trainee"], "gala": ["1"], "guests": ["Eve Díaz"], "codes": ["not-yet"]}


async def test_what_is_chosen_is_there_on_another_device(
    sale: Sale,
    dan: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
    sign_in: SignIn,
) -> None:
    await post(dan, f"{WHAT}/price", CHOSEN)

    async with new_client() as phone:
        with clock.at(NOW + timedelta(minutes=1)):
            await sign_in(phone, sale.cast.dan)
            shown = await phone.get(WHAT)
            mine = await phone.get("/my")

    assert typed_in(shown) == KEPT
    assert "Saved 10:00 BST (London)" in words(shown)
    assert "Signals 2027: continue your registration" in words(mine)


async def test_the_letter_with_a_link_leads_back_to_what_was_chosen(
    dan: httpx.AsyncClient, new_client: Callable[[], httpx.AsyncClient], post: Post
) -> None:
    sent = await post(dan, "/glasgow/register/later", CHOSEN)
    assert "We sent a link to dan@example.org" in words(await dan.get(sent.headers["location"]))
    letter = await OutboxLetter.select().where(OutboxLetter.kind == "continue_registration").first()
    assert letter is not None
    found = re.search(r"http://testserver(/sign-in/link/\S+)", letter["body"])
    assert found

    with clock.at(NOW + timedelta(days=29)):
        async with new_client() as phone:
            await phone.get(found[1])
            came_in = await post(phone, found[1])
            shown = await phone.get(came_in.headers["location"])

    assert came_in.headers["location"] == WHAT
    assert typed_in(shown) == KEPT


async def test_the_link_stops_after_thirty_days(
    dan: httpx.AsyncClient, new_client: Callable[[], httpx.AsyncClient], post: Post
) -> None:
    await post(dan, "/glasgow/register/later", CHOSEN)
    letter = await OutboxLetter.select().where(OutboxLetter.kind == "continue_registration").first()
    assert letter is not None
    found = re.search(r"http://testserver(/sign-in/link/\S+)", letter["body"])
    assert found

    with clock.at(NOW + timedelta(days=31)):
        async with new_client() as phone:
            answer = await post(phone, found[1])

    assert answer.status_code == 422


async def test_a_sixth_letter_within_an_hour_is_refused_kindly(
    dan: httpx.AsyncClient, post: Post
) -> None:
    for _ in range(5):
        await post(dan, "/glasgow/register/later", CHOSEN)

    refused = await post(dan, "/glasgow/register/later", CHOSEN)

    page = await dan.get(refused.headers["location"])
    assert "We sent you several links already" in words(page)
    assert typed_in(page) == KEPT


async def test_two_tabs_charge_what_each_of_them_shows(dan: httpx.AsyncClient, post: Post) -> None:
    await post(dan, WHAT, {"category": "trainee", "mode": "in_person"})
    first = await dan.get(CHECK)
    await post(dan, WHAT, {"category": "helper", "mode": "in_person"})
    (quote,) = html.fromstring(first.text).xpath("//input[@name='quote']/@value")

    await post(dan, CHECK, {"quote": quote, "pays_by": "bank_transfer"})

    assert await Order.select(Order.total).first() == {"total": 250_00}


async def test_an_order_ends_the_draft(dan: httpx.AsyncClient, post: Post) -> None:
    await post(dan, WHAT, {"category": "helper", "mode": "in_person"})
    page = await dan.get(CHECK)
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")

    await post(dan, CHECK, {"quote": quote})

    assert await tables.Draft.count() == 0
    assert "continue your registration" not in words(await dan.get("/my"))


async def test_the_bill_is_kept_while_it_is_typed(
    sale: Sale,
    dan: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
    sign_in: SignIn,
) -> None:
    await post(dan, WHAT, {"category": "trainee", "mode": "in_person"})
    typed = {"bill_for": "institution", "bill_to": "Instituto", "vat_number": "ES1", "pays_by": ""}
    saved = await post(dan, f"{CHECK}/keep", typed)
    assert "Saved 10:00 BST" in saved.text
    async with new_client() as phone:
        with clock.at(NOW + timedelta(minutes=1)):
            await sign_in(phone, sale.cast.dan)
            shown = await phone.get(CHECK)

    tree = html.fromstring(shown.text)
    assert tree.xpath("//input[@name='vat_number']/@value") == ["ES1"]
    assert tree.xpath("//textarea[@name='bill_to']")[0].text.strip() == "Instituto"


async def test_a_stranger_who_autosaves_is_sent_to_the_first_screen(
    sale: Sale, client: httpx.AsyncClient, post: Post
) -> None:
    for path in (f"{WHAT}/price", f"{CHECK}/keep"):
        answer = await post(client, path, CHOSEN)
        assert answer.status_code == 204
        assert answer.headers["hx-redirect"] == "/glasgow/register"
    assert await tables.Draft.count() == 0


async def test_autosave_leaves_no_noise_in_the_audit_trail(
    dan: httpx.AsyncClient, post: Post
) -> None:
    from conference.orm.tables import AuditEntry

    before = await AuditEntry.count()
    for _ in range(3):
        await post(dan, f"{WHAT}/price", CHOSEN)

    assert await AuditEntry.count() == before
    assert await tables.Draft.count() == 1
