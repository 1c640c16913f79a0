"""Jobs and batches obey one lease: one holder, who has to say that they live, and three tries."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from badges.printing.batches.queries import BATCHES
from badges.printing.errors import LeaseLost
from badges.printing.jobs.queries import JOBS
from badges.printing.leases import Leases
from badges.printing.rules import LEASE, MOST_TRIES, JobState
from badges.tables import PrintBatch, PrintJob
from tests.badges.conftest import Hall
from tests.badges.printing.conftest import NewStation

SECOND = timedelta(seconds=1)


@pytest.fixture(params=["job", "batch"])
def leases(request: pytest.FixtureRequest) -> Leases:
    return JOBS if request.param == "job" else BATCHES


@pytest.fixture
async def waiting(leases: Leases, hall: Hall, new_station: NewStation, now: datetime) -> Any:
    """The id of a job or batch that waits."""
    row = (
        PrintJob(
            created_at=now, meeting=hall.meeting.id, station=(await new_station()).id,
            request=uuid4(), by_name="Carol",
        )
        if leases is JOBS
        else PrintBatch(
            created_at=now, meeting=hall.meeting.id, stock="a6", choice="{}", by_name="Carol"
        )
    )  # fmt: skip
    await leases.table.insert(row)
    return row.id


async def state_of(leases: Leases, id: Any) -> tuple[Any, ...]:
    table = leases.table
    row = (
        await table.select(table.state, table.lease, table.lease_until, table.trouble)
        .where(table.id == id)
        .first()
    )
    assert row is not None
    return tuple(row.values())


async def test_one_of_many_takes_it_and_keeps_it_by_saying_so(
    leases: Leases, waiting: Any, now: datetime
) -> None:
    taken = await asyncio.gather(*(leases.take_next(now) for _ in range(5)))
    (mine,) = [each for each in taken if each]
    await leases.keep(waiting, mine.lease, now + LEASE - SECOND)
    assert await leases.take_next(now + LEASE) is None
    theirs = await leases.take_next(now + LEASE * 2)
    assert theirs is not None
    with pytest.raises(LeaseLost):
        await leases.keep(waiting, mine.lease, now + LEASE * 2)
    with pytest.raises(LeaseLost):
        await leases.leave(waiting, mine.lease, JobState.DONE, now + LEASE * 2)
    await leases.leave(waiting, theirs.lease, JobState.DONE, now + LEASE * 2)
    assert await state_of(leases, waiting) == ("done", None, None, "")
    assert await leases.take_next(now + LEASE * 9) is None


async def test_what_three_took_and_said_nothing_of_is_given_up(
    leases: Leases, waiting: Any, now: datetime
) -> None:
    for tries in range(MOST_TRIES):
        assert await leases.take_next(now + LEASE * tries)
    assert await leases.take_next(now + LEASE * MOST_TRIES) is None
    assert await state_of(leases, waiting) == ("failed", None, None, leases.gave_up)


async def test_what_is_put_back_waits_until_it_may_be_tried_again(
    leases: Leases, waiting: Any, now: datetime
) -> None:
    mine = await leases.take_next(now)
    assert mine is not None
    later = now + SECOND * 15
    await leases.leave(waiting, mine.lease, JobState.QUEUED, now, trouble="Open.", until=later)
    assert await leases.take_next(later - SECOND) is None
    again = await leases.take_next(later)
    assert again is not None
    assert again.row["attempts"] == 2
