"""What joining costs and covers (M02, M06), and which member number is next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.membership.rules import (
    DuesOffer,
    DuesRate,
    carry_on,
    next_number,
    number_key,
    offer_dues,
)

REGULAR = DuesRate("regular", "Regular member", 2027, 26000, date(2027, 10, 1), 32500)
NEXT = DuesRate("regular", "Regular member", 2028, 27000)
TRAINEE = DuesRate("trainee", "Trainee member", 2027, 4000)


def test_joining_covers_the_rest_of_the_year():
    assert offer_dues([TRAINEE, REGULAR, NEXT], date(2027, 5, 10)) == (
        DuesOffer("regular", "Regular member", 26000, date(2027, 5, 10), date(2027, 12, 31)),
        DuesOffer("trainee", "Trainee member", 4000, date(2027, 5, 10), date(2027, 12, 31)),
    )


@pytest.mark.parametrize(
    ("day", "amount", "valid_to"),
    [
        (date(2027, 9, 30), 26000, date(2027, 12, 31)),
        (date(2027, 10, 1), 32500, date(2028, 12, 31)),
        (date(2027, 12, 31), 32500, date(2028, 12, 31)),
        (date(2028, 1, 1), 27000, date(2028, 12, 31)),
    ],
)
def test_joining_in_the_last_quarter_covers_fifteen_months(day, amount, valid_to):
    (offer,) = offer_dues([REGULAR, NEXT], day)
    assert (offer.amount, offer.valid_from, offer.valid_to) == (amount, day, valid_to)


def test_a_year_without_dues_is_not_offered():
    assert offer_dues([REGULAR], date(2026, 12, 31)) == ()


def test_a_renewal_begins_where_the_membership_ends_and_is_not_late():
    (offer,) = offer_dues([REGULAR, NEXT], date(2027, 11, 2), {"regular": date(2027, 12, 31)})
    assert (offer.amount, offer.valid_from, offer.valid_to) == (
        27000, date(2028, 1, 1), date(2028, 12, 31),
    )  # fmt: skip


def test_who_is_a_trainee_may_join_as_a_regular_member_today():
    offers = offer_dues([REGULAR, TRAINEE], date(2027, 5, 10), {"trainee": date(2027, 12, 31)})
    assert [(each.type_key, each.valid_from) for each in offers] == [("regular", date(2027, 5, 10))]


DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
AMOUNTS = st.integers(0, 10**6)
RATES = st.lists(
    st.builds(
        DuesRate, st.sampled_from(["regular", "trainee"]), st.just("A type"),
        st.integers(2026, 2030), AMOUNTS, st.none() | DAYS, st.none() | AMOUNTS,
    ),
    max_size=6,
    unique_by=lambda each: (each.type_key, each.year),
)  # fmt: skip


@given(RATES, DAYS, st.dictionaries(st.sampled_from(["regular", "trainee"]), DAYS))
def test_an_offer_begins_after_what_is_covered_and_ends_with_a_year(rates, today, covered):
    offers = offer_dues(rates, today, covered)
    assert len({each.type_key for each in offers}) == len(offers)
    for each in offers:
        assert each.valid_from >= today
        assert each.valid_from > covered.get(each.type_key, date.min)
        assert (each.valid_to.month, each.valid_to.day) == (12, 31)
        assert 0 <= (each.valid_to - each.valid_from).days <= 731
        assert each.amount >= 0


@given(DAYS, st.integers(0, 2), st.none() | DAYS)
def test_dues_carry_on_without_overlap_and_are_never_lost(start, more_years, covered_to):
    end = date(start.year + more_years, 12, 31)
    begin, last = carry_on(start, end, covered_to)
    if covered_to is None or covered_to < start:
        assert (begin, last) == (start, end)
    else:
        assert begin == covered_to + timedelta(days=1)
    assert begin <= last
    assert last >= end
    assert (last.month, last.day) == (12, 31)


def test_dues_paid_twice_for_a_year_count_for_the_next():
    paid_for = date(2027, 5, 10), date(2027, 12, 31)
    assert carry_on(*paid_for, date(2027, 12, 31)) == (date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("numbers", "following"),
    [
        ([], "1"),
        (["SOS-0001"], "SOS-0002"),
        (["SOS-0041", "SOS-0007", "H-900"], "SOS-0042"),
        (["8", "9"], "10"),
        (["0998", "0999"], "1000"),
        (["A", "B"], "1"),
        (["2027/17"], "2027/18"),
        (["SOS-9999"], "SOS-10000"),
    ],
)
def test_next_number_follows_the_society_s_pattern(numbers, following):
    assert next_number(numbers) == following


@given(st.lists(st.text("SOs-0123 9", max_size=9)))
def test_next_number_is_free(numbers):
    found = next_number(numbers)
    assert number_key(found) not in {number_key(each) for each in numbers}
    assert 0 < len(found) <= 40
