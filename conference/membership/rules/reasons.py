"""Why somebody is a member for a price, or is not: sentences that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conference.membership.rules.member_test import MemberTest, Question
from conference.membership.rules.standing import (
    MembershipInfo,
    MembershipStatus,
    covered_from,
    covered_through,
)
from conference.web.formats import day as spoken_day


def why_member(membership: MembershipInfo) -> str:
    named = f"{membership.type_title}, no. {membership.number}"
    if membership.status is MembershipStatus.GRACE:
        return f"{named}, dues open."
    if membership.valid_to is None:
        return f"{named}, for life."
    return f"{named}, valid through {spoken_day(membership.valid_to)}."


def why_waited_for(there: Sequence[MembershipInfo], question: Question) -> str:
    graced = [each for each in there if each.status is MembershipStatus.GRACE]
    each = next(iter(graced or there))
    until = spoken_day(question.grace_until or question.today)
    return (
        f"{each.type_title}, no. {each.number}, dues open. Pay them by {until}; after that day "
        "the non-member price applies and the difference is due."
    )


def why_not(
    memberships: Sequence[MembershipInfo], good: Sequence[MembershipInfo], question: Question
) -> str:
    """What is missing, for which test, and what to do about it."""
    if question.test is MemberTest.CALENDAR_YEAR:
        return _why_not_for_the_year(memberships, good, question)
    if not any(each.covers(question.today) for each in good):
        return _why_not_active(memberships, question)
    if question.test is MemberTest.THROUGH_LAST_DAY:
        return _ends_too_soon(
            good, question, f"the meeting's last day, {spoken_day(question.last)}"
        )
    start = spoken_day(covered_from(good, question.today))
    wanted = spoken_day(question.first)
    if question.test is MemberTest.CONTINUOUS_SINCE_CALL:
        needs = f"without a gap since the call opened, {wanted}"
    else:
        needs = f"for twelve months without a gap, since {wanted}"
    return (
        f"Member without a gap since {start}; the member price needs a membership {needs}. "
        "Ask the office if earlier time is missing on the roll."
    )


def _why_not_for_the_year(
    memberships: Sequence[MembershipInfo], good: Sequence[MembershipInfo], question: Question
) -> str:
    year = question.last.year
    if not memberships:
        return _why_not_active(memberships, question)
    if any(each.covers(question.first) for each in good):
        return _ends_too_soon(good, question, f"the end of {year}")
    held = _why_not_active(memberships, replace(question, today=question.first))
    return f"{held} The member price needs dues paid for {year}."


def _ends_too_soon(good: Sequence[MembershipInfo], question: Question, before: str) -> str:
    end = covered_through(good, question.first) or question.last
    number = next(each.number for each in good if each.valid_to == end)
    return (
        f"Membership no. {number} ends on {spoken_day(end)}, before {before}. "
        "Renew it first to get the member price."
    )


_WHY_NOT = {
    MembershipStatus.APPLICANT: "is applied for, not yet granted",
    MembershipStatus.LAPSED: "has lapsed. Renew it first to get the member price",
    MembershipStatus.SUSPENDED: "is suspended. Ask the office",
}


def _why_not_active(memberships: Sequence[MembershipInfo], question: Question) -> str:
    today = question.today
    if not memberships:
        return "No membership is on the roll."
    for each in memberships:
        if each.covers(today):
            return _why_not_counted(each, question)
    coming = [each for each in memberships if each.valid_from > today]
    if coming:
        first = min(coming, key=lambda one: one.valid_from)
        return f"Membership no. {first.number} begins on {spoken_day(first.valid_from)}."
    last = max(memberships, key=lambda one: one.valid_to or date.max)
    return (
        f"Membership no. {last.number} ended on {spoken_day(last.valid_to or today)}. "
        "Renew it first to get the member price."
    )


def _why_not_counted(membership: MembershipInfo, question: Question) -> str:
    if membership.status is not MembershipStatus.GRACE:
        return f"Membership no. {membership.number} {_WHY_NOT[membership.status]}."
    until = question.grace_until
    if until is None or question.today <= until:
        when = ""
    else:
        when = f", which were due by {spoken_day(until)}"
    return (
        f"Membership no. {membership.number} has dues open{when}. "
        "Pay them first to get the member price."
    )
