"""The letters about changes: what was changed, what it costs, what comes back, who must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people import queries as people
from conference.people.access import Role
from conference.people.rules import PersonInfo
from conference.registration.actions import post_letter
from conference.registration.changes.actions.writing import Changed
from conference.registration.changes.rules.promises import Answered
from conference.registration.changes.rules.refunds import Refund
from conference.registration.queries import RegistrationInfo
from conference.registration.till import Till
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class CancelledLetter:
    """What a letter about a cancellation tells."""

    info: RegistrationInfo
    payer: PersonInfo
    refund: Refund
    reason: str
    answers: Sequence[Answered] = ()


async def post_changed(act: Action, made: Changed, till: Till, reason: str) -> None:
    """Tells the attendee what was changed, and the payer too where money moves (T04)."""
    info, change = made.found.info, made.change
    facts = {"info": info, "change": change, "reason": reason}
    subject = f"Your registration is changed: {till.meeting.title}"
    await post_letter(act, _letter(till, info.person, "registration_changed", subject, **facts))
    if change.difference and made.found.payer != info.person.id:
        payer = await people.person_by_id(made.found.payer)
        subject = f"Order {info.order_code} is changed: {till.meeting.title}"
        if payer:
            await post_letter(act, _letter(till, payer, "registration_changed", subject, **facts))


async def post_cancelled(act: Action, told: CancelledLetter, till: Till) -> None:
    """Tells the attendee that the place is given up and what comes back; the payer too (T04)."""
    subject = f"Your registration is cancelled: {till.meeting.title}"
    for reader in {told.info.person.id: told.info.person, told.payer.id: told.payer}.values():
        letter = _letter(till, reader, "registration_cancelled", subject, told=told, info=told.info)
        await post_letter(act, letter)


async def post_passed_on(
    act: Action, info: RegistrationInfo, successor: PersonInfo, difference: int, till: Till
) -> None:
    """Tells the one who leaves that the place is passed on, and that their ticket is void (C05)."""
    subject = f"Your registration is passed on: {till.meeting.title}"
    facts = {"info": info, "successor": successor, "difference": difference}
    await post_letter(act, _letter(till, info.person, "registration_passed_on", subject, **facts))


async def post_taken_over(
    act: Action, info: RegistrationInfo, before: PersonInfo, till: Till
) -> None:
    """Tells the one who comes what they have taken over, and what to complete."""
    subject = f"{before.registered_name} has passed a registration on to you: {till.meeting.title}"
    facts = {"info": info, "before": before}
    await post_letter(act, _letter(till, info.person, "registration_taken_over", subject, **facts))


async def post_to_committee(
    act: Action, info: RegistrationInfo, answers: Sequence[Answered], deed: str, till: Till
) -> None:
    """Tells the programme committee what a person who gave up a place had promised (C09).

    `deed` is what they did with it: "has cancelled", "has passed on".

    Whoever leads the programme of the meeting gets it; where nobody does, the society's office.
    """
    if not answers:
        return
    for each in answers:
        act.note("promise", each.commitment.key, of=info.code, answer=each.answer)
    subject = f"{info.person.registered_name} {deed} a registration: {till.meeting.title}"
    facts = {"info": info, "answers": answers, "deed": deed, "reason": act.reason}
    for reader in await committee_of(till.meeting):
        await post_letter(act, _letter(till, reader, "committee_note", subject, **facts))


async def committee_of(meeting: MeetingInfo) -> list[PersonInfo]:
    """Who leads the programme of the meeting; without anybody, the society under its address."""
    holders = await people.role_holders(meeting.id)
    ids = {row["person"] for row in holders if row["role"] == Role.PROGRAMME.value}
    known = await people.people_by_ids(ids)
    readers = [each for each in known.values() if each.email]
    return sorted(readers, key=lambda each: each.email) or [_society(meeting)]


async def post_visa_declined(act: Action, info: RegistrationInfo, reason: str, till: Till) -> None:
    """Tells somebody why a refused visa does not cancel their registration (C06)."""
    subject = f"About your refused visa: {till.meeting.title}"
    facts = {"info": info, "reason": reason}
    await post_letter(act, _letter(till, info.person, "visa_declined", subject, **facts))


async def post_visa_asked(act: Action, info: RegistrationInfo, till: Till) -> None:
    """Confirms that the refusal of a visa was received (N03)."""
    subject = f"We look at your refused visa: {till.meeting.title}"
    await post_letter(act, _letter(till, info.person, "visa_asked", subject, info=info))


async def post_adjusted(
    act: Action, info: RegistrationInfo, amount: int, reason: str, till: Till
) -> None:
    """Tells somebody of a credit or a charge that the office made, and why."""
    subject = f"Order {info.order_code} is changed: {till.meeting.title}"
    facts = {"info": info, "amount": amount, "reason": reason}
    await post_letter(act, _letter(till, info.person, "order_adjusted", subject, **facts))


def _society(meeting: MeetingInfo) -> PersonInfo:
    name = meeting.society_name
    return PersonInfo(
        meeting.society, "", name, name, name, name, "", "", "", meeting.contact_email
    )


def _letter(till: Till, to: PersonInfo, kind: str, subject: str, **facts: object) -> Letter:
    body = render(
        f"registration/changes/letters/{kind}.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        to=to,
        **facts,
    )
    known = None if to.id == till.meeting.society else to.id
    return Letter(kind, to.email, subject, body, person=known, meeting=till.meeting.id)
