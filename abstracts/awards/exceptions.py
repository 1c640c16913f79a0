"""What the committee decides by hand, with a reason: exceptions, late letters, ties (W02, N06)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from abstracts.awards.applications import (
    ApplicationInfo,
    application_of_id,
    applications_of,
)
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import check_eligibility
from abstracts.awards.errors import AwardRefused, NotNow
from abstracts.awards.evaluating import apply_findings
from abstracts.awards.facts import facts_of, scores_for
from abstracts.awards.letters import Sender, tell
from abstracts.awards.offering import ranking_of
from abstracts.awards.rules import Event, Rule
from abstracts.awards.storing import lock_cycle, move
from abstracts.awards.supporting import ask_referees
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import AwardState
from conference.orm import Actor, action


async def waive_rules(
    sender: Sender,
    cycle: CycleInfo,
    application: UUID,
    rules: Collection[Rule],
    reason: str,
    *,
    by: Actor,
    now: datetime,
) -> bool:
    """Does not apply some rules to one applicant; every other rule still holds, now and later.

    Returns whether the applicant is eligible now. Raises NotNow before the rules were applied.
    """
    if not cycle.is_evaluated:
        raise NotNow("Apply the rules first; then see who needs an exception.")
    async with action(
        "waive_award_rules", by=by, now=now, meeting=cycle.meeting, reason=reason
    ) as act:
        await lock_cycle(cycle.id)
        await AwardApplication.update(
            {
                AwardApplication.waived: msgspec.json.encode(sorted(rules)).decode(),
                AwardApplication.waiver_reason: reason,
                AwardApplication.waived_by_name: by.name,
            }
        ).where(AwardApplication.id == application, AwardApplication.cycle == cycle.id)
        fresh = await application_of_id(cycle.id, application)
        act.note("award_application", application, waived=sorted(rules))
        facts = await facts_of(sender.meeting, cycle, [fresh])
        found = check_eligibility(cycle.rules, facts[fresh.id], cycle.closes_at)
        if fresh.state in (AwardState.INELIGIBLE, AwardState.SUBMITTED, AwardState.SHORTLISTED):
            was_out = fresh.state is AwardState.INELIGIBLE
            await apply_findings(act, sender, cycle, fresh, found)
            if was_out and found.is_eligible:
                subject = f"Your application is considered: {cycle.title}"
                await tell(act, sender, cycle, fresh.person, "considered", subject)
    return found.is_eligible


async def allow_late_letters(
    sender: Sender,
    cycle: CycleInfo,
    application: UUID,
    until: datetime,
    reason: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Takes letters of support for one applicant until a later moment (W04, N06).

    One who was excluded for a missing letter is waited for again. Raises AwardRefused, NotNow.
    """
    if until <= max(now, cycle.closes_at):
        raise AwardRefused("", errors={"until": "Choose a moment that is still to come."})
    async with action(
        "allow_late_letters", by=by, now=now, meeting=cycle.meeting, reason=reason
    ) as act:
        fresh = await application_of_id(cycle.id, application)
        # What was found as of the deadline is looked at again once the time is over.
        await move(
            act, fresh, Event.REOPEN, letters_until=until,
            letters_reason=f"{reason} ({by.name})", reason="",
        )  # fmt: skip
        act.note("award_application", application, letters_until=until)
        await ask_referees(act, sender, cycle, fresh.person)
        subject = f"Letters of support are taken until later: {cycle.title}"
        await tell(act, sender, cycle, fresh.person, "letters_longer", subject, until=until)


async def settle_tie(
    cycle: CycleInfo, order: Sequence[UUID], reason: str, *, by: Actor, now: datetime
) -> None:
    """Puts applicants of equal score in an order, the first first (W02).

    Raises NotNow if they are not exactly the people of one tie.
    """
    async with action(
        "settle_award_tie", by=by, now=now, meeting=cycle.meeting, reason=reason
    ) as act:
        await lock_cycle(cycle.id)
        running = [
            each for each in await applications_of(cycle.id) if each.state is AwardState.SHORTLISTED
        ]
        if set(order) not in await _ties(cycle, running) or len(set(order)) != len(order):
            raise NotNow("Scores changed since this tie was shown. Look at it again.")
        for number, application in enumerate(order, start=1):
            await AwardApplication.update(
                {AwardApplication.tie_order: number, AwardApplication.tie_reason: reason}
            ).where(AwardApplication.id == application)
        act.note("award", cycle.key, order=[str(each) for each in order])


async def _ties(cycle: CycleInfo, running: Sequence[ApplicationInfo]) -> list[set[UUID]]:
    """Everybody of the same score, whether an order was given before or not."""
    groups: dict[float | None, set[UUID]] = {}
    for each in ranking_of(running, await scores_for(cycle)):
        key = None if each.score is None else round(each.score, 4)
        groups.setdefault(key, set()).add(each.who)
    return [group for group in groups.values() if len(group) > 1]


async def reinstate(
    sender: Sender, cycle: CycleInfo, application: ApplicationInfo, reason: str, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Takes somebody back into the ranking who was found ineligible when money was offered.

    The rules are looked at again with the next offer. Raises NotNow.
    """
    async with action(
        "reinstate_award_application", by=by, now=now, meeting=cycle.meeting, reason=reason
    ) as act:
        await lock_cycle(cycle.id)
        fresh = await application_of_id(cycle.id, application.id)
        await move(act, fresh, Event.QUALIFY, reason="")
        subject = f"Your application is considered: {cycle.title}"
        await tell(act, sender, cycle, fresh.person, "considered", subject)
