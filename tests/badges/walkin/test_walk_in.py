"""Somebody comes unannounced: found first, else sold, paid, let in and printed, once."""

from __future__ import annotations

import re

import pytest

from badges.desk.rules import masked
from badges.tables import BadgePrint, CheckIn
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.people.tables import Person
from conference.registration.queries import search_registrations
from conference.registration.tables import Order, Payment, Registration
from tests.badges.reading import pdf_text, words
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


def categories(answer):
    """What may be chosen on the page, in its order."""
    return re.findall(r'name="category" value="(\w+)"', answer.text)


async def _quoted(desk, post, **changes):
    answer = await post(desk, WALK_IN, {**EVA, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_walk_in_is_sold_paid_let_in_and_printed_once(desk, post, sale):  # noqa: F811
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


async def test_a_name_that_no_font_holds_is_told_before_and_after_the_sale(desk, post):
    why = "No font holds every character of “தமிழ் 𝔘nicode”"
    at = await _quoted(desk, post, given_name="தமிழ்", family_name="𝔘nicode")
    assert why in words(await desk.get(at))
    await post(desk, at, CASH)
    assert why in words(await desk.get(at))
    plain = await _quoted(desk, post, email="another@example.org", is_somebody_else="on")
    assert "No font holds" not in words(await desk.get(plain))


async def test_the_address_is_looked_at_before_what_they_pay_as(desk, post):
    asked = await post(desk, WALK_IN, {**EVA, "category": ""})
    assert asked.status_code == 200
    assert "Nobody is known by this address" in words(asked)
    assert categories(asked) == ["non_member", "trainee", "helper"]
    assert 'value="Örebro Hospital"' in asked.text
    again = await post(desk, WALK_IN, {**EVA, "category": "", "is_asked": "on"})
    assert again.status_code == 422
    assert "Choose what they pay as" in again.text


async def test_a_member_is_offered_a_members_categories_and_types_the_address_only(
    desk, post, cast
):
    empty = dict.fromkeys(EVA, "") | {"email": cast.alice.email.upper()}
    asked = await post(desk, WALK_IN, empty)
    assert asked.status_code == 200
    assert "Pays as a member" in words(asked)
    assert "non_member" not in categories(asked)
    assert categories(asked) == ["regular", "trainee", "helper"]
    assert 'value="regular" checked' in asked.text
    at = await _quoted(desk, post, **empty | {"category": "regular"})
    shown = (await desk.get(at)).text
    assert "450.00 EUR" in shown
    assert cast.alice.registered_name in shown


async def test_choices_alone_follow_the_address_and_keep_what_is_chosen(desk, post, cast):
    choices = f"{WALK_IN}/choices"
    for email in ("", "no address"):
        assert categories(await post(desk, choices, {**EVA, "email": email})) == []
    stranger = await post(desk, choices, {**EVA, "category": "trainee"})
    assert 'value="trainee" checked' in stranger.text
    assert "<h1" not in stranger.text
    member = await post(desk, choices, {**EVA, "email": cast.alice.email})
    assert "non_member" not in categories(member)


async def test_choosing_before_the_address_was_known_still_gives_the_members_price(
    desk, post, cast
):
    at = await _quoted(desk, post, email=cast.alice.email, category="non_member")
    assert "450.00 EUR" in (await desk.get(at)).text


async def test_the_name_on_the_badge_is_mended_before_it_is_printed(desk, post, sale):  # noqa: F811
    at = await _quoted(desk, post)
    assert "<svg" in (await desk.get(f"{at}/badge.svg?name=Evà")).text
    looked = await post(desk, at, {**CASH, "badge_name": "Evà Ek", "is_shown_only": "on"})
    assert looked.status_code == 200
    assert f"{at}/badge.svg?name=Ev%C3%A0%20Ek" in looked.text
    assert 'value="700"' in looked.text
    assert await Order.count() == 0
    await post(desk, at, {**CASH, "badge_name": "Evà Ek"})
    (held,) = await search_registrations(sale.meeting.id, "eva ek")
    assert held.person.badge_name == "Evà Ek"
    printed = pdf_text(await desk.get(f"/glasgow/desk/people/{held.code}/badge.pdf"))
    assert "Evà Ek" in " ".join(printed.split())


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
    await Person.update({Person.badge_name: "דוד (David)"}).where(Person.id == cast.dan.id)
    asked = await post(desk, WALK_IN, {**EVA, **names})
    assert asked.status_code == 422
    assert f"דוד (David) ( {cast.dan.registered_name} )" in words(asked)
    assert masked(cast.dan.email) in words(asked)
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
        assert "E-mail" not in (await client.get(WALK_IN)).text
        assert (await post(client, f"{WALK_IN}/desk", {"desk": ""})).status_code == 422
        named = await post(client, f"{WALK_IN}/desk", {"desk": "Desk 2"})
        assert named.headers["location"] == WALK_IN
        shown = words(await client.get(WALK_IN))
        assert "E-mail" in shown
        assert "Pays as" not in shown


async def test_sale_of_another_meetings_quote_is_not_found(desk):
    answer = await desk.get(f"{WALK_IN}/00000000-0000-4000-8000-000000000000")
    assert answer.status_code == 404
