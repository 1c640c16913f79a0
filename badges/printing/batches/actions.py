"""Batches are queued, cancelled, tried again, and their files deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from badges.printing.batches.queries import BATCHES, BatchInfo, Proposal
from badges.printing.batches.words import batch_title
from badges.printing.errors import ReasonNeeded
from badges.printing.rules import JobEvent, JobState, PrintReason
from badges.tables import PrintBatch
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action


async def queue_batch(
    proposal: Proposal, reason: PrintReason | None, *, meeting: MeetingInfo, by: Actor,
    now: datetime,
) -> UUID:  # fmt: skip
    """Queues what a person saw; the file is made beside the requests, and the prints recorded then.

    Raises ReasonNeeded when some were printed before and nobody says why again (G03).
    """
    if proposal.reprints and reason in (None, PrintReason.FIRST, PrintReason.LOST):
        raise ReasonNeeded
    title = batch_title(proposal.choice, dict(proposal.categories))
    async with action("queue_batch", by=by, now=now, meeting=meeting.id) as act:
        row = PrintBatch(
            id=uuid4(),
            created_at=now,
            meeting=meeting.id,
            title=title,
            choice=_json(proposal.choice),
            stock=proposal.sheets.stock,
            state=JobState.QUEUED.value,
            total=len(proposal.infos),
            members=_json([info.id for info in proposal.infos]),
            reason=(reason or PrintReason.FIRST).value,
            report=_json(proposal.report),
            by_name=by.name[:200],
        )
        await PrintBatch.insert(row)
        act.note("print_batch", row.id, queued=len(proposal.infos), stock=proposal.sheets.stock)
    return UUID(str(row.id))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


async def cancel_batch(batch: BatchInfo, *, by: Actor, now: datetime) -> None:
    """Ends a batch that is not made yet; none of its badges is recorded. Raises JobMoved."""
    await BATCHES.move(batch, JobEvent.CANCEL, {PrintBatch.finished_at: now}, by=by, now=now)


async def retry_batch(batch: BatchInfo, *, by: Actor, now: datetime) -> None:
    """Queues a batch that failed or was cancelled again. Raises JobMoved."""
    await BATCHES.move(batch, JobEvent.RETRY, BATCHES.afresh(), by=by, now=now)


async def delete_file(batch: BatchInfo, *, by: Actor, now: datetime) -> None:
    """The file goes, its prints stay recorded; doing it twice is as once."""
    async with action("delete_batch_file", by=by, now=now, meeting=batch.meeting) as act:
        await PrintBatch.update({PrintBatch.file: None, PrintBatch.is_file_kept: False}).where(
            PrintBatch.id == batch.id
        )
        act.note("print_batch", batch.id, file="deleted")
