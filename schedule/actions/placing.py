"""Placing accepted abstracts in sessions: the talk or poster that shows one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from conference.orm import Actor, action
from conference.web.marks import unmarked
from schedule.actions.editing import open_session
from schedule.actions.slots import append_slot
from schedule.errors import NotPlaceable
from schedule.rules.abstract_places import placed_abstracts
from schedule.rules.editing import SlotEdit, fitted
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.usual import USUAL_SLOT

LEAST_MINUTES = 3


async def place_abstract(
    session: str,
    seen: int,
    abstract: str,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
    conflicts_ok: bool = False,
) -> PlannedSlot:
    """Adds a talk or poster for an accepted abstract, with its presenting author.

    Raises NoSuchSession, StaleSession, WouldConflict (S01), NotPlaceable if the abstract is not
    accepted or already has a place.
    """
    async with action("place_abstract", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        waiting = await unplaced_accepted(meeting, placed_abstracts(opened.programme))
        found = next((each for each in waiting if each.code == abstract), None)
        if found is None:
            sentence = "Choose an abstract from the list: accepted, and without a place so far."
            raise NotPlaceable(sentence, errors={"abstract": sentence})
        edit = slot_for(found, opened.session)
        slot = await append_slot(act, opened, edit, found.id, conflicts_ok=conflicts_ok)
        act.note("abstract", found.code, placed=f"{session}/{slot.code}")
        return slot


def slot_for(abstract: PlaceableAbstract, session: PlannedSession) -> SlotEdit:
    """The talk or poster that an accepted abstract becomes, where the session has room for it.

    It has the usual length (S03), or that of the gap which a talk left behind.
    """
    usual = USUAL_SLOT[abstract.decision]
    start, minutes = None, usual.minutes
    if minutes:
        start, minutes = fitted(session.slots, session.duration_minutes, minutes, LEAST_MINUTES)
    return SlotEdit(
        title=unmarked(abstract.title),
        kind=usual.kind,
        duration_minutes=minutes,
        starts_after_minutes=start,
        questions_minutes=usual.questions if minutes == usual.minutes else 0,
        people=((abstract.presenter, usual.part),) if abstract.presenter else (),
    )
