"""Who won an award of a meeting, once it is public."""

from __future__ import annotations

from uuid import UUID

from abstracts.awards.rules import WINS
from abstracts.tables.awards import AwardApplication


async def winners_at(meeting: UUID) -> frozenset[UUID]:
    """The persons who accepted an award of the meeting that is announced; one statement."""
    rows = await AwardApplication.select(AwardApplication.person).where(
        AwardApplication.cycle.meeting == meeting,
        AwardApplication.cycle.announced_at.is_not_null(),
        AwardApplication.state.is_in([each.value for each in WINS]),
    )
    return frozenset(row["person"] for row in rows)
