"""Periodic work: once a minute, in one process at a time, and one failure stops nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from conference import chores
from conference.orm.tables import ChoreRun
from conference.registration.ticket import Issuer
from conference.settings import Settings
from tests.cast import NOW

ISSUER = Issuer("secret", "http://testserver", "testserver")
MINUTE = timedelta(minutes=1)
runs: list[str] = []


@pytest.fixture(autouse=True)
def nothing_ran(db: Any) -> None:
    runs.clear()


async def sweep_floor(now: datetime, issuer: Issuer) -> None:
    runs.append("floor")


async def break_plate(now: datetime, issuer: Issuer) -> None:
    runs.append("plate")
    raise ValueError("a plate broke")


async def water_plants(now: datetime, issuer: Issuer) -> None:
    runs.append("plants")


def at(instant: datetime) -> Callable[[], datetime]:
    return lambda: instant


async def test_run_chores_runs_each_once_a_minute() -> None:
    for seconds in (0, 1, 59, 60, 61, 121):
        await chores.run_chores([sweep_floor], ISSUER, at(NOW + timedelta(seconds=seconds)))

    assert runs == ["floor"] * 3


async def test_run_chores_goes_on_after_a_failure_and_keeps_its_sentence() -> None:
    done = await chores.run_chores([break_plate, water_plants], ISSUER, at(NOW))

    assert runs == ["plate", "plants"]
    assert [each.error for each in done] == ["ValueError: a plate broke", ""]
    rows = await ChoreRun.select(ChoreRun.name, ChoreRun.error).order_by(ChoreRun.name)
    assert [row["error"] for row in rows] == ["ValueError: a plate broke", ""]
    await chores.run_chores([break_plate], ISSUER, at(NOW + MINUTE))
    assert runs.count("plate") == 2


async def test_run_chores_in_many_processes_does_each_thing_once() -> None:
    counts = await asyncio.gather(
        *(chores.run_chores([sweep_floor, water_plants], ISSUER, at(NOW)) for _ in range(10))
    )

    assert sorted(runs) == ["floor", "plants"]
    assert sum(len(each) for each in counts) == 2


async def test_run_chores_does_it_ten_times_without_the_lease() -> None:
    """The twin: looking first and running afterwards."""

    async def look_then_run() -> None:
        if not await ChoreRun.exists().where(ChoreRun.name == "floor"):
            await sweep_floor(NOW, ISSUER)
            await ChoreRun.insert(ChoreRun(name=f"floor {len(runs)}", due_at=NOW))

    await asyncio.gather(*(look_then_run() for _ in range(10)))

    assert len(runs) > 1


async def test_run_chores_takes_over_what_a_dead_process_left() -> None:
    await chores.run_chores([sweep_floor], ISSUER, at(NOW))
    await ChoreRun.update(
        {ChoreRun.holder: "dead", ChoreRun.lease_until: NOW + 2 * MINUTE}, force=True
    )

    await chores.run_chores([sweep_floor], ISSUER, at(NOW + 2 * MINUTE))
    assert runs == ["floor"]
    await chores.run_chores([sweep_floor], ISSUER, at(NOW + 3 * MINUTE))
    assert runs == ["floor", "floor"]


async def test_run_chores_by_hand_does_not_wait_for_the_minute() -> None:
    await chores.run_chores([sweep_floor], ISSUER, at(NOW))
    await chores.run_chores([sweep_floor], ISSUER, at(NOW), only_due=False)

    assert runs == ["floor", "floor"]


async def test_run_stops_when_it_is_told(settings: Settings) -> None:
    stop = asyncio.Event()

    async def stop_soon(now: datetime, issuer: Issuer) -> None:
        stop.set()

    await asyncio.wait_for(chores.run([stop_soon], settings, stop), timeout=60)

    assert await ChoreRun.count().where(ChoreRun.error == "") == 1


async def test_name_of_a_chore_fits_its_column() -> None:
    from conference.app import all_chores

    names = [chores.name_of(each) for each in all_chores()]
    assert len(names) == len(set(names))
    assert all(len(name) <= 120 for name in names)
    assert any(name.endswith("miss_ended_offers") for name in names)
