"""An action: one thing that a person does, in one transaction, with its audit entry."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from structlog.contextvars import get_contextvars

from conference.orm.engine import transaction
from conference.orm.prepared import PreparedInsert
from conference.orm.tables import AuditEntry

_new_entry = PreparedInsert(AuditEntry)
NOTES_PER_INSERT = 1_000  # times 13 columns: both engines take some 32,700 parameters


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, or the system under a name that says what it was doing."""

    person: UUID | None
    name: str

    @classmethod
    def system(cls, name: str) -> Actor:
        return cls(None, name)


@dataclass(frozen=True, slots=True)
class Note:
    """An audit entry to be written; lighter than a row of the table, which every action makes."""

    at: datetime
    created_at: datetime
    verb: str
    actor: UUID | None
    actor_name: str
    meeting: UUID | None
    subject_kind: str
    subject: str
    changes: str
    reason: str
    request_id: str


@dataclass(slots=True)
class Action:
    """A running action. `note` says what was changed; the notes are the audit trail."""

    verb: str
    by: Actor
    now: datetime
    meeting: UUID | None = None
    reason: str = ""
    notes: list[Note] = field(default_factory=list)

    def note(self, subject_kind: str, subject: object, **changes: Any) -> None:
        """Adds one audit entry; `changes` are field=[before, after] or field=value."""
        self.notes.append(
            Note(
                at=self.now,
                created_at=self.now,
                verb=self.verb,
                actor=self.by.person,
                actor_name=self.by.name,
                meeting=self.meeting,
                subject_kind=subject_kind,
                subject=str(subject),
                changes=json.dumps(changes, default=_plain, ensure_ascii=False),
                reason=self.reason,
                request_id=get_contextvars().get("request_id", ""),
            )
        )


@asynccontextmanager
async def action(
    verb: str, *, by: Actor, now: datetime, meeting: UUID | None = None, reason: str = ""
) -> AsyncIterator[Action]:
    """One transaction: the writes inside and their audit entries, all of them or none."""
    async with transaction():
        running = Action(verb, by, now, meeting, reason)
        yield running
        await _keep(running.notes)


async def _keep(notes: list[Note]) -> None:
    if len(notes) == 1:  # as of most actions
        await _new_entry(**{name: getattr(notes[0], name) for name in _new_entry.names})
        return
    for start in range(0, len(notes), NOTES_PER_INSERT):
        chunk = notes[start : start + NOTES_PER_INSERT]
        await AuditEntry.insert(*(AuditEntry(**asdict(each)) for each in chunk))


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
