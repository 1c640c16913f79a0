"""Changes of one society's roll queue up, so that what was checked still holds when written."""

from __future__ import annotations

from uuid import UUID

from conference.meetings.tables import Society


async def lock_roll(society: UUID) -> None:
    """Until the transaction ends nobody else changes this roll; call it before reading.

    Overlaps and numbers are checked by reading: without the lock two offices at once would both
    find nothing in the way on PostgreSQL.
    """
    await Society.update({Society.name: Society.name}).where(Society.id == society)
