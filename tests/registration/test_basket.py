"""What real societies charged, line by line (P01, P05, P10-P15, T01, T02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from conference.membership.rules import Verdict
from conference.registration.basket import places_needed, price_basket
from conference.registration.catalogue import Buyer, Category, LineKind, PriceTable, Wish
from conference.registration.pricing import choices, suggested
from conference.registration.quoted import NotForSale, Obstacle
from tests.registration.shops import (
    BSGCT,
    DAYS,
    ECCN,
    ECET,
    ICN,
    IN,
    JSI,
    MEMBER,
    STRANGER,
    WINDOWS,
    WSPID,
    extra,
    priced,
    refused,
)


@pytest.mark.parametrize(
    ("when", "member", "outside"),
    [("early", 400_00, 560_00), ("standard", 500_00, 660_00), ("on_site", 600_00, 760_00)],
)
def test_price_basket_follows_the_period(when: str, member: int, outside: int) -> None:
    quoted = priced(ICN, Wish("member", "in_person"), MEMBER, when)

    assert (quoted.total, quoted.compared) == (member, outside)
    assert priced(ICN, Wish("non_member", "in_person"), when=when).forgone == outside - member


def test_price_basket_in_a_gap_sells_nothing_and_says_when_again() -> None:
    early = replace(WINDOWS[0], ends_at=WINDOWS[0].ends_at - timedelta(days=14))
    gap = replace(ICN, table=replace(ICN.table, windows=(early, *WINDOWS[1:])))
    in_gap = datetime(2027, 7, 25, tzinfo=UTC)

    found = price_basket(gap, Wish("member", "in_person"), MEMBER, in_gap)

    assert isinstance(found, NotForSale)
    assert found.obstacle is Obstacle.CLOSED
    assert "opens again on Sun 1 Aug 2027, 00:00 CEST (Berlin) (Standard)" in found.sentence


def test_price_basket_adds_the_tax_to_prices_without_it() -> None:
    wish = Wish("member", "in_person", extras=(("dinner", 1),))

    fee, dinner = priced(ECET, wish, MEMBER).lines

    assert (fee.net, fee.tax, fee.amount, fee.tax_points) == (350_00, 77_00, 427_00, 2200)
    assert (dinner.net, dinner.tax, dinner.amount) == (50_00, 11_00, 61_00)
    standard = priced(ECET, Wish("non_member", "in_person"), when="standard")
    assert standard.total == 707_60


def test_price_basket_for_a_customer_without_tax_keeps_the_net_price() -> None:
    wish = Wish("member", "in_person", extras=(("dinner", 1),), bill_country="CH")

    quoted = priced(ECET, wish, MEMBER)

    assert (quoted.total, quoted.tax) == (400_00, 0)
    assert {line.tax_note for line in quoted.lines} == {"Export"}


def test_price_basket_of_one_day_wants_a_day_of_the_meeting() -> None:
    for day in (None, DAYS[0] - timedelta(days=1)):
        found = refused(ECET, Wish("day", "in_person", day=day))
        assert (found.field, found.obstacle) == ("day", Obstacle.CHOICE)
        assert "Mon 18 Oct 2027, Tue 19 Oct 2027" in found.sentence

    (line,) = priced(ECET, Wish("day", "in_person", day=DAYS[1])).lines

    assert line.title == "One day, early, Tue 19 Oct 2027"
    assert (line.net, line.amount) == (240_00, 292_80)
    assert refused(ECET, Wish("student", "in_person", day=DAYS[1])).field == "day"


def test_price_basket_takes_the_block_of_two_courses() -> None:
    both = Wish("student", "in_person", extras=(("course_b", 1), ("course_a", 1)))

    quoted = priced(ECCN, both)

    assert quoted.total == 220_00 + 100_00
    block = quoted.lines[-1]
    assert (block.amount, block.item, block.kind) == (-10_00, "bundle:block", LineKind.EXTRA)
    assert quoted.tax == 38_18 + 17_36  # 21 % in 220.00 and in 100.00
    one = replace(both, extras=(("course_b", 1),))
    assert priced(ECCN, one).total == 220_00 + 55_00


def test_price_basket_charges_each_accompanying_person_by_name() -> None:
    guests = (("accompanying", "Noor Haddad"), ("accompanying", "Ada Haddad"))

    quoted = priced(ECCN, Wish("invited", "in_person", guests=guests))

    assert quoted.total == 200_00
    titles = [line.title for line in quoted.lines if line.kind is LineKind.GUEST]
    assert titles == ["Accompanying: Ada Haddad", "Accompanying: Noor Haddad"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("member", "in_person", guests=(("accompanying", " "),)), "Write the name"),
        (Wish("member", "in_person", guests=(("accompanying", "x" * 101),)), "at most 100"),
        (Wish("member", "in_person", guests=(("accompanying", "A"),) * 3), "2 accompanying"),
        (Wish("member", "in_person", guests=(("course_a", "A"),)), "not for accompanying"),
        (Wish("member", "in_person", extras=(("accompanying", 1),)), "Write the name"),
        (Wish("member", "in_person", extras=(("course_a", 2),)), "take 1 × “Course a” at most"),
        (Wish("member", "in_person", extras=(("course_a", 1),) * 2), "take 1 × “Course a”"),
        (Wish("member", "in_person", extras=(("course_a", -1),)), "zero or more"),
        (Wish("member", "in_person", extras=(("yacht", 1),)), "not offered"),
        (Wish("member", "virtual", extras=(("course_a", 1),)), "Not offered virtual"),
        (Wish("member", "in_person", join_as="regular"), "Nobody can join"),
    ],
)
def test_price_basket_refuses_what_cannot_be_had(wish: Wish, words: str) -> None:
    assert words in refused(ECCN, wish).sentence


def test_price_basket_without_guests_allowed_says_so() -> None:
    none = replace(ECCN, policy=replace(ECCN.policy, guests_most=0))

    found = refused(none, Wish("member", "in_person", guests=(("accompanying", "Ada"),)))

    assert found.sentence == "Accompanying persons cannot be booked at this meeting."


def test_price_basket_knows_extras_that_vanish_in_a_period() -> None:
    lunch = replace(ICN, extras=(extra("lunch", 115, 115, None),))
    wish = Wish("student", "in_person", extras=(("lunch", 1),))

    early = priced(lunch, wish)

    assert early.total == 315_00
    assert "Price until Sat 31 Jul 2027, 23:59 CEST (Berlin)." in early.lines[1].reason
    found = refused(lunch, wish, when="on_site")
    assert (found.field, found.sentence) == (
        "extra-lunch",
        "“Lunch” is not sold in the period “On site”.",
    )


def test_price_basket_of_several_names_the_price_of_one() -> None:
    shirts = replace(ICN, extras=(extra("shirt", 25, 25, 25, most=4),))

    line = priced(shirts, Wish("student", "in_person", extras=(("shirt", 3),))).lines[1]

    assert (line.title, line.quantity, line.amount) == ("3 × Shirt", 3, 75_00)
    assert line.reason == "3 × 25.00 USD."


def test_price_basket_in_yen_has_no_minor_unit() -> None:
    quoted = priced(JSI, Wish("member", "in_person"), MEMBER)

    assert quoted.total == 14000
    assert "Non-member price 17,000 JPY; you save 3,000 JPY." in quoted.lines[0].reason
    half = replace(JSI, extras=(extra("banquet", 8001, minor=1),))
    assert priced(half, Wish("student", "in_person", extras=(("banquet", 1),))).total == 11001


@pytest.mark.parametrize(
    ("country", "open_to", "price", "online"),
    [
        ("UG", "low", 295_00, 95_00),
        ("IN", "middle", 495_00, 250_00),
        ("BR", "middle", 495_00, 250_00),
        ("DE", "high", 565_00, 350_00),
    ],
)
def test_price_basket_by_income_of_the_institutions_country(
    country: str, open_to: str, price: int, online: int
) -> None:
    buyer = replace(STRANGER, country=country, income=WSPID.incomes[country])
    offers = choices(WSPID.table, "in_person", buyer=buyer, now=IN["early"])

    assert {each.category.key for each in offers if each.quoted} == {open_to, "high"}
    marked = suggested(offers)
    assert marked is not None
    assert marked.category.key == open_to
    assert priced(WSPID, Wish(open_to, "in_person"), buyer).total == price
    assert priced(WSPID, Wish(open_to, "virtual"), buyer).total == online


def test_price_basket_refuses_another_income_by_name() -> None:
    buyer = replace(STRANGER, country="DE", income="HIC")

    found = refused(WSPID, Wish("middle", "in_person"), buyer)

    assert found.sentence == (
        "For institutions in countries of lower middle income or upper middle income; "
        "yours is in Germany (high income)."
    )
    assert priced(WSPID, Wish("middle", "in_person"), replace(buyer, is_office=True)).total


def test_price_basket_of_industry_is_about_double() -> None:
    from_industry = Buyer(Verdict(True, "Member.", frozenset({"industry"}), DAYS[-1]))

    industry = priced(BSGCT, Wish("industry", "in_person"), from_industry, "standard")

    assert (industry.total, industry.compared) == (700_00, 900_00)
    assert refused(BSGCT, Wish("industry", "in_person"), MEMBER).obstacle is Obstacle.MEMBERS_ONLY


def test_suggested_never_marks_a_single_day_or_a_proof_by_itself() -> None:
    table = PriceTable(
        "EUR",
        (
            Category("day", "One day", membership_types=frozenset({"regular"}), is_one_day=True),
            Category(
                "retired", "Retired", membership_types=frozenset({"regular"}), needs_proof=True
            ),
            Category("member", "Member", membership_types=frozenset({"regular"})),
        ),
        WINDOWS,
        {
            ("day", "early", "in_person"): 100_00,
            ("retired", "early", "in_person"): 150_00,
            ("member", "early", "in_person"): 400_00,
        },
    )

    marked = suggested(choices(table, "in_person", buyer=MEMBER, now=IN["early"]))

    assert marked is not None
    assert marked.category.key == "member"


def test_members_for_life_pay_no_fee_where_the_society_says_so() -> None:
    for_life = Verdict(True, "For life.", frozenset({"regular"}), DAYS[-1], is_lifetime=True)
    free = replace(ICN, policy=replace(ICN.policy, lifetime_is_free=True))
    wish = Wish("member", "in_person")

    quoted = priced(free, wish, Buyer(for_life))

    assert [line.amount for line in quoted.lines] == [400_00, -400_00]
    assert (quoted.total, quoted.compared, quoted.lines[1].item) == (0, 560_00, "waiver:lifetime")
    assert "you save" not in quoted.lines[0].reason
    assert priced(ICN, wish, Buyer(for_life)).total == 400_00
    assert priced(free, Wish("student", "in_person"), Buyer(for_life)).total == 200_00


def test_places_needed_counts_every_pool_once() -> None:
    wish = Wish(
        "day",
        "in_person",
        extras=(("shirt", 2), ("dinner", 0), ("shirt", 1)),
        guests=(("accompanying", "Ada"), ("accompanying", "Noor")),
        codes=(" speaker27 ", "SPEAKER27"),
    )

    assert places_needed(wish) == {
        "meeting": 1,
        "category:day": 1,
        "extra:shirt": 3,
        "extra:accompanying": 2,
        "code:SPEAKER27": 1,
    }
    assert places_needed(Wish("day", "virtual")) == {"virtual": 1, "category:day": 1}
    assert min(places_needed(Wish("day", "virtual", extras=(("shirt", -5),))).values()) == 1
