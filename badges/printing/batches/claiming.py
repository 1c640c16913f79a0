"""Whoever makes a batch holds its lease, and renews it as long as the drawing goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from badges.printing.batches.queries import BATCHES, BatchInfo, batch_of_row
from badges.printing.errors import LeaseLost
from badges.printing.rules import JOB_NEXT, RENEW_EVERY, JobEvent, JobState, after_trouble
from badges.tables import PrintBatch
from conference.meetings.queries import meeting_by_id
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings


@dataclass(slots=True)
class Progress:
    """What the thread has drawn; `is_lost` tells it that nobody wants the rest."""

    done: int = 0
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Making:
    """A batch in our hands."""

    batch: BatchInfo
    meeting: MeetingInfo
    lease: UUID
    settings: Settings
    read_clock: Callable[[], datetime]


async def claim_next(settings: Settings, read_clock: Callable[[], datetime]) -> Making | None:
    """The batch that waits longest, in our hands; None when none waits."""
    while taken := await BATCHES.take_next(read_clock()):
        batch = batch_of_row(taken.row)
        if meeting := await meeting_by_id(batch.meeting):
            return Making(batch, meeting, taken.lease, settings, read_clock)
    return None


async def renew(making: Making, progress: Progress) -> None:
    """Writes how far the thread is and that we live, until the batch is somebody else's."""
    while not progress.is_lost:
        done = {PrintBatch.done: progress.done}
        try:
            await BATCHES.keep(making.batch.id, making.lease, making.read_clock(), done)
        except LeaseLost:
            progress.is_lost = True
        await asyncio.sleep(RENEW_EVERY.total_seconds())


async def let_go(making: Making, trouble: str, *, is_hopeless: bool = False) -> None:
    """The batch waits for its next try, or is over after three; in other hands, it is theirs."""
    event = JobEvent.GIVE_UP if is_hopeless else after_trouble(making.batch.attempts)
    state = JOB_NEXT[JobState.PRINTING, event]
    with suppress(LeaseLost):
        await BATCHES.leave(
            making.batch.id, making.lease, state, making.read_clock(), trouble=trouble
        )
