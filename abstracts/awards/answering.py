"""What becomes of an offer: accepted, declined, forfeited (W05, A15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from abstracts.awards.applications import (
    ApplicationInfo,
    application_of_id,
    applications_of,
    own_application,
)
from abstracts.awards.applying import Applicant
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import check_eligibility
from abstracts.awards.errors import NotNow
from abstracts.awards.facts import facts_of, scores_for
from abstracts.awards.granting import Granted, grant, take_grants_back
from abstracts.awards.letters import Sender, tell, tell_free
from abstracts.awards.offering import room_left
from abstracts.awards.rules import Event
from abstracts.awards.storing import lock_cycle, move
from abstracts.vocabulary import AwardMoment, AwardState
from conference.orm import Action, Actor, action

NO_OFFER = "There is no offer to answer."


async def accept_offer(who: Applicant, cycle: CycleInfo, now: datetime) -> Granted:
    """The winner says yes, in time and still eligible; what comes with the award is made at once.

    Raises NotNow.
    """
    meeting = who.sender.meeting
    async with action("accept_award", by=who.by, now=now, meeting=meeting.id) as act:
        await lock_cycle(cycle.id)
        mine = await _offered(cycle, who)
        if mine.answer_by and now >= mine.answer_by:
            raise NotNow("The time to answer is over. Write to the society’s office.")
        await _refuse_ineligible(who, cycle, mine, now)
        await move(act, mine, Event.ACCEPT, answered_at=now)
        granted = await grant(act, meeting, cycle, mine)
        subject = f"Award accepted: {cycle.title}"
        await tell(act, who.sender, cycle, who.person, "accepted", subject, granted=granted)
    return granted


async def _offered(cycle: CycleInfo, who: Applicant) -> ApplicationInfo:
    mine = await own_application(cycle.id, who.person)
    if mine is None or mine.state is not AwardState.OFFERED:
        raise NotNow(NO_OFFER)
    return mine


async def _refuse_ineligible(
    who: Applicant, cycle: CycleInfo, mine: ApplicationInfo, now: datetime
) -> None:
    facts = await facts_of(who.sender.meeting, cycle, [mine], await scores_for(cycle))
    found = check_eligibility(cycle.rules, facts[mine.id], now, AwardMoment.OFFER)
    if not found.is_eligible:
        raise NotNow(f"The award cannot be accepted as things stand: {found.reason}")


async def decline_offer(who: Applicant, cycle: CycleInfo, reason: str, now: datetime) -> None:
    """The winner says no, also after having accepted; the next in rank can be offered it.

    Raises NotNow.
    """
    meeting = who.sender.meeting
    async with action(
        "decline_award", by=who.by, now=now, meeting=meeting.id, reason=reason
    ) as act:
        await lock_cycle(cycle.id)
        mine = await own_application(cycle.id, who.person)
        if mine is None or not mine.holds_money:
            raise NotNow(NO_OFFER)
        await move(act, mine, Event.DECLINE, answered_at=now, reason=reason)
        doubt = await take_grants_back(act, meeting, mine)
        subject = f"Award declined: {cycle.title}"
        await tell(act, who.sender, cycle, who.person, "declined", subject)
        await tell_free(act, who.sender, cycle, f"{mine.name} declined it. {doubt}".strip())


async def forfeit(
    sender: Sender,
    cycle: CycleInfo,
    application: ApplicationInfo,
    reason: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Ends an offer or an accepted award: not answered, not presented, withdrawn (W05, A15).

    Raises NotNow, also for one that is paid.
    """
    async with action("forfeit_award", by=by, now=now, meeting=cycle.meeting, reason=reason) as act:
        await end_award_in(act, sender, cycle, application.id, reason)
        subject = f"Award no longer open to you: {cycle.title}"
        await tell(act, sender, cycle, application.person, "forfeited", subject, reason=reason)


async def end_award_in(
    act: Action, sender: Sender, cycle: CycleInfo, application: UUID, reason: str
) -> AwardState:
    """Inside an action: ends an award, takes back what came with it and tells the committee what
    is free; the winner's own letter is the caller's. Returns what it was. Raises NotNow."""
    await lock_cycle(cycle.id)
    fresh = await application_of_id(cycle.id, application)
    await move(act, fresh, Event.FORFEIT, reason=reason)
    doubt = await take_grants_back(act, sender.meeting, fresh)
    await tell_free(act, sender, cycle, f"{fresh.name}: {reason} {doubt}".strip())
    return fresh.state


async def give_award_back_in(
    act: Action, sender: Sender, cycle: CycleInfo, application: UUID, was: AwardState
) -> Granted:
    """Inside an action: a forfeited award is what it was, with what came with it; an offer gets
    its time to answer anew. Raises NotNow where its money or place is promised to others."""
    await lock_cycle(cycle.id)
    every = await applications_of(cycle.id)
    fresh = await application_of_id(cycle.id, application)
    if not room_left(cycle, every):
        raise NotNow("Its money or its place is promised to somebody else by now.")
    if was is AwardState.OFFERED:
        until = act.now + timedelta(days=cycle.answer_days)
        await move(act, fresh, Event.RETURN_OFFER, reason="", answer_by=until)
        return Granted()
    await move(act, fresh, Event.RETURN_AWARD, reason="")
    return await grant(act, sender.meeting, cycle, fresh)
