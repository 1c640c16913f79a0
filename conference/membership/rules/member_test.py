"""The six tests of membership, and what a test answers (M01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class MemberTest(StrEnum):
    """The moments at which a society tests membership for the member price (M01)."""

    THROUGH_LAST_DAY = "through_last_day"
    AT_ORDER = "at_order"
    CALENDAR_YEAR = "calendar_year"
    CONTINUOUS_SINCE_CALL = "continuous_since_call"
    TWELVE_MONTHS = "twelve_months"
    ANY_STANDING = "any_standing"


@dataclass(frozen=True, slots=True)
class MemberRule:
    """How a meeting tests membership: the test, its dates, and whose members count (M07)."""

    test: MemberTest = MemberTest.THROUGH_LAST_DAY
    since: date | None = None
    accept_grace_until: date | None = None
    partners: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the member test, the day it was made for, and the reason as a sentence.

    `is_lifetime`: by a membership of the society itself that has no end (M10). `is_provisional`:
    only because open dues are waited for until the cut-off (M04).
    """

    is_member: bool
    reason: str
    membership_types: frozenset[str] = frozenset()
    tested_on: date | None = None
    is_lifetime: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """The days, `first` to `last`, that must be covered without a gap."""

    test: MemberTest
    today: date
    first: date
    last: date
    grace_until: date | None = None


def asked_days(
    test: MemberTest, *, today: date, last_day: date, since: date | None = None
) -> tuple[date, date]:
    """The first and last day on which a test wants a membership (M01).

    The calendar year is that of the meeting's last day; who joins during the year has paid for
    it, so its days before today are not asked for.
    """
    if test is MemberTest.THROUGH_LAST_DAY:
        return today, max(last_day, today)
    if test is MemberTest.CALENDAR_YEAR:
        end = date(last_day.year, 12, 31)
        return min(max(today, date(last_day.year, 1, 1)), end), end
    if test is MemberTest.CONTINUOUS_SINCE_CALL:
        return min(since or today, today), today
    if test is MemberTest.TWELVE_MONTHS:
        return years_on(today, -1), today
    return today, today


def years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
