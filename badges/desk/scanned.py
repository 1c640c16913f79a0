"""What a scanned or typed code is, in one statement: badge, ticket, temporary badge, or code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from badges.desk.rules import REFUSED_SCANS, Refusal, Refused
from badges.tables import Badge
from conference.orm import Prepared, tokens
from conference.registration.queries import readable


class CodeKind(StrEnum):
    """What carries the code."""

    BADGE = "badge"
    TICKET = "ticket"
    CODE = "code"
    TEMPORARY = "temporary"
    GUEST = "guest"
    VOID = "void"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Scanned:
    """Whose a code is: the registration, if there is one, and the meeting that it belongs to."""

    kind: CodeKind
    meeting: UUID
    registration: UUID | None


_find = Prepared(
    lambda badge, ticket, temporary, guest, void, code, meeting: Badge.raw(
        "SELECT 'badge' AS kind, r.meeting AS meeting, r.id AS registration"
        " FROM badges_badge b JOIN conference_registration r ON r.id = b.registration"
        " WHERE b.token_hash = {}"
        " UNION ALL SELECT 'ticket', meeting, id FROM conference_registration"
        " WHERE ticket_hash = {}"
        " UNION ALL SELECT CASE WHEN ended_at IS NULL THEN 'temporary' ELSE 'ended' END,"
        " meeting, registration FROM badges_temporary_badge WHERE token_hash = {}"
        " UNION ALL SELECT 'guest', r.meeting, r.id FROM badges_guest_badge b"
        " JOIN conference_guest g ON g.id = b.guest"
        " JOIN conference_registration r ON r.id = g.registration"
        " WHERE b.token_hash = {} AND g.left_at IS NULL"
        " UNION ALL SELECT 'void', r.meeting, r.id FROM badges_badge_print p"
        " JOIN badges_badge b ON b.id = p.badge"
        " JOIN conference_registration r ON r.id = b.registration"
        " WHERE p.token_hash = {} AND b.token_hash <> p.token_hash"
        " UNION ALL SELECT 'code', meeting, id FROM conference_registration"
        " WHERE code = {} AND meeting = {}",
        badge,
        ticket,
        temporary,
        guest,
        void,
        code,
        meeting,
    )
)
_ORDER = tuple(CodeKind)


async def what_was_scanned(meeting: UUID, text: str) -> Scanned | None:
    """Whose code this is, however it was typed; None: nobody's. One statement."""
    token = tokens.digest(text)
    rows = await _find(token, token, token, token, token, readable(text), meeting)
    found = [
        Scanned(CodeKind(row["kind"]), _id(row["meeting"]), _id_or_none(row["registration"]))
        for row in rows
    ]
    return min(found, key=lambda each: _ORDER.index(each.kind), default=None)


def _id(value: object) -> UUID:
    return UUID(str(value))  # SQLite forgets the types of a union


def _id_or_none(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def refuse_scan(found: Scanned | None, meeting: UUID, *, guests: bool = False) -> Refused | None:
    """Why a code opens nobody at this meeting; None: it opens its registration."""
    if found is None:
        return REFUSED_SCANS[Refusal.UNKNOWN]
    if found.meeting != meeting:
        return REFUSED_SCANS[Refusal.OTHER_MEETING]
    if found.kind in _NOBODY and not (guests and found.kind is CodeKind.GUEST):
        return REFUSED_SCANS[_NOBODY[found.kind]]
    return None if found.registration else REFUSED_SCANS[Refusal.UNLINKED]


_NOBODY = {
    CodeKind.VOID: Refusal.VOID,
    CodeKind.ENDED: Refusal.ENDED,
    CodeKind.GUEST: Refusal.GUEST,
}
