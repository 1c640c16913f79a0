"""Writing what attendees answer, and the office's part of the letters of invitation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from piccolo.columns import Column

from conference.letters.actions import queue_letter, queue_letters
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Meeting
from conference.orm import Actor, action
from conference.registration import queries as registrations
from conference.registration.attendee import letters, queries
from conference.registration.attendee.errors import NoVisaLetter, UnknownVisaLetter
from conference.registration.attendee.rules import (
    Needs,
    Purpose,
    VisaState,
    changed_answers,
    why_no_visa_letter,
    write_diet,
)
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import AttendeeNeeds, Consent, VisaRequest
from conference.registration.ticket import Issuer

Values = dict[Column | str, Any]


@dataclass(frozen=True, slots=True)
class Passport:
    """What a letter of invitation says of a person, as it stands in the passport (T08)."""

    name: str
    nationality: str
    number: str = ""
    embassy: str = ""
    applied_on: date | None = None


async def save_details(
    info: RegistrationInfo,
    needs: Needs,
    answers: Mapping[Purpose, bool],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Keeps the needs as they are now, and each consent that changed beside what was before (R10).

    The audit trail says that something was answered, not what: it is nobody's business (N05).
    """
    row = AttendeeNeeds(
        id=uuid4(),
        created_at=now,
        registration=info.id,
        diet=write_diet(needs.diets, needs.diet_note),
        access=needs.access,
        emergency_contact=needs.emergency_contact,
    )
    async with action("save_details", by=by, now=now, meeting=info.meeting) as act:
        await AttendeeNeeds.insert(row).on_conflict(
            target=AttendeeNeeds.registration,
            action="DO UPDATE",
            values=[AttendeeNeeds.diet, AttendeeNeeds.access, AttendeeNeeds.emergency_contact],
        )
        changed = changed_answers(await queries.consent_history(info.id), answers)
        if changed:
            await Consent.insert(
                *(_consent(info.id, each, is_given, now) for each, is_given in changed.items())
            )
        act.note("registration", info.code, consents=len(changed))


def _consent(registration: UUID, purpose: Purpose, is_given: bool, now: datetime) -> Consent:
    return Consent(
        id=uuid4(),
        created_at=now,
        registration=registration,
        purpose=purpose.value,
        is_given=is_given,
        answered_at=now,
    )


async def request_visa_letter(
    info: RegistrationInfo, passport: Passport, meeting: MeetingInfo, *, by: Actor, now: datetime
) -> None:
    """Asks for a letter of invitation under the name of the passport; again, before it is issued,
    corrects it (T08). Raises NoVisaLetter, also once the meeting is over.
    """
    async with action("request_visa_letter", by=by, now=now, meeting=info.meeting) as act:
        is_over = meeting.is_over(now)
        if sentence := why_no_visa_letter(info.state, info.mode, info.due, is_over=is_over):
            raise NoVisaLetter(sentence)
        before = await queries.visa_request(info.id)
        if before and before.state is not VisaState.REQUESTED:
            raise NoVisaLetter("Your letter is issued. Write to the office to correct it.")
        await VisaRequest.insert(_request(info.id, passport, now)).on_conflict(
            target=VisaRequest.registration,
            action="DO UPDATE",
            values=[
                VisaRequest.passport_name,
                VisaRequest.nationality,
                VisaRequest.passport_number,
                VisaRequest.embassy,
                VisaRequest.applied_on,
            ],
        )
        act.note("registration", info.code, visa=[before.state if before else None, "requested"])


def _request(registration: UUID, passport: Passport, now: datetime) -> VisaRequest:
    return VisaRequest(
        id=uuid4(),
        created_at=now,
        registration=registration,
        passport_name=passport.name,
        nationality=passport.nationality,
        passport_number=passport.number,
        embassy=passport.embassy,
        applied_on=passport.applied_on,
        state=VisaState.REQUESTED.value,
    )


async def note_application(
    info: RegistrationInfo, applied_on: date | None, *, by: Actor, now: datetime
) -> None:
    """The day on which somebody applied for the visa: what C06 counts from."""
    async with action("note_visa_application", by=by, now=now, meeting=info.meeting) as act:
        await VisaRequest.update({VisaRequest.applied_on: applied_on}).where(
            VisaRequest.registration == info.id
        )
        act.note("registration", info.code, applied_on=applied_on)


async def issue_visa_letter(
    code: str, meeting: MeetingInfo, issuer: Issuer, *, by: Actor, now: datetime
) -> None:
    """Issues the letter of invitation and writes to the person; again changes nothing (T08).

    Raises UnknownVisaLetter, NoVisaLetter.
    """
    info, _ = await _asked(meeting, code)
    if sentence := why_no_visa_letter(info.state, info.mode, info.due):
        raise NoVisaLetter(sentence)
    async with action("issue_visa_letter", by=by, now=now, meeting=meeting.id) as act:
        issued: Values = {VisaRequest.state: VisaState.ISSUED.value, VisaRequest.issued_at: now}
        if not await _move(info, VisaState.REQUESTED, issued):
            return
        act.note("registration", info.code, visa=[VisaState.REQUESTED, VisaState.ISSUED])
        if info.person.email:
            await queue_letter(act, letters.visa_letter_issued(meeting, issuer, info))


async def issue_visa_letters(
    leave: Collection[str], meeting: MeetingInfo, issuer: Issuer, *, by: Actor, now: datetime
) -> int:
    """Issues every letter that was asked for and may be issued, but those of the registrations
    to leave out, and writes to each person; how many. Again changes nothing (T08)."""
    async with action("issue_visa_letters", by=by, now=now, meeting=meeting.id) as act:
        ready = [
            info
            for asked, info in await queries.visa_requests_of(meeting.id)
            if asked.state is VisaState.REQUESTED
            and info.code not in leave
            and not why_no_visa_letter(info.state, info.mode, info.due)
        ]
        moved = await _issue(ready, now)
        for info in moved:
            act.note("registration", info.code, visa=[VisaState.REQUESTED, VisaState.ISSUED])
        told = [letters.visa_letter_issued(meeting, issuer, each) for each in moved]
        await queue_letters(act, [each for each in told if each.to_address])
    return len(moved)


async def _issue(infos: Sequence[RegistrationInfo], now: datetime) -> list[RegistrationInfo]:
    """Those of them whose letter nobody else issued meanwhile."""
    if not infos:
        return []
    issued: Values = {VisaRequest.state: VisaState.ISSUED.value, VisaRequest.issued_at: now}
    rows = (
        await VisaRequest.update(issued)
        .where(
            VisaRequest.registration.is_in([info.id for info in infos]),
            VisaRequest.state == VisaState.REQUESTED.value,
        )
        .returning(VisaRequest.registration)
    )
    won = {row["registration"] for row in rows}
    return [info for info in infos if info.id in won]


async def reopen_visa_letter(code: str, meeting: MeetingInfo, *, by: Actor, now: datetime) -> None:
    """Takes an issued letter back, so that its holder can correct it; the old one is void.

    Raises UnknownVisaLetter.
    """
    info, before = await _asked(meeting, code)
    async with action("reopen_visa_letter", by=by, now=now, meeting=meeting.id) as act:
        reopened: Values = {
            VisaRequest.state: VisaState.REQUESTED.value,
            VisaRequest.issued_at: None,
        }
        if await _move(info, before.state, reopened):
            act.note("registration", info.code, visa=[before.state, VisaState.REQUESTED])


async def mark_visa_refused(code: str, meeting: MeetingInfo, *, by: Actor, now: datetime) -> None:
    """Notes that the embassy refused the visa; what comes back is decided apart (C06).

    Raises UnknownVisaLetter.
    """
    info, before = await _asked(meeting, code)
    async with action("mark_visa_refused", by=by, now=now, meeting=meeting.id) as act:
        if await _move(info, before.state, {VisaRequest.state: VisaState.REFUSED.value}):
            act.note("registration", info.code, visa=[before.state, VisaState.REFUSED])


async def _asked(
    meeting: MeetingInfo, code: str
) -> tuple[RegistrationInfo, queries.VisaRequestInfo]:
    info = await registrations.registration_by_code(meeting.id, code)
    asked = await queries.visa_request(info.id) if info else None
    if info is None or asked is None:
        raise UnknownVisaLetter
    return info, asked


async def _move(info: RegistrationInfo, before: VisaState, values: Values) -> bool:
    won = (
        await VisaRequest.update(values)
        .where(VisaRequest.registration == info.id, VisaRequest.state == before.value)
        .returning(VisaRequest.id)
    )
    return bool(won)


async def forget_passports(now: datetime, _issuer: Issuer) -> None:
    """A chore: numbers of passports are deleted once their meeting is over (N05)."""
    over = await _meetings_over(now)
    if not over:
        return
    async with action("forget_passports", by=Actor.system("chores"), now=now) as act:
        gone = (
            await VisaRequest.update({VisaRequest.passport_number: ""})
            .where(VisaRequest.registration.meeting.is_in(over), VisaRequest.passport_number != "")
            .returning(VisaRequest.id)
        )
        for row in gone:
            act.note("visa_request", row["id"], passport_number="deleted")


async def _meetings_over(now: datetime) -> list[UUID]:
    """Meetings that have ended in their own zone and still hold a number."""
    rows = await Meeting.select(Meeting.id, Meeting.zone, Meeting.ends_on).where(
        Meeting.ends_on <= now.date()
    )
    return [row["id"] for row in rows if _today(now, row["zone"]) > row["ends_on"]]


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
