"""Each rule of an award, as of the deadline and again later (W01, W03, W04, situation 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from abstracts.awards.eligibility import AbstractFacts, Facts, check_eligibility, months_on
from abstracts.awards.rules import AwardRules, CareerStage, Rule
from abstracts.vocabulary import AbstractState, AwardMoment
from conference.membership.rules import MembershipInfo, MembershipStatus

DEADLINE = datetime(2027, 6, 1, 22, 59, tzinfo=UTC)
LATER = datetime(2028, 1, 15, 12, tzinfo=UTC)
MEMBER = MembershipInfo(
    uuid4(), uuid4(), "1", "regular", "Regular member", date(2027, 1, 1), date(2027, 12, 31),
    MembershipStatus.ACTIVE,
)  # fmt: skip
GOOD = Facts(
    deadline=DEADLINE,
    zone=ZoneInfo("Europe/London"),
    memberships=(MEMBER,),
    abstract=AbstractFacts("ABC", AbstractState.SUBMITTED, is_presenting=True),
)
USUAL = AwardRules()


def against(
    rules: AwardRules, facts: Facts, moment: AwardMoment = AwardMoment.DEADLINE
) -> set[Rule]:
    as_of = DEADLINE if moment is AwardMoment.DEADLINE else LATER
    return {each.rule for each in check_eligibility(rules, facts, as_of, moment).against}


def test_a_member_who_presents_is_eligible() -> None:
    found = check_eligibility(USUAL, GOOD, DEADLINE)
    assert found.is_eligible
    assert found.reason == ""
    assert "Member on Tue 1 Jun 2027" in found.each[0].sentence


def test_membership_that_ended_counts_at_the_deadline_and_not_at_payment() -> None:
    assert against(USUAL, GOOD) == set()
    assert against(USUAL, GOOD, AwardMoment.OFFER) == {Rule.MEMBERSHIP}
    kept = AwardRules(is_membership_kept=False)
    assert against(kept, GOOD, AwardMoment.OFFER) == set()


def test_membership_of_another_kind_is_named() -> None:
    found = check_eligibility(AwardRules(membership_types=("trainee",)), GOOD, DEADLINE)
    assert "Regular member, which this award is not for" in found.reason


def test_a_sponsored_award_asks_for_no_membership() -> None:
    assert against(AwardRules(needs_membership=False), replace(GOOD, memberships=())) == set()


@pytest.mark.parametrize(
    ("state", "moment", "wrong"),
    [
        ("submitted", "deadline", False),
        ("waitlisted", "offer", False),
        ("accepted", "payment", False),
        ("submitted", "payment", True),
        ("declined", "offer", True),
        ("withdrawn", "deadline", True),
        ("forfeited", "payment", True),
        ("rejected", "offer", True),
        ("draft", "deadline", True),
    ],
)
def test_an_abstract_is_looked_at_each_time(state: str, moment: str, wrong: bool) -> None:
    rules = AwardRules(needs_membership=False)
    facts = replace(GOOD, abstract=AbstractFacts("ABC", AbstractState(state), True))
    assert (Rule.ABSTRACT in against(rules, facts, AwardMoment(moment))) is wrong


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"abstract": AbstractFacts("A", AbstractState.SUBMITTED, False)}, Rule.ABSTRACT),
        ({"abstract": AbstractFacts("A", AbstractState.SUBMITTED, True, True)}, Rule.LATE),
        ({"abstract": None}, Rule.ABSTRACT),
        ({"memberships": ()}, Rule.MEMBERSHIP),
    ],
)
def test_what_is_missing_is_the_rule_that_says_so(change: dict[str, Any], rule: Rule) -> None:
    assert against(USUAL, replace(GOOD, **change)) == {rule}


@pytest.mark.parametrize(
    ("degree", "leave", "wrong"),
    [
        (date(2017, 6, 1), 0, False),
        (date(2017, 5, 31), 0, True),
        (date(2016, 6, 1), 12, False),
        (date(2016, 5, 31), 12, True),
        (date(2016, 6, 1), 0, True),
    ],
)
def test_years_since_the_degree_leave_out_leave(degree: date, leave: int, wrong: bool) -> None:
    facts = replace(GOOD, degree_on=degree, leave_months=leave)
    rules = AwardRules(years_since_degree=10)
    assert (Rule.DEGREE in against(rules, facts)) is wrong
    # Who one was on the deadline stays: nobody grows too old while the award is decided.
    found = check_eligibility(rules, facts, LATER, AwardMoment.PAYMENT).each
    assert next(each.is_met for each in found if each.rule is Rule.DEGREE) is not wrong


def test_leave_counts_where_the_award_says_so() -> None:
    facts = replace(GOOD, degree_on=date(2016, 6, 1), leave_months=12)
    rules = AwardRules(years_since_degree=10, is_leave_counted_out=False)
    assert against(rules, facts) == {Rule.DEGREE}


def test_the_deadline_falls_on_the_day_of_the_meetings_zone() -> None:
    facts = replace(GOOD, zone=ZoneInfo("Asia/Tokyo"), degree_on=date(2017, 6, 1))
    assert against(AwardRules(years_since_degree=10), facts) == {Rule.DEGREE}


def test_an_incomplete_application_is_not_considered() -> None:
    rules = AwardRules(letters=2, needs_statement=True, stages=(CareerStage.POSTDOC,))
    assert against(rules, replace(GOOD, letters=1)) == {Rule.LETTERS, Rule.STATEMENT, Rule.STAGE}
    full = replace(GOOD, letters=2, has_statement=True, stage=CareerStage.POSTDOC)
    assert against(rules, full) == set()
    assert against(rules, replace(full, stage=CareerStage.SENIOR)) == {Rule.STAGE}


def test_the_least_score_is_asked_for_when_money_is_offered() -> None:
    rules = AwardRules(needs_membership=False, least_score=3.5)
    low = replace(GOOD, score=3.2)
    assert against(rules, low) == set()
    assert against(rules, low, AwardMoment.OFFER) == {Rule.SCORE}
    assert against(rules, replace(GOOD, score=3.5), AwardMoment.OFFER) == set()


def test_an_exception_holds_for_its_rule_only() -> None:
    facts = replace(GOOD, memberships=(), waived=frozenset({Rule.MEMBERSHIP}))
    found = check_eligibility(USUAL, facts, DEADLINE)
    assert found.is_eligible
    assert found.each[0].is_waived
    assert not found.each[0].is_met
    declined = AbstractFacts("ABC", AbstractState.DECLINED, True)
    assert against(USUAL, replace(facts, abstract=declined)) == {Rule.ABSTRACT}


def test_months_on_keeps_to_the_end_of_short_months() -> None:
    assert months_on(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_on(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_on(date(2027, 10, 5), 15) == date(2029, 1, 5)
