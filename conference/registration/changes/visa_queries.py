"""Reading refused visas: one case with its registration, and the office's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registrations
from conference.registration.changes.held_queries import HeldRegistration
from conference.registration.changes.rules.visas import RefusalState
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import VisaRefusal, VisaRequest

_COLUMNS = (
    VisaRefusal.id,
    VisaRefusal.registration,
    VisaRefusal.applied_on,
    VisaRefusal.text,
    VisaRefusal.file_name,
    VisaRefusal.state,
    VisaRefusal.created_at,
    VisaRefusal.decided_at,
    VisaRefusal.decided_by,
    VisaRefusal.reason,
)


@dataclass(frozen=True, slots=True)
class VisaCase:
    """A refused visa with the registration it is about."""

    id: UUID
    found: HeldRegistration
    applied_on: date
    text: str
    file_name: str
    state: RefusalState
    told_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str

    @property
    def is_open(self) -> bool:
        return self.state is RefusalState.ASKED


@dataclass(frozen=True, slots=True)
class VisaLine:
    """One line of the office's list."""

    info: RegistrationInfo
    applied_on: date
    state: RefusalState
    told_at: datetime


async def visa_case(found: HeldRegistration) -> VisaCase | None:
    """What was told of a registration's visa, decided or not; one statement."""
    row = (
        await VisaRefusal.select(*_COLUMNS).where(VisaRefusal.registration == found.info.id).first()
    )
    return _case(row, found) if row else None


async def applied_on(found: HeldRegistration) -> date | None:
    """The day that was told with the request for a letter of invitation, if it was."""
    row = (
        await VisaRequest.select(VisaRequest.applied_on)
        .where(VisaRequest.registration == found.info.id)
        .first()
    )
    return row["applied_on"] if row else None


async def visa_file(found: HeldRegistration) -> bytes:
    """What was sent; nothing once it is decided (N05)."""
    row = (
        await VisaRefusal.select(VisaRefusal.content)
        .where(VisaRefusal.registration == found.info.id)
        .first()
    )
    return bytes(row["content"]) if row else b""


async def visa_lines(meeting: MeetingInfo) -> list[VisaLine]:
    """Every refused visa of the meeting, those that wait first, the oldest first."""
    rows = (
        await VisaRefusal.select(
            VisaRefusal.registration,
            VisaRefusal.applied_on,
            VisaRefusal.state,
            VisaRefusal.created_at,
        )
        .where(VisaRefusal.registration.meeting == meeting.id)
        .order_by(VisaRefusal.created_at)
    )
    known = await registrations.registrations_info([row["registration"] for row in rows])
    lines = [
        VisaLine(
            known[row["registration"]],
            row["applied_on"],
            RefusalState(row["state"]),
            row["created_at"],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda each: each.state is not RefusalState.ASKED)


def _case(row: dict[str, Any], found: HeldRegistration) -> VisaCase:
    return VisaCase(
        id=row["id"],
        found=found,
        applied_on=row["applied_on"],
        text=row["text"],
        file_name=row["file_name"],
        state=RefusalState(row["state"]),
        told_at=row["created_at"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        reason=row["reason"],
    )
