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
from schedule.actions.imported_sessions import draft_steps, write_people
from schedule.actions.keeping import keep_changes
from schedule.errors import NoSuchImport, NoSuchMeeting, SlugTaken, UnreadableFile
from schedule.exchange.comparing import (
    ImportStep,
    StepKind,
    compare_programmes,
    draft_after,
)
from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fitting import fitted
from schedule.exchange.incoming import ProgrammeFile
from schedule.exchange.known_people import KnownPeople
from schedule.exchange.model import ExchangeFrame, ExchangeRoom, Note, Notes
from schedule.exchange.recognising import read_file
from schedule.importing.preview import ProgrammeProposal, programme_preview_text
from schedule.queries.draft import draft_programme
from schedule.queries.imports import imported_frame
from schedule.rules.conflicts import Conflict, blocking, find_conflicts, new_conflicts
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

    file: ProgrammeFile
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
    zone: str = "",
) -> None:
    """`plenary import programme`: prints the preview, then applies it unless it is a dry run.

    Raises UnreadableFile, SlugTaken.
    """
    proposal = await propose_programme_import(
        meeting=meeting, file_name=file_name, data=data, by=by, now=now, zone=zone
    )
    say(programme_preview_text(proposal))
    if applies:
        say(str(await apply_programme_import(proposal.id, by=by, now=now)))


def _read(row: ProgrammeImport, draft: Programme) -> _Read:
    home = draft.zone if row.meeting else ""
    try:
        file, found = read_file(bytes(row.content), row.zone, home=home)
    except UnreadableProgramme as error:
        raise UnreadableFile(str(error)) from error
    notes = Notes()
    file = fitted(file, notes)
    steps = compare_programmes(file, draft, notes)
    return _Read(file, steps, (*found, *notes.all()))


async def _proposal(row: ProgrammeImport) -> ProgrammeProposal:
    draft = await draft_programme(row.meeting) if row.meeting else Programme("UTC")
    read = _read(row, draft)
    after = draft_after(draft, read.steps, read.file.zone)
    return ProgrammeProposal(
        id=row.id,
        meeting=row.meeting,
        slug=await _slug(row.meeting, read.file.frame),
        file_name=row.file_name,
        file=read.file,
        steps=read.steps,
        conflicts=_clashes(draft, after),
        notes=read.notes,
    )


def _clashes(before: Programme, after: Programme) -> tuple[Conflict, ...]:
    """The blocking conflicts that the file brings."""
    known, found = find_conflicts(before), find_conflicts(after)
    return tuple(new_conflicts(blocking(known), blocking(found)))


async def _slug(meeting: UUID | None, frame: ExchangeFrame | None) -> str:
    """The slug of the meeting that is named, or of the one the file makes. Raises SlugTaken,
    and UnreadableFile for a file that speaks of no meeting."""
    if meeting is not None:
        info = await meetings.meeting_by_id(meeting)
        if info is None:
            raise NoSuchMeeting(str(meeting))
        return info.slug
    if frame is None:
        raise UnreadableFile("This file does not say which meeting it is of: name one (--meeting).")
    slug = slug_of(frame.acronym)
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
    slug = await _slug(row.meeting, read.file.frame)
    meeting = row.meeting or await _begin(act, slug, read.file.frame)
    act.meeting = meeting
    wanted = [step for step in read.steps if step.is_wanted]
    rooms, added = await write_rooms(act, meeting, draft, _rooms(read.file))
    known, people = await write_people(act, KnownPeople.of(draft), wanted)
    steps = compare_programmes(read.file, draft, Notes(), known=known, rooms=rooms)
    changes = draft_steps(steps, draft, known)
    if changes:
        await keep_changes(act, meeting, changes, f"Imported {row.file_name}")
    frame = read.file.frame or await imported_frame(meeting)
    await ProgrammeImport.update(
        {
            ProgrammeImport.meeting: meeting,
            ProgrammeImport.frame: msgspec.json.encode(frame).decode() if frame else "{}",
        }
    ).where(ProgrammeImport.id == row.id)
    new = sum(step.kind is StepKind.NEW for step in wanted)
    return ProgrammeImported(meeting, slug, new, len(wanted) - new, people, added)


async def _begin(act: Action, slug: str, frame: ExchangeFrame | None) -> UUID:
    assert frame is not None  # or `_slug` has refused the file
    return await begin_meeting(act, slug, frame)


def _rooms(file: ProgrammeFile) -> tuple[ExchangeRoom, ...]:
    """The rooms that the file describes, and those that its sessions name."""
    named = {name: ExchangeRoom(name) for name in file.rooms}
    described = {room.name: room for room in file.frame.rooms} if file.frame else {}
    return tuple((described | {n: r for n, r in named.items() if n not in described}).values())
