"""What the committee types to set an award up, with the usual settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

import msgspec

from abstracts.awards.cycles import CycleInfo
from abstracts.awards.rules import AwardRules, CareerStage
from abstracts.queries.calls import CallInfo
from abstracts.reviewers.round_forms import key_for
from conference.meetings.forms import read_local, shown_local
from conference.meetings.rules import MeetingInfo, zone_names
from conference.orm.money import minor_digits, parse_money
from conference.people.rules import clean
from conference.registration.setup.reading import money_words
from conference.web import FormErrors

RESERVED = {"new", "letters"}
Money = Annotated[str, msgspec.Meta(max_length=20)]
LEAST_POT = "The pot is less than one award."


class CycleForm(msgspec.Struct):
    title: Annotated[str, msgspec.Meta(max_length=160)]
    opens: str
    zone: str
    answer_days: Annotated[int, msgspec.Meta(ge=1, le=90)]
    description: Annotated[str, msgspec.Meta(max_length=5_000)] = ""
    call: UUID | None = None
    closes: str = ""
    amount: Money = ""
    pot: Money = ""
    places: Annotated[int, msgspec.Meta(ge=1, le=1_000)] | None = None
    needs_membership: bool = False
    membership_types: list[str] = []
    is_membership_kept: bool = False
    needs_abstract: bool = False
    is_late_excluded: bool = False
    stages: list[CareerStage] = []
    years: Annotated[int, msgspec.Meta(ge=0, le=60)] | None = None
    is_leave_counted_out: bool = False
    needs_statement: bool = False
    letters: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    least_score: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    aims: Annotated[str, msgspec.Meta(max_length=500)] = ""
    free_registration: bool = False
    free_categories: list[str] = []
    membership_year: bool = False
    membership_type: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def __post_init__(self) -> None:
        errors = {}
        if self.zone not in zone_names():
            errors["zone"] = "Choose a time zone from the list."
        if not self.call and not self.closes:
            errors["closes"] = "Write when it closes, or choose the call that it closes with."
        if self.membership_year and not self.membership_type:
            errors["membership_type"] = "Choose the membership that is granted."
        if errors:
            raise FormErrors({}, errors)

    def changes(self, cycle: CycleInfo, calls: list[CallInfo], currency: str) -> CycleInfo:
        """The award as it is to be. Raises FormErrors for times and sums that cannot be."""
        opens = read_local(self.opens, self.zone, "opens")
        tied = next((each for each in calls if each.id == self.call), None)
        closes = tied.closes_at if tied else read_local(self.closes, self.zone, "closes")
        if closes <= opens:
            raise FormErrors({}, {"closes": "It closes before it opens; mend one of them."})
        amount, pot = self._money(currency)
        return replace(
            cycle,
            title=clean(self.title),
            description=self.description,
            opens_at=opens,
            closes_at=closes,
            zone=self.zone,
            call=tied.id if tied else None,
            amount=amount,
            pot=pot,
            places=self.places,
            answer_days=self.answer_days,
            rules=self._rules(),
            has_free_registration=self.free_registration,
            free_categories=frozenset(self.free_categories),
            has_membership_year=self.membership_year,
            membership_type=self.membership_type if self.membership_year else "",
        )

    def _money(self, currency: str) -> tuple[int, int | None]:
        amount = _minor(self.amount, "amount", currency) if self.amount else 0
        pot = _minor(self.pot, "pot", currency) if self.pot else None
        if pot is not None and pot < amount:
            raise FormErrors({}, {"pot": LEAST_POT})
        return amount, pot

    def _rules(self) -> AwardRules:
        return AwardRules(
            needs_membership=self.needs_membership,
            membership_types=tuple(self.membership_types),
            is_membership_kept=self.is_membership_kept,
            needs_abstract=self.needs_abstract,
            is_late_excluded=self.is_late_excluded,
            stages=tuple(self.stages),
            years_since_degree=self.years,
            is_leave_counted_out=self.is_leave_counted_out,
            needs_statement=self.needs_statement,
            letters=self.letters,
            least_score=self.least_score,
            aims=clean(self.aims),
        )


def _minor(text: str, field: str, currency: str) -> int:
    try:
        amount = parse_money(text, currency)
    except ValueError as wrong:
        raise FormErrors({}, {field: str(wrong)}) from None
    if amount < 0:
        raise FormErrors({}, {field: "Write an amount of at least 0."})
    return amount


def usual_cycle(meeting: MeetingInfo, calls: list[CallInfo], now: datetime) -> CycleInfo:
    """A new award: by abstract score, closing with the regular call, for members who present."""
    call = next((each for each in calls if each.has_awards), next(iter(calls), None))
    return CycleInfo(
        id=uuid4(),
        meeting=meeting.id,
        key="new",
        title="",
        opens_at=call.opens_at if call else now,
        closes_at=call.closes_at if call else now + timedelta(days=60),
        zone=call.zone if call else meeting.zone,
        call=call.id if call else None,
    )


def award_key(title: str, taken: set[str]) -> str:
    """A short key for the award's address."""
    return key_for(title, taken | RESERVED)


def cycle_values(cycle: CycleInfo, currency: str) -> dict[str, object]:
    """What the form shows first."""
    rules = cycle.rules
    return {
        "title": cycle.title,
        "description": cycle.description,
        "opens": shown_local(cycle.opens_at, cycle.zone),
        "closes": "" if cycle.call else shown_local(cycle.closes_at, cycle.zone),
        "zone": cycle.zone,
        "call": str(cycle.call or ""),
        "amount": money_words(cycle.amount, currency) if cycle.amount else "",
        "pot": "" if cycle.pot is None else money_words(cycle.pot, currency),
        "places": cycle.places or "",
        "answer_days": cycle.answer_days,
        "needs_membership": rules.needs_membership,
        "membership_types": list(rules.membership_types),
        "is_membership_kept": rules.is_membership_kept,
        "needs_abstract": rules.needs_abstract,
        "is_late_excluded": rules.is_late_excluded,
        "stages": [each.value for each in rules.stages],
        "years": "" if rules.years_since_degree is None else rules.years_since_degree,
        "is_leave_counted_out": rules.is_leave_counted_out,
        "needs_statement": rules.needs_statement,
        "letters": rules.letters,
        "least_score": "" if rules.least_score is None else rules.least_score,
        "aims": rules.aims,
        "free_registration": cycle.has_free_registration,
        "free_categories": sorted(cycle.free_categories),
        "membership_year": cycle.has_membership_year,
        "membership_type": cycle.membership_type,
    }


def smallest(currency: str) -> str:
    """How an amount is typed, for the hint: "1500.00"."""
    digits = minor_digits(currency)
    return "1500" + ("." + "0" * digits if digits else "")
