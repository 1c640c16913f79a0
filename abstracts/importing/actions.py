"""Importing abstracts and reviews: keep the file, apply what its preview said, undo."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from abstracts.importing.abstract_writing import remove_abstracts, write_abstracts
from abstracts.importing.errors import (
    AlreadyImported,
    NotToUndo,
    PreviewChanged,
    UnreadableFile,
)
from abstracts.importing.queries import Choices, import_info, preview_file, preview_of
from abstracts.importing.review_writing import remove_reviews, write_reviews
from abstracts.importing.rules import Fate, ImportKind, ProposedAbstract, ProposedReview
from abstracts.tables.book import AbstractImport
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action


async def keep_file(
    meeting: MeetingInfo,
    kind: ImportKind,
    choices: Choices,
    file_name: str,
    data: bytes,
    *,
    by: Actor,
    now: datetime,
) -> UUID:
    """Keeps a file that can be read; nothing is taken over yet. Raises UnreadableFile."""
    preview = await preview_file(meeting.id, kind, data, choices)
    if preview.problem:
        raise UnreadableFile(preview.problem, errors={"file": preview.problem})
    row = AbstractImport(
        id=uuid4(),
        created_at=now,
        meeting=meeting.id,
        kind=kind.value,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        by_name=by.name,
        content=data,
        choices=msgspec.json.encode(choices).decode(),
    )
    async with action("keep_import", by=by, now=now, meeting=meeting.id) as act:
        await AbstractImport.insert(row)
        act.note("abstract_import", row.id, file=file_name, rows=len(preview.proposed))
    return row.id


async def apply_import(
    meeting: MeetingInfo, id: UUID, *, seen: str, by: Actor, now: datetime
) -> int:
    """Takes over every new row in one transaction, or none; returns how many. No letters.

    Raises UnknownImport, AlreadyImported, and PreviewChanged if the file would now do something
    else than what was `seen`.
    """
    info = await import_info(meeting.id, id)
    async with action("apply_import", by=by, now=now, meeting=meeting.id) as act:
        await _claim(id, now)
        preview = await preview_of(meeting.id, id)
        if preview.seen != seen:
            raise PreviewChanged("Look at it again; nothing was taken over.")
        made = await _write(act, meeting, info.choices, preview.of(Fate.NEW))
        await AbstractImport.update(
            {AbstractImport.made: msgspec.json.encode(made).decode()}
        ).where(AbstractImport.id == id)
        act.note("abstract_import", id, made=len(made))
    return len(made)


async def undo_import(
    meeting: MeetingInfo, id: UUID, *, reason: str, by: Actor, now: datetime
) -> int:
    """Removes what an import made, all or nothing; returns how many.

    Refused as soon as one of them was touched since: that would lose what somebody did. People
    whom the import made stay. Raises UnknownImport, NotToUndo.
    """
    info = await import_info(meeting.id, id)
    async with action("undo_import", by=by, now=now, meeting=meeting.id, reason=reason) as act:
        won = (
            await AbstractImport.update({AbstractImport.undone_at: now})
            .where(
                AbstractImport.id == id,
                AbstractImport.applied_at.is_not_null(),
                AbstractImport.undone_at.is_null(),
            )
            .returning(AbstractImport.id)
        )
        if not won:
            raise NotToUndo("It was not applied, or was undone already.")
        if info.kind is ImportKind.ABSTRACTS:
            await remove_abstracts(meeting.id, info.made)
        else:
            await remove_reviews([UUID(each) for each in info.made])
        act.note("abstract_import", id, undone=len(info.made))
    return len(info.made)


async def _claim(id: UUID, now: datetime) -> None:
    """One of two who press at once applies; the other hears that it is done."""
    won = (
        await AbstractImport.update({AbstractImport.applied_at: now})
        .where(AbstractImport.id == id, AbstractImport.applied_at.is_null())
        .returning(AbstractImport.id)
    )
    if not won:
        raise AlreadyImported("Look at its page for what became of it.")


async def _write(
    act: Action,
    meeting: MeetingInfo,
    choices: Choices,
    proposed: Sequence[ProposedAbstract | ProposedReview],
) -> list[str]:
    abstracts = [each for each in proposed if isinstance(each, ProposedAbstract)]
    reviews = [each for each in proposed if isinstance(each, ProposedReview)]
    if abstracts:
        return await write_abstracts(act, meeting, UUID(choices.call), abstracts)
    return [str(id) for id in await write_reviews(act, meeting, choices.round, reviews)]
