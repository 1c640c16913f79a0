"""Situation 10: an assistant registers the professor, orders and pays; the professor attends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from lxml import html

from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.people import queries as people
from conference.people.tables import Person
from conference.registration import order_queries, queries
from conference.registration.tables import Order, Quote, Registration
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

OTHER, WHAT, CHECK = (f"/glasgow/register/{each}" for each in ("other", "what", "check"))
PROFESSOR = {
    "email": "prof@example.org",
    "given_name": "Petra",
    "family_name": "Prašnikar",
    "affiliation": "Univerza",
    "country": "SI",
}
ALICE = {
    "email": "alice@example.org",
    "family_name": "Angstrom",
    "affiliation": "Clyde",
    "country": "GB",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """The assistant's browser."""
    await sign_in(client, sale.cast.dan)
    return client


async def order_for(
    browser: httpx.AsyncClient, post: Post, who: dict[str, str], category: str = "non_member"
) -> httpx.Response:
    await post(browser, OTHER, who)
    sent = await post(browser, WHAT, {"category": category, "mode": "in_person"})
    assert sent.status_code == 303, words(sent)
    page = await browser.get(CHECK)
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")
    return await post(browser, CHECK, {"quote": quote, "pays_by": "bank_transfer"})


async def test_register_somebody_else_order_is_mine_and_registration_theirs(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    done = await order_for(dan, post, PROFESSOR)

    row = await Order.select(Order.code, Order.person).first()
    assert row is not None
    assert done.headers["location"] == f"/my/orders/{row['code']}"
    assert row["person"] == sale.cast.dan.id
    professor = await people.person_by_email("prof@example.org")
    assert professor is not None
    assert professor.registered_name == "Petra Prašnikar"
    held = await queries.active_registration(sale.meeting.id, professor.id)
    assert held is not None
    assert await queries.active_registration(sale.meeting.id, sale.cast.dan.id) is None
    page = words(await dan.get(done.headers["location"]))
    assert "Petra Prašnikar, Non-member Payment due" in page
    assert "How to pay 650.00 EUR" in page
    assert f"Order {row['code']} for others" in words(await dan.get("/my"))


async def test_check_screen_names_the_other_person_as_typed(
    dan: httpx.AsyncClient, post: Post
) -> None:
    """An address that is known gives nothing away of what is known about its holder."""
    await post(dan, OTHER, ALICE)
    await post(dan, WHAT, {"category": "non_member", "mode": "in_person"})

    page = words(await dan.get(CHECK))

    assert "Angstrom Clyde, United Kingdom alice@example.org" in page
    assert "Alice" not in page
    assert "Ångström" not in page


async def test_the_other_person_hears_of_it_and_completes_it_by_a_link(
    sale: Sale,
    dan: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
) -> None:
    await order_for(dan, post, PROFESSOR)

    row = await OutboxLetter.select().where(OutboxLetter.kind == "registered_by_another").first()
    assert row is not None
    assert row["to_address"] == "prof@example.org"
    assert "Dan Díaz (dan@example.org) has registered you" in row["body"]
    found = re.search(r"http://testserver(/sign-in/link/\S+)", row["body"])
    assert found
    async with new_client() as theirs:
        came_in = await post(theirs, found[1])
        shown = await theirs.get(came_in.headers["location"])
        ticket = await theirs.get(came_in.headers["location"].removesuffix("/details"))
        orders = await Order.select(Order.code)
        closed = await theirs.get(f"/my/orders/{orders[0]['code']}")

    assert "A few more questions" in words(shown)
    assert "Dan Díaz pays for you" in words(ticket)
    assert "How to pay" not in words(ticket)
    assert closed.status_code == 404


async def test_the_payer_gets_the_letter_about_the_money(
    dan: httpx.AsyncClient, post: Post
) -> None:
    await order_for(dan, post, PROFESSOR)

    letters = await OutboxLetter.select().where(OutboxLetter.kind == "order_received")

    assert [each["to_address"] for each in letters] == ["dan@example.org"]
    assert "we hold a place for Petra Prašnikar" in letters[0]["body"]


async def test_the_price_tells_nobody_whether_an_address_is_a_members(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    """M08: alice is a member; without her number an assistant sees what a stranger sees."""
    pages = []
    for who in (ALICE, {**PROFESSOR, "country": "GB"}):
        await post(dan, OTHER, who)
        shown = words(await dan.get(WHAT))
        pages.append(shown.partition("How you attend")[2])
    refused = await post(dan, WHAT, {"category": "regular", "mode": "in_person"})
    await post(dan, OTHER, ALICE)
    refused_too = await post(dan, WHAT, {"category": "regular", "mode": "in_person"})

    assert (refused.status_code, refused_too.status_code) == (422, 422)
    assert errors_beside(refused) == errors_beside(refused_too)
    assert pages[0] == pages[1]
    assert "SOS-0001" not in pages[0]
    assert "Give the member number beside the address" in pages[0]


async def test_the_member_number_beside_the_address_opens_the_member_price(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    wrong = await post(dan, OTHER, {**ALICE, "member_number": "SOS-0002"})
    assert wrong.status_code == 422
    assert "do not belong together" in errors_beside(wrong)["member_number"]
    assert html.fromstring(wrong.text).xpath("//input[@name='affiliation']/@value") == ["Clyde"]

    await order_for(dan, post, {**ALICE, "member_number": "sos-0001"}, category="regular")

    held = await queries.active_registration(sale.meeting.id, sale.cast.alice.id)
    assert held is not None
    assert held.total == 450_00


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("dan@example.org", "your own address"), ("no address", "like name@example.org")],
)
async def test_a_wrong_address_is_told_beside_it(
    dan: httpx.AsyncClient, post: Post, email: str, sentence: str
) -> None:
    answer = await post(dan, OTHER, {**PROFESSOR, "email": email})

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)["email"]
    assert await Person.count() == 5


async def test_somebody_who_holds_a_place_is_not_registered_twice(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, post: Post
) -> None:
    await buy(sale.cast.alice, "regular")

    answer = await post(dan, OTHER, ALICE)

    assert "holds a place already" in errors_beside(answer)["email"]
    assert await Registration.count() == 1


async def test_an_assistant_registers_herself_afterwards(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await order_for(dan, post, PROFESSOR)
    who = await dan.get("/glasgow/register")
    form = html.fromstring(who.text).forms
    values = {k: v for each in form for k, v in each.form_values() if k in PROFESSOR}
    await post(dan, "/glasgow/register", values)

    await post(dan, WHAT, {"category": "helper", "mode": "in_person"})

    (mine,) = await Quote.select(Quote.person, Quote.payer).where(Quote.person == sale.cast.dan.id)
    assert mine["payer"] is None


async def test_the_quote_of_somebody_else_is_the_payers_alone(
    sale: Sale,
    dan: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
    sign_in: SignIn,
) -> None:
    await post(dan, OTHER, PROFESSOR)
    await post(dan, WHAT, {"category": "non_member", "mode": "in_person"})
    page = await dan.get(CHECK)
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")

    async with new_client() as other:
        await sign_in(other, sale.cast.bob)
        answer = await post(other, CHECK, {"quote": quote, "pays_by": "bank_transfer"})

    assert answer.status_code == 404
    assert await Order.count() == 0


async def test_tax_of_an_order_for_somebody_else_is_that_of_the_payer(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.tax(sale, 2200)
    await stalls.tax(sale, 1000, country="SI")

    await order_for(dan, post, PROFESSOR)

    (row,) = await Order.select(Order.id)
    order = await order_queries.order_by_id(row["id"])
    assert (order.bill_country, order.lines[0].tax_points) == ("ES", 2200)


async def test_somebody_who_got_a_place_meanwhile_is_not_ordered_for(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, post: Post
) -> None:
    await post(dan, OTHER, ALICE)
    await post(dan, WHAT, {"category": "non_member", "mode": "in_person"})
    page = await dan.get(CHECK)
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")
    await buy(sale.cast.alice, "regular")

    answer = await post(dan, CHECK, {"quote": quote, "pays_by": "bank_transfer"})

    assert answer.headers["location"] == OTHER
    assert "holds a place already" in words(await dan.get(OTHER))
    assert await Order.count() == 1
