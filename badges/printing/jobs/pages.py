"""What staff do at a printer's queue: test page, cancel, try again, send elsewhere, print here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect

from badges.printing.errors import NoSuchJob, NoSuchStation
from badges.printing.jobs.actions import queue_test_page
from badges.printing.jobs.moving import cancel_job, move_job, print_here, retry_job
from badges.printing.jobs.queries import JobInfo, job_of
from badges.printing.sending import printer_of
from badges.printing.stations.forms import MoveForm, TestForm
from badges.printing.stations.pages import DESK, ONE, address, found
from badges.printing.stations.queries import station_of, station_of_session
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.registration.queries import registration_info
from conference.web import FormErrors, flash, read_form, redirect

AnyRequest = Request[Any, Any, Any]
JOB = f"{ONE}/jobs/{{job:uuid}}"


async def _job(meeting: MeetingInfo, job: UUID) -> JobInfo:
    known = await job_of(meeting.id, job)
    if known is None:
        raise NoSuchJob
    return known


@post(f"{ONE}/test", opt=DESK)
async def print_test_page(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], now: Now
) -> Redirect:
    known = await found(meeting, station)
    try:
        form = await read_form(request, TestForm)
    except FormErrors as wrong:
        raise NoSuchJob from wrong
    await queue_test_page(known, form.request, by=visitor.actor, now=now)
    flash(request, "The test page is on its way. Measure it before the first badge.")
    return redirect(address(meeting, station))


@post(f"{JOB}/cancel", opt=DESK)
async def cancel(
    meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], job: FromPath[UUID], now: Now
) -> Redirect:
    await cancel_job(await _job(meeting, job), by=visitor.actor, now=now)
    return redirect(address(meeting, station))


@post(f"{JOB}/again", opt=DESK)
async def again(
    meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], job: FromPath[UUID], now: Now
) -> Redirect:
    await retry_job(await _job(meeting, job), by=visitor.actor, now=now)
    return redirect(address(meeting, station))


@post(f"{JOB}/move", opt=DESK)
async def move(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    station: FromPath[UUID],
    job: FromPath[UUID],
    now: Now,
) -> Redirect:
    known = await _job(meeting, job)
    try:
        form = await read_form(request, MoveForm)
    except FormErrors as wrong:
        raise NoSuchStation from wrong
    target = await found(meeting, form.station)
    if target.is_browser:
        raise NoSuchStation
    await move_job(known, target, by=visitor.actor, now=now)
    flash(request, f"The badge goes to “{target.name}”.")
    return redirect(address(meeting, station))


@post(f"{JOB}/here", opt=DESK)
async def here(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings,
    job: FromPath[UUID], now: Now,
) -> Redirect:  # fmt: skip
    """This browser prints the badge; the person's page opens its print window."""
    known = await _job(meeting, job)
    info = await registration_info(known.registration) if known.registration else None
    if info is None:
        raise NoSuchJob
    kept = station_of_session(request)
    seat = await station_of(meeting.id, kept) if kept else None
    printer = await printer_of(meeting, seat, settings)
    if seat and not seat.is_browser:
        printer = replace(printer, station="")
    await print_here(known, info, printer=printer, by=visitor.actor, now=now)
    return redirect(f"/{meeting.slug}/desk/people/{info.code}?did=print&sent=inline")


handlers = [print_test_page, cancel, again, move, here]
