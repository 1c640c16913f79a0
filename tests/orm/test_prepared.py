"""Statements that are built once and run with other values each time, on both engines."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from conference.orm import Prepared, PreparedInsert
from conference.orm.tables import AuditEntry, ChoreRun

_of_verb = Prepared(
    lambda verb, until: (
        AuditEntry.select(AuditEntry.id, AuditEntry.subject, AuditEntry.at)
        .where(AuditEntry.verb == verb, AuditEntry.at <= until, AuditEntry.subject_kind == "thing")
        .order_by(AuditEntry.subject)
        .limit(2)
    )
)
_new_run = PreparedInsert(ChoreRun)


async def test_prepared_takes_other_values_each_time(db, now):
    for verb, subject in [("sew", "a"), ("sew", "b"), ("sew", "c"), ("cut", "d")]:
        await AuditEntry.insert(
            AuditEntry(at=now, created_at=now, verb=verb, actor_name="Ada",
                       subject_kind="thing", subject=subject)
        )  # fmt: skip

    assert [row["subject"] for row in await _of_verb("sew", now)] == ["a", "b"]
    (row,) = await _of_verb("cut", now)
    assert (row["subject"], row["at"]) == ("d", now)
    assert await _of_verb("cut", now - timedelta(seconds=1)) == []


async def test_prepared_insert_writes_every_column_under_a_new_id(db, now):
    values = {"created_at": now, "due_at": now, "holder": "", "lease_until": None,
              "finished_at": None, "error": "it's {all} “well”"}  # fmt: skip
    for name in ("one", "other"):
        await _new_run(name=name, **values)

    rows = await ChoreRun.select().where(ChoreRun.name.is_in(["one", "other"]))
    assert {row["name"] for row in rows} == {"one", "other"}
    assert len({row["id"] for row in rows}) == 2
    assert all({name: row[name] for name in values} == values for row in rows)


async def test_prepared_insert_refuses_a_row_without_all_its_values(db):
    with pytest.raises(KeyError):
        await _new_run(name=str(uuid4()))
