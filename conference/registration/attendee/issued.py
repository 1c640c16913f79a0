"""Letters of invitation that are issued: what they print, and whether one is genuine."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registrations
from conference.registration.attendee import queries
from conference.registration.attendee.errors import NoVisaLetter
from conference.registration.attendee.invitation import (
    Invitation,
    invitation_pdf,
    verification_code,
)
from conference.registration.attendee.queries import VisaRequestInfo
from conference.registration.attendee.rules import VisaState
from conference.registration.documents.account import issuer_of_meeting
from conference.registration.ordering import REGISTRATION_CODE_LENGTH
from conference.registration.queries import RegistrationInfo, readable
from conference.registration.signing.queries import hands_of, signatory
from conference.registration.signing.rules import Purpose
from conference.registration.ticket import Issuer

SAMPLE_CODE = "SAMPLE"


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """What somebody who holds a letter may know of it; `is_valid`: the registration still is."""

    passport_name: str
    issued_at: datetime
    is_valid: bool


async def issued_invitation(
    info: RegistrationInfo, meeting: MeetingInfo, issuer: Issuer
) -> Invitation:
    """The letter as it is printed. Raises NoVisaLetter before it is issued and once it is void."""
    asked = await queries.visa_request(info.id)
    if asked is None or asked.state is not VisaState.ISSUED or asked.issued_at is None:
        raise NoVisaLetter("The letter is not issued yet; we write to you when it is.")
    if not info.is_confirmed:
        raise NoVisaLetter("The registration is no longer valid, and neither is the letter.")
    code = _code(issuer.secret, info, asked)
    return Invitation(
        **await _sender(meeting),
        passport_name=asked.passport_name,
        nationality=asked.nationality,
        passport_number=asked.passport_number,
        affiliation=info.person.affiliation,
        embassy=asked.embassy,
        registration=info.code,
        category=info.category_title,
        issued_on=meeting.local(asked.issued_at).date(),
        code=code,
        check_at=f"{issuer.base_url}/{meeting.slug}/visa-letters/{code}",
    )


async def letter_pdf(letter: Invitation, meeting: MeetingInfo) -> bytes:
    """The letter with the signature that is printed now."""
    hand = letter.signer.hand
    pictures = await hands_of(meeting.id, [hand.digest] if hand else [])
    return await asyncio.to_thread(invitation_pdf, letter, pictures)


async def sample_invitation(meeting: MeetingInfo, today: date, base_url: str) -> Invitation:
    """A letter to nobody, to see how they look; its code verifies nothing."""
    return Invitation(
        **await _sender(meeting),
        passport_name="SAMPLE MARIA THEODORA",
        nationality="GR",
        passport_number="",
        affiliation="University of Somewhere",
        embassy="",
        registration=SAMPLE_CODE,
        category="Regular",
        issued_on=today,
        code=SAMPLE_CODE,
        check_at=f"{base_url}/{meeting.slug}/visa-letters/{SAMPLE_CODE}",
    )


async def check_letter(meeting: MeetingInfo, code: str, secret: str) -> CheckedLetter | None:
    """The letter with this verification code, or None: we issued no such letter."""
    registration = readable(code)[:REGISTRATION_CODE_LENGTH]
    info = await registrations.registration_by_code(meeting.id, registration)
    asked = await queries.visa_request(info.id) if info else None
    if info is None or asked is None or asked.issued_at is None:
        return None
    if not hmac.compare_digest(readable(_code(secret, info, asked)), readable(code)):
        return None
    is_valid = info.is_confirmed and asked.state is VisaState.ISSUED
    return CheckedLetter(asked.passport_name, asked.issued_at, is_valid)


async def _sender(meeting: MeetingInfo) -> dict[str, Any]:
    """What every letter of the meeting has in common."""
    house = await issuer_of_meeting(meeting.id)
    return {
        "society": house.party.name if house else meeting.society_name,
        "society_address": house.party.address if house else "",
        "contact_email": meeting.contact_email,
        "meeting": meeting.title,
        "venue": _place(meeting),
        "starts_on": meeting.starts_on,
        "ends_on": meeting.ends_on,
        "signer": await signatory(meeting.id, Purpose.INVITATIONS),
    }


def _place(meeting: MeetingInfo) -> str:
    """Where the meeting is held, each part once."""
    parts = [meeting.venue, meeting.address]
    if meeting.city not in meeting.address:
        parts.append(meeting.city)
    return ", ".join(filter(None, parts))


def _code(secret: str, info: RegistrationInfo, asked: VisaRequestInfo) -> str:
    issued_at = asked.issued_at.isoformat() if asked.issued_at else ""
    return verification_code(secret, asked.id, info.code, issued_at)
