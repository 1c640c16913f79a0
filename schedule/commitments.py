"""What the programme tells registration of a person: talks, posters and chairs; and their roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration.commitments import Commitment, CommitmentKind
from conference.web.formats import instant
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind
from schedule.tables import Participation

_CHAIRING = (Part.CHAIR, Part.ORGANISER)
_SESSION: Any = Participation.session
_SLOT: Any = Participation.slot
_COLUMNS = (
    Participation.part,
    _SESSION.code.as_alias("session_code"),
    _SESSION.title.as_alias("session_title"),
    _SESSION.status.as_alias("session_status"),
    _SESSION.starts_at.as_alias("starts_at"),
    _SESSION.room.name.as_alias("room"),
    _SLOT.code.as_alias("slot_code"),
    _SLOT.title.as_alias("slot_title"),
    _SLOT.kind.as_alias("slot_kind"),
    _SLOT.status.as_alias("slot_status"),
    _SLOT.starts_after_minutes.as_alias("after"),
    _SLOT.abstract.code.as_alias("abstract"),
)


async def commitments_of(meeting: MeetingInfo, person: UUID) -> list[Commitment]:
    """What a person has to do in the programme as it is planned now; one statement."""
    return [_commitment(row, meeting) for row in await _parts(meeting.id, person)]


async def roles_of(meeting: UUID, person: UUID) -> frozenset[str]:
    """Speaker, invited speaker, chair: what the programme makes of a person; one statement."""
    return frozenset(role for row in await _parts(meeting, person) for role in _roles(row))


async def _parts(meeting: UUID, person: UUID) -> list[dict[str, Any]]:
    rows = await Participation.select(*_COLUMNS).where(
        Participation.person == person, Participation.session.meeting == meeting
    )
    gone = ItemStatus.CANCELLED
    return [row for row in rows if gone not in (row["session_status"], row["slot_status"])]


def _roles(row: dict[str, Any]) -> list[str]:
    part = Part(row["part"])
    if part in _CHAIRING:
        return ["chair"]
    if row["slot_kind"] == SlotKind.POSTER:
        return []
    invited = row["slot_kind"] == SlotKind.INVITED
    return ["speaker", "invited_speaker"] if invited else ["speaker"]


def _commitment(row: dict[str, Any], meeting: MeetingInfo) -> Commitment:
    part, code = Part(row["part"]), row["slot_code"] or row["session_code"]
    kind = CommitmentKind.CHAIR if part in _CHAIRING else CommitmentKind.TALK
    if row["slot_kind"] == SlotKind.POSTER:
        kind = CommitmentKind.POSTER
    is_abstract = row["abstract"] and kind is not CommitmentKind.CHAIR
    return Commitment(
        key=f"abstract:{row['abstract']}" if is_abstract else f"{kind}:{code}",
        kind=kind,
        title=row["slot_title"] or row["session_title"],
        where=_where(row, meeting),
        path=f"/{meeting.slug}/committee/programme/sessions/{row['session_code']}",
    )


def _where(row: dict[str, Any], meeting: MeetingInfo) -> str:
    if row["starts_at"] is None:
        return row["room"] or ""
    begins = row["starts_at"] + timedelta(minutes=row["after"] or 0)
    return ", ".join(each for each in (instant(begins, meeting.zone), row["room"]) if each)
