"""Notes for the next desk: "wheelchair, by the side door"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.tables import DeskNote
from conference.orm import Actor, action
from conference.people.rules import clean
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class NoteInfo:
    id: UUID
    text: str
    by_name: str
    at: datetime


async def notes_on(registration: UUID) -> tuple[NoteInfo, ...]:
    """What stands there for the next desk, the newest first; one statement."""
    rows = (
        await DeskNote.select(
            DeskNote.id, DeskNote.text, DeskNote.by_name, DeskNote.created_at.as_alias("at")
        )
        .where(DeskNote.registration == registration, DeskNote.ended_at.is_null())
        .order_by(DeskNote.created_at, ascending=False)
    )
    return tuple(NoteInfo(**row) for row in rows)


async def leave_note(info: RegistrationInfo, text: str, *, by: Actor, now: datetime) -> None:
    """Shown whenever the person is opened at a desk."""
    async with action("leave_desk_note", by=by, now=now, meeting=info.meeting) as act:
        row = DeskNote(
            id=uuid4(), created_at=now, registration=info.id, text=clean(text)[:500],
            by_name=by.name[:200],
        )  # fmt: skip
        await DeskNote.insert(row)
        act.note("registration", info.code, desk_note=[None, row.text])


async def end_note(info: RegistrationInfo, which: UUID, *, by: Actor, now: datetime) -> bool:
    """No longer shown; False if it was taken down before."""
    async with action("end_desk_note", by=by, now=now, meeting=info.meeting) as act:
        rows = (
            await DeskNote.update({DeskNote.ended_at: now})
            .where(
                DeskNote.id == which,
                DeskNote.registration == info.id,
                DeskNote.ended_at.is_null(),
            )
            .returning(DeskNote.text)
        )
        for row in rows:
            act.note("registration", info.code, desk_note=[row["text"], None])
    return bool(rows)
