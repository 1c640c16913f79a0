"""Conflicts of the draft as it is now, and those that the committee knows of and accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.orm import Prepared
from schedule.tables import Acknowledgement


@dataclass(frozen=True, slots=True)
class AcknowledgementInfo:
    """Who accepted a conflict, when and why (N06); `sentence` is the conflict as it was then."""

    key: str
    reason: str
    by_name: str
    at: datetime
    sentence: str


async def acknowledged(meeting: UUID) -> dict[str, AcknowledgementInfo]:
    """Every acknowledgement by `Conflict.key`, also of conflicts that are not there now, because
    they stay accepted when they come back; one statement."""
    return {row["key"]: AcknowledgementInfo(**row) for row in await _accepted(meeting)}


_accepted = Prepared(
    lambda meeting: Acknowledgement.select(
        Acknowledgement.key,
        Acknowledgement.reason,
        Acknowledgement.by_name,
        Acknowledgement.created_at.as_alias("at"),
        Acknowledgement.sentence,
    ).where(Acknowledgement.meeting == meeting)
)
