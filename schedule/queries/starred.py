"""Who starred what in a meeting, all at once, for what the programme has to respect."""

from __future__ import annotations

from uuid import UUID

from schedule.rules.audience import Starred
from schedule.tables import Star

_JOINED = {"sqlite": "group_concat(person, ' ')", "postgres": "string_agg(person::text, ' ')"}


async def starred(meeting: UUID) -> Starred:
    """One statement and one row an item; the people of an item come as one text."""
    rows = await Star.raw(
        f"SELECT item_code, {_JOINED[Star._meta.db.engine_type]} AS people"  # noqa: S608
        " FROM schedule_star WHERE meeting = {} GROUP BY item_code",
        meeting,
    )
    return Starred.of({row["item_code"]: row["people"].split() for row in rows})
