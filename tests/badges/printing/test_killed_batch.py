"""A server that is killed while it makes a batch: nothing is lost, nothing is recorded twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from badges.printing.batches.actions import queue_batch
from badges.printing.batches.choice import Choice
from badges.printing.batches.making import make_next_batch
from badges.printing.batches.queries import batch_of, file_of, proposal_of
from badges.printing.invariants import batch_prints
from badges.printing.rules import LEASE, JobState
from badges.tables import BadgePrint, PrintBatch
from conference.orm import clock
from conference.people.tables import Person
from conference.registration.tables import Registration
from conference.settings import DEMO_SECRET, Settings
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import CAROL

MANY = 400  # so many that the file takes longer than the eye of this test


async def _crowd(hall: Hall, enrol: Enrol) -> None:
    """People with one order between them: the batch is the subject here, not their money."""
    first = await enrol(hall.cast.alice)
    model = await Registration.select().where(Registration.id == first.id).first()
    person = await Person.select().where(Person.id == hall.cast.alice.id).first()
    assert model is not None
    assert person is not None
    people = [
        Person(**{**person, "id": uuid4(), "badge_name": f"Kim Number {n}"})
        for n in range(MANY - 1)
    ]
    rows = [
        Registration(
            **{
                **model, "id": uuid4(), "person": each.id, "code": f"C{n:05}",
                "active_key": f"{hall.meeting.id}:{each.id}", "ticket_hash": uuid4().hex,
            }
        )
        for n, each in enumerate(people)
    ]  # fmt: skip
    for start in range(0, MANY, 200):
        await Person.insert(*people[start : start + 200])
        await Registration.insert(*rows[start : start + 200])


@contextmanager
def _worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """`plenary worker` over the test's database, in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "PLENARY_DEMO": "1",
        "PLENARY_SECRET": DEMO_SECRET,
    }
    words = [sys.executable, "-m", "conference.cli", "worker"]
    running = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE)
    try:
        yield running
    finally:
        running.kill()
        running.communicate(timeout=60)


async def _until_it_is_being_made(batch: object, worker: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(300):
        while True:
            row = await PrintBatch.select(PrintBatch.state).where(PrintBatch.id == batch).first()
            assert row
            if row["state"] != JobState.QUEUED.value:
                return
            assert worker.poll() is None, worker.stderr and worker.stderr.read()
            await asyncio.sleep(0.005)


async def test_killed_batch_is_made_by_the_next_worker_and_each_badge_recorded_once(
    hall: Hall, enrol: Enrol, settings: Settings
) -> None:
    now = clock.now()
    await _crowd(hall, enrol)
    proposal = await proposal_of(hall.meeting, Choice(stock="a4-4up"))
    assert len(proposal.infos) == MANY
    batch = await queue_batch(proposal, None, meeting=hall.meeting, by=CAROL, now=now)

    with _worker(settings) as worker:
        await _until_it_is_being_made(batch, worker)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=60)

    killed = await batch_of(hall.meeting.id, batch)
    assert killed
    assert killed.state is JobState.PRINTING, "the worker was quicker than the test: raise MANY"
    assert await BadgePrint.count() == 0
    assert await file_of(batch) is None
    assert not await make_next_batch(settings)  # its lease has not ended
    assert await make_next_batch(settings, lambda: clock.now() + LEASE + timedelta(seconds=1))
    done = await batch_of(hall.meeting.id, batch)
    assert done
    assert (done.state, done.total, done.attempts) == (JobState.DONE, MANY, 2)
    rows = await BadgePrint.select(BadgePrint.badge)
    assert len(rows) == MANY
    assert set(Counter(row["badge"] for row in rows).values()) == {1}
    assert (await file_of(batch) or b"").startswith(b"%PDF")
    assert await batch_prints() == []
