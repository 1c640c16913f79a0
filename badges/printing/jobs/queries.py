"""The jobs of print stations, for workers and for the queue's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And
from piccolo.custom_types import Combinable

from badges.printing.leases import Leases
from badges.printing.rules import (
    JOB_WORDS,
    OPEN_STATES,
    JobState,
    PrintPath,
    may_be_taken,
    why_not,
)
from badges.tables import PrintJob
from conference.people.queries import people_by_ids
from conference.people.rules import PersonInfo

RECENT = 60
_OF: Any = PrintJob.registration
_AT: Any = PrintJob.station
COLUMNS = (
    PrintJob.id,
    PrintJob.meeting,
    PrintJob.registration,
    PrintJob.station,
    PrintJob.state,
    PrintJob.attempts,
    PrintJob.lease,
    PrintJob.lease_until,
    PrintJob.reason,
    PrintJob.note,
    PrintJob.trouble,
    PrintJob.by_name,
    PrintJob.created_at,
    PrintJob.finished_at,
)


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job; without a registration it is a test page."""

    id: UUID
    meeting: UUID
    registration: UUID | None
    station: UUID
    state: JobState
    attempts: int
    lease: UUID | None
    lease_until: datetime | None
    reason: str
    note: str
    trouble: str
    by_name: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_test(self) -> bool:
        return self.registration is None

    def is_held(self, now: datetime) -> bool:
        """Whether a printer has it at this moment."""
        waits = self.state is JobState.QUEUED
        return self.state in OPEN_STATES and not waits and not may_be_taken(self.lease_until, now)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A job as its station's page lists it."""

    job: JobInfo
    code: str
    person: PersonInfo | None
    is_held: bool

    @property
    def title(self) -> str:
        return self.person.registered_name if self.person else "Test page"

    @property
    def word(self) -> str:
        return JOB_WORDS[self.job.state]

    @property
    def is_open(self) -> bool:
        return self.job.state in OPEN_STATES

    @property
    def may_move(self) -> bool:
        """Whether it may be cancelled or go to another printer."""
        return (self.is_open and not self.is_held) or self.job.state is JobState.FAILED

    @property
    def may_retry(self) -> bool:
        return self.job.state in (JobState.FAILED, JobState.CANCELLED)


JOBS = Leases(
    PrintJob, "print_job", COLUMNS, JobState.CLAIMED,
    gave_up="The station took this job three times and said nothing.", starts={},
)  # fmt: skip


def waits_at(station: UUID) -> Combinable:
    """The jobs of a station that is not paused."""
    return And(PrintJob.station == station, _AT.is_paused.eq(False))


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The station at which somebody's badge waits, or is printed at this moment."""

    job: UUID
    station: UUID
    name: str
    path: PrintPath
    seen_at: datetime | None
    trouble: str
    is_paused: bool

    def why_not(self, now: datetime) -> str:
        """Why the badge will not come out soon, in a sentence; "" while the printer works."""
        return why_not(self, now)


async def job_of(meeting: UUID, id: UUID) -> JobInfo | None:
    row = (
        await PrintJob.select(*COLUMNS)
        .where(PrintJob.meeting == meeting, PrintJob.id == id)
        .first()
    )
    return job_of_row(row) if row else None


async def queue_of(station: UUID, now: datetime) -> tuple[QueueRow, ...]:
    """A station's newest jobs, those that are still to do first; two statements."""
    rows = (
        await PrintJob.select(*COLUMNS, _OF.code.as_alias("code"), _OF.person.as_alias("person"))
        .where(PrintJob.station == station)
        .order_by(PrintJob.created_at, ascending=False)
        .order_by(PrintJob.id)
        .limit(RECENT)
    )
    known = await people_by_ids({row["person"] for row in rows if row["person"]})
    found = [_queue_row(row, known, now) for row in rows]
    return tuple(sorted(found, key=lambda each: not each.is_open))


def _queue_row(row: Mapping[str, Any], known: Mapping[UUID, PersonInfo], now: datetime) -> QueueRow:
    values = dict(row)
    code, person = values.pop("code"), values.pop("person")
    job = job_of_row(values)
    return QueueRow(job, code or "", known.get(person), job.is_held(now))


def job_of_row(row: Mapping[str, Any]) -> JobInfo:
    return JobInfo(**{**row, "state": JobState(row["state"])})
