"""Conflicts of the draft as it is now, and those that the committee knows of and accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
    rows = await Acknowledgement.select().where(Acknowledgement.meeting == meeting)
    return {
        row["key"]: AcknowledgementInfo(
            row["key"], row["reason"], row["by_name"], row["created_at"], row["sentence"]
        )
        for row in rows
    }
