"""A file of a release, rendered on first request where that was too dear before, and kept."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

from conference.orm import transaction
from conference.web.conditional import etag_of
from schedule.queries.imports import imported_frame
from schedule.queries.release_files import stored_file
from schedule.queries.releases import CurrentRelease, RenderedFile
from schedule.releasing.files import ReleaseRenderer, renderer_of
from schedule.tables import ReleaseFile


async def release_file(
    meeting: UUID, release: CurrentRelease, name: str, base_url: str, now: datetime
) -> RenderedFile | None:
    """The file of that name of any release; None if releases have none. The bytes that were first
    given are given for ever: of two that render at once, one is kept."""
    renderer = renderer_of(name)
    if renderer is None:
        return None
    known = release.file(name) or await stored_file(release.id, name)
    if known is None:
        await _keep(release, await _rendered(meeting, release, renderer, base_url), now)
        known = await stored_file(release.id, name)
    return known


async def _rendered(
    meeting: UUID, release: CurrentRelease, renderer: ReleaseRenderer, base_url: str
) -> RenderedFile:
    frame = await imported_frame(meeting)
    body = await asyncio.to_thread(renderer.render, release, frame, base_url)
    return RenderedFile(renderer.name, renderer.media_type, etag_of(body), body)


async def _keep(release: CurrentRelease, file: RenderedFile, now: datetime) -> None:
    row = ReleaseFile(
        id=uuid4(),
        created_at=now,
        release=release.id,
        name=file.name,
        media_type=file.media_type,
        etag=file.etag,
        body=file.body,
    )
    async with transaction():
        await ReleaseFile.insert(row).on_conflict(
            target=(ReleaseFile.release, ReleaseFile.name), action="DO NOTHING"
        )
