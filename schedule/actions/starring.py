"""Stars: what a person wants to see. Not audited, because nobody else is touched by them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from schedule.tables import Star


async def star_items(person: UUID, meeting: UUID, codes: Collection[str], *, now: datetime) -> None:
    """Stars sessions and slots by code; one already starred stays starred, so twice is as once."""
    rows = [
        Star(created_at=now, person=person, meeting=meeting, item_code=code)
        for code in sorted(set(codes))
    ]
    if rows:
        await Star.insert(*rows).on_conflict(
            target=(Star.person, Star.meeting, Star.item_code), action="DO NOTHING"
        )


async def unstar_items(person: UUID, meeting: UUID, codes: Collection[str]) -> None:
    """Takes stars away; one that was not there is no error."""
    if codes:
        await Star.delete().where(
            Star.person == person, Star.meeting == meeting, Star.item_code.is_in(sorted(codes))
        )
