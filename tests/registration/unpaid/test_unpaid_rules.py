"""Bank days, reminders, and what counts as paid in time: laws and examples (R03, P03, P04)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.catalogue import Catalogue, Code, CodeKind, LineKind
from conference.registration.notices import NoticeKind
from conference.registration.order_queries import PaymentInfo
from conference.registration.policy import Policy
from conference.registration.quoted import Line
from conference.registration.rules import PayBy, PaymentMethod
from conference.registration.unpaid.rules import (
    Step,
    after_bank_days,
    expiry_notice,
    is_for_order,
    is_paid_in_time,
    late_difference,
    late_notice,
    next_step,
    pay_limit,
)
from tests.registration.prices import EARLY, STANDARD, TABLE

ZONE = "Europe/Berlin"
STEP = Step(EARLY, STANDARD)
instants = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def berlin(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@pytest.mark.parametrize(
    ("deadline", "days", "limit"),
    [
        (berlin(8, 1), 3, berlin(8, 5)),  # ends with Saturday: Mon, Tue, Wed
        (berlin(7, 31), 3, berlin(8, 5)),  # ends with Friday: the same
        (berlin(7, 28), 1, berlin(7, 29)),  # Tuesday night: all of Wednesday
        (berlin(7, 28, 12), 1, berlin(7, 30)),  # Wednesday noon: all of Thursday
        (berlin(7, 28), 0, berlin(7, 28)),
    ],
)
def test_after_bank_days_counts_monday_to_friday(
    deadline: datetime, days: int, limit: datetime
) -> None:
    assert after_bank_days(deadline, days, ZONE) == limit


@given(instants, st.integers(1, 15))
def test_after_bank_days_ends_a_bank_day_and_never_before_the_deadline(
    deadline: datetime, days: int
) -> None:
    limit = after_bank_days(deadline, days, ZONE)

    last = (limit - timedelta(seconds=1)).astimezone(ZoneInfo(ZONE))
    assert limit > deadline
    assert last.weekday() < 5
    assert limit >= after_bank_days(deadline, days - 1, ZONE)
    assert limit - deadline <= timedelta(days=2 + 1.4 * days + 3)


def test_pay_limit_differs_by_how_the_money_comes() -> None:
    policy = Policy(bank_days=3)

    assert pay_limit(PayBy.CARD, EARLY, policy) == EARLY.ends_at
    assert pay_limit(PayBy.DESK, EARLY, policy) == EARLY.ends_at
    assert pay_limit(PayBy.BANK_TRANSFER, EARLY, policy) == berlin(8, 5)
    assert pay_limit(PayBy.PURCHASE_ORDER, EARLY, policy) is None


def test_next_step_leaps_over_a_gap_and_ends_with_the_last_period() -> None:
    assert next_step(TABLE, "early") == STEP
    assert next_step(TABLE, "standard") is None
    assert next_step(TABLE, "unknown") is None


@given(instants, st.timedeltas(timedelta(0), timedelta(days=40)), instants)
def test_expiry_notice_is_never_after_the_deadline_nor_of_a_time_before_the_order(
    placed_at: datetime, lasts: timedelta, now: datetime
) -> None:
    deadline = placed_at + lasts

    kind = expiry_notice(placed_at, deadline, now)

    if kind is not None:
        days = 2 if kind is NoticeKind.EXPIRES_IN_2 else 7
        assert now < deadline <= now + timedelta(days=days)
        assert placed_at <= deadline - timedelta(days=days)


def test_expiry_notice_of_two_that_are_due_is_the_more_urgent_one() -> None:
    """The worker stood still for a week: one letter, not two."""
    placed, deadline = berlin(5, 1), berlin(5, 15)

    assert expiry_notice(placed, deadline, berlin(5, 7)) is None
    assert expiry_notice(placed, deadline, berlin(5, 8)) is NoticeKind.EXPIRES_IN_7
    assert expiry_notice(placed, deadline, berlin(5, 14)) is NoticeKind.EXPIRES_IN_2
    assert expiry_notice(berlin(5, 10), deadline, berlin(5, 11)) is None


def test_last_late_notice_is_for_everybody_however_late_they_ordered() -> None:
    end = berlin(8, 1)

    assert late_notice(end, berlin(7, 25)) is NoticeKind.DEARER_IN_7
    assert late_notice(end, berlin(7, 30)) is NoticeKind.DEARER_IN_2
    assert is_for_order(NoticeKind.DEARER_IN_2, berlin(7, 31), end)
    assert is_for_order(NoticeKind.DEARER_IN_7, berlin(7, 25), end)
    assert not is_for_order(NoticeKind.DEARER_IN_7, berlin(7, 26), end)


def payment(amount: int, at: datetime) -> PaymentInfo:
    return PaymentInfo(uuid4(), "key", amount, PaymentMethod.BANK_TRANSFER, "", at, "the office")


@pytest.mark.parametrize(
    ("amounts", "is_held"),
    [
        ([650_00], True),
        ([635_00], True),  # the banks kept 15.00
        ([585_00], True),
        ([584_99], False),
        ([300_00, 300_00], True),
        ([300_00], False),
        ([], False),
        ([650_00, -650_00], False),  # given back
    ],
)
def test_paid_in_time_forgives_bank_charges_and_nothing_more(
    amounts: list[int], is_held: bool
) -> None:
    limit = berlin(8, 5)
    in_time = [payment(each, berlin(8, 4)) for each in amounts]
    too_late = [payment(each, limit) for each in amounts]

    assert is_paid_in_time(650_00, in_time, limit) is is_held
    assert is_paid_in_time(650_00, too_late, limit) is False


PRICES = Catalogue(
    TABLE,
    codes=(
        Code("TENTH", "A tenth", CodeKind.PERCENT, 10_00),
        Code("HUNDRED", "Less", CodeKind.AMOUNT, 100_00),
    ),
)
FEE = Line("Non-member", "", 650_00, item="non_member")


@pytest.mark.parametrize(
    ("more", "difference"),
    [
        ([], 130_00),  # 780 - 650
        ([Line("A tenth", "", -65_00, item="code:TENTH")], 117_00),  # 702 - 585
        ([Line("Less", "", -100_00, item="code:HUNDRED")], 130_00),
        ([Line("Waived", "", -650_00, item="waiver:lifetime")], 0),
        ([Line("Late", "", 130_00, item="late:standard")], 0),
        ([Line("Adjusted", "", -50_00, item="adjusted")], 130_00),
        ([Line("Dinner", "", 90_00, LineKind.EXTRA, "dinner")], 130_00),
        ([Line("Back", "", -650_00, item="non_member")], 0),
    ],
)
def test_late_difference_is_that_of_the_fee_less_its_codes(
    more: list[Line], difference: int
) -> None:
    assert late_difference(PRICES, [FEE, *more], "non_member", "in_person", STEP) == difference


def test_late_difference_is_none_where_the_next_period_offers_nothing() -> None:
    virtual = Line("Virtual", "", 325_00, item="non_member")

    assert late_difference(PRICES, [virtual], "non_member", "virtual", STEP) == 0
