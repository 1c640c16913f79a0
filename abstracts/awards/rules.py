"""What an award asks for, and the states of an application (W01-W06)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from abstracts.vocabulary import AwardState as State


class CareerStage(StrEnum):
    """Where somebody stands in their career; awards are often for some of these only."""

    UNDERGRADUATE = "undergraduate"
    GRADUATE = "graduate"
    POSTDOC = "postdoc"
    EARLY = "early"
    MID = "mid"
    SENIOR = "senior"


STAGE_WORDS: Mapping[CareerStage, str] = {
    CareerStage.UNDERGRADUATE: "Undergraduate student",
    CareerStage.GRADUATE: "Graduate or medical student",
    CareerStage.POSTDOC: "Postdoctoral researcher",
    CareerStage.EARLY: "Early career, own position",
    CareerStage.MID: "Mid-career",
    CareerStage.SENIOR: "Senior",
}


class Rule(StrEnum):
    """The rules of an award, in the order in which they are told."""

    MEMBERSHIP = "membership"
    ABSTRACT = "abstract"
    LATE = "late"
    STAGE = "stage"
    DEGREE = "degree"
    STATEMENT = "statement"
    LETTERS = "letters"
    SCORE = "score"


RULE_WORDS: Mapping[Rule, str] = {
    Rule.MEMBERSHIP: "Membership",
    Rule.ABSTRACT: "Presenting an abstract",
    Rule.LATE: "Abstract in time",
    Rule.STAGE: "Career stage",
    Rule.DEGREE: "Years since the degree",
    Rule.STATEMENT: "Statement",
    Rule.LETTERS: "Letters of support",
    Rule.SCORE: "Score",
}


class AwardRules(msgspec.Struct, frozen=True):
    """What one award asks for; the defaults are those of an award by abstract score (W01, W02).

    `letters` are due with the application (W04); `least_score` is asked for when money is offered.
    `aims` are shown to the committee and never enforced.
    """

    needs_membership: bool = True
    membership_types: tuple[str, ...] = ()
    is_membership_kept: bool = True
    needs_abstract: bool = True
    is_late_excluded: bool = True
    stages: tuple[CareerStage, ...] = ()
    years_since_degree: int | None = None
    is_leave_counted_out: bool = True
    needs_statement: bool = False
    letters: int = 0
    least_score: float | None = None
    aims: str = ""

    @property
    def asks_degree(self) -> bool:
        """Whether the day of the degree is asked for."""
        return self.years_since_degree is not None


def describe_rules(rules: AwardRules, types: Mapping[str, str]) -> tuple[str, ...]:
    """The conditions as applicants read them, one sentence each."""
    found = []
    if rules.needs_membership:
        kinds = [types.get(key, key) for key in rules.membership_types]
        kind = f" ({', '.join(kinds)})" if kinds else ""
        found.append(f"You are a member of the society{kind} on the day of the deadline.")
    if rules.needs_abstract:
        found.append("You are the presenting author of an abstract of this meeting.")
    if rules.needs_abstract and rules.is_late_excluded:
        found.append("The abstract came before the deadline; late ones take no part.")
    if rules.stages:
        found.append(f"You are: {', '.join(STAGE_WORDS[each].lower() for each in rules.stages)}.")
    if rules.years_since_degree is not None:
        leave = ", not counting leave" if rules.is_leave_counted_out else ""
        found.append(
            f"Your PhD, MD or equal degree is at most {rules.years_since_degree} years old{leave}."
        )
    if rules.letters:
        words = (
            "A letter of support has"
            if rules.letters == 1
            else (f"{rules.letters} letters of support have")
        )
        found.append(f"{words} come by the deadline.")
    return tuple(found)


class Event(StrEnum):
    """What moves an application from one state to the next."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    QUALIFY = "qualify"
    EXCLUDE = "exclude"
    REOPEN = "reopen"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    FORFEIT = "forfeit"
    PAY = "pay"
    TAKE_BACK = "take_back"
    RETURN_OFFER = "return_offer"
    RETURN_AWARD = "return_award"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Event.SUBMIT): State.SUBMITTED,
    (State.WITHDRAWN, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.SHORTLISTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Event.QUALIFY): State.SHORTLISTED,
    (State.INELIGIBLE, Event.QUALIFY): State.SHORTLISTED,
    (State.SUBMITTED, Event.REOPEN): State.SUBMITTED,
    (State.INELIGIBLE, Event.REOPEN): State.SUBMITTED,
    (State.SUBMITTED, Event.EXCLUDE): State.INELIGIBLE,
    (State.SHORTLISTED, Event.EXCLUDE): State.INELIGIBLE,
    (State.OFFERED, Event.EXCLUDE): State.INELIGIBLE,
    (State.ACCEPTED, Event.EXCLUDE): State.INELIGIBLE,
    (State.SHORTLISTED, Event.OFFER): State.OFFERED,
    (State.OFFERED, Event.ACCEPT): State.ACCEPTED,
    (State.OFFERED, Event.DECLINE): State.DECLINED,
    (State.ACCEPTED, Event.DECLINE): State.DECLINED,
    (State.OFFERED, Event.FORFEIT): State.FORFEITED,
    (State.ACCEPTED, Event.FORFEIT): State.FORFEITED,
    (State.ACCEPTED, Event.PAY): State.PAID,
    (State.PAID, Event.TAKE_BACK): State.ACCEPTED,
    (State.FORFEITED, Event.RETURN_OFFER): State.OFFERED,
    (State.FORFEITED, Event.RETURN_AWARD): State.ACCEPTED,
}

HOLDS_MONEY = frozenset({State.OFFERED, State.ACCEPTED, State.PAID})
WINS = frozenset({State.ACCEPTED, State.PAID})
EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.WITHDRAWN})

STATE_WORDS: Mapping[State, tuple[str, str]] = {
    State.DRAFT: ("Draft", "warn"),
    State.SUBMITTED: ("Submitted", "info"),
    State.INELIGIBLE: ("Not eligible", "bad"),
    State.SHORTLISTED: ("Eligible", "info"),
    State.OFFERED: ("Offered", "warn"),
    State.ACCEPTED: ("Accepted", "good"),
    State.DECLINED: ("Declined", ""),
    State.PAID: ("Paid", "good"),
    State.FORFEITED: ("Forfeited", "bad"),
    State.WITHDRAWN: ("Withdrawn", ""),
}


def next_state(state: State, event: Event) -> State | None:
    """Where the event leads from the state; None when it may not happen there."""
    return TRANSITIONS.get((state, event))
