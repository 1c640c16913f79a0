"""Two registrations that may be one person under two addresses: shown, never merged (R01)."""

from __future__ import annotations

from uuid import UUID

from conference.people.rules import PersonInfo, fold, sort_key
from conference.registration.rules import HOLDS_A_PLACE
from conference.registration.tables import Registration

HOLDING = [each.value for each in HOLDS_A_PLACE]


async def has_namesake(meeting: UUID, info: PersonInfo | None) -> bool:
    """Whether another person of the same name and institution holds a place at the meeting."""
    if info is None or not info.affiliation:
        return False
    rows = await Registration.select(Registration.person.affiliation.as_alias("affiliation")).where(
        Registration.meeting == meeting,
        Registration.state.is_in(HOLDING),
        Registration.person != info.id,
        Registration.person.sort_key == sort_key(info.given_name, info.family_name),
    )
    mine = fold(info.affiliation)
    return any(fold(row["affiliation"]) == mine for row in rows)
