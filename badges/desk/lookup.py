"""Finding people at the desk: by a scan, by a code, or by whatever was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from badges.admission.rules import Refusal, Refused
from badges.codes.queries import codes_found
from badges.codes.rules import OpensNobody, what_opens
from badges.desk.queries import DeskRow, desk_rows
from badges.desk.rules import REFUSED_SCANS, is_enough
from badges.tables import Badge, BadgePrint
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo

SEARCH_LIMIT = 20
TOKEN_LENGTH = 16
CODE_LENGTHS = range(6, 13)

# Piccolo's types reach one foreign key deep.
PRINTED_FOR: Any = BadgePrint.badge.registration


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of what was typed; `refused` says why a scanned code opens nobody."""

    rows: tuple[DeskRow, ...] = ()
    refused: Refused | None = None
    is_short: bool = False


async def find_at_desk(meeting: MeetingInfo, text: str) -> Found:
    """A scan or a whole code finds its one person; anything else is searched, accents aside."""
    if not is_enough(text):
        return Found(is_short=True)
    scanned = await _scanned_or_code(meeting.id, text)
    if isinstance(scanned, Refused):
        return Found(refused=scanned)
    if scanned:
        return Found(tuple(await desk_rows(meeting, [scanned])))
    found = await registration.search_registrations(meeting.id, text, limit=SEARCH_LIMIT)
    return Found(tuple(await desk_rows(meeting, found)))


async def find_scanned(
    meeting: UUID, text: str, *, guests: bool = False
) -> RegistrationInfo | Refused:
    """Whose badge, ticket, temporary badge or code this is, however it was typed (G02, G08).

    A code that opens nobody is refused with the reason, and nothing more is told; with `guests`, a
    guest's badge opens who brought them. Four statements.
    """
    opened = what_opens(await codes_found(meeting, text), meeting)
    if isinstance(opened, OpensNobody):
        return REFUSED_SCANS[opened.why]
    if opened.guest and not guests:
        return REFUSED_SCANS[Refusal.GUEST]
    info = await registration.registration_info(opened.registration)
    return info or REFUSED_SCANS[Refusal.UNKNOWN]


async def _scanned_or_code(meeting: UUID, text: str) -> RegistrationInfo | Refused | None:
    """What a whole code names; None for what may be a name or a part of one.

    Sixteen letters may be a name too; with a digit among them they are a code.
    """
    typed = tokens.normalise(text)
    if not typed or not set(typed) <= set(tokens.ALPHABET):
        return None
    has_digit = any(sign.isdigit() for sign in text)
    if len(typed) == TOKEN_LENGTH:
        found = await find_scanned(meeting, typed, guests=True)
        return found if has_digit or isinstance(found, RegistrationInfo) else None
    if len(typed) in CODE_LENGTHS and has_digit:
        return await registration.registration_by_code(meeting, typed)
    return None


async def registration_of_badge(token: str) -> RegistrationInfo | None:
    """The registration whose badge in force carries this token."""
    row = (
        await Badge.select(Badge.registration)
        .where(Badge.token_hash == tokens.digest(token))
        .first()
    )
    return await registration.registration_info(row["registration"]) if row else None


async def meeting_of_badge(token: str) -> UUID | None:
    """The meeting of a badge, in force or void."""
    digest = tokens.digest(token)
    row = (
        await Badge.select(Badge.registration.meeting.as_alias("meeting"))
        .where(Badge.token_hash == digest)
        .first()
    ) or (
        await BadgePrint.select(PRINTED_FOR.meeting.as_alias("meeting"))
        .where(BadgePrint.token_hash == digest)
        .first()
    )
    return row["meeting"] if row else None
