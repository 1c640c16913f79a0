"""What staff do with jobs: cancel them, try them again, send them to another printer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from badges.printing.jobs.queries import JOBS, JobInfo
from badges.printing.rules import HELD_STATES, JobEvent
from badges.printing.stations.queries import StationInfo
from badges.tables import PrintJob
from conference.orm import Actor

_HELD = [state.value for state in HELD_STATES]


async def cancel_job(job: JobInfo, *, by: Actor, now: datetime) -> None:
    """The badge is not printed after all. Raises JobMoved while a printer has it."""
    await _move(job, JobEvent.CANCEL, {PrintJob.finished_at: now}, by=by, now=now)


async def retry_job(job: JobInfo, *, by: Actor, now: datetime) -> None:
    """A job that failed or was cancelled waits again, with all its tries. Raises JobMoved."""
    await _move(job, JobEvent.RETRY, JOBS.afresh(), by=by, now=now)


async def move_job(job: JobInfo, station: StationInfo, *, by: Actor, now: datetime) -> None:
    """Sends a job that waits or failed to another printer. Raises JobMoved while one has it."""
    values = {**JOBS.afresh(), PrintJob.station: station.id}
    await _move(job, JobEvent.MOVE, values, by=by, now=now)


async def _move(
    job: JobInfo, event: JobEvent, values: dict[Any, Any], *, by: Actor, now: datetime
) -> None:
    """Out of nobody's hands: a printer that has the badge prints it."""
    is_free = JOBS.is_due(now) | PrintJob.state.not_in(_HELD)
    await JOBS.move(job, event, values, by=by, now=now, only=is_free)
