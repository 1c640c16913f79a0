"""What is still there of that which an undo would bring back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from abstracts.queries.lists import states_of
from conference.meetings import queries as meetings
from conference.people import queries as people
from schedule.rules.changes import DraftStep
from schedule.rules.undoing import Returning, needed


async def what_returns(meeting: UUID, steps: Sequence[DraftStep]) -> Returning:
    """The rooms, people and abstracts among those that come back that there are now.

    Three statements at most, none when nothing comes back.
    """
    wanted = needed(steps)
    rooms = await meetings.rooms(meeting) if wanted.rooms else []
    known = await people.people_by_ids(set(wanted.people)) if wanted.people else {}
    states = await states_of(wanted.abstracts) if wanted.abstracts else {}
    return Returning(frozenset(room.id for room in rooms), frozenset(known), states)
