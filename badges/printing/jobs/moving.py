"""What staff do with jobs: cancel them, try them again, send them to another printer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from badges.printing.errors import JobMoved
from badges.printing.jobs.queries import JobInfo, is_due, job_of
from badges.printing.rules import HELD_STATES, JOB_NEXT, JOB_WORDS, JobEvent, states_before
from badges.printing.stations.queries import StationInfo
from badges.tables import PrintJob
from conference.orm import Actor, action

_HELD = [state.value for state in HELD_STATES]


async def cancel_job(job: JobInfo, *, by: Actor, now: datetime) -> None:
    """The badge is not printed after all. Raises JobMoved while a printer has it."""
    values = {PrintJob.finished_at: now, PrintJob.lease: None}
    await _move(job, JobEvent.CANCEL, values, by=by, now=now)


async def retry_job(job: JobInfo, *, by: Actor, now: datetime) -> None:
    """A job that failed or was cancelled waits again, with all its tries. Raises JobMoved."""
    await _move(job, JobEvent.RETRY, _AFRESH, by=by, now=now)


async def move_job(job: JobInfo, station: StationInfo, *, by: Actor, now: datetime) -> None:
    """Sends a job that waits or failed to another printer. Raises JobMoved while one has it."""
    values = {**_AFRESH, PrintJob.station: station.id}
    await _move(job, JobEvent.MOVE, values, by=by, now=now)


_AFRESH: dict[Any, Any] = {
    PrintJob.attempts: 0,
    PrintJob.lease: None,
    PrintJob.lease_until: None,
    PrintJob.trouble: "",
    PrintJob.finished_at: None,
}


async def _move(
    job: JobInfo, event: JobEvent, values: dict[Any, Any], *, by: Actor, now: datetime
) -> None:
    """One conditional UPDATE: only from a state that allows it, and out of nobody's hands."""
    before = states_before(event)
    target = JOB_NEXT[before[0], event]
    is_free = is_due(now) | PrintJob.state.not_in(_HELD)
    async with action(f"{event}_print_job", by=by, now=now, meeting=job.meeting) as act:
        rows = (
            await PrintJob.update({PrintJob.state: target.value, **values})
            .where(PrintJob.id == job.id, PrintJob.state.is_in([s.value for s in before]), is_free)
            .returning(PrintJob.id)
        )
        if not rows:
            fresh = await job_of(job.meeting, job.id)
            raise JobMoved(JOB_WORDS[fresh.state].lower() if fresh else "gone")
        act.note("print_job", job.id, state=[job.state, target])
