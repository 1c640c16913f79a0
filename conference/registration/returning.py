"""Who is at a meeting of the society for the first time."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration


async def first_timers(meeting: MeetingInfo, persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of these persons who held no confirmed place at an earlier meeting of the society.

    Nobody, while the society has no earlier meeting here: what we cannot know we do not print.
    One statement.
    """
    rows = (
        await Registration.select(Registration.person)
        .where(
            Registration.meeting.society == meeting.society,
            Registration.meeting.ends_on < meeting.starts_on,
            Registration.state == RegistrationState.CONFIRMED.value,
        )
        .distinct()
    )
    been_there = {row["person"] for row in rows}
    return frozenset(persons) - been_there if been_there else frozenset()
