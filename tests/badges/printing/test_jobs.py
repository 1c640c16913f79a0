"""Jobs of print stations: one holder at a time, three tries, recorded once when printed."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from badges.desk.at_printer import at_printer
from badges.printing.actions import Printer
from badges.printing.errors import JobMoved, LeaseLost
from badges.printing.invariants import print_of_a_job
from badges.printing.jobs.actions import (
    Claim,
    claim_job,
    finish_job,
    queue_test_page,
    report_trouble,
    start_job,
)
from badges.printing.jobs.moving import cancel_job, move_job, print_here, retry_job
from badges.printing.jobs.queries import job_of, queue_of
from badges.printing.rules import (
    JOB_NEXT,
    LEASE,
    MOST_TRIES,
    PAUSE_AFTER_TROUBLE,
    JobEvent,
    JobState,
)
from badges.printing.stations.queries import StationInfo, station_health
from badges.tables import BadgePrint, PrintJob, PrintStation
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import CAROL, NewStation, Press

SECOND = timedelta(seconds=1)


def test_states_end_only_where_a_job_is_over() -> None:
    ends = set(JobState) - {state for state, _ in JOB_NEXT}
    assert ends == {JobState.DONE}
    assert JOB_NEXT[JobState.FAILED, JobEvent.RETRY] is JobState.QUEUED
    assert (JobState.DONE, JobEvent.CANCEL) not in JOB_NEXT


async def _finish(claim: Claim, station: StationInfo, hall: Hall, now: datetime) -> None:
    await finish_job(
        claim, station, meeting=hall.meeting, secret=DEMO_SECRET, layout="standard", now=now
    )


async def test_two_that_claim_at_once_get_different_jobs(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    station = await new_station()
    for person in (hall.cast.alice, hall.cast.bob):
        await press(await enrol(person), station)

    claims = await asyncio.gather(*(claim_job(station.id, now) for _ in range(5)))

    jobs = [each.job.id for each in claims if each]
    assert len(jobs) == len(set(jobs)) == 2


async def test_finished_job_is_recorded_once_with_its_station(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    station = await new_station("Desk 1", stock="zebra-4x3")
    alice = await enrol(hall.cast.alice)
    await press(alice, station)
    claim = await claim_job(station.id, now)
    assert claim

    await start_job(claim, now)
    await _finish(claim, station, hall, now)

    with pytest.raises(LeaseLost):
        await _finish(claim, station, hall, now)
    (row,) = await BadgePrint.select()
    assert row["job"] == claim.job.id
    assert (row["station"], row["stock"], row["by_name"]) == ("Desk 1", "zebra-4x3", "Carol")
    assert await claim_job(station.id, now + LEASE * 2) is None


async def test_job_of_a_dead_station_returns_after_its_lease_and_is_given_up_at_last(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    station = await new_station()
    await press(await enrol(hall.cast.alice), station)
    first = await claim_job(station.id, now)
    assert first
    assert await claim_job(station.id, now + LEASE - SECOND) is None

    second = await claim_job(station.id, now + LEASE)

    assert second
    assert second.job.id == first.job.id
    with pytest.raises(LeaseLost):
        await _finish(first, station, hall, now + LEASE)  # the dead one wakes: too late
    for tries in range(2, MOST_TRIES + 1):
        await claim_job(station.id, now + LEASE * tries)
    job = await job_of(hall.meeting.id, first.job.id)
    assert job
    assert job.state is JobState.FAILED
    assert "three times" in job.trouble
    assert await BadgePrint.count() == 0


async def test_late_report_counts_while_nobody_else_took_the_job(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    station = await new_station()
    await press(await enrol(hall.cast.alice), station)
    claim = await claim_job(station.id, now)
    assert claim

    await _finish(claim, station, hall, now + LEASE * 3)

    assert await BadgePrint.count() == 1


async def test_trouble_is_told_and_the_job_tried_again_three_times(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    station = await new_station()
    await press(await enrol(hall.cast.alice), station)
    at, states = now, []
    for _ in range(MOST_TRIES):
        claim = await claim_job(station.id, at)
        assert claim
        states.append(await report_trouble(claim, "No paper.", at))
        assert await claim_job(station.id, at + SECOND) is None
        at += PAUSE_AFTER_TROUBLE

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    (health,) = await station_health(hall.meeting.id, at)
    assert (health.word, health.station.trouble, health.failed) == ("Trouble", "No paper.", 1)
    (row,) = await queue_of(station.id, at)
    assert (row.word, row.job.trouble, row.may_retry) == ("Not printed", "No paper.", True)
    await retry_job(row.job, by=CAROL, now=at)
    again = await claim_job(station.id, at)
    assert again
    await _finish(again, station, hall, at)
    assert [each.word for each in await station_health(hall.meeting.id, at)] == ["Ready"]


async def test_job_moves_to_another_printer_unless_one_has_it(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    broken, spare = await new_station("Desk 1"), await new_station("Desk 2")
    await press(await enrol(hall.cast.alice), broken)
    claim = await claim_job(broken.id, now)
    assert claim
    for change in (
        cancel_job(claim.job, by=CAROL, now=now),
        move_job(claim.job, spare, by=CAROL, now=now),
    ):
        with pytest.raises(JobMoved, match="at the printer"):
            await change

    await move_job(claim.job, spare, by=CAROL, now=now + LEASE)

    assert await claim_job(broken.id, now + LEASE) is None
    moved = await claim_job(spare.id, now + LEASE)
    assert moved
    assert moved.job.id == claim.job.id
    await report_trouble(moved, "Open.", now + LEASE)
    await cancel_job(moved.job, by=CAROL, now=now + LEASE)
    assert await claim_job(spare.id, now + LEASE * 2) is None
    with pytest.raises(JobMoved, match="cancelled"):
        await move_job(moved.job, broken, by=CAROL, now=now + LEASE)


async def test_badge_that_waits_at_a_silent_printer_is_printed_here_once(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    silent, alice = await new_station(), await enrol(hall.cast.alice)
    await press(alice)
    await press(alice, silent, reason="damaged")
    waiting = await at_printer(alice.id)
    assert waiting
    assert waiting.is_open
    assert "“Desk 1” is silent" in waiting.way.why_not(now)
    job = await job_of(hall.meeting.id, waiting.way.job)
    assert job
    here = Printer(hall.meeting, "standard", DEMO_SECRET, "a6")
    claim = await claim_job(silent.id, now)
    with pytest.raises(JobMoved, match="at the printer"):
        await print_here(job, alice, printer=here, by=CAROL, now=now)
    assert await BadgePrint.count() == 1

    for is_first in (True, False):
        with nullcontext() if is_first else pytest.raises(JobMoved, match="printed"):
            await print_here(job, alice, printer=here, by=CAROL, now=now + LEASE)

    assert claim
    with pytest.raises(LeaseLost):
        await _finish(claim, silent, hall, now + LEASE)
    assert await claim_job(silent.id, now + LEASE) is None
    done = await at_printer(alice.id)
    assert done
    assert not done.is_open
    rows = await BadgePrint.select().order_by(BadgePrint.revision)
    assert [(row["reason"], row["job"], row["station"]) for row in rows] == [
        ("first", None, ""),
        ("damaged", job.id, ""),
    ]
    assert await print_of_a_job() == []


async def test_paused_station_keeps_its_jobs(
    hall: Hall, new_station: NewStation, now: datetime
) -> None:
    station = await new_station()
    same = uuid4()
    assert await queue_test_page(station, same, by=CAROL, now=now)
    assert await queue_test_page(station, same, by=CAROL, now=now) is None
    await PrintStation.update({PrintStation.is_paused: True}).where(PrintStation.id == station.id)
    assert await claim_job(station.id, now) is None
    await PrintStation.update({PrintStation.is_paused: False}).where(PrintStation.id == station.id)
    claim = await claim_job(station.id, now)
    assert claim
    assert claim.job.is_test
    await _finish(claim, station, hall, now)
    assert await BadgePrint.count() == 0
    assert (await PrintJob.select(PrintJob.state).first())["state"] == "done"


async def test_health_says_who_is_silent_and_what_waits(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    await new_station("Browser", path="browser")
    await new_station("Here", seen_at=now)
    gone = await new_station("Gone", seen_at=now - timedelta(minutes=5))
    await new_station("Off", is_paused=True)
    await press(await enrol(hall.cast.alice), gone)

    health = await station_health(hall.meeting.id, now)

    assert [(each.station.name, each.word, each.waiting) for each in health] == [
        ("Browser", "Ready", 0),
        ("Gone", "Silent", 1),
        ("Here", "Ready", 0),
        ("Off", "Paused", 0),
    ]
