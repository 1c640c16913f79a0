"""What earns people their ribbons, asked of the modules that know it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from abstracts.awards.winning import winners_at
from badges.faces.rules import Merits
from conference.meetings.rules import MeetingInfo
from conference.membership.council.queries import seats_on
from conference.people import queries as people
from conference.people.access import Role
from conference.registration.returning import first_timers
from schedule.queries.programme import parts_of_people
from schedule.rules import Part


async def merits_of(meeting: MeetingInfo, persons: Collection[UUID]) -> dict[UUID, Merits]:
    """Each person's merits at this meeting; six statements."""
    parts = await parts_of_people(meeting.id)
    roles = await _roles(meeting.id)
    seats = await seats_on(meeting.society, meeting.starts_on)
    winners = await winners_at(meeting.id)
    first = await first_timers(meeting, persons)
    nothing: frozenset[Part] = frozenset()
    return {
        person: Merits(
            parts.get(person, nothing),
            frozenset(roles.get(person, ())),
            seats.get(person, ()),
            person in winners,
            person in first,
        )
        for person in persons
    }


async def _roles(meeting: UUID) -> dict[UUID, set[Role]]:
    roles: dict[UUID, set[Role]] = {}
    for grant in await people.role_holders(meeting):
        roles.setdefault(grant["person"], set()).add(Role(grant["role"]))
    return roles
