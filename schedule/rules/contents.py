"""What a draft makes public, before anything is said of how it changed (S06)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import timedelta
from uuid import UUID

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, Part


def public_sessions(
    draft: Programme, previous: ReleasedProgramme | None
) -> tuple[ReleasedSession, ...]:
    """The sessions of a draft as the public would see them, without stamps.

    Draft sessions and those without a start are left out. What was cancelled before anybody could
    read of it is left out as well, unless a file said so: sessions, and talks whose abstract was
    withdrawn (A13).
    """
    known = {(slot or each).code for each, slot in previous.items()} if previous else set()
    return tuple(
        public_session(each, known) for each in draft.sessions if _is_releasable(each, known)
    )


def public_rooms(draft: Programme) -> tuple[ReleasedRoom, ...]:
    """The rooms of a draft, in the meeting's order."""
    return tuple(ReleasedRoom(room.name, room.floor, room.capacity) for room in draft.rooms)


def _is_releasable(session: PlannedSession, known: Container[str]) -> bool:
    if session.starts_at is None or session.status is ItemStatus.DRAFT:
        return False
    is_cancelled = session.status is ItemStatus.CANCELLED
    return session.code in known or session.origin.is_imported or not is_cancelled


def _is_slot_releasable(session: PlannedSession, slot: PlannedSlot, known: Container[str]) -> bool:
    if slot.status is ItemStatus.DRAFT:
        return False
    is_cancelled = slot.status is ItemStatus.CANCELLED
    return slot.code in known or session.origin.is_imported or not is_cancelled


def public_session(session: PlannedSession, known: Container[str]) -> ReleasedSession:
    """A session that has a start, as the public would see it; `known` are codes released before."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    slots = (slot for slot in session.slots if _is_slot_releasable(session, slot, known))
    return ReleasedSession(
        code=session.code,
        id=_plain_uuid(session.id),
        kind=session.kind,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room_name,
        type_label=session.type_label,
        subtitle=session.subtitle,
        track=session.track,
        summary=session.summary,
        description=session.description,
        language=session.language,
        sponsor=session.sponsor,
        is_streamed=session.is_streamed,
        set_up_from=session.set_up_from,
        set_up_until=session.set_up_until,
        tear_down_from=session.tear_down_from,
        tear_down_until=session.tear_down_until,
        board_size=session.board_size,
        chairs=_people(one for one in session.people if one.part is Part.CHAIR),
        speakers=_people(one for one in session.people if one.part is not Part.CHAIR),
        slots=tuple(_released_slot(session, slot) for slot in slots),
        status=session.status,
        origin=session.origin,
    )


def _released_slot(session: PlannedSession, slot: PlannedSlot) -> ReleasedSlot:
    """A slot of a cancelled session is cancelled; one without a length lasts to its end."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    start = session.starts_at + timedelta(minutes=slot.starts_after_minutes)
    end = start + timedelta(minutes=slot.duration_minutes)
    cancelled = ItemStatus.CANCELLED in (session.status, slot.status)
    return ReleasedSlot(
        code=slot.code,
        id=_plain_uuid(slot.id),
        kind=slot.kind,
        title=slot.title,
        starts_at=start,
        ends_at=end if slot.duration_minutes > 0 else max(start, session.ends_at),
        room=session.room_name,
        questions_minutes=slot.questions_minutes,
        people=_people(slot.people),
        board=slot.board,
        number=slot.number,
        presents_from=slot.presents.starts_at if slot.presents else None,
        presents_until=slot.presents.ends_at if slot.presents else None,
        abstract_code=slot.abstract_code,
        status=ItemStatus.CANCELLED if cancelled else slot.status,
    )


def _people(involved: Iterable[Involved]) -> tuple[ReleasedPerson, ...]:
    return tuple(
        ReleasedPerson(_plain_uuid(one.person), one.name, one.affiliation, one.part, one.sort_key)
        for one in involved
    )


def _plain_uuid(value: UUID) -> UUID:
    """PostgreSQL's driver has its own UUID class; a snapshot holds plain ones on both engines."""
    return value if type(value) is UUID else UUID(int=value.int)
