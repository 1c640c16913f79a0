"""What releases froze beside their snapshots: changes in words, abstract texts, hidden titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from schedule.queries.releases import RenderedFile
from schedule.rules.addendum import ChangeLine
from schedule.tables import ReleaseFile

CHANGES = "changes.json"
TEXTS = "texts.json"
TITLES = "titles.json"

_RELEASE: Any = ReleaseFile.release


class FrozenText(msgspec.Struct, frozen=True, omit_defaults=True):
    """An abstract as it was when the release was made; never shown before `texts_from` (A14).

    `authors` are names in order, `presenting` is the place of the presenting one, -1 for none.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    presenting: int = -1
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class ChangesOfRelease:
    """One release in the log of changes."""

    id: UUID
    number: int
    name: str
    comment: str
    released_at: datetime
    summary: str
    lines: tuple[ChangeLine, ...]


async def stored_file(release: UUID, name: str) -> RenderedFile | None:
    """One file of a release; one statement."""
    row = (
        await ReleaseFile.select(ReleaseFile.media_type, ReleaseFile.etag, ReleaseFile.body)
        .where(ReleaseFile.release == release, ReleaseFile.name == name)
        .first()
    )
    if row is None:
        return None
    return RenderedFile(name, row["media_type"], row["etag"], bytes(row["body"]))


async def hidden_titles(release: UUID) -> dict[str, str]:
    """The titles that a release keeps under embargo, by slot code; for nobody's eyes before."""
    file = await stored_file(release, TITLES)
    return msgspec.json.decode(file.body, type=dict[str, str]) if file else {}


async def frozen_texts(release: UUID) -> dict[str, FrozenText]:
    """The abstracts' texts of a release by slot code. The caller asks `shown_to` first (A14)."""
    file = await stored_file(release, TEXTS)
    return msgspec.json.decode(file.body, type=dict[str, FrozenText]) if file else {}


async def changes_of(release: UUID) -> tuple[ChangeLine, ...]:
    """What a release changed against the one before, in words."""
    file = await stored_file(release, CHANGES)
    return msgspec.json.decode(file.body, type=tuple[ChangeLine, ...]) if file else ()


async def log_of_changes(meeting: UUID, limit: int = 20) -> list[ChangesOfRelease]:
    """The newest releases with what each changed, newest first; one statement."""
    rows = (
        await ReleaseFile.select(
            _RELEASE.id.as_alias("id"),
            _RELEASE.number.as_alias("number"),
            _RELEASE.name.as_alias("release_name"),
            _RELEASE.comment.as_alias("comment"),
            _RELEASE.released_at.as_alias("released_at"),
            _RELEASE.summary.as_alias("summary"),
            ReleaseFile.body,
        )
        .where(_RELEASE.meeting == meeting, ReleaseFile.name == CHANGES)
        .order_by(_RELEASE.number, ascending=False)
        .limit(limit)
    )
    return [
        ChangesOfRelease(
            id=row["id"],
            number=row["number"],
            name=row["release_name"],
            comment=row["comment"],
            released_at=row["released_at"],
            summary=row["summary"],
            lines=msgspec.json.decode(bytes(row["body"]), type=tuple[ChangeLine, ...]),
        )
        for row in rows
    ]
