"""Sending a proof, and judging it: accepted, another one wanted, or refused and priced anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from conference.meetings import queries as meetings
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.people.rules import clean
from conference.registration import order_queries, queries
from conference.registration.actions import post_letter
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.changes.actions.changing import recategorise
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.rules.categories import Basis
from conference.registration.errors import MeetingFull, SoldOut, UnknownRegistration
from conference.registration.notices import note_once, notices_of
from conference.registration.places import lock_pools
from conference.registration.proofs import letters
from conference.registration.proofs.errors import ProofNotWanted, ProofRefused
from conference.registration.proofs.queries import (
    Case,
    case_of,
    cases_of,
    meetings_with_proofs,
    waiting_registrations,
)
from conference.registration.proofs.rules import (
    Judgement,
    fallback,
    file_type,
    find_file_fault,
    proof_notice,
)
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState
from conference.registration.sweeping import sweep
from conference.registration.tables import ProofDocument, Registration
from conference.registration.ticket import Issuer
from conference.registration.till import Till

CLOCK = Actor.system("the proof deadline")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as somebody sent it, with a note."""

    file_name: str
    content: bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the officer decided, about which file, and why."""

    judgement: Judgement
    reason: str = ""
    document: UUID | None = None


async def send_proof(
    info: RegistrationInfo, sent: Evidence, *, till: Till, by: Actor, now: datetime
) -> None:
    """Keeps a file until it is judged; one that waited before is replaced by it.

    Raises ProofNotWanted, and ProofRefused for what is no PDF, JPEG or PNG of at most 5 MB.
    """
    if fault := find_file_fault(sent.content):
        raise ProofRefused(fault, errors={"file": fault})
    kind = file_type(sent.content)
    assert kind is not None
    async with action("send_proof", by=by, now=now, meeting=till.meeting.id) as act:
        await _lock_pending(info)
        await ProofDocument.delete().where(
            ProofDocument.registration == info.id,
            ProofDocument.state == ProofState.PENDING.value,
        )
        row = ProofDocument(
            id=uuid4(),
            created_at=now,
            registration=info.id,
            file_name=clean(sent.file_name)[:LONGEST_NAME] or f"proof.{kind.ending}",
            media_type=kind.media_type,
            content=sent.content,
            state=ProofState.PENDING.value,
            note=sent.note,
        )
        await ProofDocument.insert(row)
        act.note("proof", info.code, state=[None, ProofState.PENDING], file=row.file_name)
        await post_letter(act, letters.received(till, info))


async def judge_proof(
    code: str, verdict: Verdict, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Decides about a proof once; who decided and why is kept, the file is not (P06, N05).

    Also without a file, for what was shown in person or never came; then, and to refuse or ask
    again, a reason is needed. Raises UnknownRegistration, ProofNotWanted, ProofRefused.
    """
    info = await queries.registration_by_code(till.meeting.id, code)
    if info is None:
        raise UnknownRegistration
    case = await case_of(info, till.meeting)
    _check(case, verdict)
    judgement, reason = verdict.judgement, verdict.reason
    async with action("judge_proof", by=by, now=now, meeting=till.meeting.id, reason=reason) as act:
        await _JUDGE[judgement](act, case, till)
    after = await queries.registration_info(info.id)
    assert after is not None
    return after


async def remind_of_proofs(now: datetime, issuer: Issuer) -> None:
    """A chore: asks for what has not come a week and two days before its last day (N03)."""

    async def remind_meeting(meeting: UUID) -> None:
        info = await meetings.meeting_by_id(meeting)
        assert info is not None
        if not info.is_over(now):
            await _remind(Till(info, issuer), now)

    await sweep(await meetings_with_proofs(), remind_meeting)


def _check(case: Case, verdict: Verdict) -> None:
    """Raises ProofRefused for a reason that is missing, and for a file that nobody looked at."""
    errors = {}
    is_plain = verdict.judgement is Judgement.ACCEPT and case.document is not None
    if not verdict.reason and not is_plain:
        errors["reason"] = "Write the reason; it is kept, and stands in the letter if you refuse."
    if case.document and case.document.id != verdict.document:
        errors["judgement"] = "Another file has come meanwhile. Look at it and decide again."
    if errors:
        raise ProofRefused(next(iter(errors.values())), errors=errors)


async def _remind(till: Till, now: datetime) -> None:
    infos = await waiting_registrations(till.meeting.id)
    cases = await cases_of(infos, till.meeting)
    notices = await notices_of(*(each.code for each in infos))
    said = {(each.subject, each.kind, each.deadline) for each in notices}

    async def remind(case: Case) -> None:
        kind = proof_notice(case.info.placed_at, case.deadline, now)
        if kind is None or (case.info.code, kind, case.deadline) in said:
            return
        async with action("remind_of_proof", by=CLOCK, now=now, meeting=till.meeting.id) as act:
            if await note_once(act, case.info.code, kind, case.deadline):
                await post_letter(act, letters.reminder(till, case.info, case.deadline))

    await sweep(cases, remind)


async def _lock_pending(info: RegistrationInfo) -> None:
    """Locks the registration while its proof is to come. Raises ProofNotWanted."""
    pending = ProofState.PENDING.value
    rows = (
        await Registration.update({Registration.proof: pending})
        .where(Registration.id == info.id, Registration.proof == pending)
        .returning(Registration.active_key)
    )
    if not rows or rows[0]["active_key"] is None:
        raise ProofNotWanted


async def _accept(act: Action, case: Case, till: Till) -> None:
    await _lock_pending(case.info)
    await _close(act, case, ProofState.ACCEPTED)
    await Registration.update({Registration.proof: ProofState.ACCEPTED.value}).where(
        Registration.id == case.info.id
    )
    await post_letter(act, letters.accepted(till, case.info))


async def _ask_again(act: Action, case: Case, till: Till) -> None:
    """The registration still waits; its days begin anew."""
    if case.document is None:
        sentence = "Nothing has come yet; a reminder goes out by itself."
        raise ProofRefused(sentence, errors={"judgement": sentence})
    await _lock_pending(case.info)
    await _close(act, case, ProofState.REJECTED)
    fresh = await case_of(case.info, till.meeting)
    await post_letter(act, letters.wanted_again(till, case.info, act.reason, fresh.deadline))


async def _refuse(act: Action, case: Case, till: Till) -> None:
    """Priced as the category without the condition, in the period of the booking; the badge waits
    for the difference (T06)."""
    info = case.info
    to = await _fallback(info, till)
    keys = (f"category:{info.category_key}", f"category:{to}")
    await lock_pools(till.meeting.id, keys)  # before the registration, as everybody does it
    await _lock_pending(info)
    before = (await order_queries.order_by_id(info.order)).total
    try:
        balance = await recategorise(act, info.id, to, Basis.ORIGINAL, till, day=info.day)
    except (ChangeRefused, SoldOut, MeetingFull) as wrong:
        raise ProofRefused(wrong.detail, errors={"judgement": wrong.detail}) from None
    await _close(act, case, ProofState.REJECTED)
    await Registration.update({Registration.proof: ProofState.REJECTED.value}).where(
        Registration.id == info.id
    )
    after = await queries.registration_info(info.id)
    assert after is not None
    difference = balance.total - before
    title = info.category_title
    letter = letters.refused(till, after, act.reason, title, difference, balance)
    await post_letter(act, letter)
    payer = await people.person_by_id((await order_queries.order_by_id(info.order)).person)
    if payer and payer.id != info.person.id:
        await post_letter(act, letters.refused_to_payer(till, payer, after, difference, balance))


_JUDGE: Mapping[Judgement, Callable[[Action, Case, Till], Awaitable[None]]] = {
    Judgement.ACCEPT: _accept,
    Judgement.ASK_AGAIN: _ask_again,
    Judgement.REFUSE: _refuse,
}


async def _fallback(info: RegistrationInfo, till: Till) -> str:
    table = (await catalogue_of(till.meeting)).catalogue.table
    order = await order_queries.order_by_id(info.order)
    found = fallback(table, info.category_key, info.mode, order.window_key)
    if found is None or found.key == info.category_key:
        sentence = (
            f"“{info.category_title}” names no category to charge without the proof. "
            "Set one on its page under Prices first."
        )
        raise ProofRefused(sentence, errors={"judgement": sentence})
    return found.key


async def _close(act: Action, case: Case, state: ProofState) -> None:
    """The file goes; who judged it, when and why stays. Judged without a file, that is kept too."""
    judged: dict[Any, Any] = {
        ProofDocument.state: state.value,
        ProofDocument.judged_at: act.now,
        ProofDocument.judged_by: act.by.name,
        ProofDocument.reason: act.reason,
        ProofDocument.content: b"",
    }
    if case.document is not None:
        won = (
            await ProofDocument.update(judged)
            .where(
                ProofDocument.id == case.document.id,
                ProofDocument.state == ProofState.PENDING.value,
            )
            .returning(ProofDocument.id)
        )
        if not won:
            raise ProofNotWanted
    else:
        row = ProofDocument(
            id=uuid4(),
            created_at=act.now,
            registration=case.info.id,
            file_name="",
            media_type="",
            state=state.value,
            judged_at=act.now,
            judged_by=act.by.name,
            reason=act.reason,
        )
        await ProofDocument.insert(row)
    act.note("registration", case.info.code, proof=[case.info.proof, state])
