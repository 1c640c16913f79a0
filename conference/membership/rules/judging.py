"""Who gets the member price: each test asks for days of cover without a gap (M01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conference.membership.rules.member_test import (
    MemberTest,
    Question,
    Verdict,
    asked_days,
    years_on,
)
from conference.membership.rules.reasons import why_member, why_not, why_waited_for
from conference.membership.rules.standing import (
    MembershipInfo,
    MembershipStatus,
    covered_through,
)


def judge_membership(
    memberships: Sequence[MembershipInfo],
    *,
    last_day: date,
    now: datetime,
    zone: ZoneInfo,
    test: MemberTest = MemberTest.THROUGH_LAST_DAY,
    since: date | None = None,
    accept_grace_until: date | None = None,
) -> Verdict:
    """Whether these memberships pass the meeting's test now, and why (M01).

    `now` is the stated moment of the test (payment); its day is taken in the meeting's `zone`.
    `since` is the day the call opened. Open dues are waited for through `accept_grace_until`, at
    most a year after the membership's last day; then they count no more (M04). An applicant and
    a suspended or lapsed member are no members by any test.
    """
    today = now.astimezone(zone).date()
    first, last = asked_days(test, today=today, last_day=last_day, since=since)
    question = Question(test, today, first, last, accept_grace_until)
    good = [each for each in memberships if each.is_in_good_standing]
    if _covers_all(good, question):
        return _member(good, question)
    hoped = good + (_graced(memberships, today) if _may_wait(question) else [])
    if _covers_all(hoped, question):
        return _member(hoped, question, is_provisional=test is not MemberTest.ANY_STANDING)
    return Verdict(False, why_not(memberships, good, question), tested_on=last)


def _may_wait(question: Question) -> bool:
    if question.test is MemberTest.ANY_STANDING:
        return True
    return question.grace_until is not None and question.today <= question.grace_until


def _graced(memberships: Sequence[MembershipInfo], today: date) -> list[MembershipInfo]:
    """Memberships with open dues as they stand once paid: one that ended lasts a year longer."""
    found = []
    for each in memberships:
        if each.status is not MembershipStatus.GRACE:
            continue
        is_over = each.valid_to is not None and each.valid_to < today
        longer = years_on(each.valid_to, 1) if each.valid_to and is_over else each.valid_to
        found.append(replace(each, valid_to=longer))
    return found


def _covers_all(memberships: Sequence[MembershipInfo], question: Question) -> bool:
    end = covered_through(memberships, question.first)
    return end is None or end >= question.last


def _member(
    counted: Sequence[MembershipInfo], question: Question, *, is_provisional: bool = False
) -> Verdict:
    there = [each for each in counted if each.covers(question.last)]
    for_life = [each for each in there if each.valid_to is None and each.is_in_good_standing]
    told = next(iter(for_life or there))
    reason = why_waited_for(there, question) if is_provisional else why_member(told)
    types = frozenset(each.type_key for each in there)
    return Verdict(True, reason, types, question.last, bool(for_life), is_provisional)
