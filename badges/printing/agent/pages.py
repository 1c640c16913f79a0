"""The two addresses of print agents: ask for a job, report on it. The key names the station."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath

from badges.printing.agent.wire import CLAIM, Ask, Report, Task
from badges.printing.errors import BadgeBlocked, LeaseLost, NoSuchJob, WrongKey
from badges.printing.jobs.actions import (
    Claim,
    claim_job,
    finish_job,
    hear_of_station,
    report_trouble,
    start_job,
)
from badges.printing.jobs.documents import draw_job
from badges.printing.jobs.queries import job_of
from badges.printing.papers import seat_paper
from badges.printing.stations.queries import StationInfo, station_of_key
from conference.meetings.given import Now, TheSettings
from conference.meetings.queries import meeting_by_id
from conference.meetings.rules import MeetingInfo
from conference.orm import clock
from conference.people.access import open_api
from conference.settings import Settings
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
LOOK_EVERY_SECONDS = 0.5
JSON = "application/json"


@post(CLAIM, opt=open_api, status_code=200)
async def claim(request: AnyRequest, settings: TheSettings) -> Response[bytes]:
    """The next job with its file; 204 when none came in the seconds that the agent waits."""
    ask = await _read(request, Ask)
    station, meeting = await _station(request)
    if ask.station != station.name or station.is_browser:
        raise WrongKey
    await hear_of_station(station.id, clock.now())
    task = await _next_task(station, meeting, settings, ask.seconds)
    if task is None:
        return Response(b"", status_code=204)
    return Response(msgspec.json.encode(task), media_type=JSON, headers=_NOT_KEPT)


_NOT_KEPT = {"cache-control": "no-store"}


async def _next_task(
    station: StationInfo, meeting: MeetingInfo, settings: Settings, seconds: int
) -> Task | None:
    """Looks at once, and then every half second as long as the agent waits."""
    for wait in range(int(seconds / LOOK_EVERY_SECONDS) + 1):
        if wait:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        while claimed := await claim_job(station.id, clock.now()):
            task = await _task(claimed, station, meeting, settings)
            if task is not None:
                return task
    return None


async def _task(
    claimed: Claim, station: StationInfo, meeting: MeetingInfo, settings: Settings
) -> Task | None:
    try:
        drawn = await draw_job(
            claimed.job, station, meeting, secret=settings.secret, now=clock.now()
        )
        await start_job(claimed, clock.now())
    except BadgeBlocked as blocked:
        await report_trouble(claimed, blocked.detail, clock.now(), is_hopeless=True)
        return None
    except LeaseLost:
        return None
    document = drawn.document
    return Task(
        claimed.job.id,
        claimed.lease,
        station.path,
        station.destination,
        document.title,
        document.width,
        document.height,
        document.media_type,
        document.body,
        document.flip,
    )


@post(f"{CLAIM}/{{job:uuid}}", opt=open_api, status_code=204)
async def report(request: AnyRequest, job: FromPath[UUID], now: Now, settings: TheSettings) -> None:
    """Printed, or the printer's trouble. Raises LeaseLost for a job in other hands."""
    station, meeting = await _station(request)
    said = await _read(request, Report)
    found = await job_of(station.meeting, job)
    if found is None or found.station != station.id:
        raise NoSuchJob
    claimed = Claim(found, said.lease)
    if said.trouble:
        await report_trouble(claimed, said.trouble, now)
        return
    layout = (await seat_paper(meeting.id, station)).layout.key
    await finish_job(
        claimed, station, meeting=meeting, secret=settings.secret, layout=layout, now=now
    )


async def _station(request: AnyRequest) -> tuple[StationInfo, MeetingInfo]:
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    station = await station_of_key(key) if kind.lower() == "bearer" and key.strip() else None
    meeting = await meeting_by_id(station.meeting) if station else None
    if station is None or meeting is None:
        raise WrongKey
    return station, meeting


async def _read(request: AnyRequest, model: type[Any]) -> Any:
    try:
        return msgspec.json.decode(await request.body(), type=model)
    except msgspec.MsgspecError as error:
        raise Invalid(f"This is not what an agent says: {error}") from error


handlers: list[Any] = [claim, report]
