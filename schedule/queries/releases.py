"""Releases, the newest kept in memory: the public programme and its feeds cost next to nothing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec

from conference.orm import current_engine
from schedule.errors import NotReleased
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.tables import Release, ReleaseFile

FRESH_SECONDS = 1.0
KEPT_OLD = 4
LARGEST_NUMBER = 2**31 - 1  # what the column holds
PDF = "application/pdf"

_decoder = msgspec.json.Decoder(ReleasedProgramme)


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """Bytes rendered once from a release."""

    name: str
    media_type: str
    etag: str
    body: bytes


class CurrentRelease:
    """The newest release of a meeting, with its files and what has been rendered of it so far."""

    def __init__(self, id: UUID, programme: ReleasedProgramme, files: list[RenderedFile]) -> None:
        self.id = id
        self.programme = programme
        self.files = {file.name: file for file in files}
        self.rendered: dict[object, bytes] = {}  # calendar events, by item and options

    @property
    def number(self) -> int:
        """Counts the releases of a meeting from 1."""
        return self.programme.number

    @property
    def etag(self) -> str:
        """An entity tag for anything that depends on the release alone."""
        return f'"{self.id.hex}"'

    def file(self, name: str) -> RenderedFile | None:
        """One of the files that were rendered with the release, as programme.ics; those rendered
        on request are told by `schedule.actions.release_files.release_file`."""
        return self.files.get(name)

    def find(self, code: str) -> tuple[ReleasedSession, ReleasedSlot | None] | None:
        """The session of a code, or the slot with its session; tombstones are found too."""
        return self._items.get(code)

    @cached_property
    def _items(self) -> dict[str, tuple[ReleasedSession, ReleasedSlot | None]]:
        return {(slot or session).code: (session, slot) for session, slot in self.programme.items()}


@dataclass(slots=True)
class _Kept:
    checked: float
    engine: object
    release: CurrentRelease | None


@dataclass(slots=True)
class _Memory:
    kept: dict[UUID, _Kept] = field(default_factory=dict)
    old: OrderedDict[UUID, CurrentRelease] = field(default_factory=OrderedDict)
    forgotten: int = 0


_memory = _Memory()


async def current_release(meeting: UUID) -> CurrentRelease | None:
    """The newest release, or None before the first. At most a second behind another process,
    never behind this one; without a new release it costs one statement a second."""
    kept, began, forgotten = _memory.kept.get(meeting), monotonic(), _memory.forgotten
    engine = current_engine()
    if kept and kept.engine is engine and began - kept.checked < FRESH_SECONDS:
        return kept.release
    newest = await _newest_id(meeting)
    release = kept.release if kept else None
    if newest != (release.id if release else None):
        release = await _load(newest) if newest else None
    if forgotten == _memory.forgotten:
        _memory.kept[meeting] = _Kept(began, engine, release)
    return release


async def released_now(meeting: UUID) -> CurrentRelease:
    """The same where there has to be one. Raises NotReleased before the first."""
    release = await current_release(meeting)
    if release is None:
        raise NotReleased
    return release


def forget_release(meeting: UUID) -> None:
    """Makes this process look again at once; called when a release has been written."""
    _memory.forgotten += 1
    _memory.kept.pop(meeting, None)


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release in the list of releases."""

    number: int
    name: str
    comment: str
    by_name: str
    released_at: datetime
    summary: str = ""


async def list_releases(meeting: UUID) -> list[ReleaseLine]:
    """The releases of a meeting, newest first; one statement."""
    rows = (
        await Release.select(
            Release.number,
            Release.name,
            Release.comment,
            Release.by_name,
            Release.released_at,
            Release.summary,
        )
        .where(Release.meeting == meeting)
        .order_by(Release.number, ascending=False)
    )
    return [ReleaseLine(**row) for row in rows]


async def newest_release(meeting: UUID) -> CurrentRelease | None:
    """The newest release as it is in the database now; for actions that hold the draft."""
    newest = await _newest_id(meeting)
    return await _load(newest) if newest else None


async def newest_snapshot(meeting: UUID) -> ReleasedProgramme | None:
    """The newest release as it is in the database now; one statement."""
    row = await _newest(meeting, Release.snapshot)
    return _decoder.decode(row["snapshot"]) if row else None


async def _newest_id(meeting: UUID) -> UUID | None:
    row = await _newest(meeting, Release.id)
    return row["id"] if row else None


async def _newest(meeting: UUID, column: Any) -> dict[str, Any] | None:
    row: dict[str, Any] | None = (
        await Release.select(column)
        .where(Release.meeting == meeting)
        .order_by(Release.number, ascending=False)
        .first()
    )
    return row


async def old_release(meeting: UUID, number: int) -> CurrentRelease | None:
    """Any release by its number, as it went out; None if there is none. The last few are kept."""
    if not 0 < number <= LARGEST_NUMBER:
        return None
    row = (
        await Release.select(Release.id)
        .where(Release.meeting == meeting, Release.number == number)
        .first()
    )
    if row is None:
        return None
    known = _memory.old.pop(row["id"], None) or await _load(row["id"])
    if known is not None:
        _memory.old[row["id"]] = known
        while len(_memory.old) > KEPT_OLD:
            _memory.old.popitem(last=False)
    return known


async def _load(release: UUID) -> CurrentRelease | None:
    row = await Release.select(Release.snapshot).where(Release.id == release).first()
    if row is None:
        return None
    files = await ReleaseFile.select(
        ReleaseFile.name, ReleaseFile.media_type, ReleaseFile.etag, ReleaseFile.body
    ).where(
        ReleaseFile.release == release,
        ReleaseFile.name.like("programme.%"),
        ReleaseFile.media_type != PDF,
    )
    rendered = [RenderedFile(**{**file, "body": bytes(file["body"])}) for file in files]
    return CurrentRelease(release, _decoder.decode(row["snapshot"]), rendered)
