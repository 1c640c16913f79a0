"""Reading a programme file: proposed and shown first, then applied in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from conference.meetings import queries as meetings
from conference.orm import Action, Actor, action
from schedule.actions.editing import hold_draft
from schedule.actions.imported_meeting import begin_meeting, slug_of, write_rooms
from schedule.actions.imported_sessions import write_people, write_sessions
from schedule.errors import NoSuchImport, NoSuchMeeting, SlugTaken, UnreadableFile
from schedule.exchange.comparing import ImportStep, KnownPeople, StepKind, compare_programmes
from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fitting import fitted
from schedule.exchange.merging import draft_after
from schedule.exchange.model import ExchangeProgramme, Note, Notes
from schedule.exchange.recognising import read_programme
from schedule.import_preview import ProgrammeProposal, programme_preview_text
from schedule.queries.draft import draft_programme
from schedule.rules.conflicts import find_conflicts, new_conflicts
from schedule.rules.programme import Programme
from schedule.tables import ProgrammeImport

__all__ = [
    "ProgrammeImported",
    "apply_programme_import",
    "import_from_command",
    "programme_preview_text",
    "programme_proposal",
    "propose_programme_import",
]


@dataclass(frozen=True, slots=True)
class ProgrammeImported:
    """What applying a file did."""

    meeting: UUID
    slug: str
    new: int = 0
    changed: int = 0
    people: int = 0
    rooms: int = 0
    was_applied_before: bool = False

    def __str__(self) -> str:
        if self.was_applied_before:
            return f"This file was applied to /{self.slug} before; nothing was done again."
        return (
            f"Applied to /{self.slug}: {self.new} sessions new, {self.changed} changed; "
            f"{self.people} people and {self.rooms} rooms added."
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as understood against a draft."""

    programme: ExchangeProgramme
    steps: tuple[ImportStep, ...]
    notes: tuple[Note, ...]


async def propose_programme_import(
    *,
    meeting: UUID | None,
    file_name: str,
    data: bytes,
    by: Actor,
    now: datetime,
    zone: str = "",
) -> ProgrammeProposal:
    """Keeps the file and says what applying it would do; the programme is not touched.

    Without a meeting the file makes one. Raises UnreadableFile, NoSuchMeeting, SlugTaken.
    """
    row = ProgrammeImport(
        id=uuid4(),
        created_at=now,
        meeting=meeting,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        by_name=by.name,
        zone=zone,
        content=data,
    )
    proposal = await _proposal(row)
    async with action("propose_programme_import", by=by, now=now, meeting=meeting) as act:
        await ProgrammeImport.insert(row)
        act.note("programme_import", row.id, file=file_name, found=proposal.summary)
    return proposal


async def programme_proposal(import_id: UUID) -> ProgrammeProposal:
    """The preview of a kept file against the draft as it is now. Raises NoSuchImport."""
    return await _proposal(await _kept(import_id))


async def apply_programme_import(import_id: UUID, *, by: Actor, now: datetime) -> ProgrammeImported:
    """Applies a kept file in one transaction; applying it again does nothing.

    Clashes that the file brings are kept and shown. What is missing from the file stays as it
    is. Raises NoSuchImport, SlugTaken.
    """
    row = await _kept(import_id)
    if row.applied_at is not None:
        return await _applied_before(row.meeting)
    async with action("apply_programme_import", by=by, now=now, meeting=row.meeting) as act:
        if not await _claim(row.id, now):
            return await _applied_before(row.meeting)
        outcome = await _apply(act, row)
        act.note("programme_import", row.id, new=outcome.new, changed=outcome.changed)
    return outcome


async def import_from_command(
    *,
    meeting: UUID | None,
    file_name: str,
    data: bytes,
    by: Actor,
    now: datetime,
    applies: bool,
    say: Callable[[str], Any],
) -> None:
    """`plenary import programme`: prints the preview, then applies it unless it is a dry run.

    Raises UnreadableFile, SlugTaken.
    """
    proposal = await propose_programme_import(
        meeting=meeting, file_name=file_name, data=data, by=by, now=now
    )
    say(programme_preview_text(proposal))
    if applies:
        say(str(await apply_programme_import(proposal.id, by=by, now=now)))


def _read(row: ProgrammeImport, draft: Programme) -> _Read:
    try:
        programme, found = read_programme(bytes(row.content), row.zone)
    except UnreadableProgramme as error:
        raise UnreadableFile(str(error)) from error
    notes = Notes()
    programme = fitted(programme, notes)
    steps = compare_programmes(programme, draft, notes)
    return _Read(programme, steps, (*found, *notes.all()))


async def _proposal(row: ProgrammeImport) -> ProgrammeProposal:
    draft = await draft_programme(row.meeting) if row.meeting else Programme("UTC")
    read = _read(row, draft)
    frame = read.programme.frame
    after = draft_after(draft, read.steps, frame.zone)
    return ProgrammeProposal(
        id=row.id,
        meeting=row.meeting,
        slug=await _slug(row.meeting, frame.acronym),
        file_name=row.file_name,
        frame=frame,
        events=len(read.programme.events),
        people=read.programme.people_count,
        steps=read.steps,
        conflicts=tuple(new_conflicts(find_conflicts(draft), find_conflicts(after))),
        notes=read.notes,
    )


async def _slug(meeting: UUID | None, acronym: str) -> str:
    """The slug of the meeting that is named, or of the one the file makes. Raises SlugTaken."""
    if meeting is not None:
        info = await meetings.meeting_by_id(meeting)
        if info is None:
            raise NoSuchMeeting(str(meeting))
        return info.slug
    slug = slug_of(acronym)
    if await meetings.meeting_by_slug(slug) is not None:
        raise SlugTaken(slug)
    return slug


async def _kept(import_id: UUID) -> ProgrammeImport:
    row = await ProgrammeImport.objects().get(ProgrammeImport.id == import_id)
    if row is None:
        raise NoSuchImport
    return row


async def _claim(import_id: UUID, now: datetime) -> bool:
    """Of two that apply the same file at once, one gets it."""
    rows = (
        await ProgrammeImport.update({ProgrammeImport.applied_at: now})
        .where(ProgrammeImport.id == import_id, ProgrammeImport.applied_at.is_null())
        .returning(ProgrammeImport.id)
    )
    return bool(rows)


async def _applied_before(meeting: UUID | None) -> ProgrammeImported:
    info = await meetings.meeting_by_id(meeting) if meeting else None
    if info is None:
        raise NoSuchImport
    return ProgrammeImported(info.id, info.slug, was_applied_before=True)


async def _apply(act: Action, row: ProgrammeImport) -> ProgrammeImported:
    draft = await hold_draft(row.meeting) if row.meeting else Programme("UTC")
    read = _read(row, draft)
    frame = read.programme.frame
    slug = await _slug(row.meeting, frame.acronym)
    meeting = row.meeting or await begin_meeting(act, slug, frame)
    act.meeting = meeting
    wanted = [
        step
        for step in read.steps
        if step.kind in (StepKind.NEW, StepKind.CHANGED) and step.incoming
    ]
    rooms, added = await write_rooms(act, meeting, draft, frame.rooms)
    known, people = await write_people(act, KnownPeople.of(draft), wanted)
    new, changed = await write_sessions(act, meeting, draft, wanted, known, rooms)
    await ProgrammeImport.update(
        {
            ProgrammeImport.meeting: meeting,
            ProgrammeImport.frame: msgspec.json.encode(frame).decode(),
        }
    ).where(ProgrammeImport.id == row.id)
    return ProgrammeImported(meeting, slug, new, changed, people, added)
