"""The second screen as a pure function: what cannot be had is named, the rest is priced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.membership.rules import DuesOffer
from conference.people.rules import clean
from conference.registration.basket import price_basket
from conference.registration.catalogue import Catalogue, Code, CodeKind, Extra, ExtraKind, Wish
from conference.registration.chosen import Chosen, chosen_of, wish_of
from conference.registration.deadlines import Unpaid, payment_terms, price_later
from conference.registration.policy import LatePayment, Policy
from conference.registration.price_queries import Places
from conference.registration.quoted import NotForSale, Quoted
from conference.registration.rules import PayBy
from conference.registration.selection import Shelf, find_shortages, price_what_can, select
from tests.registration.prices import EARLY, IN_EARLY, LAST_DAY, STANDARD, STRANGER, TABLE, member

BOTH = {"early": 90_00, "standard": 90_00}
CATALOGUE = Catalogue(
    TABLE,
    days=(LAST_DAY,),
    extras=(
        Extra("gala", "Gala dinner", ExtraKind.EVENT, amounts=BOTH),
        Extra("shirt", "T-shirt", ExtraKind.GOODS, most=3, amounts=BOTH),
        Extra("lunch", "Lunch", ExtraKind.EVENT, amounts={"standard": 45_00}),
        Extra("guest", "Guest", ExtraKind.GUEST, most=9, amounts=BOTH),
    ),
    codes=(Code("LAB10", "Laboratory", CodeKind.PERCENT, 10_00),),
    dues=(DuesOffer("regular", "Regular member", 110_00, IN_EARLY.date(), LAST_DAY),),
)
SHELF = Shelf(CATALOGUE, {"extra:gala": Places("extra:gala", 10, 9)})

wishes = st.builds(
    Wish,
    category=st.sampled_from(["regular", "non_member", "invited", "gold"]),
    mode=st.sampled_from(["in_person", "virtual"]),
    day=st.sampled_from([None, LAST_DAY]),
    extras=st.lists(
        st.tuples(st.sampled_from(["gala", "shirt", "lunch", "nothing"]), st.integers(1, 5)),
        max_size=4,
    ).map(tuple),
    guests=st.lists(
        st.tuples(st.sampled_from(["guest", "gala"]), st.text(max_size=5)), max_size=4
    ).map(tuple),
    codes=st.lists(st.sampled_from(["LAB10", "NOSUCH"]), max_size=2, unique=True).map(tuple),
    join_as=st.sampled_from(["", "regular", "gold"]),
)


@given(wishes)
def test_what_can_be_had_is_priced_and_what_cannot_is_named(wish: Wish) -> None:
    quoted, faults = price_what_can(CATALOGUE, wish, STRANGER, IN_EARLY)
    whole = price_basket(CATALOGUE, wish, STRANGER, IN_EARLY)

    assert (faults == {}) == isinstance(whole, Quoted)
    if isinstance(whole, NotForSale):
        assert whole.field in faults
    if quoted is not None:
        again = price_basket(CATALOGUE, quoted.wish, STRANGER, IN_EARLY)
        assert isinstance(again, Quoted)
        assert again.total == quoted.total
    if not faults:
        assert quoted == whole


@given(wishes)
def test_a_wish_typed_again_is_the_same_wish(wish: Wish) -> None:
    """What a refused quote puts back on the screen means what was wished for."""
    named = tuple((key, name.strip()) for key, name in wish.guests if clean(name) == name != "")
    plain = replace(wish, join_as="", day=None, extras=wish.extras[:1], guests=named)

    again = wish_of(chosen_of(plain), CATALOGUE)

    assert again.wish == plain
    assert again.faults == {}


def test_join_and_save_is_the_net_saving() -> None:
    found = select(SHELF, STRANGER, Chosen(category="non_member", mode="in_person"), IN_EARLY)

    (join,) = found.joins
    assert (join.dues.amount, join.saving) == (110_00, 650_00 - 450_00 - 110_00)


def test_joining_is_not_offered_where_it_saves_nothing() -> None:
    dear = replace(CATALOGUE, dues=(replace(CATALOGUE.dues[0], amount=200_00),))

    found = select(Shelf(dear, {}), STRANGER, Chosen(category="non_member"), IN_EARLY)

    assert found.joins == ()


def test_who_joins_takes_the_member_category_and_sees_it_open() -> None:
    chosen = Chosen(category="non_member", mode="in_person", join_as="regular")

    found = select(SHELF, STRANGER, chosen, IN_EARLY)

    assert found.wish.category == "regular"
    assert found.quoted is not None
    assert found.quoted.total == 560_00
    assert "regular" in [each.category.key for each in found.offers.open_ones]
    assert found.joins[0].saving == 90_00


def test_a_place_that_waits_for_somebody_is_theirs_though_all_are_taken() -> None:
    full = {"extra:gala": Places("extra:gala", 10, 10)}
    wish = Wish("non_member", "in_person", extras=(("gala", 1),))

    assert "Sold out" in find_shortages(Shelf(CATALOGUE, full), wish)["extra-gala"]
    assert find_shortages(Shelf(CATALOGUE, full, frozenset({"extra:gala"})), wish) == {}


@pytest.mark.parametrize("mode", ["", "nowhere", "in_person"])
def test_an_unknown_mode_becomes_the_first(mode: str) -> None:
    assert wish_of(Chosen(mode=mode), CATALOGUE).wish.mode == "in_person"


def unpaid(*ways: PayBy, **more: object) -> Unpaid:
    facts = {"later": 780_00, "expires_at": None, **more}
    return Unpaid("EUR", EARLY, ways=ways, zone="Europe/Berlin", **facts)  # type: ignore[arg-type]


def test_payment_terms_name_day_later_price_bank_days_and_the_place() -> None:
    ends = datetime(2027, 8, 15, 12, tzinfo=UTC)

    found = payment_terms(unpaid(PayBy.BANK_TRANSFER, expires_at=ends), Policy())

    assert found == (
        "Pay by Sat 31 Jul 2027, 23:59 CEST (Berlin); later the price is 780.00 EUR.",
        "A transfer may arrive up to 3 bank days after that.",
        "Pay by Sun 15 Aug 2027, 14:00 CEST (Berlin); without a payment your place is given up"
        " then.",
    )


def test_payment_terms_name_one_day_where_the_place_is_given_up_before_the_price_changes() -> None:
    ends = datetime(2027, 6, 15, 12, tzinfo=UTC)

    (found,) = payment_terms(unpaid(PayBy.BANK_TRANSFER, expires_at=ends), Policy())

    assert found == (
        "Pay by Tue 15 Jun 2027, 14:00 CEST (Berlin); without a payment your place is given up"
        " then."
    )


@pytest.mark.parametrize(
    ("late_payment", "ways", "words"),
    [
        (
            LatePayment.HOLD,
            (PayBy.DESK,),
            ["The price stays as it is, whenever the payment comes."],
        ),
        (LatePayment.REPRICE, (PayBy.PURCHASE_ORDER,), []),
    ],
)
def test_payment_terms_promise_only_what_happens(
    late_payment: LatePayment, ways: tuple[PayBy, ...], words: list[str]
) -> None:
    assert list(payment_terms(unpaid(*ways), Policy(late_payment=late_payment))) == words


def test_payment_terms_of_the_desk_say_that_the_price_of_the_day_is_due_there() -> None:
    (sentence,) = payment_terms(unpaid(PayBy.DESK), Policy())

    assert sentence == (
        "What is paid after Sat 31 Jul 2027, 23:59 CEST (Berlin), at the desk too, costs"
        " 780.00 EUR."
    )


def test_payment_terms_of_a_policy_that_cancels_say_so() -> None:
    (sentence, *_) = payment_terms(unpaid(PayBy.DESK), Policy(late_payment=LatePayment.CANCEL))

    assert sentence.endswith("what is not paid then is cancelled.")


def test_price_later_makes_only_the_fee_dearer() -> None:
    wish = Wish("regular", "in_person", extras=(("gala", 1),))

    assert price_later(CATALOGUE, wish, member("regular"), EARLY, 540_00) == 540_00 + 90_00
    assert price_later(CATALOGUE, wish, member("regular"), STANDARD, 540_00) is None
