"""What the outbox holds: for the office, and for the worker that empties it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable
from piccolo.query.functions import Count

from conference.letters.message import StoredLetter, unpack
from conference.letters.rules import Attachment, LetterState
from conference.letters.tables import OutboxLetter

PAGE_SIZE = 50
SIGN_IN_KIND = "sign_in"

LETTER_COLUMNS = (
    OutboxLetter.id,
    OutboxLetter.kind,
    OutboxLetter.to_address,
    OutboxLetter.subject,
    OutboxLetter.body,
    OutboxLetter.attachments,
    OutboxLetter.created_at,
    OutboxLetter.attempts,
)
_LIST_COLUMNS = (
    OutboxLetter.id,
    OutboxLetter.kind,
    OutboxLetter.to_address,
    OutboxLetter.subject,
    OutboxLetter.state,
    OutboxLetter.attempts,
    OutboxLetter.created_at,
    OutboxLetter.sent_at,
    OutboxLetter.not_before,
    OutboxLetter.last_error,
)


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """A letter in the office's list."""

    id: UUID
    kind: str
    to_address: str
    subject: str
    state: LetterState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    not_before: datetime
    last_error: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    letters: tuple[LetterSummary, ...]
    page: int
    total: int
    counts: Mapping[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class LetterDetail:
    summary: LetterSummary
    body: str
    attachments: tuple[Attachment, ...]


async def letters(
    meeting: UUID, page: int = 1, *, state: str = "", with_sign_in: bool = False
) -> LetterPage:
    """A page of a meeting's letters, newest first, and how many are in each state; 2 statements.

    Sign-in letters hold a secret and belong to no meeting: only a demo shows them.
    """
    visible = _visible(meeting, with_sign_in=with_sign_in)
    counts = (
        await OutboxLetter.select(OutboxLetter.state, Count())
        .where(visible)
        .group_by(OutboxLetter.state)
    )
    by_state = {row["state"]: int(row["count"]) for row in counts}
    wanted = visible & (OutboxLetter.state == state) if state else visible
    rows = (
        await OutboxLetter.select(*_LIST_COLUMNS)
        .where(wanted)
        .order_by(OutboxLetter.created_at, ascending=False)
        .order_by(OutboxLetter.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    total = by_state.get(state, 0) if state else sum(by_state.values())
    return LetterPage(tuple(_summary(row) for row in rows), page, total, by_state)


async def letter(id: UUID, *, meeting: UUID, with_sign_in: bool = False) -> LetterDetail | None:
    """One letter whole, if it is the meeting's; None otherwise. One statement."""
    row = (
        await OutboxLetter.select(*_LIST_COLUMNS, OutboxLetter.body, OutboxLetter.attachments)
        .where(OutboxLetter.id == id, _visible(meeting, with_sign_in=with_sign_in))
        .first()
    )
    if row is None:
        return None
    return LetterDetail(_summary(row), row["body"], unpack(row["attachments"]))


async def first_due_letter(now: datetime) -> UUID | None:
    """The letter that has waited longest among those that may be sent now."""
    row = (
        await OutboxLetter.select(OutboxLetter.id)
        .where(is_due(now))
        .order_by(OutboxLetter.not_before)
        .first()
    )
    return UUID(str(row["id"])) if row else None


def is_due(now: datetime) -> Combinable:
    """Queued and its time has come, or claimed by a worker whose lease has run out."""
    is_waiting = (OutboxLetter.state == LetterState.QUEUED.value) & (OutboxLetter.not_before <= now)
    is_abandoned = (OutboxLetter.state == LetterState.SENDING.value) & (
        OutboxLetter.lease_until < now
    )
    return is_waiting | is_abandoned


def letter_of_row(row: Mapping[str, Any]) -> StoredLetter:
    return StoredLetter(
        id=row["id"],
        kind=row["kind"],
        to_address=row["to_address"],
        subject=row["subject"],
        body=row["body"],
        attachments=unpack(row["attachments"]),
        created_at=row["created_at"],
        attempts=row["attempts"],
    )


def _visible(meeting: UUID, *, with_sign_in: bool) -> Combinable:
    own: Combinable = OutboxLetter.meeting == meeting
    if with_sign_in:
        return own | (OutboxLetter.kind == SIGN_IN_KIND)
    return own & (OutboxLetter.kind != SIGN_IN_KIND)


def _summary(row: Mapping[str, Any]) -> LetterSummary:
    return LetterSummary(
        id=row["id"],
        kind=row["kind"],
        to_address=row["to_address"],
        subject=row["subject"],
        state=LetterState(row["state"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
        sent_at=row["sent_at"],
        not_before=row["not_before"],
        last_error=row["last_error"],
    )
