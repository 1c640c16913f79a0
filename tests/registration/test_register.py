"""The three screens as a browser without JavaScript walks them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.people import queries as people
from conference.people.tables import Person
from conference.registration import queries
from conference.registration.tables import Order, PlacePool, Quote, Registration
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import EARLY_ENDS, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

WHO = {
    "email": "zoe@example.org",
    "given_name": "Zoë",
    "family_name": "Żak",
    "affiliation": "Uniwersytet Łódzki",
    "country": "PL",
}


def code_in(answer: httpx.Response) -> str:
    found = re.search(r"Your code is (\d{6})", answer.text)
    assert found, answer.text
    return found[1]


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def prove(client: httpx.AsyncClient, post: Post) -> Callable[..., Any]:
    """Step 1 of a stranger: type, receive the code, type it."""

    async def run(**changes: str) -> httpx.Response:
        asked = await post(client, "/glasgow/register", {**WHO, **changes})
        assert asked.headers["location"] == "/glasgow/register/code", asked.text
        code = code_in(await client.get("/glasgow/register/code"))
        return await post(client, "/glasgow/register/code", {"code": code})

    return run


async def test_register_as_a_stranger_from_first_screen_to_held_place(
    sale: Sale, client: httpx.AsyncClient, post: Post, prove: Any
) -> None:
    proved = await prove()
    assert proved.headers["location"] == "/glasgow/register/what"
    what = await client.get("/glasgow/register/what")
    assert "Members pay 450.00 EUR: membership would save you 200.00 EUR" in words(what)
    assert "Regular member For members. No membership is on the roll." in words(what)
    chosen = await post(
        client, "/glasgow/register/what", {"category": "non_member", "mode": "in_person"}
    )
    assert chosen.headers["location"] == "/glasgow/register/check"
    check = await client.get("/glasgow/register/check")
    assert "Zoë Żak Uniwersytet Łódzki, Poland zoe@example.org" in words(check)
    assert "Total 650.00 EUR" in words(check)

    quote = html.fromstring(check.text).xpath("//input[@name='quote']/@value")[0]
    done = await post(client, "/glasgow/register/check", {"quote": quote})

    page = await client.get(done.headers["location"])
    assert "Your place is held" in words(page)
    assert "IBAN GB00 TEST" in words(page)
    zoe = await people.person_by_email("zoe@example.org")
    assert zoe is not None
    held = await queries.active_registration(sale.meeting.id, zoe.id)
    assert held is not None
    assert (held.total, held.category_key) == (650_00, "non_member")
    assert held.order_code in words(page)


def required_in(page: httpx.Response) -> list[str]:
    """What must be answered: fields and groups of choices that are not called optional."""
    (form,) = html.fromstring(page.text).xpath("//main//form[.//button[@class='button']][1]")
    choices = "self::*[@role='radiogroup']"
    groups = form.xpath(f".//fieldset[{choices}][not(legend/span[@class='optional'])]/legend")
    labels = form.xpath(
        ".//label[not(span[@class='optional'])]"
        f"[not(ancestor::fieldset[{choices} or legend/span[@class='optional']])]"
    )
    return [" ".join(each.text_content().split()) for each in [*labels, *groups]]


async def test_register_asks_for_twelve_fields_at_most(
    sale: Sale, client: httpx.AsyncClient, post: Post, prove: Any
) -> None:
    """The longest way: a stranger, one day, two modes, and the institution pays."""
    await stalls.sell_category(sale, "one_day", {"early": 240_00}, is_one_day=True)
    await stalls.sell_extra(sale, "gala", 90_00)
    await stalls.sell_guests(sale)
    await stalls.ask_dues(sale)
    who = required_in(await client.get("/glasgow/register"))
    await prove()
    what = required_in(await client.get("/glasgow/register/what"))
    chosen = {"category": "one_day", "mode": "in_person", "day": "2027-10-18"}
    await post(client, "/glasgow/register/what", chosen)
    check = required_in(await client.get("/glasgow/register/check"))

    assert who == ["E-mail", "Family name", "Affiliation", "Country of the affiliation"]
    assert what == ["How you attend", "Category"]
    assert check == ["Name and address", "Country", "The bill goes", "How you pay"]
    code, day = 1, 1
    assert len(who) + code + len(what) + day + len(check) == 12


async def test_register_keeps_what_was_typed_when_it_is_wrong(
    sale: Sale, client: httpx.AsyncClient, post: Post
) -> None:
    answer = await post(
        client, "/glasgow/register", {**WHO, "email": "no address", "country": "XX"}
    )

    assert answer.status_code == 422
    tree = html.fromstring(answer.text)
    assert tree.xpath("//input[@name='affiliation']/@value") == ["Uniwersytet Łódzki"]
    assert tree.xpath("//input[@name='email']/@value") == ["no address"]
    assert "Write an e-mail address like name@example.org." in words(answer)
    assert "Choose a country from the list." in words(answer)
    assert answer.text.index("<title>Error:") > 0


async def test_register_answers_the_same_for_a_known_and_an_unknown_address(
    sale: Sale, new_client: Callable[[], httpx.AsyncClient], post: Post
) -> None:
    seen = []
    for address in ("alice@example.org", "nobody@example.org"):
        async with new_client() as browser:
            asked = await post(browser, "/glasgow/register", {**WHO, "email": address})
            shown = await browser.get(asked.headers["location"])
            text = words(shown).replace(address, "ADDRESS").replace(code_in(shown), "CODE")
            seen.append((asked.status_code, asked.headers["location"], text))

    assert seen[0] == seen[1]
    assert await Person.count() == 5


async def test_register_in_a_known_name_needs_the_code_of_that_mailbox(
    sale: Sale, client: httpx.AsyncClient, post: Post
) -> None:
    await post(client, "/glasgow/register", {**WHO, "email": "alice@example.org"})

    wrong = await post(client, "/glasgow/register/code", {"code": "000000"})
    onwards = await client.get("/glasgow/register/what")

    assert wrong.status_code == 422
    assert "This is not the code we sent" in words(wrong)
    assert onwards.headers["location"] == "/glasgow/register"
    assert await Registration.count() == 0


async def test_register_with_a_known_address_keeps_the_names_that_are_known(
    sale: Sale, client: httpx.AsyncClient, prove: Any
) -> None:
    proved = await prove(email="alice@example.org")

    assert proved.headers["location"] == "/glasgow/register"
    shown = await client.get("/glasgow/register")
    assert "We know this address already" in words(shown)
    assert html.fromstring(shown.text).xpath("//input[@name='family_name']/@value") == ["Ångström"]
    alice = await people.person_by_id(sale.cast.alice.id)
    assert alice is not None
    assert alice.registered_name == "Alice Ångström"


async def test_register_as_a_member_shows_the_saving_in_money(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.alice)
    who = await client.get("/glasgow/register")
    assert "You are signed in as alice@example.org" in words(who)

    what = await client.get("/glasgow/register/what")

    assert "Non-member price 650.00 EUR · you save 200.00 EUR" in words(what)
    assert "valid through Fri 31 Dec 2027" in words(what)
    assert "until Sat 31 Jul 2027, 23:59 BST (London)" in words(what)


async def test_register_shows_the_price_of_the_category_in_the_address(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.dan)

    what = await client.get("/glasgow/register/what?category=trainee&mode=in_person")

    panel = html.fromstring(what.text).get_element_by_id("price").text_content()
    assert "250.00 EUR" in " ".join(panel.split())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"mode": "in_person"}, "Choose a category."),
        ({"category": "regular", "mode": "in_person"}, "For members."),
        ({"category": "gold", "mode": "in_person"}, "no such category"),
        ({"category": "trainee", "mode": "virtual"}, "Not offered virtual"),
    ],
)
async def test_register_refuses_a_choice_that_is_not_open(
    sale: Sale,
    client: httpx.AsyncClient,
    post: Post,
    sign_in: SignIn,
    data: dict[str, str],
    sentence: str,
) -> None:
    await sign_in(client, sale.cast.dan)

    answer = await post(client, "/glasgow/register/what", data)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert await Quote.count() == 0


async def _quote(client: httpx.AsyncClient, post: Post, category: str = "non_member") -> str:
    await post(client, "/glasgow/register/what", {"category": category, "mode": "in_person"})
    check = await client.get("/glasgow/register/check")
    (quote,) = html.fromstring(check.text).xpath("//input[@name='quote']/@value")
    return str(quote)


async def test_confirm_order_posted_twice_makes_one_order(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.dan)
    quote = await _quote(client, post)

    first = await post(client, "/glasgow/register/check", {"quote": quote})
    second = await post(client, "/glasgow/register/check", {"quote": quote})

    assert first.headers["location"] == second.headers["location"]
    assert await Order.count() == 1


async def test_confirm_order_shows_old_and_new_price_after_expiry(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    with clock.at(EARLY_ENDS - timedelta(minutes=5)):
        await sign_in(client, sale.cast.dan)
        quote = await _quote(client, post)
    with clock.at(EARLY_ENDS):
        late = await post(client, "/glasgow/register/check", {"quote": quote})
        assert late.status_code == 409
        assert await Order.count() == 0
        assert "Non-member, before 650.00 EUR" in words(late)
        assert "780.00 EUR" in words(late)

        again = await _quote(client, post)
        done = await post(client, "/glasgow/register/check", {"quote": again})

    assert "/register/done/" in done.headers["location"]
    row = await Order.select(Order.total).first()
    assert row == {"total": 780_00}


async def test_confirm_order_of_two_tabs_shows_the_price_that_it_charges(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """The first tab is sent with a mistake after the second one chose something else."""
    await sign_in(client, sale.cast.dan)
    first = await _quote(client, post)
    await _quote(client, post, "helper")

    wrong = {"quote": first, "bill_to": "x" * 1001}
    again = await post(client, "/glasgow/register/check", wrong)

    assert (again.status_code, list(errors_beside(again))) == (422, ["bill_to"])
    assert "Total 650.00 EUR" in words(again)
    assert html.fromstring(again.text).xpath("//input[@name='quote']/@value") == [first]


async def test_confirm_order_when_full_says_so_and_writes_nothing(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.dan)
    quote = await _quote(client, post)
    await PlacePool.update({PlacePool.capacity: 0}, force=True)

    answer = await post(client, "/glasgow/register/check", {"quote": quote})

    assert answer.status_code == 409
    assert "The meeting is full" in words(answer)
    assert await Order.count() == 0


async def test_confirm_order_of_another_persons_quote_is_unknown(
    sale: Sale,
    client: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
    sign_in: SignIn,
) -> None:
    await sign_in(client, sale.cast.alice)
    quote = await _quote(client, post, "regular")
    async with new_client() as other:
        await sign_in(other, sale.cast.dan)
        answer = await post(other, "/glasgow/register/check", {"quote": quote})

    assert answer.status_code == 404
    assert await Order.count() == 0


async def test_register_when_registered_already_points_to_the_registration(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.dan)
    quote = await _quote(client, post, "helper")
    done = await post(client, "/glasgow/register/check", {"quote": quote})
    assert "You are registered" in words(await client.get(done.headers["location"]))

    again = await client.get("/glasgow/register")
    what = await client.get("/glasgow/register/what")

    assert "You are registered" in words(again)
    assert what.headers["location"] == "/glasgow/register"


async def test_confirm_order_after_cancelling_promises_nothing(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """The Back button shows the check page again; its quote is charged once, ever."""
    await sign_in(client, sale.cast.dan)
    quote = await _quote(client, post)
    done = await post(client, "/glasgow/register/check", {"quote": quote})
    code = done.headers["location"].rsplit("/", 1)[1]
    await post(client, f"/my/registrations/{code}/cancel", {})

    again = await post(client, "/glasgow/register/check", {"quote": quote})
    page = await client.get(again.headers["location"])

    assert "This registration is cancelled" in html.fromstring(page.text).findtext(".//title")
    assert "Your place is held" not in words(page)
    assert "calendar" not in words(page)
    assert "Register again" in words(page)


async def test_home_compares_the_prices_and_marks_the_current_period(
    sale: Sale, client: httpx.AsyncClient
) -> None:
    home = await client.get("/glasgow")

    assert "Early prices until Sat 31 Jul 2027, 23:59 BST (London)." in words(home)
    assert "EUR Regular member Non-member Early now 450.00 650.00" in words(home)
    (marked,) = html.fromstring(home.text).xpath("//tr[@aria-current]")
    assert "Early" in marked.text_content()


async def test_price_list_shows_every_category_and_period(
    sale: Sale, client: httpx.AsyncClient
) -> None:
    page = words(await client.get("/glasgow/register/prices"))

    assert "EUR, in person Early now Standard" in page
    assert "Trainee, non-member 250.00 –" in page
    assert "EUR, virtual Early now Standard" in page
    assert "Early Mon 1 Feb 2027, 00:00 GMT (London) to Sat 31 Jul 2027, 23:59 BST" in page
