"""Offers: proposed by rank until the money ends, looked at, applied; answered by the winner."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo, applications_of
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import Findings, check_eligibility
from abstracts.awards.errors import NotNow, ProposalMoved
from abstracts.awards.facts import facts_of, scores_for
from abstracts.awards.letters import Sender, tell
from abstracts.awards.ranking import Candidate, Ranked, allocate, rank, room
from abstracts.awards.rules import HOLDS_MONEY, Event
from abstracts.awards.storing import keep_check, lock_cycle, move
from abstracts.vocabulary import AwardMoment, AwardState
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action


@dataclass(frozen=True, slots=True)
class Line:
    """One applicant in a proposal: their place, score, and what the rules say now."""

    application: ApplicationInfo
    score: float | None
    place: int | None
    is_tied: bool
    findings: Findings


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would be offered the award now, whom a tie holds up, who is below the line, and who is
    no longer eligible (situation 19); `spent` and `left` are money in minor units."""

    offered: tuple[Line, ...]
    undecided: tuple[Line, ...]
    below: tuple[Line, ...]
    barred: tuple[Line, ...]
    held: tuple[ApplicationInfo, ...]
    spent: int
    left: int | None
    places_left: int | None

    @property
    def seen(self) -> str:
        """Names exactly this proposal: applying it says which one was looked at."""
        words = [
            f"{name}:{line.application.id}:{line.score}:{line.place}"
            for name in ("offered", "undecided", "below", "barred")
            for line in getattr(self, name)
        ]
        words += [str(each.id) for each in self.held]
        return hashlib.sha256("|".join(words).encode()).hexdigest()[:20]

    @property
    def has_room(self) -> bool:
        """Whether anything is left to offer or to decide."""
        return bool(self.offered or self.undecided)


async def propose(
    meeting: MeetingInfo, cycle: CycleInfo, applications: list[ApplicationInfo], now: datetime
) -> Proposal:
    """The offers that rank, money and rules make now; changes nothing (W02, situation 19)."""
    scores = await scores_for(cycle)
    running = [each for each in applications if each.state is AwardState.SHORTLISTED]
    facts = await facts_of(meeting, cycle, running, scores)
    findings = {
        each.id: check_eligibility(cycle.rules, facts[each.id], now, AwardMoment.OFFER)
        for each in running
    }
    fit = [each for each in running if findings[each.id].is_eligible]
    ranked = ranking_of(fit, scores)
    held = tuple(each for each in applications if each.state in HOLDS_MONEY)
    spent = sum(each.amount or 0 for each in held)
    left = None if cycle.pot is None else max(0, cycle.pot - spent)
    places = None if cycle.places is None else max(0, cycle.places - len(held))
    dealt = allocate(ranked, cycle.amount, left, places)
    known = {each.id: each for each in running}
    lines = {each.who: _line(known[each.who], each, findings[each.who]) for each in ranked}
    return Proposal(
        offered=tuple(lines[who] for who in dealt.offered),
        undecided=tuple(lines[who] for who in dealt.undecided),
        below=tuple(lines[who] for who in dealt.below),
        barred=tuple(
            Line(each, scores.get(each.abstract) if each.abstract else None, None, False, found)
            for each in running
            if not (found := findings[each.id]).is_eligible
        ),
        held=held,
        spent=spent,
        left=left,
        places_left=places,
    )


def ranking_of(
    applications: Collection[ApplicationInfo], scores: Mapping[UUID, float]
) -> tuple[Ranked[UUID], ...]:
    """The applicants by the score of their abstract, equal ones by the committee's order."""
    return rank(
        Candidate(each.id, scores.get(each.abstract) if each.abstract else None, each.tie_order)
        for each in applications
    )


def _line(application: ApplicationInfo, ranked: Ranked[UUID], findings: Findings) -> Line:
    return Line(application, ranked.score, ranked.place, ranked.is_tied, findings)


async def apply_proposal(
    sender: Sender,
    cycle: CycleInfo,
    chosen: Collection[UUID],
    seen: str,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Offers the award to those chosen from a proposal, and tells who is no longer eligible.

    Raises NotNow before the rules were applied, ProposalMoved if it is no longer what was seen.
    """
    if not cycle.is_evaluated:
        raise NotNow("Apply the rules first: eligibility is looked at as of the deadline.")
    async with action("offer_awards", by=by, now=now, meeting=cycle.meeting) as act:
        await lock_cycle(cycle.id)
        proposal = await propose(sender.meeting, cycle, await applications_of(cycle.id), now)
        if proposal.seen != seen:
            raise ProposalMoved
        for line in proposal.barred:
            await exclude(act, sender, cycle, line.application, line.findings, AwardMoment.OFFER)
        offers = [line for line in proposal.offered if line.application.id in chosen]
        for line in offers:
            await _offer(act, sender, cycle, line)
    return len(offers)


async def exclude(
    act: Action,
    sender: Sender,
    cycle: CycleInfo,
    application: ApplicationInfo,
    findings: Findings,
    moment: AwardMoment,
) -> None:
    """Part of an action: what stands against the applicant now ends the application."""
    await keep_check(act, application.id, findings, moment, act.now)
    await move(act, application, Event.EXCLUDE, reason=findings.reason)
    subject = f"Your application: {cycle.title}"
    await tell(
        act, sender, cycle, application.person, "ineligible", subject, against=findings.against,
        when=moment.value,
    )  # fmt: skip


async def _offer(act: Action, sender: Sender, cycle: CycleInfo, line: Line) -> None:
    answer_by = act.now + timedelta(days=cycle.answer_days)
    await keep_check(act, line.application.id, line.findings, AwardMoment.OFFER, act.now)
    await move(
        act, line.application, Event.OFFER, rank=line.place, amount=cycle.amount,
        offered_at=act.now, answer_by=answer_by, reason="",
    )  # fmt: skip
    subject = f"The award is yours if you accept: {cycle.title}"
    await tell(act, sender, cycle, line.application.person, "offer", subject, answer_by=answer_by)


def room_left(cycle: CycleInfo, applications: Collection[ApplicationInfo]) -> int:
    """How many more awards there is money and place for."""
    held = [each for each in applications if each.holds_money]
    left = None if cycle.pot is None else cycle.pot - sum(each.amount or 0 for each in held)
    places = None if cycle.places is None else cycle.places - len(held)
    return room(cycle.amount, left, places, len(applications))
