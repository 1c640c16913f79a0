"""Whoever makes a batch holds its lease, and renews it as long as the drawing goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from piccolo.columns.combination import Or
from piccolo.custom_types import Combinable

from badges.printing.batches.queries import COLUMNS, BatchInfo, batch_of_row
from badges.printing.rules import (
    HELD_STATES,
    LEASE,
    MOST_TRIES,
    OPEN_STATES,
    RENEW_EVERY,
    JobState,
)
from badges.tables import PrintBatch
from conference.meetings.queries import meeting_by_id
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings

GAVE_UP = "The file could not be made in three tries. The server's log says more."
_OPEN = [state.value for state in OPEN_STATES]
_HELD = [state.value for state in HELD_STATES]


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
    now = read_clock()
    while row := await PrintBatch.select(*COLUMNS).where(_is_due(now)).order_by(
        PrintBatch.created_at
    ).first():  # fmt: skip
        due = batch_of_row(row)
        if due.attempts >= MOST_TRIES:
            await _give_up(due, now)
            continue
        claimed = await _claim(due, now)
        meeting = await meeting_by_id(due.meeting) if claimed else None
        if claimed and meeting:
            return Making(claimed[0], meeting, claimed[1], settings, read_clock)
    return None


def _is_due(now: datetime) -> Combinable:
    free = Or(PrintBatch.lease_until.is_null(), PrintBatch.lease_until <= now)
    return PrintBatch.state.is_in(_OPEN) & free


async def _claim(due: BatchInfo, now: datetime) -> tuple[BatchInfo, UUID] | None:
    """One conditional UPDATE: of several processes one gets the batch."""
    lease = uuid4()
    rows = (
        await PrintBatch.update(
            {
                PrintBatch.state: JobState.PRINTING.value,
                PrintBatch.lease: lease,
                PrintBatch.lease_until: now + LEASE,
                PrintBatch.attempts: PrintBatch.attempts + 1,
                PrintBatch.done: 0,
            }
        )
        .where(PrintBatch.id == due.id, PrintBatch.attempts == due.attempts, _is_due(now))
        .returning(*COLUMNS)
    )
    return (batch_of_row(rows[0]), lease) if rows else None


async def _give_up(due: BatchInfo, now: datetime) -> None:
    await PrintBatch.update(
        {
            PrintBatch.state: JobState.FAILED.value,
            PrintBatch.lease: None,
            PrintBatch.trouble: due.trouble or GAVE_UP,
            PrintBatch.finished_at: now,
        }
    ).where(PrintBatch.id == due.id, PrintBatch.attempts == due.attempts, _is_due(now))


async def renew(making: Making, progress: Progress) -> None:
    """Writes how far the thread is and that we live, until the batch is somebody else's."""
    while not progress.is_lost:
        rows = (
            await PrintBatch.update(
                {
                    PrintBatch.done: progress.done,
                    PrintBatch.lease_until: making.read_clock() + LEASE,
                }
            )
            .where(is_mine(making))
            .returning(PrintBatch.id)
        )
        progress.is_lost = progress.is_lost or not rows
        await asyncio.sleep(RENEW_EVERY.total_seconds())


def is_mine(making: Making) -> Combinable:
    """In the hands of this claim."""
    mine = (PrintBatch.id == making.batch.id) & (PrintBatch.lease == making.lease)
    return mine & PrintBatch.state.is_in(_HELD)


async def let_go(making: Making, trouble: str, *, is_hopeless: bool = False) -> None:
    """The batch waits for its next try, or is over after three."""
    now = making.read_clock()
    is_over = is_hopeless or making.batch.attempts >= MOST_TRIES
    await PrintBatch.update(
        {
            PrintBatch.state: (JobState.FAILED if is_over else JobState.QUEUED).value,
            PrintBatch.lease: None,
            PrintBatch.lease_until: None,
            PrintBatch.trouble: trouble,
            PrintBatch.finished_at: now if is_over else None,
        }
    ).where(is_mine(making))
