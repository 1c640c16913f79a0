"""A refused visa: told by the attendee with its proof, decided by the office (C06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people.rules import clean
from conference.registration.changes import letters
from conference.registration.changes.actions.cancelling import Cancelling, cancel_in
from conference.registration.changes.actions.changing import Agreed, Propose, make_change
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration
from conference.registration.changes.rules.change import Outcome, Refusal
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.modes import VIRTUAL, switch_mode
from conference.registration.changes.rules.visas import (
    RefusalState,
    judge_visa_refusal,
    visa_refund,
)
from conference.registration.changes.visa_queries import VisaCase
from conference.registration.proofs.rules import file_type, find_file_fault
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import VisaRefusal
from conference.registration.till import Till

LONGEST_NAME = 200
NEEDS_REASON = "Write the reason; it stands in the letter."
LATE_REASON = (
    "The visa was applied for too late for a refund by the rule. Write why it is given all the "
    "same, or offer taking part virtually."
)


@dataclass(frozen=True, slots=True)
class VisaNews:
    """What somebody tells of a refused visa, with the letter that says so."""

    applied_on: date
    text: str
    file_name: str
    content: bytes


async def tell_of_refusal(
    found: HeldRegistration, news: VisaNews, *, till: Till, by: Actor, now: datetime
) -> None:
    """Keeps the refusal until the office has decided; told again before, the newest counts.

    Raises ChangeRefused for a file that is no PDF, JPEG or PNG, and for what is decided already.
    """
    if fault := find_file_fault(news.content):
        raise ChangeRefused(Refusal(fault, "file"))
    if news.applied_on > found.held.today:
        raise ChangeRefused(Refusal("This day has not come yet.", "applied_on"))
    code = found.info.code
    async with action("tell_of_visa_refusal", by=by, now=now, meeting=till.meeting.id) as act:
        await _keep(found, news, now)
        act.note("visa_refusal", code, state=[None, RefusalState.ASKED], file=news.file_name)
        await letters.post_visa_asked(act, found.info, till)


async def _keep(found: HeldRegistration, news: VisaNews, now: datetime) -> None:
    kind = file_type(news.content)
    assert kind is not None
    await VisaRefusal.delete().where(
        VisaRefusal.registration == found.info.id,
        VisaRefusal.state == RefusalState.ASKED.value,
    )
    row = VisaRefusal(
        id=uuid4(),
        created_at=now,
        registration=found.info.id,
        applied_on=news.applied_on,
        text=news.text,
        file_name=clean(news.file_name)[:LONGEST_NAME] or f"refusal.{kind.ending}",
        media_type=kind.media_type,
        content=news.content,
        state=RefusalState.ASKED.value,
    )
    try:
        async with integrity():
            await VisaRefusal.insert(row)
    except IntegrityConflict:
        raise ChangeRefused(Refusal("The office has decided about your visa already.")) from None


@dataclass(frozen=True, slots=True)
class VisaDecision:
    """What the office decides, why, and the word for the sum that was shown with it."""

    state: RefusalState
    reason: str = ""
    agreed: str = ""


async def decide_refusal(
    case: VisaCase, decision: VisaDecision, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Refunds all but the fee, converts to virtual with the whole difference, or declines (C06).

    Once; the file is deleted with the decision (N05). Declining, and refunding although the visa
    was applied for too late, need a reason. Raises ChangeRefused, ChangedMeanwhile.
    """
    in_time = judge_visa_refusal(case.found.held, case.applied_on).is_in_time
    if decision.state is RefusalState.REFUNDED and not in_time and not decision.reason:
        raise ChangeRefused(Refusal(LATE_REASON, "reason"))
    if decision.state is RefusalState.DECLINED and not decision.reason:
        raise ChangeRefused(Refusal(NEEDS_REASON, "reason"))
    said = decision.reason or "The visa was refused."
    async with action(
        "decide_visa_refusal", by=by, now=now, meeting=till.meeting.id, reason=said
    ) as act:
        info = await _carry_out(act, case.found, decision, till)
        await _close(act, case, decision.state)
    return info


async def _carry_out(
    act: Action, found: HeldRegistration, decision: VisaDecision, till: Till
) -> RegistrationInfo:
    if decision.state is RefusalState.REFUNDED:
        how = Cancelling(visa_refund, act.reason, decision.agreed)
        return await cancel_in(act, found, how, till)
    if decision.state is RefusalState.VIRTUAL:
        agreed = Agreed(decision.agreed)
        made = await make_change(act, found, to_virtual(act.now), agreed, till)
        await letters.post_changed(act, made, till, act.reason)
        return made.found.info
    await letters.post_visa_declined(act, found.info, act.reason, till)
    return found.info


def to_virtual(now: datetime) -> Propose:
    """Virtual, with the whole difference back whatever the day (C06)."""

    def propose(held: Held) -> Outcome:
        return switch_mode(held, VIRTUAL, now, in_full=True)

    return propose


async def _close(act: Action, case: VisaCase, decision: RefusalState) -> None:
    won = (
        await VisaRefusal.update(
            {
                VisaRefusal.state: decision.value,
                VisaRefusal.content: b"",
                VisaRefusal.decided_at: act.now,
                VisaRefusal.decided_by: act.by.name[:LONGEST_NAME],
                VisaRefusal.reason: act.reason[:500],
            }
        )
        .where(VisaRefusal.id == case.id, VisaRefusal.state == RefusalState.ASKED.value)
        .returning(VisaRefusal.id)
    )
    if not won:
        raise ChangedMeanwhile
    act.note("visa_refusal", case.found.info.code, state=[RefusalState.ASKED, decision])
