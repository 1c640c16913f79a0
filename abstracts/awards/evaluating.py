"""Applying the rules of an award as of its deadline (W01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo, CheckInfo, applications_of, checks_of
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import Findings, check_eligibility
from abstracts.awards.errors import NotNow
from abstracts.awards.facts import facts_of
from abstracts.awards.letters import Sender, tell
from abstracts.awards.rules import Event, Rule, next_state
from abstracts.awards.storing import keep_check, lock_cycle, move
from abstracts.tables.awards import AwardCycle
from abstracts.vocabulary import AwardMoment, AwardState
from conference.orm import Action, Actor, action

EVALUATED = (AwardState.SUBMITTED, AwardState.SHORTLISTED, AwardState.INELIGIBLE)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What came of it: how many are eligible, how many are not, and who is still waited for."""

    eligible: int = 0
    ineligible: int = 0
    waiting: int = 0


async def evaluate(sender: Sender, cycle: CycleInfo, *, by: Actor, now: datetime) -> Evaluated:
    """Looks at every application as of the deadline and tells those who cannot be considered.

    Who has longer for letters is waited for. Offers and what was found when they were made stay.
    Raises NotNow before the deadline.
    """
    if not cycle.is_over(now):
        raise NotNow("The deadline has not passed; the rules are applied after it.")
    async with action("evaluate_award", by=by, now=now, meeting=cycle.meeting) as act:
        await lock_cycle(cycle.id)
        done = await _evaluate_all(act, sender, cycle)
        await AwardCycle.update({AwardCycle.evaluated_at: now}).where(AwardCycle.id == cycle.id)
        act.note("award", cycle.key, eligible=done.eligible, ineligible=done.ineligible)
    return done


async def _evaluate_all(act: Action, sender: Sender, cycle: CycleInfo) -> Evaluated:
    every = [each for each in await applications_of(cycle.id) if each.state in EVALUATED]
    facts = await facts_of(sender.meeting, cycle, every)
    checks = await checks_of(cycle.id)
    eligible = ineligible = waiting = 0
    for each in every:
        found = check_eligibility(cycle.rules, facts[each.id], cycle.closes_at)
        if was_found_later(each, checks):
            ineligible += 1
        elif is_waited_for(each, found, cycle, act.now):
            waiting += 1
        else:
            await apply_findings(act, sender, cycle, each, found)
            eligible += found.is_eligible
            ineligible += not found.is_eligible
    return Evaluated(eligible, ineligible, waiting)


def was_found_later(each: ApplicationInfo, checks: dict[UUID, list[CheckInfo]]) -> bool:
    """Whether it became ineligible when money was offered or paid: that stays."""
    own = checks.get(each.id, [])
    is_later = bool(own) and own[-1].moment is not AwardMoment.DEADLINE
    return each.state is AwardState.INELIGIBLE and is_later


def is_waited_for(each: ApplicationInfo, found: Findings, cycle: CycleInfo, now: datetime) -> bool:
    """Whether a letter may still come for somebody whom the office gave longer (W04)."""
    lacks_letters = any(one.rule is Rule.LETTERS for one in found.against)
    return lacks_letters and now < each.letters_due(cycle.closes_at)


async def apply_findings(
    act: Action, sender: Sender, cycle: CycleInfo, each: ApplicationInfo, found: Findings
) -> None:
    """Part of an action: keeps the findings as of the deadline and moves the application."""
    await keep_check(act, each.id, found, AwardMoment.DEADLINE, cycle.closes_at)
    event = Event.QUALIFY if found.is_eligible else Event.EXCLUDE
    if next_state(each.state, event) is None:
        return
    await move(act, each, event, reason=found.reason)
    if not found.is_eligible:
        subject = f"Your application: {cycle.title}"
        await tell(
            act, sender, cycle, each.person, "ineligible", subject, against=found.against,
            when="deadline",
        )  # fmt: skip
