"""Discount codes and joining on the order: scope, expiry, one at a time (P08, M01, M02, M04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from conference.membership.rules import DuesOffer, MemberTest, Verdict
from conference.registration.catalogue import (
    Bundle,
    Buyer,
    Catalogue,
    Category,
    Code,
    CodeKind,
    LineKind,
    Wish,
)
from conference.registration.quoted import Obstacle
from conference.registration.taxes import TaxRate, TaxTable
from tests.registration.shops import DAYS, ICN, IN, MEMBER, STRANGER, extra, priced, refused

HALF = Code("HALF", "Half the fee", CodeKind.PERCENT, 50_00)
FIFTY = Code("FIFTY", "Fifty off", CodeKind.AMOUNT, 50_00)
FIXED = Code("LOCAL", "Local fee", CodeKind.PRICE, 120_00)
PRESS = Code("PRESS", "Press", CodeKind.OPENS, opens="press")
NON_MEMBER = Wish("non_member", "in_person")


def selling(*codes: Code, **more: object) -> Catalogue:
    return replace(ICN, codes=codes, **more)  # type: ignore[arg-type]


def with_press(*codes: Code) -> Catalogue:
    press = Category("press", "Press", is_on_sale=False, granted_to=frozenset({"speaker"}))
    table = ICN.table
    cells = {**table.amounts, ("press", "early", "in_person"): 0}
    table = replace(table, categories=(*table.categories, press), amounts=cells)
    return selling(*codes, table=table)


@pytest.mark.parametrize(
    ("code", "total", "words"),
    [
        (HALF, 280_00, "Code HALF: 50 % off."),
        (replace(HALF, value=12_50), 490_00, "Code HALF: 12.5 % off."),
        (FIFTY, 510_00, "Code FIFTY: 50.00 USD off."),
        (FIXED, 120_00, "Code LOCAL: for 120.00 USD."),
        (replace(FIFTY, value=9999_00), 0, "Code FIFTY: 9,999.00 USD off."),
    ],
)
def test_code_takes_its_part_off_the_fee(code: Code, total: int, words: str) -> None:
    quoted = priced(selling(code), replace(NON_MEMBER, codes=(f" {code.code.lower()} ",)))

    assert quoted.total == total
    line = quoted.lines[1]
    assert (line.kind, line.item, line.reason) == (LineKind.FEE, f"code:{code.code}", words)
    assert quoted.wish.codes == (code.code,)


def test_best_code_wins_and_the_other_one_keeps_its_place() -> None:
    quoted = priced(selling(HALF, FIFTY), replace(NON_MEMBER, codes=("FIFTY", "HALF")))

    assert quoted.total == 280_00
    assert quoted.wish.codes == ("HALF",)
    assert quoted.notes == ("Code FIFTY is not used: one code at a time, and another saves more.",)


def test_codes_that_combine_are_taken_one_after_the_other() -> None:
    codes = (replace(HALF, stacks=True), replace(FIFTY, stacks=True))

    quoted = priced(selling(*codes), replace(NON_MEMBER, codes=("FIFTY", "HALF")))

    assert [line.amount for line in quoted.lines] == [560_00, -280_00, -50_00]


def test_code_dearer_than_the_fee_is_not_used_and_says_so() -> None:
    dear = replace(FIXED, value=900_00)

    quoted = priced(selling(dear), replace(NON_MEMBER, codes=("LOCAL",)))

    assert (quoted.total, quoted.wish.codes) == (560_00, ())
    assert quoted.notes == ("Code LOCAL takes nothing off what you chose.",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_active": False}, "no such code"),
        ({"code": "OTHER"}, "no such code"),
        ({"starts_at": IN["standard"]}, "cannot be used yet"),
        ({"ends_at": IN["early"]}, "has run out"),
        ({"categories": frozenset({"student"})}, "not for this category"),
    ],
)
def test_code_that_does_not_hold_is_refused_beside_its_field(
    changes: dict[str, object], words: str
) -> None:
    shelf = selling(replace(HALF, **changes))  # type: ignore[arg-type]

    found = refused(shelf, replace(NON_MEMBER, codes=("half",)))

    assert (found.field, found.obstacle) == ("codes", Obstacle.CHOICE)
    assert words in found.sentence
    assert "You typed “half”." in found.sentence


def test_quote_ends_with_its_code() -> None:
    ending = replace(HALF, ends_at=IN["early"] + timedelta(minutes=5))

    quoted = priced(selling(ending), replace(NON_MEMBER, codes=("HALF",)))

    assert quoted.expires_at == ending.ends_at


def test_code_may_be_for_an_extra_only() -> None:
    workshop = replace(HALF, extras=frozenset({"workshop"}), extras_only=True)
    shelf = selling(workshop, extras=(extra("workshop", 60), extra("dinner", 90)))
    wish = replace(NON_MEMBER, extras=(("dinner", 1), ("workshop", 1)), codes=("HALF",))

    quoted = priced(shelf, wish)

    assert [line.amount for line in quoted.lines] == [560_00, 60_00, 90_00, -30_00]
    assert quoted.lines[-1].kind is LineKind.EXTRA
    alone = priced(shelf, replace(wish, extras=(("dinner", 1),)))
    assert alone.notes == ("Code HALF takes nothing off what you chose.",)


def test_code_on_an_extra_of_a_bundle_never_takes_more_than_its_share() -> None:
    """The first extra is cheap and the bundle nearly free: the code must not give money away."""
    shelf = selling(
        replace(HALF, value=100_00, extras=frozenset({"b"}), extras_only=True),
        extras=(extra("a", 10), extra("b", 100)),
        bundles=(Bundle("two", "Both", frozenset({"a", "b"}), 20_00),),
    )

    quoted = priced(shelf, replace(NON_MEMBER, extras=(("a", 1), ("b", 1)), codes=("HALF",)))

    extras = [line.amount for line in quoted.lines if line.kind is LineKind.EXTRA]
    assert extras == [10_00, 100_00, -90_00, -18_18]
    assert sum(extras) > 0


def test_guests_in_a_bundle_pay_in_full() -> None:
    from conference.registration.catalogue import ExtraKind

    shelf = selling(
        extras=(extra("a", 10), extra("guest", 100, kind=ExtraKind.GUEST)),
        bundles=(Bundle("two", "Both", frozenset({"a", "guest"}), 20_00),),
    )

    quoted = priced(shelf, replace(NON_MEMBER, extras=(("a", 1),), guests=(("guest", "Ada"),)))

    assert quoted.total == 560_00 + 10_00 + 100_00


def test_sum_of_a_code_is_taxed_like_the_fee_it_reduces() -> None:
    taxes = TaxTable((TaxRate("registration", 1000),), prices_include_tax=False)
    visit = tuple(replace(each, tax_class="visit") for each in ICN.table.categories)
    shelf = selling(FIFTY, taxes=taxes)
    untaxed = replace(shelf, table=replace(ICN.table, categories=visit))
    wish = replace(NON_MEMBER, codes=("FIFTY",))

    assert [line.amount for line in priced(shelf, wish).lines] == [616_00, -55_00]
    assert [line.amount for line in priced(untaxed, wish).lines] == [560_00, -50_00]


def test_code_opens_a_category_for_who_could_not_take_it() -> None:
    shelf, wish = with_press(PRESS), Wish("press", "in_person")

    assert refused(shelf, wish).obstacle is Obstacle.OFFICE_ONLY
    opened = priced(shelf, replace(wish, codes=("press",)))
    assert (opened.total, opened.wish.codes) == (0, ("PRESS",))
    assert not opened.category.is_on_sale
    assert (
        "opens another category" in refused(shelf, replace(NON_MEMBER, codes=("PRESS",))).sentence
    )


def test_code_that_opens_is_not_used_by_who_holds_the_role() -> None:
    speaker = replace(STRANGER, roles=frozenset({"speaker"}))

    quoted = priced(with_press(PRESS), Wish("press", "in_person", codes=("PRESS",)), speaker)

    assert quoted.wish.codes == ()
    assert quoted.notes == ("Code PRESS is not needed: this category is open to you.",)
    assert "Given to you as speaker." in quoted.lines[0].reason


def test_saving_counts_the_code_on_both_sides() -> None:
    quoted = priced(selling(HALF), Wish("member", "in_person", codes=("HALF",)), MEMBER)

    assert (quoted.total, quoted.saving, quoted.compared) == (200_00, 80_00, 280_00)
    assert "you save" not in quoted.lines[0].reason


JOIN = DuesOffer("regular", "Regular member", 110_00, date(2027, 6, 1), date(2027, 12, 31))
SHORT = replace(JOIN, valid_to=date(2027, 9, 30))
JOINING = Wish("member", "in_person", join_as="regular")


def joining(offer: DuesOffer = JOIN, test: MemberTest = MemberTest.THROUGH_LAST_DAY) -> Catalogue:
    return selling(dues=(offer,), policy=replace(ICN.policy, member_test=test))


def test_joining_gives_the_member_price_at_once_on_two_lines() -> None:
    fee, dues = priced(joining(), JOINING).lines

    assert (fee.amount, fee.kind, dues.amount, dues.kind) == (
        400_00,
        LineKind.FEE,
        110_00,
        LineKind.DUES,
    )
    assert "Member as Regular member with this order, through Fri 31 Dec 2027." in fee.reason
    assert dues.title == "Membership dues: Regular member"


def test_joining_for_too_short_a_time_gives_no_member_price() -> None:
    found = refused(joining(SHORT), JOINING)

    assert found.obstacle is Obstacle.MEMBERS_ONLY
    assert "through Thu 30 Sep 2027; the member price needs a membership through Wed 20 Oct" in (
        found.sentence
    )


@pytest.mark.parametrize("test", [MemberTest.TWELVE_MONTHS, MemberTest.CONTINUOUS_SINCE_CALL])
def test_joining_brings_back_no_past(test: MemberTest) -> None:
    found = refused(joining(test=test), JOINING)

    assert found.sentence == "For members. We find no membership."


def test_joining_with_open_dues_makes_the_member_price_sure() -> None:
    waited = Verdict(True, "Dues open.", frozenset({"regular"}), DAYS[-1], is_provisional=True)

    quoted = priced(joining(), JOINING, Buyer(waited))

    assert "Member as Regular member with this order" in quoted.lines[0].reason


def test_joining_as_another_type_is_refused_for_the_category() -> None:
    student = DuesOffer("student", "Student", 40_00, JOIN.valid_from, JOIN.valid_to)
    shelf = replace(joining(), dues=(JOIN, student))

    found = refused(shelf, replace(JOINING, join_as="student"))

    assert found.obstacle in (Obstacle.MEMBERS_ONLY, Obstacle.CHOICE)
    assert priced(shelf, replace(JOINING, category="student", join_as="student")).total == 240_00
