"""Jobs are queued, claimed, finished, moved and cancelled.

A job belongs to whoever holds its lease. The printer's work lies outside every transaction, so a
badge that was on the paper when its station died comes out twice; it is recorded once all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.faces.queries import badge_keys, count_prints
from badges.printing.actions import (
    Print,
    Printer,
    Why,
    decide_print,
    note_print,
    record,
    refuse_blocked,
    void,
    was_pressed,
)
from badges.printing.jobs.queries import JOBS, JobInfo, job_of_row, waits_at
from badges.printing.rules import (
    JOB_NEXT,
    PAUSE_AFTER_TROUBLE,
    JobEvent,
    JobState,
    PrintReason,
    after_trouble,
)
from badges.printing.stations.queries import StationInfo
from badges.tables import PrintJob, PrintStation
from conference.meetings.actions import hold_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in somebody's hands, until the lease ends."""

    job: JobInfo
    lease: UUID


async def queue_badge(
    info: RegistrationInfo, why: Why, station: StationInfo, *, printer: Printer, by: Actor,
    now: datetime,
) -> tuple[UUID, Print]:  # fmt: skip
    """Queues one badge for a station; the same press of a button queues it once (T05).

    Raises BadgeBlocked, ReasonNeeded.
    """
    assert printer.request is not None
    await refuse_blocked(info)
    async with action("queue_badge", by=by, now=now, meeting=printer.meeting.id) as act:
        await hold_meeting(printer.meeting.id)
        known = await PrintJob.select(PrintJob.id).where(PrintJob.request == printer.request)
        if known:
            key = (await badge_keys([info.id]))[info.id]
            return known[0]["id"], Print(key, why)
        made = await decide_print(act, info, why, printer)
        if made.why.reason is PrintReason.LOST:
            made = Print(await void(act, made.key, printer.secret), made.why, made.revision)
        job = await _insert_job(act, station, printer.request, made.why, info.id)
        act.note("badge", info.code, queued=made.why.reason, station=station.name, note=why.note)
    return job, made


async def queue_test_page(
    station: StationInfo, request: UUID, *, by: Actor, now: datetime
) -> UUID | None:
    """Queues the calibration page for a station; None for a press that counted before."""
    async with action("queue_test_page", by=by, now=now, meeting=station.meeting) as act:
        await hold_meeting(station.meeting)
        if await was_pressed(request):
            return None
        act.note("print_station", station.id, queued="test page")
        return await _insert_job(act, station, request, Why(), None)


async def _insert_job(
    act: Action, station: StationInfo, request: UUID, why: Why, registration: UUID | None
) -> UUID:
    row = PrintJob(
        id=uuid4(),
        created_at=act.now,
        meeting=station.meeting,
        registration=registration,
        station=station.id,
        request=request,
        state=JobState.QUEUED.value,
        reason=(why.reason or PrintReason.FIRST).value,
        note=why.note,
        by_name=act.by.name[:200],
    )
    await PrintJob.insert(row)
    return UUID(str(row.id))


async def claim_job(station: UUID, now: datetime) -> Claim | None:
    """The job that waits longest, for whoever asks first; None when nothing waits (lease 60 s).

    One whose holder was silent three times is given up instead.
    """
    taken = await JOBS.take_next(now, waits_at(station))
    return Claim(job_of_row(taken.row), taken.lease) if taken else None


async def start_job(claim: Claim, now: datetime) -> None:
    """The badge goes to the printer; this renews the lease. Raises LeaseLost."""
    printing = {PrintJob.state: JobState.PRINTING.value}
    await JOBS.keep(claim.job.id, claim.lease, now, printing)


async def finish_job(
    claim: Claim, station: StationInfo, *, meeting: MeetingInfo, secret: str, layout: str,
    now: datetime,
) -> None:  # fmt: skip
    """The printer has it: the job is done and the print recorded, both or neither, once.

    Raises LeaseLost when the job is in other hands or was cancelled.
    """
    by = Actor.system(claim.job.by_name)
    async with action("print_badge", by=by, now=now, meeting=meeting.id) as act:
        await _leave(claim, JobState.DONE, now, trouble="")
        await _hear_of(station.id, now, trouble="")
        if claim.job.registration is None:
            return
        printer = Printer(meeting, layout, secret, station.stock, station.name)
        made = await print_of(claim.job)
        await record(act, made, printer)
        note_print(act, str(claim.job.registration), made.why, printer)


async def print_of(job: JobInfo) -> Print:
    """The print that a job is: one more than there were, for the reason it was asked for."""
    assert job.registration is not None
    key = (await badge_keys([job.registration]))[job.registration]
    before = (await count_prints([job.registration])).get(job.registration, 0)
    return Print(key, Why(PrintReason(job.reason), job.note), before + 1, job=job.id)


async def report_trouble(
    claim: Claim, trouble: str, now: datetime, *, is_hopeless: bool = False
) -> JobState:
    """The printer could not: the job waits a little and is tried again, three times in all.

    `is_hopeless`: no try would help, such as a badge that may not be printed. Raises LeaseLost.
    """
    event = JobEvent.GIVE_UP if is_hopeless else after_trouble(claim.job.attempts)
    state = JOB_NEXT[JobState.PRINTING, event]
    async with action(
        "report_print_trouble", by=Actor.system("a print station"), now=now,
        meeting=claim.job.meeting, reason=trouble[:300],
    ) as act:  # fmt: skip
        await _leave(claim, state, now, trouble=trouble)
        await _hear_of(claim.job.station, now, trouble="" if is_hopeless else trouble)
        act.note("print_job", claim.job.id, state=[claim.job.state, state])
    return state


async def _leave(claim: Claim, state: JobState, now: datetime, *, trouble: str) -> None:
    await JOBS.leave(
        claim.job.id, claim.lease, state, now, trouble=trouble[:300],
        until=now + PAUSE_AFTER_TROUBLE,
    )  # fmt: skip


async def _hear_of(station: UUID, now: datetime, *, trouble: str) -> None:
    await PrintStation.update(
        {PrintStation.seen_at: now, PrintStation.trouble: trouble[:300]}
    ).where(PrintStation.id == station)


async def hear_of_station(station: UUID, now: datetime) -> None:
    """Whoever serves the station is alive."""
    await PrintStation.update({PrintStation.seen_at: now}).where(PrintStation.id == station)
