"""What staff do with jobs: cancel them, try them again, send them elsewhere, print them here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from piccolo.custom_types import Combinable

from badges.printing.actions import Printer, note_print, record, refuse_blocked
from badges.printing.jobs.actions import print_of
from badges.printing.jobs.queries import JOBS, JobInfo
from badges.printing.rules import HELD_STATES, JobEvent
from badges.printing.stations.queries import StationInfo
from badges.tables import PrintJob
from conference.meetings.actions import hold_meeting
from conference.orm import Actor, action
from conference.registration.queries import RegistrationInfo

HERE = "In a browser instead."
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


async def print_here(
    job: JobInfo, info: RegistrationInfo, *, printer: Printer, by: Actor, now: datetime
) -> None:
    """A browser prints what waits at a printer that does not: recorded once, with its job done.

    Raises BadgeBlocked, and JobMoved while a printer has it.
    """
    await refuse_blocked(info)
    ended = {PrintJob.finished_at: now, PrintJob.lease_until: None, PrintJob.trouble: HERE}
    async with action("print_badge", by=by, now=now, meeting=job.meeting) as act:
        await hold_meeting(job.meeting)
        await JOBS.move_within(act, job, JobEvent.PRINT_HERE, ended, only=_is_free(now))
        made = await print_of(job)
        await record(act, made, printer)
        note_print(act, info.code, made.why, printer)


async def _move(
    job: JobInfo, event: JobEvent, values: dict[Any, Any], *, by: Actor, now: datetime
) -> None:
    """Out of nobody's hands: a printer that has the badge prints it."""
    await JOBS.move(job, event, values, by=by, now=now, only=_is_free(now))


def _is_free(now: datetime) -> Combinable:
    return JOBS.is_due(now) | PrintJob.state.not_in(_HELD)
