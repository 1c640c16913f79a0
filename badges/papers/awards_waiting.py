"""The awards that nobody pays while it is open whether they are forfeited (W05, A15)."""

from __future__ import annotations

from uuid import UUID

from badges.papers.following import Consequence, Kind, Missed, Standing
from badges.papers.following_queries import missed_items


async def undecided_awards(meeting: UUID) -> dict[UUID, str]:
    """Application -> what was recorded and what unblocks it."""
    return {
        UUID(each.subject): _sentence(one, each)
        for one in await missed_items(meeting)
        for each in one.follows
        if each.kind is Kind.AWARD and each.standing is Standing.OPEN
    }


def _sentence(missed: Missed, each: Consequence) -> str:
    items = " and ".join(f"{item.part} {item.number}".strip() for item in each.items)
    told = missed.absences[0]
    return (
        f"Recorded as not shown: {items} ({told.note}; {told.by_name}). An award is paid after "
        "presenting. The programme committee decides under “Not shown” whether this one is "
        "forfeited or left; then it can be paid, or it is over."
    )
