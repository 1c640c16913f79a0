"""From a draft to a release (S06): which items changed, and with what SEQUENCE they say so."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedPlace,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, Part

_CALENDAR = frozenset({"starts_at", "ends_at", "room", "status", "presents_from", "presents_until"})
_STAMPS = frozenset({"sequence", "changed_at", "was", "moved_at"})


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What a release is called, and when it is made."""

    meeting: ReleasedMeeting
    number: int
    name: str
    at: datetime
    comment: str = ""


def make_release(
    draft: Programme, previous: ReleasedProgramme | None, facts: ReleaseFacts
) -> ReleasedProgramme:
    """The next snapshot (S06): a changed item carries the new instant, one whose start, end,
    room or status changed also SEQUENCE + 1, and one that is gone stays as a cancelled tombstone.

    Draft sessions and those without a start are left out; released before, they are cancelled.
    What was cancelled before anybody could read of it is left out as well, unless a file said so:
    sessions, and talks whose abstract was withdrawn (A13).
    """
    old = {session.code: session for session in previous.sessions} if previous else {}
    old_slots = _slots_by_code(old.values())
    fresh = [
        _released(each, old_slots)
        for each in draft.sessions
        if _is_releasable(each, each.code in old)
    ]
    kept_slots = {slot.code for session in fresh for slot in session.slots}
    stamped = [
        _stamp_session(session, old.get(session.code), old_slots, kept_slots, facts.at)
        for session in fresh
    ]
    codes = {session.code for session in fresh}
    stones = [
        _tombstone(gone, kept_slots, facts.at) for code, gone in old.items() if code not in codes
    ]
    rooms = tuple(ReleasedRoom(room.name, room.floor, room.capacity) for room in draft.rooms)
    return ReleasedProgramme(
        meeting=facts.meeting,
        number=facts.number,
        name=facts.name,
        released_at=facts.at,
        sessions=in_order([*stamped, *stones], rooms),
        rooms=rooms,
        comment=facts.comment,
    )


def in_order(
    sessions: Iterable[ReleasedSession], rooms: Iterable[ReleasedRoom]
) -> tuple[ReleasedSession, ...]:
    """Sessions by start, then by the meeting's order of rooms, then by code."""
    places = {room.name: place for place, room in enumerate(rooms)}
    return tuple(
        sorted(
            sessions,
            key=lambda each: (each.starts_at, places.get(each.room, len(places)), each.code),
        )
    )


def place_of(item: ReleasedSession | ReleasedSlot) -> ReleasedPlace:
    """Where and when an item is."""
    return ReleasedPlace(starts_at=item.starts_at, ends_at=item.ends_at, room=item.room)


def _is_releasable(session: PlannedSession, was_released: bool) -> bool:
    if session.starts_at is None or session.status is ItemStatus.DRAFT:
        return False
    is_cancelled = session.status is ItemStatus.CANCELLED
    return was_released or session.origin.is_imported or not is_cancelled


def _slots_by_code(
    sessions: Iterable[ReleasedSession],
) -> dict[str, tuple[ReleasedSlot, ReleasedSession]]:
    return {slot.code: (slot, session) for session in sessions for slot in session.slots}


def _is_slot_releasable(session: PlannedSession, slot: PlannedSlot, was_released: bool) -> bool:
    if slot.status is ItemStatus.DRAFT:
        return False
    is_cancelled = slot.status is ItemStatus.CANCELLED
    return was_released or session.origin.is_imported or not is_cancelled


def _released(session: PlannedSession, old_slots: Container[str]) -> ReleasedSession:
    assert session.starts_at is not None
    assert session.ends_at is not None
    slots = (
        slot for slot in session.slots if _is_slot_releasable(session, slot, slot.code in old_slots)
    )
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


def _stamp_session(
    session: ReleasedSession,
    old: ReleasedSession | None,
    old_slots: dict[str, tuple[ReleasedSlot, ReleasedSession]],
    kept_slots: set[str],
    at: datetime,
) -> ReleasedSession:
    slots = [_stamp_slot(slot, session, old_slots.get(slot.code), at) for slot in session.slots]
    gone = [slot for slot in old.slots if slot.code not in kept_slots] if old else []
    stones = [_slot_tombstone(slot, at) for slot in gone]
    whole = msgspec.structs.replace(session, slots=(*slots, *stones))
    if old is None:
        return msgspec.structs.replace(whole, changed_at=at)
    return msgspec.structs.replace(whole, **_stamps(whole, old, at))


def _stamp_slot(
    slot: ReleasedSlot,
    session: ReleasedSession,
    old: tuple[ReleasedSlot, ReleasedSession] | None,
    at: datetime,
) -> ReleasedSlot:
    if old is None:
        return msgspec.structs.replace(slot, changed_at=at)
    before, was_in = old
    stamps = _stamps(slot, before, at)
    homes = [(each.code, each.title, each.track) for each in (was_in, session)]
    if homes[0] != homes[1]:  # the talk's event names its session
        stamps["changed_at"] = at
    return msgspec.structs.replace(slot, **stamps)


def _stamps(
    new: ReleasedSession | ReleasedSlot,
    old: ReleasedSession | ReleasedSlot,
    at: datetime,
) -> dict[str, object]:
    """Sequence, instant of change and former place of an item that was released before."""
    what = changed_fields(old, new)
    stamps: dict[str, object] = {
        "sequence": old.sequence + (1 if what & _CALENDAR else 0),
        "changed_at": at if what else old.changed_at,
        "was": old.was,
        "moved_at": old.moved_at,
    }
    if what & {"starts_at", "ends_at", "room"} and old.status is not ItemStatus.CANCELLED:
        stamps |= {"was": place_of(old), "moved_at": at}
    return stamps


def changed_fields(
    old: ReleasedSession | ReleasedSlot, new: ReleasedSession | ReleasedSlot
) -> set[str]:
    """The fields of an item's content that differ; stamps are not content."""
    names = set(new.__struct_fields__) - _STAMPS - {"slots"}
    changed = {name for name in names if getattr(old, name) != getattr(new, name)}
    if isinstance(old, ReleasedSession) and isinstance(new, ReleasedSession):
        before, after = map(_contents, (old.slots, new.slots))
        changed |= {"slots"} if before != after else set()
    return changed


def _contents(slots: Iterable[ReleasedSlot]) -> list[ReleasedSlot]:
    blank = {"sequence": 0, "changed_at": None, "was": None, "moved_at": None}
    return [msgspec.structs.replace(slot, **blank) for slot in slots]


def _tombstone(gone: ReleasedSession, kept_slots: set[str], at: datetime) -> ReleasedSession:
    """A session that left the programme, cancelled once; its slots too, unless they moved on."""
    slots = tuple(_slot_tombstone(slot, at) for slot in gone.slots if slot.code not in kept_slots)
    if gone.is_cancelled:
        return msgspec.structs.replace(gone, slots=slots)
    return msgspec.structs.replace(
        gone, slots=slots, status=ItemStatus.CANCELLED, sequence=gone.sequence + 1, changed_at=at
    )


def _slot_tombstone(slot: ReleasedSlot, at: datetime) -> ReleasedSlot:
    if slot.status is ItemStatus.CANCELLED:
        return slot
    return msgspec.structs.replace(
        slot, status=ItemStatus.CANCELLED, sequence=slot.sequence + 1, changed_at=at
    )
