"""What a round may be about besides calls."""

from uuid import UUID

from abstracts.tables.awards import AwardCycle


async def award_titles(meeting: UUID) -> dict[UUID, str]:
    """The award cycles of a meeting, in order; one statement."""
    rows = (
        await AwardCycle.select(AwardCycle.id, AwardCycle.title)
        .where(AwardCycle.meeting == meeting)
        .order_by(AwardCycle.position)
    )
    return {row["id"]: row["title"] for row in rows}
