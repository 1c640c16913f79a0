"""Paying awards, after the rules were looked at a third time (W01, W05)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from abstracts.awards.applications import (
    ApplicationInfo,
    application_of_id,
    applications_of_meeting,
)
from abstracts.awards.cycles import CycleInfo, cycles_of
from abstracts.awards.eligibility import Findings, check_eligibility
from abstracts.awards.errors import NotNow, UnknownApplication
from abstracts.awards.facts import facts_of, scores_for
from abstracts.awards.granting import take_grants_back
from abstracts.awards.letters import Sender, tell, tell_free
from abstracts.awards.offering import exclude
from abstracts.awards.presenting import undecided_awards
from abstracts.awards.rules import HOLDS_MONEY, Event
from abstracts.awards.storing import keep_check, lock_cycle, move
from abstracts.vocabulary import AwardMoment, AwardState
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action


@dataclass(frozen=True, slots=True)
class Payable:
    """A winner on the treasurer's list; `findings` is what the rules say now, `waits` why it is
    not paid before the committee has decided something (W05)."""

    cycle: CycleInfo
    application: ApplicationInfo
    findings: Findings | None
    waits: str = ""

    @property
    def is_ready(self) -> bool:
        """Accepted, and nothing stands against it."""
        is_accepted = self.application.state is AwardState.ACCEPTED
        return is_accepted and not self.waits and not self.against

    @property
    def against(self) -> str:
        """What the rules say against it now; "" for what is not asked any more."""
        return self.findings.reason if self.findings else ""


@dataclass(frozen=True, slots=True)
class Purse:
    """What one award has promised and paid, against its pot; minor units."""

    cycle: CycleInfo
    promised: int
    paid: int
    winners: int


async def payables(meeting: MeetingInfo, now: datetime) -> tuple[list[Payable], list[Purse]]:
    """Everybody who was offered, accepted or got an award, with what the rules say now.

    A fixed number of statements for an award.
    """
    every = [
        each for each in await applications_of_meeting(meeting.id) if each.state in HOLDS_MONEY
    ]
    waiting = await undecided_awards(meeting.id) if every else {}
    found: list[Payable] = []
    purses: list[Purse] = []
    for cycle in await cycles_of(meeting.id):
        own = [each for each in every if each.cycle == cycle.id]
        rows = await _of_cycle(meeting, cycle, own, now)
        found += [
            replace(each, waits=waiting.get(each.application.id, ""))
            if each.application.state is AwardState.ACCEPTED
            else each
            for each in rows
        ]
        paid = sum(each.amount or 0 for each in own if each.state is AwardState.PAID)
        promised = sum(each.amount or 0 for each in own)
        purses.append(Purse(cycle, promised, paid, len(own)))
    return found, purses


async def _of_cycle(
    meeting: MeetingInfo, cycle: CycleInfo, own: list[ApplicationInfo], now: datetime
) -> list[Payable]:
    unpaid = [each for each in own if each.state is AwardState.ACCEPTED]
    scores = await scores_for(cycle) if unpaid else {}
    facts = await facts_of(meeting, cycle, unpaid, scores) if unpaid else {}
    return [
        Payable(
            cycle,
            each,
            check_eligibility(cycle.rules, facts[each.id], now, AwardMoment.PAYMENT)
            if each.id in facts
            else None,
        )
        for each in own
    ]


async def pay_award(
    sender: Sender, application: UUID, note: str, *, by: Actor, now: datetime
) -> Findings:
    """Marks an award as paid, after the meeting, if nothing stands against it now (W05).

    Where something does, nothing is paid: the findings say what, and they are kept. Raises NotNow,
    also while the committee has to decide about what was recorded as not shown.
    """
    meeting = sender.meeting
    async with action("pay_award", by=by, now=now, meeting=meeting.id, reason=note) as act:
        cycle, each = await find(meeting.id, application)
        await lock_cycle(cycle.id)
        each = await application_of_id(cycle.id, application)
        if not meeting.is_over(now):
            raise NotNow("Awards are paid after the meeting, once they were presented.")
        if each.state is not AwardState.ACCEPTED:
            raise NotNow(f"The award of {each.name} is not waiting to be paid.")
        if waits := (await undecided_awards(meeting.id)).get(each.id):
            raise NotNow(waits)
        facts = await facts_of(meeting, cycle, [each], await scores_for(cycle))
        found = check_eligibility(cycle.rules, facts[each.id], now, AwardMoment.PAYMENT)
        await keep_check(act, each.id, found, AwardMoment.PAYMENT, now)
        if not found.is_eligible:
            return found
        await move(act, each, Event.PAY, paid_at=now, payment_note=note)
        await tell(act, sender, cycle, each.person, "paid", f"Award paid: {cycle.title}", note=note)
    return found


async def end_award(sender: Sender, application: UUID, *, by: Actor, now: datetime) -> None:
    """Ends an accepted award of somebody who is no longer eligible; the next in rank can be
    offered it (situation 19). Raises NotNow where nothing stands against it."""
    meeting = sender.meeting
    async with action("end_award", by=by, now=now, meeting=meeting.id) as act:
        cycle, each = await find(meeting.id, application)
        await lock_cycle(cycle.id)
        facts = await facts_of(meeting, cycle, [each], await scores_for(cycle))
        found = check_eligibility(cycle.rules, facts[each.id], now, AwardMoment.PAYMENT)
        if found.is_eligible:
            raise NotNow(f"Nothing stands against the award of {each.name}.")
        await exclude(act, sender, cycle, each, found, AwardMoment.PAYMENT)
        doubt = await take_grants_back(act, meeting, each)
        await tell_free(act, sender, cycle, f"{each.name}: {found.reason} {doubt}".strip())


async def take_payment_back(
    meeting: UUID, application: UUID, reason: str, *, by: Actor, now: datetime
) -> None:
    """What was marked as paid by mistake waits again. Raises NotNow."""
    async with action(
        "take_award_payment_back", by=by, now=now, meeting=meeting, reason=reason
    ) as act:
        _, each = await find(meeting, application)
        await move(act, each, Event.TAKE_BACK, paid_at=None, payment_note="")


async def find(meeting: UUID, application: UUID) -> tuple[CycleInfo, ApplicationInfo]:
    """An application anywhere at a meeting, with its award. Raises UnknownApplication."""
    known = {cycle.id: cycle for cycle in await cycles_of(meeting)}
    for each in await applications_of_meeting(meeting):
        if each.id == application and each.cycle in known:
            return known[each.cycle], each
    raise UnknownApplication
