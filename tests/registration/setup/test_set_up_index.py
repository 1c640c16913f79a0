"""The index of prices: what is set and what is missing, the tester, and copying (P01, idea 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from conference.meetings import queries as meetings
from conference.meetings.tables import Meeting
from conference.orm import Actor
from conference.registration import actions, price_queries
from conference.registration.catalogue import Bundle, Category, Code, CodeKind, Wish
from conference.registration.setup import copy_actions
from conference.registration.setup.copying import Part
from conference.registration.setup.errors import PricesMoved, UnknownSource
from conference.registration.setup.findings import Setup, Weight, find_findings
from conference.registration.taxes import TaxRate, TaxTable
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Sale
from tests.registration.office_forms import form_as_shown, read_form
from tests.registration.reading import words
from tests.registration.setup.selling import DINNER, catalogue, order, set_code, set_extra
from tests.registration.shops import ICN, IN, WINDOWS, extra
from tests.web_client import Post

PRICES = "/glasgow/office/prices"
PLACES = {"meeting": 100}


def told(setup: Setup, when: str = "early") -> list[str]:
    return [each.sentence for each in find_findings(setup, IN[when])]


def test_findings_of_a_whole_price_list_say_only_that_there_is_no_tax() -> None:
    assert told(Setup(ICN, PLACES)) == ["No tax is charged: there is no rate."]


def test_findings_name_a_gap_between_periods_with_its_dates() -> None:
    early = replace(WINDOWS[0], ends_at=WINDOWS[0].ends_at - timedelta(days=14))
    gap = replace(ICN, table=replace(ICN.table, windows=(early, *WINDOWS[1:])))

    assert (
        "Between “Early” and “Standard” nothing is for sale: from Sat 17 Jul 2027, 23:59 CEST "
        "(Berlin) to Sun 1 Aug 2027, 00:00 CEST (Berlin)."
    ) in told(Setup(gap, PLACES))
    assert not any("Between" in each for each in told(Setup(gap, PLACES), "standard"))


def test_findings_name_what_is_missing() -> None:
    table = ICN.table
    cells = {cell: n for cell, n in table.amounts.items() if cell[:2] != ("student", "standard")}
    low = Category("low", "Low income", income_groups=frozenset({"LIC"}), needs_proof=True)
    shelf = replace(
        ICN,
        table=replace(table, amounts=cells, categories=(*table.categories, low)),
        extras=(extra("dinner", 90, 90), extra("boat")),
        bundles=(Bundle("b", "Both", frozenset({"dinner", "boat"}), 100_00),),
        taxes=TaxTable((TaxRate("food", 700),)),
    )

    found = find_findings(Setup(shelf, {}, has_payment_advice=False), IN["early"])

    assert [each.sentence for each in found] == [
        "“Low income” is for some countries, but there is no list of countries.",
        "There are no places in the house: nobody can register so.",
        "“Student” has no price in “Standard”.",
        "“Low income” has no price at all.",
        "“Low income” needs a proof, but no category is named for when it is refused.",
        "“Dinner” has no limit of places.",
        "“Boat” has no price and is never sold.",
        "“Boat” has no limit of places.",
        "The bundle “Both” never saves anything; nobody gets it.",
        "The tax class “registration” has no rate: no tax is charged on it.",
        "Bank transfers are taken, but nothing says to which account.",
        "“Dinner” is not sold in “On site”.",
    ]
    assert [each.weight for each in found][:2] == [Weight.BAD, Weight.BAD]


async def test_index_shows_what_is_set_and_costs_the_same_for_one_and_three(
    sale: Sale, office: httpx.AsyncClient, count_statements: object
) -> None:
    counts = []
    for keys in (["a"], ["b", "c"]):
        for key in keys:
            await set_extra(sale, replace(DINNER, key=key), 5)
            await set_code(sale, Code(key.upper(), "T", CodeKind.AMOUNT, 100))
        with count_statements() as seen:  # type: ignore[operator]
            page = await office.get(PRICES)
        counts.append(len(seen))

    assert "3 extras, no bundles." in words(page)
    assert "“Trainee, non-member” in person has no price in “Standard”." in words(page)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"member_type": "regular", "member_until": "2027-12-31"},
            "Regular member suggested 450.00",
        ),
        ({"member_type": "regular", "member_until": "2027-06-30"}, "Non-member suggested 650.00"),
        ({"member_type": "regular"}, "Regular member suggested 450.00"),
        ({"category": "non_member", "extra-dinner": "2"}, "830.00 EUR"),
        ({"category": "non_member", "extra-dinner": "9"}, "2 × “Gala dinner” at most."),
        ({"category": "non_member", "codes": "half"}, "325.00 EUR"),
        ({"category": "non_member", "codes": "nonsense"}, "This meeting has no such code."),
        ({"at": "2026-01-01T00:00"}, "Registration opens on Mon 1 Feb 2027"),
        ({"category": "palace"}, "Choose one from the list."),
    ],
)
async def test_tester_answers_for_somebody_described(
    sale: Sale, office: httpx.AsyncClient, asked: dict[str, str], expected: str
) -> None:
    await set_extra(sale)
    await set_code(sale)

    page = await office.get(f"{PRICES}/test", params={"at": "2027-05-10T10:00", **asked})

    assert page.status_code == 200
    assert expected in words(page)


async def test_tester_says_what_the_order_then_costs(sale: Sale, office: httpx.AsyncClient) -> None:
    await set_extra(sale)
    await set_code(sale)
    wish = Wish("non_member", "in_person", extras=(("dinner", 1),), codes=("HALF",))
    dan = sale.cast.dan
    asked = {"email": "dan@example.org", "at": "2027-05-10T10:00", "category": "non_member"}

    page = await office.get(
        f"{PRICES}/test", params={**asked, "extra-dinner": "1", "codes": "HALF"}
    )
    quote = await actions.make_quote(sale.meeting, dan.id, wish, by=Actor(dan.id, "Dan"), now=NOW)

    assert quote.total == 325_00 + 90_00
    assert "415.00 EUR" in words(page)


async def test_period_in_which_something_was_sold_is_not_removed(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await order(sale, sale.cast.dan, Wish("non_member", "in_person"))
    form = await form_as_shown(office, f"{PRICES}/periods")

    answer = await post(office, f"{PRICES}/periods", {**form, "remove-early": "on"})

    assert answer.status_code == 422
    assert "Something was ordered in this period; it stays." in words(answer)
    table = (await price_queries.price_list(sale.meeting.id, "EUR")).table
    assert len(table.windows) == 2


async def test_category_that_was_told_stays_and_an_unused_one_goes(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await order(sale, sale.cast.dan, Wish("non_member", "in_person"))

    told = await post(office, f"{PRICES}/categories/non_member/remove")
    assert "Take it off sale instead." in words(await office.get(told.headers["location"]))
    named = await post(office, f"{PRICES}/categories/regular/remove")
    assert "is named by “Non-member”" in words(await office.get(named.headers["location"]))
    await post(office, f"{PRICES}/categories/helper/remove")

    kept = [each.key for each in (await catalogue(sale)).table.categories]
    assert kept == ["regular", "non_member", "trainee"]


async def next_year(sale: Sale, currency: str = "EUR") -> str:
    """Another meeting of the society, a year and a day later."""
    values = {"zone": "Europe/London", "city": "Oslo", "venue": "Hall", "address": "Street 1"}
    days = {"starts_on": date(2028, 10, 17), "ends_on": date(2028, 10, 20)}
    row = Meeting(
        society=sale.meeting.society, slug="oslo", title="Signals 2028", mode="in_person",
        currency=currency, **values, **days,
    )  # fmt: skip
    await Meeting.insert(row)
    return "oslo"


async def test_prices_of_the_last_meeting_are_proposed_and_copied_with_their_days_moved(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_extra(sale, limit=80)
    slug = await next_year(sale)
    here = f"/{slug}/office/prices"
    from conference.people import actions as people
    from conference.people.access import Role

    new = await meetings.meeting_by_slug(slug)
    assert new is not None
    await people.grant_role(
        person=sale.cast.olive.id, role=Role.OFFICE, meeting=new.id, by=OFFICE, now=NOW
    )

    preview = await office.get(f"{here}/copy", params={"source": "glasgow"})
    assert "Regular member, Early, in person – 450.00 EUR" in words(preview)
    form = read_form(preview, f"{here}/copy")
    answer = await post(office, f"{here}/copy", form)

    assert answer.status_code == 303
    copied = (await catalogue_of_slug(slug)).table
    source = (await catalogue(sale)).table
    assert copied.amounts == source.amounts
    assert copied.categories == source.categories
    early = copied.windows[0]
    # 366 days later, at midnight in London again
    assert early.ends_at == datetime(2028, 7, 31, 23, 0, tzinfo=UTC)
    assert (await price_queries.places_of(new.id))["extra:dinner"].capacity == 80
    again = await office.get(f"{here}/copy", params={"source": "glasgow"})
    assert "Nothing would change" in words(again)


async def catalogue_of_slug(slug: str):  # type: ignore[no-untyped-def]
    from conference.registration.catalogue_queries import catalogue_of

    meeting = await meetings.meeting_by_slug(slug)
    assert meeting is not None
    return (await catalogue_of(meeting)).catalogue


async def test_copying_takes_only_what_is_ticked_and_no_stale_proposal(sale: Sale) -> None:
    meeting = await meetings.meeting_by_slug(await next_year(sale, "JPY"))
    assert meeting is not None
    proposal = await copy_actions.propose_price_copy(meeting, "glasgow")
    blocked = {each.part for each in proposal.parts if each.obstacle}
    assert Part.AMOUNTS in blocked

    chosen = {Part.PERIODS, Part.AMOUNTS}
    await copy_actions.copy_prices(meeting, "glasgow", chosen, proposal.digest, by=OFFICE, now=NOW)

    after = (await catalogue_of_slug("oslo")).table
    assert (len(after.windows), after.categories, after.amounts) == (2, (), {})
    with pytest.raises(PricesMoved):
        await copy_actions.copy_prices(
            meeting, "glasgow", chosen, proposal.digest, by=OFFICE, now=NOW
        )
    with pytest.raises(UnknownSource):
        await copy_actions.propose_price_copy(meeting, "atlantis")
