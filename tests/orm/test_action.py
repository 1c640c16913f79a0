"""An action is one transaction with its audit entry."""

import json
from datetime import datetime
from typing import Any

import pytest

from conference.meetings.tables import Society
from conference.orm import Actor, action
from conference.orm.tables import AuditEntry

BY = Actor.system("test")


async def test_action_writes_its_audit_entry(db: Any, now: datetime) -> None:
    async with action("rename_society", by=BY, now=now, reason="typo") as act:
        await Society.insert(Society(name="Signals"))
        act.note("society", "S1", name=["Signlas", "Signals"], on=now.date())
    entry = await AuditEntry.select().first()
    assert (entry["verb"], entry["actor_name"], entry["at"]) == ("rename_society", "test", now)
    assert (entry["subject"], entry["reason"]) == ("S1", "typo")
    changes = json.loads(entry["changes"])
    assert changes == {"name": ["Signlas", "Signals"], "on": "2027-05-10"}


async def test_action_that_fails_leaves_nothing(db: Any, now: datetime) -> None:
    with pytest.raises(RuntimeError):
        async with action("rename_society", by=BY, now=now) as act:
            await Society.insert(Society(name="Signals"))
            act.note("society", "S1")
            raise RuntimeError
    assert (await Society.count(), await AuditEntry.count()) == (0, 0)


async def test_action_keeps_more_notes_than_one_statement_takes(db: Any, now: datetime) -> None:
    async with action("import", by=BY, now=now) as act:
        for n in range(3_000):
            act.note("person", n)
    assert await AuditEntry.count() == 3_000
