"""The engines keep what they promise: one writer, no lost update, nothing half committed."""

import asyncio
import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from conference.meetings.tables import Society
from conference.orm import IntegrityConflict, bind, engine_from_url, integrity, transaction
from conference.orm.tables import AuditEntry
from conference.people.tables import EmailAddress, Person
from conference.web.tables import RateCount

LATER = datetime(2027, 1, 1, tzinfo=UTC)


async def test_transaction_keeps_all_or_nothing(db: Any) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await Society.insert(Society(name="Lost"))
            raise RuntimeError
    async with transaction():
        await Society.insert(Society(name="Kept"))
    assert await Society.select(Society.name) == [{"name": "Kept"}]


async def test_nested_transaction_joins_the_outer(db: Any) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            async with transaction():
                await Society.insert(Society(name="Inner"))
            raise RuntimeError
    assert await Society.count() == 0


async def test_concurrent_transactions_lose_no_update(db: Any) -> None:
    await RateCount.insert(RateCount(key="n", tries=0, expires_at=LATER))

    async def one_more() -> None:
        async with transaction():
            row = (
                await RateCount.update({RateCount.tries: RateCount.tries + 1})
                .where(RateCount.key == "n")
                .returning(RateCount.tries)
            )
            await Society.insert(Society(name=f"{row[0]['tries']:03}"))

    await asyncio.gather(*(one_more() for _ in range(60)))
    names = [row["name"] for row in await Society.select(Society.name).order_by(Society.name)]
    assert names == [f"{n:03}" for n in range(1, 61)]


async def test_cancelled_tasks_leave_nothing_half_done(db: Any) -> None:
    """Each transaction writes two rows or none, whenever it is cancelled."""
    chance = random.Random(7)

    async def two_rows(n: int) -> None:
        async with transaction():
            await Society.insert(Society(name=f"{n} a"))
            await Society.insert(Society(name=f"{n} b"))

    tasks = [asyncio.create_task(two_rows(n)) for n in range(200)]
    for task in tasks:
        if chance.random() < 0.3:
            asyncio.get_running_loop().call_later(chance.random() / 10, task.cancel)
    await asyncio.gather(*tasks, return_exceptions=True)
    rows = await Society.select(Society.name)
    assert len(rows) % 2 == 0
    assert len({row["name"].split()[0] for row in rows}) * 2 == len(rows)
    await two_rows(999)


async def test_task_that_outlives_its_transaction_still_works(db: Any) -> None:
    async def later(ready: asyncio.Event) -> int:
        await ready.wait()
        async with transaction():
            await Society.insert(Society(name="from the task"))
        return await Society.count()

    ready = asyncio.Event()
    async with transaction():
        task = asyncio.create_task(later(ready))
        await Society.insert(Society(name="from the transaction"))
    ready.set()
    assert await task == 2


async def test_integrity_names_the_kind_and_keeps_the_transaction(db: Any) -> None:
    person = Person(registered_name="A")
    async with transaction():
        await Person.insert(person)
        await EmailAddress.insert(EmailAddress(person=person.id, address="a@b.c"))
        with pytest.raises(IntegrityConflict) as broken:
            async with integrity():
                await EmailAddress.insert(EmailAddress(person=person.id, address="a@b.c"))
        assert broken.value.kind == "unique"
        await EmailAddress.insert(EmailAddress(person=person.id, address="d@e.f"))
    assert await EmailAddress.count() == 2


async def test_integrity_refuses_a_row_without_its_parent(db: Any) -> None:
    with pytest.raises(IntegrityConflict) as broken:
        async with integrity():
            await EmailAddress.insert(EmailAddress(person=Person().id, address="a@b.c"))
    assert broken.value.kind == "foreign_key"


@pytest.mark.parametrize("hours", [-10, 0, 9])
async def test_instants_come_back_aware_in_utc(db: Any, hours: int) -> None:
    instant = datetime(2026, 11, 1, 1, 30, 0, 250, tzinfo=timezone(timedelta(hours=hours)))
    await AuditEntry.insert(AuditEntry(at=instant, verb="x", actor_name="y", subject_kind="z"))
    stored = (await AuditEntry.select(AuditEntry.at).first())["at"]
    assert stored == instant
    assert stored.utcoffset() == timedelta(0)
    assert await AuditEntry.exists().where(AuditEntry.at >= instant)


async def test_sqlite_survives_a_power_cut_and_guards_its_keys(tmp_path: Any) -> None:
    engine: Any = engine_from_url(f"sqlite:///{tmp_path}/x.sqlite")
    bind(engine)
    settings = {}
    for pragma in ("journal_mode", "synchronous", "foreign_keys"):
        row = (await engine.run_statement(f"PRAGMA {pragma}"))[0]
        settings[pragma] = next(iter(row.values()))
    await engine.close_connection_pool()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_engine_from_url_refuses_another_database() -> None:
    with pytest.raises(ValueError, match="use sqlite: or postgresql:"):
        engine_from_url("mysql://root@localhost/x")
