"""The second screen: extras, guests, one day, codes, joining; the total is always there."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import Actor, clock
from conference.people import actions as people_actions
from conference.people.access import Role
from conference.registration.order_queries import StoredQuote, stored_quote
from conference.registration.tables import Quote
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

WHAT = "/glasgow/register/what"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """Dan's browser; he is no member, and his institute is in Spain."""
    await sign_in(client, sale.cast.dan)
    return client


def panel(answer: httpx.Response) -> str:
    """The price panel as it reads, spaces squeezed."""
    parts = html.fromstring(answer.text).get_element_by_id("price").itertext()
    return " ".join(" ".join(parts).split())


async def only_quote() -> StoredQuote:
    (row,) = await Quote.select(Quote.id)
    found = await stored_quote(row["id"])
    assert found is not None
    return found


async def test_choose_extras_guests_and_a_code_and_get_a_quote_of_them(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_extra(sale, "gala", 90_00)
    await stalls.sell_extra(sale, "shirt", 25_00, most=3)
    await stalls.sell_guests(sale)
    await stalls.give_code(sale, "LAB10", "percent", 10_00)
    chosen = {
        "category": "non_member",
        "mode": "in_person",
        "extra-gala": "1",
        "extra-shirt": "2",
        "guests-guest": ["Eve Díaz", ""],
        "codes": "lab 10",
    }

    answer = await post(dan, WHAT, chosen)

    assert answer.headers["location"] == "/glasgow/register/check"
    quote = await only_quote()
    assert [(line.title, line.amount) for line in quote.lines] == [
        ("Non-member, in person, early", 650_00),
        ("Offer LAB10", -65_00),
        ("Gala", 90_00),
        ("Accompanying person: Eve Díaz", 100_00),
        ("2 × Shirt", 50_00),
    ]
    assert quote.total == 825_00
    assert quote.wish.guests == (("guest", "Eve Díaz"),)


async def test_price_fragment_gives_total_with_reasons_and_says_that_it_is_saved(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_extra(sale, "gala", 90_00)

    part = await post(
        dan, f"{WHAT}/price", {"category": "non_member", "mode": "in_person", "extra-gala": "1"}
    )

    assert part.status_code == 200
    assert "<html" not in part.text
    assert "Total 740.00 EUR" in panel(part)
    assert "Price until Sat 31 Jul 2027, 23:59 BST (London)." in panel(part)
    assert "Members pay 540.00 EUR: membership would save you 200.00 EUR" in panel(part)
    assert "Saved 10:00 BST (London)" in panel(part)
    assert await Quote.count() == 0


async def test_update_the_total_works_without_javascript(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_extra(sale, "gala", 90_00)
    shown = await dan.get(WHAT)
    assert html.fromstring(shown.text).xpath("//noscript//button[@name='act'][@value='update']")

    answer = await post(
        dan,
        WHAT,
        {"category": "helper", "mode": "in_person", "extra-gala": "1", "act": "update"},
    )

    assert answer.status_code == 200
    assert "Total 90.00 EUR" in panel(answer)
    assert html.fromstring(answer.text).xpath("//input[@name='extra-gala']/@checked")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"extra-shirt": "4"}, "extra-shirt", "at most"),
        ({"extra-shirt": "many"}, "extra-shirt", "whole number"),
        ({"extra-lunch": "1"}, "extra-lunch", "is not sold in the period “Early”"),
        ({"extra-tour": "2"}, "extra-tour", "Only 1 left."),
        ({"guests-guest": ["A", "B", "C"]}, "guests", "2 accompanying persons at most"),
        ({"guests-guest": ["x" * 101]}, "guests", "100 characters"),
        ({"codes": "NOSUCH"}, "codes", "You typed “NOSUCH”."),
        ({"codes": "ONCE"}, "codes", "used as often as it may be"),
        ({"category": "one_day"}, "day", "Choose the day you come"),
        ({"category": "one_day", "day": "2027-12-24"}, "day", "Choose the day you come"),
        ({"category": "one_day", "day": "soon"}, "day", "Choose a day from the list."),
    ],
)
async def test_a_bad_choice_has_its_sentence_beside_its_field_and_keeps_the_rest(
    sale: Sale,
    dan: httpx.AsyncClient,
    post: Post,
    wrong: dict[str, Any],
    field: str,
    sentence: str,
) -> None:
    await stalls.sell_extra(sale, "shirt", 25_00, most=3)
    await stalls.sell_extra(sale, "lunch", 45_00, windows=("standard",))
    await stalls.sell_extra(sale, "tour", 30_00, most=4, places=1)
    await stalls.sell_extra(sale, "gala", 90_00)
    await stalls.sell_guests(sale)
    await stalls.sell_category(sale, "one_day", {"early": 240_00}, is_one_day=True)
    await stalls.give_code(sale, "ONCE", "amount", 10_00)
    await stalls.set_places(sale, "code:ONCE", 0)
    good = {"category": "non_member", "mode": "in_person", "extra-gala": "1"}

    answer = await post(dan, WHAT, {**good, **wrong})

    assert answer.status_code == 422
    beside = errors_beside(answer)
    assert list(beside) == [field]
    assert sentence in beside[field]
    tree = html.fromstring(answer.text)
    assert tree.xpath("//input[@name='extra-gala']/@checked")
    assert sentence in tree.xpath("//*[@class='error-summary']")[0].text_content()
    if "codes" in wrong:
        assert tree.xpath("//input[@name='codes']/@value") == [wrong["codes"]]
    for name in wrong.get("guests-guest", []):
        assert name in tree.xpath("//input[@name='guests-guest']/@value")
    assert await Quote.count() == 0
    again = await dan.get(WHAT)
    assert html.fromstring(again.text).xpath("//input[@name='extra-gala']/@checked")


async def test_two_bad_choices_are_told_at_once_and_the_total_is_of_the_rest(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_extra(sale, "lunch", 45_00, windows=("standard",))

    answer = await post(
        dan,
        WHAT,
        {"category": "non_member", "mode": "in_person", "extra-lunch": "1", "codes": "NOSUCH"},
    )

    assert set(errors_beside(answer)) == {"extra-lunch", "codes"}
    assert "Total 650.00 EUR" in panel(answer)
    assert "Not in this total: “Lunch” is not sold" in panel(answer)


async def test_what_screen_says_why_an_extra_is_not_sold_and_how_many_places_are_left(
    sale: Sale, dan: httpx.AsyncClient
) -> None:
    await stalls.sell_extra(sale, "lunch", 45_00, windows=("standard",))
    await stalls.sell_extra(sale, "tour", 30_00, places=7)
    await stalls.sell_extra(sale, "gala", 90_00, places=0)

    shown = await dan.get(WHAT)

    assert "“Lunch” is not sold in the period “Early”." in words(shown)
    assert "7 left." in words(shown)
    tree = html.fromstring(shown.text)
    assert tree.xpath("//a[@href='/glasgow/register/waiting/extra:gala']")
    assert not tree.xpath("//*[@name='extra-gala' or @name='extra-lunch']")


async def test_one_day_is_bought_for_the_day_that_is_chosen(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_category(sale, "one_day", {"early": 240_00}, is_one_day=True)

    await post(dan, WHAT, {"category": "one_day", "mode": "in_person", "day": "2027-10-18"})

    quote = await only_quote()
    assert quote.total == 240_00
    assert "Mon 18 Oct 2027" in quote.lines[0].title


async def test_a_day_left_behind_by_another_category_means_nothing(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_category(sale, "one_day", {"early": 240_00}, is_one_day=True)

    answer = await post(
        dan, WHAT, {"category": "non_member", "mode": "in_person", "day": "2027-10-18"}
    )

    assert answer.status_code == 303
    assert (await only_quote()).wish.day is None


async def test_join_and_save_is_offered_with_the_net_saving_and_gives_the_member_price(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.ask_dues(sale)
    shown = await dan.get(WHAT)
    assert "Join as Regular member: 110.00 EUR" in words(shown)
    assert "You save 90.00 EUR after paying it." in words(shown)
    assert "Join (110.00 EUR through Fri 31 Dec 2027) and save 90.00 EUR" in panel(shown)

    answer = await post(
        dan, WHAT, {"category": "non_member", "mode": "in_person", "join_as": "regular"}
    )

    assert answer.status_code == 303
    quote = await only_quote()
    assert [(line.kind, line.amount) for line in quote.lines] == [
        ("fee", 450_00),
        ("dues", 110_00),
    ]
    assert quote.wish.category == "regular"
    check = words(await dan.get("/glasgow/register/check"))
    assert "You save 200.00 EUR as a member, after the dues 90.00 EUR" in check


async def test_members_are_not_asked_to_join(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await stalls.ask_dues(sale)
    await sign_in(client, sale.cast.alice)

    shown = words(await client.get(WHAT))

    assert "Join and save" not in shown
    assert "Sign in as member" not in shown
    assert "you save 200.00 EUR" in shown


async def test_low_income_is_open_by_the_country_of_the_institution(
    sale: Sale, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await stalls.sell_category(sale, "low_income", {"early": 200_00}, income_groups="LIC LMC")
    await stalls.class_country(sale, "NG", "LMC")
    await sign_in(client, sale.cast.olive)
    open_to_olive = words(await client.get(WHAT))
    await sign_in(client, sale.cast.dan)

    closed_to_dan = await client.get(WHAT)
    refused = await post(client, WHAT, {"category": "low_income", "mode": "in_person"})

    assert "Low income: 200.00 EUR" in open_to_olive
    assert "yours is in Spain" in words(closed_to_dan)
    assert "yours is in Spain" in errors_beside(refused)["category"]


async def test_a_role_earns_its_category_and_it_is_marked(
    sale: Sale, dan: httpx.AsyncClient
) -> None:
    await stalls.sell_category(
        sale, "staff", {"early": 0}, is_on_sale=False, granted_to="desk office"
    )
    assert "Staff" not in words(await dan.get(WHAT))
    await people_actions.grant_role(
        person=sale.cast.dan.id,
        role=Role.DESK,
        meeting=sale.meeting.id,
        by=Actor.system("test"),
        now=NOW,
    )

    shown = await dan.get(WHAT)

    assert "Staff: 0.00 EUR yours as registration desk" in words(shown)
    (marked,) = html.fromstring(shown.text).xpath("//input[@name='category'][@checked]/@value")
    assert marked == "staff"


async def test_a_code_opens_a_category_that_is_not_on_sale(
    sale: Sale, dan: httpx.AsyncClient, post: Post
) -> None:
    await stalls.sell_category(sale, "press", {"early": 0}, is_on_sale=False)
    await stalls.give_code(sale, "PRESS27", "opens", opens="press")
    typed = {"category": "non_member", "mode": "in_person", "codes": "press27", "act": "update"}

    seen = await post(dan, WHAT, typed)
    assert "Press: 0.00 EUR" in words(seen)
    answer = await post(dan, WHAT, {**typed, "category": "press", "act": ""})

    assert answer.headers["location"] == "/glasgow/register/check"
    assert (await only_quote()).total == 0


@pytest.mark.parametrize("count", [1, 3])
async def test_what_screen_takes_a_fixed_number_of_statements(
    sale: Sale, dan: httpx.AsyncClient, count_statements: Any, count: int
) -> None:
    for n in range(count):
        await stalls.sell_extra(sale, f"extra{n}", 10_00, places=5)
        await stalls.give_code(sale, f"CODE{n}", "percent", 5_00)
        await stalls.class_country(sale, ("ES", "NG", "KE")[n], "LMC")
    await dan.get(WHAT)

    with count_statements() as seen:
        await dan.get(WHAT)

    assert len(seen) == 22
