"""The six tests of membership (M01), open dues until a cut-off (M04), life members (M10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.membership.rules import (
    MembershipInfo,
    MembershipStatus,
    MemberTest,
    asked_days,
    covered_from,
    is_active,
    judge_membership,
)

UTC_ZONE = ZoneInfo("UTC")
LAST_DAY = date(2027, 10, 20)
TODAY = date(2027, 5, 10)
CALL = date(2027, 2, 1)


def held(start, end, *, status="active", type_key="regular", number="12"):
    return MembershipInfo(
        id=uuid4(),
        person=uuid4(),
        number=number,
        type_key=type_key,
        type_title=f"{type_key.capitalize()} member",
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
        status=MembershipStatus(status),
    )


def judge(*memberships, test=MemberTest.THROUGH_LAST_DAY, today=TODAY, since=CALL, grace=None):
    return judge_membership(
        memberships,
        last_day=LAST_DAY,
        now=datetime(today.year, today.month, today.day, 12, tzinfo=UTC),
        zone=UTC_ZONE,
        test=test,
        since=since,
        accept_grace_until=grace,
    )


YEAR = held("2027-01-01", "2027-12-31")
JOINED_IN_MARCH = held("2027-03-01", "2027-12-31")
TO_JUNE = held("2026-07-01", "2027-06-30")
BOTH_YEARS = (held("2026-01-01", "2026-12-31"), YEAR)


@pytest.mark.parametrize(
    ("memberships", "passed"),
    [
        ([YEAR], "through at_order calendar call any"),
        ([JOINED_IN_MARCH], "through at_order calendar any"),
        ([TO_JUNE], "at_order call any"),
        ([*BOTH_YEARS], "through at_order calendar call twelve any"),
        ([held("2026-05-11", "2027-05-10")], "at_order call any"),
        ([held("2026-05-10", "2027-05-10")], "at_order call twelve any"),
        ([held("2027-06-01", "2027-12-31")], ""),
        (
            [held("1999-01-01", None, status="lifetime")],
            "through at_order calendar call twelve any",
        ),
        ([held("2027-01-01", "2027-12-31", status="grace")], "any"),
        ([held("2027-01-01", "2027-12-31", status="applicant")], ""),
        ([held("2027-01-01", "2027-12-31", status="suspended")], ""),
        ([held("2027-01-01", "2027-12-31", status="lapsed")], ""),
        ([], ""),
    ],
)
def test_judge_by_each_of_the_six_tests(memberships, passed):
    words = ("through", "at_order", "calendar", "call", "twelve", "any")
    found = [
        word
        for word, test in zip(words, MemberTest, strict=True)
        if judge(*memberships, test=test).is_member
    ]
    assert " ".join(found) == passed


@pytest.mark.parametrize(
    ("test", "memberships", "reason"),
    [
        (
            MemberTest.CALENDAR_YEAR, [TO_JUNE],
            "Membership no. 12 ends on Wed 30 Jun 2027, before the end of 2027. "
            "Renew it first to get the member price.",
        ),
        (
            MemberTest.CALENDAR_YEAR, [held("2026-01-01", "2026-12-31")],
            "Membership no. 12 ended on Thu 31 Dec 2026. Renew it first to get the member price. "
            "The member price needs dues paid for 2027.",
        ),
        (
            MemberTest.CONTINUOUS_SINCE_CALL, [JOINED_IN_MARCH],
            "Member without a gap since Mon 1 Mar 2027; the member price needs a membership "
            "without a gap since the call opened, Mon 1 Feb 2027. "
            "Ask the office if earlier time is missing on the roll.",
        ),
        (
            MemberTest.TWELVE_MONTHS, [YEAR],
            "Member without a gap since Fri 1 Jan 2027; the member price needs a membership "
            "for twelve months without a gap, since Sun 10 May 2026. "
            "Ask the office if earlier time is missing on the roll.",
        ),
        (MemberTest.AT_ORDER, [], "No membership is on the roll."),
        (MemberTest.CALENDAR_YEAR, [], "No membership is on the roll."),
    ],
)  # fmt: skip
def test_judge_says_what_was_tested_and_what_to_do(test, memberships, reason):
    assert judge(*memberships, test=test).reason == reason


def test_calendar_year_of_a_meeting_next_year_wants_the_renewal_now():
    next_year = held("2028-01-01", "2028-12-31")
    for memberships, is_member in (((YEAR,), False), ((YEAR, next_year), True)):
        verdict = judge_membership(
            memberships, last_day=date(2028, 3, 1), now=datetime(2027, 11, 1, tzinfo=UTC),
            zone=UTC_ZONE, test=MemberTest.CALENDAR_YEAR,
        )  # fmt: skip
        assert verdict.is_member == is_member


def test_open_dues_are_waited_for_until_the_cut_off():
    graced = held("2027-01-01", "2027-12-31", status="grace")
    waiting = judge(graced, grace=TODAY)
    assert (waiting.is_member, waiting.is_provisional) == (True, True)
    assert waiting.reason == (
        "Regular member, no. 12, dues open. Pay them by Mon 10 May 2027; after that day the "
        "non-member price applies and the difference is due."
    )
    over = judge(graced, grace=TODAY - timedelta(days=1))
    assert not over.is_member
    assert over.reason == (
        "Membership no. 12 has dues open, which were due by Sun 9 May 2027. "
        "Pay them first to get the member price."
    )


def test_open_dues_of_a_membership_that_ended_are_waited_for_one_year():
    last_year = held("2026-01-01", "2026-12-31", status="grace")
    assert judge(last_year, grace=date(2027, 6, 30)).is_provisional
    older = held("2025-01-01", "2025-12-31", status="grace")
    assert not judge(older, grace=date(2027, 6, 30)).is_member


def test_paid_dues_leave_nothing_provisional():
    graced = held("2027-01-01", "2027-12-31", status="grace", number="13")
    verdict = judge(YEAR, graced, grace=date(2027, 6, 30))
    assert (verdict.is_member, verdict.is_provisional) == (True, False)


def test_any_standing_says_that_dues_are_open():
    verdict = judge(held("2027-01-01", "2027-12-31", status="grace"), test=MemberTest.ANY_STANDING)
    assert (verdict.reason, verdict.is_provisional) == ("Regular member, no. 12, dues open.", False)


def test_life_members_are_told_apart():
    life = held("1999-01-01", None, status="lifetime", type_key="honorary")
    assert judge(life).is_lifetime
    assert judge(YEAR, life).reason == "Honorary member, no. 12, for life."
    assert not judge(YEAR).is_lifetime
    assert not judge(held("1999-01-01", None, status="suspended")).is_lifetime


def test_twelve_months_on_a_leap_day():
    leap = date(2028, 2, 29)
    assert asked_days(MemberTest.TWELVE_MONTHS, today=leap, last_day=leap) == (
        date(2027, 2, 28), leap,
    )  # fmt: skip


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
TESTS = st.sampled_from(list(MemberTest))
ONE = st.builds(
    lambda start, length, status: MembershipInfo(
        uuid4(), uuid4(), "1", "regular", "Regular", start,
        None if length is None else start + timedelta(days=length), status,
    ),
    DAYS,
    st.none() | st.integers(0, 700),
    st.sampled_from(list(MembershipStatus)),
)  # fmt: skip
MEMBERSHIPS = st.lists(ONE, max_size=5)


@given(MEMBERSHIPS, DAYS, DAYS, TESTS)
def test_a_test_means_active_on_every_day_that_it_asks_for(memberships, today, since, test):
    if test is MemberTest.ANY_STANDING:
        test = MemberTest.AT_ORDER
    first, last = asked_days(test, today=today, last_day=LAST_DAY, since=since)
    every_day = all(
        is_active(memberships, first + timedelta(days=n)) for n in range((last - first).days + 1)
    )
    verdict = judge(*memberships, test=test, today=today, since=since)
    assert verdict.is_member == every_day
    assert verdict.tested_on == last


@given(MEMBERSHIPS, ONE, DAYS, TESTS)
def test_one_more_membership_never_takes_the_member_price_away(memberships, one, today, test):
    if judge(*memberships, test=test, today=today).is_member:
        assert judge(*memberships, one, test=test, today=today).is_member


@given(MEMBERSHIPS, DAYS, DAYS, TESTS)
def test_waiting_for_dues_only_ever_helps(memberships, today, cut_off, test):
    without = judge(*memberships, test=test, today=today)
    waiting = judge(*memberships, test=test, today=today, grace=cut_off)
    if without.is_member:
        assert waiting == without
    elif waiting.is_member:
        assert waiting.is_provisional
        assert today <= cut_off


@given(MEMBERSHIPS, DAYS, TESTS, st.none() | DAYS)
def test_a_verdict_is_whole(memberships, today, test, cut_off):
    verdict = judge(*memberships, test=test, today=today, grace=cut_off)
    assert verdict.reason.endswith(".")
    assert bool(verdict.membership_types) == verdict.is_member
    assert verdict.is_member or not (verdict.is_lifetime or verdict.is_provisional)


@given(MEMBERSHIPS, DAYS, TESTS)
def test_who_is_a_member_for_life_passes_every_test(memberships, today, test):
    life = held("2000-01-01", None, status="lifetime")
    verdict = judge(*memberships, life, test=test, today=today)
    assert (verdict.is_member, verdict.is_lifetime) == (True, True)


@given(MEMBERSHIPS, DAYS)
def test_covered_from_is_the_day_after_the_last_gap(memberships, day):
    good = [each for each in memberships if each.is_in_good_standing]
    start = covered_from(good, day)
    assert not is_active(good, start - timedelta(days=1))
    if start <= day:
        assert is_active(good, day)
        assert is_active(good, start)
