"""Moves of talks and posters on the board: between sessions, from the tray, and back to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from abstracts.queries.lists import PlaceableAbstract, accepted
from conference.orm import Actor
from schedule.actions.board_moves import Moved, Mover, carry_out
from schedule.actions.editing import find_seen, free_code, name_people
from schedule.actions.placing import slot_for
from schedule.actions.slots import find_slot
from schedule.errors import NotMovable, NotPlaceable
from schedule.numbering.queries import programme_code_of
from schedule.rules import moving_slots as rules
from schedule.rules.abstract_places import placed_abstracts
from schedule.rules.moving import Planned, is_cancelled
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme


async def move_slot_to(
    session: str,
    seen: int,
    slot: str,
    to_session: str,
    to_seen: int,
    before: str | None,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> Moved:
    """A talk to another place of its session or of another one: before the talk of that code, or
    without it where it fits (in its own session at the end).

    Raises NoSuchSession, NoSuchSlot, StaleSession, NotMovable for a cancelled session.
    """

    def plan(programme: Programme) -> Planned:
        source = _open(programme, session, seen)
        talk = find_slot(source, slot)
        target = _open(programme, to_session, to_seen)
        following = find_slot(target, before).id if before else None
        if source.id == target.id:
            return rules.reorder(source, talk, following)
        return rules.bring(source, talk, target, following)

    return await carry_out("move_slot_to", Mover(meeting, by, now), plan)


async def place_in(
    session: str,
    seen: int,
    abstract_code: str,
    before: str | None = None,
    *,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> Moved:
    """An accepted abstract from the tray into a session, with its presenting author.

    Raises NoSuchSession, NoSuchSlot, StaleSession, NotMovable for a cancelled session, and
    NotPlaceable if it is not accepted or has a place.
    """

    async def plan(programme: Programme) -> Planned:
        target = _open(programme, session, seen)
        following = find_slot(target, before).id if before else None
        found = await _waiting(meeting, programme, abstract_code)
        return rules.place(target, await _slot_of(programme, found, target), following)

    return await carry_out("place_in", Mover(meeting, by, now), plan)


async def unplace_slot(
    session: str, seen: int, slot: str, *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """A talk out of its session; its abstract waits in the tray again, the others stay (S06).

    Raises NoSuchSession, NoSuchSlot, StaleSession.
    """

    def plan(programme: Programme) -> Planned:
        source = find_seen(programme, session, seen)
        return rules.take_out(source, find_slot(source, slot))

    return await carry_out("unplace_slot", Mover(meeting, by, now), plan)


def _open(programme: Programme, code: str, seen: int) -> PlannedSession:
    session = find_seen(programme, code, seen)
    if is_cancelled(session):
        raise NotMovable(f"“{session.title}” is cancelled: nothing goes into it or out of it.")
    return session


async def _waiting(meeting: UUID, programme: Programme, code: str) -> PlaceableAbstract:
    found = await accepted(meeting, code)
    if not found or found[0].id in placed_abstracts(programme):
        sentence = "This abstract is not accepted, or it has a place already. Load the page again."
        raise NotPlaceable(sentence, errors={"abstract": sentence})
    return found[0]


async def _slot_of(
    programme: Programme, abstract: PlaceableAbstract, session: PlannedSession
) -> PlannedSlot:
    edit = slot_for(abstract, session)
    numbers = await programme_code_of([abstract.id])
    return PlannedSlot(
        id=uuid4(),
        code=free_code(programme),
        title=edit.title,
        kind=edit.kind,
        duration_minutes=edit.duration_minutes,
        people=await name_people(edit.people),
        abstract=abstract.id,
        abstract_code=abstract.code,
        abstract_state="accepted",
        number=numbers.get(abstract.id, ""),
    )
