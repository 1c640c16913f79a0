"""Moves on the board: each is one transaction, one change in the trail, and allowed into a clash.

Two sessions could never swap otherwise: a conflict shows at once on both sides and holds the
release back until it is mended or acknowledged. Every move names the version of each session that
its maker saw, and raises NoSuchSession or StaleSession. A cancelled session is not moved: people
see it struck through where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from conference.orm import Actor
from schedule.actions.board_moves import Moved, Mover, carry_out
from schedule.actions.editing import find_seen, free_codes
from schedule.actions.moving_slots import move_slot_to, place_in, unplace_slot
from schedule.errors import NotMovable, StaleSession
from schedule.rules.moving import (
    Place,
    Planned,
    copy_into,
    is_cancelled,
    move,
    new_break,
    resize,
    sessions_of_day,
    shift,
    swap,
)
from schedule.rules.programme import PlannedRoom, PlannedSession, Programme

__all__ = [
    "Moved",
    "Place",
    "add_break",
    "copy_break",
    "move_session",
    "move_slot_to",
    "place_in",
    "resize_session",
    "shift_sessions",
    "swap_rooms",
    "unplace_slot",
]

LONGEST_MINUTES = 24 * 60


async def move_session(
    code: str, seen: int, place: Place, *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """One session to a place, or without a start back into the tray.

    Raises NotMovable for a room that the meeting has not, or a cancelled session.
    """

    def plan(programme: Programme) -> Planned:
        _known_rooms(programme, [place.room])
        return move(programme, movable(programme, code, seen), place)

    return await carry_out("move_session", Mover(meeting, by, now), plan)


async def resize_session(
    code: str, seen: int, minutes: int, *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """Another length; its talks stay as long as they are. Raises NotMovable beyond a day."""
    _sensible(minutes)

    def plan(programme: Programme) -> Planned:
        return resize(movable(programme, code, seen), minutes)

    return await carry_out("resize_session", Mover(meeting, by, now), plan)


async def shift_sessions(
    seen: Mapping[str, int], minutes: int, *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """Sessions with the version seen of each, all later or (below zero) earlier by minutes.

    Those without a time and cancelled ones stay. Raises NotMovable beyond a day.
    """
    if abs(minutes) > LONGEST_MINUTES:
        raise NotMovable("Shift by at most a day; move a session to get it further.")

    def plan(programme: Programme) -> Planned:
        return shift([find_seen(programme, *each) for each in seen.items()], minutes)

    return await carry_out("shift_sessions", Mover(meeting, by, now), plan)


async def swap_rooms(
    day: date,
    room: UUID,
    other: UUID,
    *,
    seen: Mapping[str, int],
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> Moved:
    """What is in one room on a day goes into the other, and the other way round.

    `seen` has the version of every session of the two rooms on that day: StaleSession also tells
    of one that came since. Raises NotMovable for a room that the meeting has not.
    """

    def plan(programme: Programme) -> Planned:
        _known_rooms(programme, [room, other])
        moving = [e for e in sessions_of_day(programme, day) if e.room in (room, other)]
        for each in moving:
            if each.version != seen.get(each.code, each.version if is_cancelled(each) else 0):
                raise StaleSession(each.code, seen.get(each.code, 0), each.version)
        return swap(programme, day, room, other)

    return await carry_out("swap_rooms", Mover(meeting, by, now), plan)


async def copy_break(
    code: str, seen: int, rooms: Iterable[UUID], *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """The same break at the same time in more rooms; a room that has it already is left out.

    Raises NotMovable for a session with talks or people, or a room that the meeting has not.
    """
    wanted = list(dict.fromkeys(rooms))

    def plan(programme: Programme) -> Planned:
        source = movable(programme, code, seen)
        if source.slots or source.people:
            raise NotMovable("Only a session without talks and people, such as a break, is copied.")
        into = _rooms_without(programme, source, _known_rooms(programme, wanted))
        return copy_into(source, into, free_codes(programme)) if into else Planned((), "")

    return await carry_out("copy_break", Mover(meeting, by, now), plan)


async def add_break(
    place: Place, minutes: int, title: str, *, meeting: UUID, by: Actor, now: datetime
) -> Moved:
    """A break at a place. Raises NotMovable without a title, or beyond a day."""
    _sensible(minutes)
    if not title.strip():
        raise NotMovable("Give the break a title, such as “Coffee”.")

    def plan(programme: Programme) -> Planned:
        _known_rooms(programme, [place.room])
        return new_break(programme, place, minutes, title.strip(), next(free_codes(programme)))

    return await carry_out("add_break", Mover(meeting, by, now), plan)


def movable(programme: Programme, code: str, seen: int) -> PlannedSession:
    """The session of a code. Raises NoSuchSession, StaleSession, or NotMovable if cancelled."""
    session = find_seen(programme, code, seen)
    if is_cancelled(session):
        raise NotMovable(
            f"“{session.title}” is cancelled. It stays where it was; let it take place again first."
        )
    return session


def _known_rooms(programme: Programme, wanted: Iterable[UUID | None]) -> list[PlannedRoom]:
    rooms = {room.id: room for room in programme.rooms}
    chosen = [room for room in wanted if room is not None]
    if any(room not in rooms for room in chosen):
        raise NotMovable("This room is not one of the meeting's any more. Load the page again.")
    return [rooms[room] for room in chosen]


def _rooms_without(
    programme: Programme, source: PlannedSession, rooms: Iterable[PlannedRoom]
) -> list[PlannedRoom]:
    same = (source.starts_at, source.title)
    taken = {e.room for e in programme.sessions if (e.starts_at, e.title) == same}
    return [room for room in rooms if room.id not in taken]


def _sensible(minutes: int) -> None:
    if not 0 < minutes <= LONGEST_MINUTES:
        raise NotMovable("Choose a length of one minute to a day.")
