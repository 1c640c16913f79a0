"""The stations that this server prints for itself: their jobs, one after the other.

Each station is served beside the others, so that a printer without paper holds up nobody else.
Any number of processes may serve the same station: a job goes to whoever claims it first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from badges.printing.carriers.carrying import carry
from badges.printing.carriers.document import PrinterTrouble
from badges.printing.errors import BadgeBlocked, LeaseLost
from badges.printing.jobs.actions import (
    Claim,
    claim_job,
    finish_job,
    hear_of_station,
    report_trouble,
    start_job,
)
from badges.printing.jobs.documents import draw_job
from badges.printing.stations.queries import StationInfo, served_stations
from conference.meetings.queries import meetings_by_ids
from conference.meetings.rules import MeetingInfo
from conference.orm import clock
from conference.settings import Settings

PAUSE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 15.0
MOST_IN_A_ROW = 20  # then the station is read again: it may have moved
HEAR_EVERY = timedelta(seconds=30)

log = structlog.get_logger(__name__)


async def serve_next_job(
    station: StationInfo,
    meeting: MeetingInfo,
    *,
    secret: str,
    read_clock: Callable[[], datetime] = clock.now,
) -> bool:
    """Prints the job that waits longest at a station and reports; False: none waits."""
    claim = await claim_job(station.id, read_clock())
    if claim is None:
        return False
    try:
        await _print(claim, station, meeting, secret, read_clock)
    except BadgeBlocked as blocked:
        await report_trouble(claim, blocked.detail, read_clock(), is_hopeless=True)
    except PrinterTrouble as trouble:
        await report_trouble(claim, str(trouble), read_clock())
    except LeaseLost:
        log.warning("print_job_lost", job=str(claim.job.id), station=station.name)
    return True


async def _print(
    claim: Claim,
    station: StationInfo,
    meeting: MeetingInfo,
    secret: str,
    read_clock: Callable[[], datetime],
) -> None:
    drawn = await draw_job(claim.job, station, meeting, secret=secret, now=read_clock())
    await start_job(claim, read_clock())
    await carry(station.path, station.destination, drawn.document)
    await finish_job(
        claim, station, meeting=meeting, secret=secret, layout=drawn.layout, now=read_clock()
    )


async def run(settings: Settings, stop_event: asyncio.Event) -> None:
    """Serves the served stations until `stop_event` is set; the job in hand is finished."""
    busy: dict[UUID, asyncio.Task[None]] = {}
    heard: dict[UUID, datetime] = {}
    while not stop_event.is_set():
        pause = PAUSE_SECONDS
        try:
            await _start_idle(settings, busy, heard)
        except Exception:
            log.exception("stations_not_served")
            pause = PAUSE_AFTER_ERROR_SECONDS
        await _sleep_until(stop_event, pause)
    if busy:
        await asyncio.wait(busy.values())


async def _start_idle(
    settings: Settings, busy: dict[UUID, asyncio.Task[None]], heard: dict[UUID, datetime]
) -> None:
    for done in [station for station, task in busy.items() if task.done()]:
        del busy[done]
    stations = await served_stations()
    idle = [each for each in stations if each.id not in busy]
    known = await meetings_by_ids([each.meeting for each in idle]) if idle else {}
    now = clock.now()
    for station in idle:
        if now - heard.get(station.id, now - HEAR_EVERY) >= HEAR_EVERY:
            await hear_of_station(station.id, now)
            heard[station.id] = now
        meeting = known[station.meeting]
        busy[station.id] = asyncio.create_task(_drain(station, meeting, settings.secret))


async def _drain(station: StationInfo, meeting: MeetingInfo, secret: str) -> None:
    try:
        for _ in range(MOST_IN_A_ROW):
            if not await serve_next_job(station, meeting, secret=secret):
                return
    except Exception:
        log.exception("station_not_served", station=station.name)


async def _sleep_until(stop_event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop_event.wait()
    except TimeoutError:
        return
