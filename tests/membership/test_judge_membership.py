"""M01: the member price is for those active now and through the meeting's last day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.membership.rules import (
    MembershipInfo,
    MembershipStatus,
    covered_through,
    is_active,
    judge_membership,
)

unhurried = settings(deadline=None)
LONDON = ZoneInfo("Europe/London")
LAST_DAY = date(2027, 10, 20)
NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
RENEW = "Renew it first to get the member price."
PAY = "Pay them first to get the member price."


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


def judge(*memberships, now=NOW, zone=LONDON):
    return judge_membership(memberships, last_day=LAST_DAY, now=now, zone=zone)


def test_judge_accepts_a_membership_through_the_last_day():
    verdict = judge(held("2027-01-01", "2027-10-20"))
    assert (verdict.is_member, verdict.tested_on) == (True, LAST_DAY)
    assert verdict.membership_types == {"regular"}
    assert verdict.reason == "Regular member, no. 12, valid through Wed 20 Oct 2027."


def test_judge_refuses_a_membership_that_ends_a_day_too_soon():
    verdict = judge(held("2027-01-01", "2027-10-19"))
    assert not verdict.is_member
    assert verdict.reason == (
        "Membership no. 12 ends on Tue 19 Oct 2027, before the meeting's last day, "
        "Wed 20 Oct 2027. Renew it first to get the member price."
    )


def test_judge_joins_a_renewal_to_what_it_renews():
    assert judge(held("2026-07-01", "2027-06-30"), held("2027-07-01", "2028-06-30")).is_member


def test_judge_refuses_a_gap_before_the_meeting():
    verdict = judge(held("2026-07-01", "2027-06-30"), held("2027-07-02", "2028-06-30"))
    assert not verdict.is_member
    assert "ends on Wed 30 Jun 2027" in verdict.reason


def test_judge_takes_the_type_of_the_last_day():
    trainee = held("2026-07-01", "2027-06-30", type_key="trainee")
    assert judge(trainee, held("2027-07-01", "2028-06-30")).membership_types == {"regular"}


@pytest.mark.parametrize(
    ("memberships", "reason"),
    [
        ([], "No membership is on the roll."),
        (
            [held("2026-01-01", "2026-12-31")],
            f"Membership no. 12 ended on Thu 31 Dec 2026. {RENEW}",
        ),
        ([held("2027-06-01", "2028-05-31")], "Membership no. 12 begins on Tue 1 Jun 2027."),
        (
            [held("2027-01-01", "2027-12-31", status="suspended")],
            "no. 12 is suspended. Ask the office.",
        ),
        ([held("2027-01-01", "2027-12-31", status="grace")], f"no. 12 has dues open. {PAY}"),
        ([held("2027-01-01", "2027-12-31", status="lapsed")], f"no. 12 has lapsed. {RENEW}"),
        ([held("2027-01-01", "2027-12-31", status="applicant")], "applied for, not yet granted."),
    ],
)
def test_judge_says_why_not(memberships, reason):
    verdict = judge(*memberships)
    assert not verdict.is_member
    assert verdict.reason.endswith(reason)


def test_judge_accepts_a_life_membership():
    verdict = judge(held("1999-01-01", None, status="lifetime", type_key="honorary"))
    assert (verdict.is_member, verdict.reason) == (True, "Honorary member, no. 12, for life.")


def test_judge_takes_the_day_in_the_zone_of_the_meeting():
    ended_today = held("2026-01-01", "2027-05-10"), held("2027-05-11", "2028-05-10")
    late = datetime(2027, 5, 10, 23, 30, tzinfo=UTC)  # already 11 May in London
    first_only = judge(ended_today[0], now=late)
    assert first_only.reason == f"Membership no. 12 ended on Mon 10 May 2027. {RENEW}"
    new_york = judge(ended_today[0], now=late, zone=ZoneInfo("America/New_York"))
    assert "ends on Mon 10 May 2027" in new_york.reason


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
MEMBERSHIPS = st.lists(
    st.builds(
        lambda start, length, status: MembershipInfo(
            uuid4(), uuid4(), "1", "regular", "Regular", start,
            start + timedelta(days=length), status,
        ),
        DAYS,
        st.integers(0, 500),
        st.sampled_from(list(MembershipStatus)),
    ),
    max_size=5,
)  # fmt: skip


@unhurried
@given(MEMBERSHIPS, DAYS, DAYS)
def test_judge_means_active_on_every_day_until_the_last(memberships, today, last_day):
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    verdict = judge_membership(memberships, last_day=last_day, now=now, zone=ZoneInfo("UTC"))
    days = (max(last_day, today) - today).days + 1
    every_day = all(is_active(memberships, today + timedelta(days=n)) for n in range(days))
    assert verdict.is_member == every_day
    assert verdict.reason.endswith(".")


@unhurried
@given(MEMBERSHIPS, DAYS)
def test_covered_through_is_the_day_before_the_first_gap(memberships, day):
    good = [each for each in memberships if each.is_in_good_standing]
    end = covered_through(good, day)
    assert not is_active(good, end + timedelta(days=1))
    if end >= day:
        assert is_active(good, day)
        assert is_active(good, end)
