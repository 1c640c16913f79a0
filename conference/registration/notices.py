"""Letters that are sent once: about an order or a registration, for one deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from conference.orm import Action, IntegrityConflict, integrity
from conference.registration.tables import Notice


class NoticeKind(StrEnum):
    """What was said, or decided, about an order or a registration for a deadline."""

    EXPIRES_IN_7 = "expires_in_7"
    EXPIRES_IN_2 = "expires_in_2"
    GIVEN_UP = "given_up"
    DEARER_IN_7 = "dearer_in_7"
    DEARER_IN_2 = "dearer_in_2"
    LATE_JUDGED = "late_judged"
    LATE_CHARGED = "late_charged"
    LATE_SETTLED = "late_settled"
    PROOF_IN_7 = "proof_in_7"
    PROOF_IN_2 = "proof_in_2"
    PICK_UP = "pick_up"


@dataclass(frozen=True, slots=True)
class NoticeInfo:
    subject: str
    kind: NoticeKind
    deadline: datetime
    amount: int
    created_at: datetime


async def note_once(
    act: Action, subject: str, kind: NoticeKind, deadline: datetime, amount: int = 0
) -> bool:
    """Writes down that this is said now; False if it was said before, also by another process."""
    row = Notice(
        id=uuid4(),
        created_at=act.now,
        subject=subject,
        kind=kind.value,
        deadline=deadline,
        amount=amount,
    )
    try:
        async with integrity():
            await Notice.insert(row)
    except IntegrityConflict:
        return False
    act.note("notice", subject, kind=kind.value, deadline=deadline)
    return True


async def notices_of(*subjects: str) -> list[NoticeInfo]:
    """All that was said about these orders or registrations."""
    if not subjects:
        return []
    rows = await Notice.select(
        Notice.subject, Notice.kind, Notice.deadline, Notice.amount, Notice.created_at
    ).where(Notice.subject.is_in(list(subjects)))
    return [NoticeInfo(**{**row, "kind": NoticeKind(row["kind"])}) for row in rows]


async def forget_notice(subject: str, kind: NoticeKind, deadline: datetime) -> None:
    """What was said no longer holds, and is said anew."""
    await Notice.delete().where(
        Notice.subject == subject, Notice.kind == kind.value, Notice.deadline == deadline
    )
