"""Whether an applicant may have an award: one finding a rule, with its sentence (W01, W03, W04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from abstracts.awards.rules import RULE_WORDS, STAGE_WORDS, AwardRules, CareerStage, Rule
from abstracts.vocabulary import AbstractState, AwardMoment
from conference.membership.rules import MembershipInfo
from conference.web.formats import day

LIVE = (AbstractState.SUBMITTED, AbstractState.WAITLISTED, AbstractState.ACCEPTED)
_LOST = {
    AbstractState.DRAFT: "has not been submitted",
    AbstractState.REJECTED: "was not accepted",
    AbstractState.DECLINED: "was declined by its presenter",
    AbstractState.FORFEITED: "has lost its place",
    AbstractState.WITHDRAWN: "is withdrawn",
}


@dataclass(frozen=True, slots=True)
class AbstractFacts:
    """The abstract of an application; `is_late` for late-breaking and late links (W03)."""

    code: str
    state: AbstractState
    is_presenting: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one applicant. `deadline` fixes who they were: degree and leave (W01)."""

    deadline: datetime
    zone: ZoneInfo
    memberships: Sequence[MembershipInfo] = ()
    abstract: AbstractFacts | None = None
    stage: CareerStage | None = None
    degree_on: date | None = None
    leave_months: int = 0
    has_statement: bool = False
    letters: int = 0
    score: float | None = None
    waived: frozenset[Rule] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says; `is_waived`: not met, but the committee lets it be."""

    rule: Rule
    is_met: bool
    sentence: str
    is_waived: bool = False

    @property
    def title(self) -> str:
        """The rule in two words."""
        return RULE_WORDS[self.rule]

    @property
    def stands_against(self) -> bool:
        """Whether it keeps the applicant from the award."""
        return not self.is_met and not self.is_waived


@dataclass(frozen=True, slots=True)
class Findings:
    """What all rules say at one moment."""

    each: tuple[Finding, ...]

    @property
    def is_eligible(self) -> bool:
        return not self.against

    @property
    def against(self) -> tuple[Finding, ...]:
        """The findings that keep the applicant from the award."""
        return tuple(one for one in self.each if one.stands_against)

    @property
    def reason(self) -> str:
        """Why not, as sentences; "" for an eligible one."""
        return " ".join(one.sentence for one in self.against)


def check_eligibility(
    rules: AwardRules, facts: Facts, as_of: datetime, moment: AwardMoment = AwardMoment.DEADLINE
) -> Findings:
    """What each rule of an award says of an applicant at a moment (W01).

    Degree, leave, stage and letters are those of the deadline at every moment; membership and
    abstract are looked at again when money is offered and when it is paid (situation 19).
    """
    found = [
        _membership(rules, facts, as_of, moment),
        _abstract(rules, facts, moment),
        _late(rules, facts),
        _stage(rules, facts),
        _degree(rules, facts),
        _statement(rules, facts),
        _letters(rules, facts),
        _score(rules, facts, moment),
    ]
    return Findings(tuple(_waived(each, facts) for each in found if each))


def _waived(found: Finding, facts: Facts) -> Finding:
    is_waived = not found.is_met and found.rule in facts.waived
    return Finding(found.rule, found.is_met, found.sentence, is_waived)


def _membership(
    rules: AwardRules, facts: Facts, as_of: datetime, moment: AwardMoment
) -> Finding | None:
    if not rules.needs_membership:
        return None
    if moment is not AwardMoment.DEADLINE and not rules.is_membership_kept:
        as_of = facts.deadline
    on = as_of.astimezone(facts.zone).date()
    good = [each for each in facts.memberships if each.is_in_good_standing and each.covers(on)]
    right = [each for each in good if _is_of(each, rules)]
    if right:
        return Finding(Rule.MEMBERSHIP, True, f"Member on {day(on)}: {right[0].type_title}.")
    if good:
        sentence = f"Member on {day(on)} as {good[0].type_title}, which this award is not for."
        return Finding(Rule.MEMBERSHIP, False, sentence)
    ended = [each.valid_to for each in facts.memberships if each.valid_to and each.valid_to < on]
    sentence = f"Not a member on {day(on)}"
    sentence += f"; the membership ended {day(max(ended))}." if ended else "."
    return Finding(Rule.MEMBERSHIP, False, sentence)


def _is_of(membership: MembershipInfo, rules: AwardRules) -> bool:
    return not rules.membership_types or membership.type_key in rules.membership_types


def _abstract(rules: AwardRules, facts: Facts, moment: AwardMoment) -> Finding | None:
    if not rules.needs_abstract:
        return None
    paper = facts.abstract
    if paper is None:
        return Finding(Rule.ABSTRACT, False, "No abstract is named in the application.")
    if paper.state not in LIVE:
        return Finding(Rule.ABSTRACT, False, f"Abstract {paper.code} {_LOST[paper.state]}.")
    if not paper.is_presenting:
        sentence = f"Somebody else presents abstract {paper.code}."
        return Finding(Rule.ABSTRACT, False, sentence)
    if moment is AwardMoment.PAYMENT and paper.state is not AbstractState.ACCEPTED:
        return Finding(Rule.ABSTRACT, False, f"Abstract {paper.code} is not accepted.")
    return Finding(Rule.ABSTRACT, True, f"Presenting author of abstract {paper.code}.")


def _late(rules: AwardRules, facts: Facts) -> Finding | None:
    if not rules.is_late_excluded or not rules.needs_abstract or facts.abstract is None:
        return None
    code = facts.abstract.code
    if facts.abstract.is_late:
        return Finding(Rule.LATE, False, f"Abstract {code} is late-breaking or came late.")
    return Finding(Rule.LATE, True, f"Abstract {code} came in time.")


def _stage(rules: AwardRules, facts: Facts) -> Finding | None:
    if not rules.stages:
        return None
    if facts.stage is None:
        return Finding(Rule.STAGE, False, "The career stage is not given.")
    words = STAGE_WORDS[facts.stage]
    if facts.stage in rules.stages:
        return Finding(Rule.STAGE, True, f"{words}.")
    return Finding(Rule.STAGE, False, f"{words}: this award is for other career stages.")


def _degree(rules: AwardRules, facts: Facts) -> Finding | None:
    if rules.years_since_degree is None:
        return None
    if facts.degree_on is None:
        return Finding(Rule.DEGREE, False, "The day of the degree is not given.")
    leave = facts.leave_months if rules.is_leave_counted_out else 0
    last = months_on(facts.degree_on, 12 * rules.years_since_degree + leave)
    is_met = facts.deadline.astimezone(facts.zone).date() <= last
    kept = f", {leave} months of leave not counted" if leave else ""
    sentence = (
        f"Degree of {day(facts.degree_on)}{kept}: the {rules.years_since_degree} years "
        f"{'last until' if is_met else 'ended'} {day(last)}."
    )
    return Finding(Rule.DEGREE, is_met, sentence)


def months_on(start: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(start.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _statement(rules: AwardRules, facts: Facts) -> Finding | None:
    if not rules.needs_statement:
        return None
    words = "A statement is given." if facts.has_statement else "The statement is missing."
    return Finding(Rule.STATEMENT, facts.has_statement, words)


def _letters(rules: AwardRules, facts: Facts) -> Finding | None:
    if not rules.letters:
        return None
    came = f"{facts.letters} of {rules.letters}"
    if facts.letters >= rules.letters:
        return Finding(Rule.LETTERS, True, f"{came} letters of support came in time.")
    sentence = f"{came} letters of support came in time; an incomplete application is not read."
    return Finding(Rule.LETTERS, False, sentence)


def _score(rules: AwardRules, facts: Facts, moment: AwardMoment) -> Finding | None:
    if rules.least_score is None or moment is AwardMoment.DEADLINE:
        return None
    if facts.score is None:
        return Finding(Rule.SCORE, False, "There is no review yet.")
    sentence = f"Score {facts.score:.2f}, at least {rules.least_score:.2f} is asked for."
    return Finding(Rule.SCORE, facts.score >= rules.least_score, sentence)
