"""The third screen: bill, way to pay, terms, tax; nothing changes its price silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.registration import order_queries
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import OrderState, PayBy
from conference.registration.tables import Order, PlacePool, Quote
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import EARLY_ENDS, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

WHAT, CHECK = "/glasgow/register/what", "/glasgow/register/check"
INSTITUTION = {
    "bill_for": "institution",
    "bill_to": "Instituto del Mar\nCalle 1, Cádiz",
    "bill_country": "ES",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.dan)
    return client


@pytest.fixture
def check(dan: httpx.AsyncClient, post: Post) -> Callable[..., Any]:
    """Chooses, and gives the check page with its quote: `page, quote = await check(...)`."""

    async def run(category: str = "non_member", **chosen: Any) -> tuple[httpx.Response, str]:
        sent = await post(dan, WHAT, {"category": category, "mode": "in_person", **chosen})
        assert sent.status_code == 303, words(sent)
        page = await dan.get(CHECK)
        return page, quote_in(page)

    return run


def quote_in(page: httpx.Response) -> str:
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")
    return str(quote)


async def only_order() -> OrderDetail:
    (row,) = await Order.select(Order.id)
    return await order_queries.order_by_id(row["id"])


async def test_bill_my_institution_with_purchase_order(
    dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    _, quote = await check()
    bill = {**INSTITUTION, "vat_number": "es x1234567", "purchase_order": "PO 77"}

    done = await post(dan, CHECK, {"quote": quote, **bill, "pays_by": "purchase_order"})

    assert "/register/done/" in done.headers["location"]
    order = await only_order()
    assert order.pays_by is PayBy.PURCHASE_ORDER
    assert order.bill_to == "Instituto del Mar\nCalle 1, Cádiz"
    assert (order.bill_country, order.vat_number) == ("ES", "ESX1234567")
    assert order.purchase_order == "PO 77"
    assert order.expires_at is None
    assert "Send it the invoice" in words(await dan.get(done.headers["location"]))


async def test_bill_to_me_keeps_nothing_that_was_typed_for_an_institution(
    dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    _, quote = await check()

    await post(
        dan,
        CHECK,
        {"quote": quote, **INSTITUTION, "bill_for": "me", "pays_by": "bank_transfer"},
    )

    order = await only_order()
    assert (order.bill_to, order.vat_number, order.bill_country) == ("", "", "ES")
    assert order.expires_at == NOW + timedelta(days=14)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"bill_to": ""}, "bill_to"),
        ({"bill_country": "XX"}, "bill_country"),
        ({"vat_number": "12"}, "vat_number"),
        ({"pays_by": "gold"}, "pays_by"),
        ({"bill_for": "me", "pays_by": "purchase_order"}, "pays_by"),
        ({"purchase_order": "x" * 61}, "purchase_order"),
    ],
)
async def test_a_bad_bill_has_its_sentence_and_keeps_what_was_typed(
    dan: httpx.AsyncClient, post: Post, check: Any, wrong: dict[str, str], field: str
) -> None:
    _, quote = await check()
    typed = {**INSTITUTION, "vat_number": "ESX1234567", "pays_by": "bank_transfer", **wrong}

    answer = await post(dan, CHECK, {"quote": quote, **typed})

    assert answer.status_code == 422
    assert list(errors_beside(answer)) == [field]
    tree = html.fromstring(answer.text)
    assert tree.xpath("//input[@name='vat_number']/@value") == [typed["vat_number"]]
    assert quote_in(answer) == quote
    assert await Order.count() == 0


async def test_another_customers_tax_is_shown_old_and_new_and_asked_for(
    sale: Sale, dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    """22 % is in the price of 650.00; a business in another country pays 532.79 without it."""
    await stalls.tax(sale, 2200)
    await stalls.tax(sale, 0, country="FR", customer="business", note="Reverse charge.")
    page, first = await check()
    assert "Total 650.00 EUR" in words(page)
    assert "of which tax 22 %: 117.21 EUR on 532.79 EUR" in words(page)
    bill = {**INSTITUTION, "bill_country": "FR", "vat_number": "FR12345678901"}
    bill |= {"pays_by": "bank_transfer"}

    asked = await post(dan, CHECK, {"quote": first, **bill})

    assert asked.status_code == 409
    assert await Order.count() == 0
    text = words(asked)
    assert "Before: 650.00 EUR, of it tax 117.21 EUR." in text
    assert "Now: 532.79 EUR, of it tax 0.00 EUR." in text
    assert "Reverse charge." in text
    second = quote_in(asked)
    assert second != first
    assert html.fromstring(asked.text).xpath("//input[@name='vat_number']/@value") == [
        "FR12345678901"
    ]

    done = await post(dan, CHECK, {"quote": second, **bill})

    assert "/register/done/" in done.headers["location"]
    order = await only_order()
    assert (order.total, order.lines[0].tax) == (532_79, 0)


async def test_a_bill_that_changes_no_tax_is_not_asked_about(
    sale: Sale, dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    await stalls.tax(sale, 2200)
    _, quote = await check()

    done = await post(
        dan,
        CHECK,
        {"quote": quote, **INSTITUTION, "bill_country": "FR", "pays_by": "bank_transfer"},
    )

    assert "/register/done/" in done.headers["location"]
    order = await only_order()
    assert (order.total, order.bill_country) == (650_00, "FR")


async def test_check_says_the_terms_the_deadline_and_the_later_price_before_ordering(
    check: Any,
) -> None:
    page, _ = await check()

    text = words(page)
    assert "Pay by Sat 31 Jul 2027, 23:59 BST (London); later the price is 780.00 EUR." in text
    assert "A transfer may arrive up to 3 bank days after that." in text
    assert "By card or transfer: pay within 14 days, or your place is given up." in text
    assert "If you cancel, you get back 100 % until" in text
    assert "This price holds until Mon 10 May 2027, 10:30 BST (London)." in text
    assert html.fromstring(page.text).xpath("//a[@href='/glasgow/register/terms']")


async def test_ways_to_pay_are_those_that_the_meeting_takes(
    sale: Sale, dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    await stalls.set_policy(sale, takes_card=False, takes_purchase_order=False)

    page, quote = await check()
    refused = await post(dan, CHECK, {"quote": quote, "pays_by": "card"})

    ways = html.fromstring(page.text).xpath("//input[@name='pays_by']/@value")
    assert ways == ["bank_transfer", "desk"]
    assert list(errors_beside(refused)) == ["pays_by"]


async def test_a_free_order_asks_for_no_payment(
    dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    page, quote = await check("helper")
    assert not html.fromstring(page.text).xpath("//*[@name='pays_by' or @name='bill_for']")
    assert "Pay by" not in words(page)

    done = await post(dan, CHECK, {"quote": quote})

    assert "You are registered" in words(await dan.get(done.headers["location"]))
    assert (await only_order()).state is OrderState.PAID


async def test_the_last_place_of_an_extra_taken_meanwhile_is_told_beside_it(
    sale: Sale, dan: httpx.AsyncClient, post: Post, check: Any
) -> None:
    await stalls.sell_extra(sale, "tour", 30_00, most=2, places=1)
    await stalls.sell_extra(sale, "gala", 90_00)
    _, quote = await check(**{"extra-tour": "1", "extra-gala": "1"})
    await PlacePool.update({PlacePool.taken: 1}).where(PlacePool.key == "extra:tour")

    answer = await post(dan, CHECK, {"quote": quote})

    assert answer.status_code == 409
    assert "Sold out" in errors_beside(answer)["extra-tour"]
    tree = html.fromstring(answer.text)
    assert tree.xpath("//form[@id='what-form']//input[@name='extra-gala']/@checked")
    assert await Order.count() == 0


async def test_what_vanished_from_the_next_period_is_named_when_the_price_has_run_out(
    sale: Sale, dan: httpx.AsyncClient, post: Post, sign_in: SignIn, check: Any
) -> None:
    await stalls.sell_extra(sale, "lunch", 45_00, windows=("early",))
    with clock.at(EARLY_ENDS - timedelta(minutes=5)):
        await sign_in(dan, sale.cast.dan)
        _, quote = await check(**{"extra-lunch": "1"})
    with clock.at(EARLY_ENDS):
        late = await post(dan, CHECK, {"quote": quote})

    assert late.status_code == 409
    assert "695.00 EUR" in words(late)
    assert "“Lunch” is not sold in the period “Standard”." in words(late)
    assert await Order.count() == 0


async def test_a_namesake_of_the_same_institution_is_pointed_out_and_not_merged(
    sale: Sale, buy: Any, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """R01: the same name and institution under another address."""
    from conference.orm import Actor, action
    from conference.people import actions as people_actions
    from conference.people import queries as people
    from conference.people.rules import NewPerson

    async with action("twin", by=Actor.system("test"), now=NOW) as act:
        twin = await people_actions.create_person(
            act,
            NewPerson(
                "DAN", "Diaz", affiliation="instituto del mar", country="ES", email="d@x.org"
            ),
        )
    person = await people.person_by_id(twin)
    assert person is not None
    await sign_in(client, person)
    await post(client, WHAT, {"category": "non_member", "mode": "in_person"})
    alone = words(await client.get(CHECK))
    await buy(sale.cast.dan)

    warned = words(await client.get(CHECK))

    assert "Somebody of this name and institution" not in alone
    assert "Somebody of this name and institution has a place already" in warned


async def test_quotes_of_the_check_page_are_not_multiplied_by_looking(
    dan: httpx.AsyncClient, check: Any
) -> None:
    await check()
    await dan.get(CHECK)
    await dan.get(CHECK)

    assert await Quote.count() == 1
