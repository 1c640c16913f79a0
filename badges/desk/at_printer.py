"""A badge that was sent to a printer: where it is, and what helps if it does not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.printing.jobs.queries import COLUMNS, JobInfo, OnItsWay, job_of_row
from badges.printing.queries import PrintInfo
from badges.printing.rules import OPEN_STATES, JobState, PrintPath
from badges.tables import PrintJob

_AT: Any = PrintJob.station
_STATION = {
    "name": _AT.name, "path": _AT.path, "seen_at": _AT.seen_at, "trouble": _AT.trouble,
    "is_paused": _AT.is_paused,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AtPrinter:
    """The last job of a badge, and the station that has it or had it."""

    job: JobInfo
    way: OnItsWay

    @property
    def is_open(self) -> bool:
        """Whether the badge is still to come out there."""
        return self.job.state in OPEN_STATES

    def step(self, now: datetime) -> str:
        """What the page says of it: printing, done, failed, cancelled, stuck or waits."""
        if self.job.is_held(now):
            return "printing"
        if not self.is_open:
            return self.job.state.value
        return "stuck" if self.way.why_not(now) else "waits"


async def at_printer(registration: UUID) -> AtPrinter | None:
    """The badge's last job; one statement."""
    row = (
        await PrintJob.select(
            *COLUMNS, *(each.as_alias(f"at_{name}") for name, each in _STATION.items())
        )
        .where(PrintJob.registration == registration)
        .order_by(PrintJob.created_at, ascending=False)
        .first()
    )
    if row is None:
        return None
    at = {name: row.pop(f"at_{name}") for name in _STATION}
    job = job_of_row(row)
    way = OnItsWay(job.id, job.station, **{**at, "path": PrintPath(at["path"])})
    return AtPrinter(job, way)


def is_news(found: AtPrinter, prints: tuple[PrintInfo, ...]) -> bool:
    """Whether it is still to be told: the badge waits, or failed and was not printed since."""
    if found.is_open:
        return True
    failed, at = found.job.state is JobState.FAILED, found.job.finished_at
    return failed and at is not None and all(each.at < at for each in prints)
