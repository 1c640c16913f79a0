"""From contents to a release (S06): which items changed, and with what SEQUENCE they say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from schedule.rules.contents import public_rooms, public_sessions
from schedule.rules.programme import Programme
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPlace,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, SlotKind

_CALENDAR = frozenset({"starts_at", "ends_at", "room", "status", "presents_from", "presents_until"})
_STAMPS = frozenset({"sequence", "changed_at", "was", "moved_at"})
_SLOT_FIELDS = tuple(sorted(set(ReleasedSlot.__struct_fields__) - _STAMPS))
_SESSION_FIELDS = tuple(sorted(set(ReleasedSession.__struct_fields__) - _STAMPS - {"slots"}))
_BLANK = {"sequence": 0, "changed_at": None, "was": None, "moved_at": None}


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
    """The next snapshot of a whole draft (S06)."""
    sessions = public_sessions(draft, previous)
    return stamped(sessions, public_rooms(draft), previous, facts)


def stamped(
    sessions: Iterable[ReleasedSession],
    rooms: tuple[ReleasedRoom, ...],
    previous: ReleasedProgramme | None,
    facts: ReleaseFacts,
) -> ReleasedProgramme:
    """The next snapshot with these contents (S06): a changed item carries the new instant, one
    whose start, end, room or status changed also SEQUENCE + 1, and one that is gone stays as a
    cancelled tombstone. Whatever stamps the contents carry are not looked at."""
    old = {session.code: session for session in previous.sessions} if previous else {}
    old_slots = _slots_by_code(old.values())
    fresh = list(sessions)
    kept_slots = {slot.code for session in fresh for slot in session.slots}
    marked = [
        _stamp_session(session, old.get(session.code), old_slots, kept_slots, facts.at)
        for session in fresh
    ]
    codes = {session.code for session in fresh}
    stones = [
        _tombstone(gone, kept_slots, facts.at) for code, gone in old.items() if code not in codes
    ]
    return ReleasedProgramme(
        meeting=facts.meeting,
        number=facts.number,
        name=facts.name,
        released_at=facts.at,
        sessions=in_order([*marked, *stones], rooms),
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


def _slots_by_code(
    sessions: Iterable[ReleasedSession],
) -> dict[str, tuple[ReleasedSlot, ReleasedSession]]:
    return {slot.code: (slot, session) for session in sessions for slot in session.slots}


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
        return msgspec.structs.replace(whole, **{**_BLANK, "changed_at": at})
    return msgspec.structs.replace(whole, **_stamps(whole, old, at))


def _stamp_slot(
    slot: ReleasedSlot,
    session: ReleasedSession,
    old: tuple[ReleasedSlot, ReleasedSession] | None,
    at: datetime,
) -> ReleasedSlot:
    if old is None:
        return msgspec.structs.replace(slot, **{**_BLANK, "changed_at": at})
    before, was_in = old
    stamps = _stamps(slot, before, at)
    if _home(was_in) != _home(session):
        stamps["changed_at"] = at
    if slot.kind is SlotKind.POSTER and _hanging(was_in) != _hanging(session):
        stamps |= {"changed_at": at, "sequence": before.sequence + 1}
    return msgspec.structs.replace(slot, **stamps)


def _home(session: ReleasedSession) -> tuple[object, ...]:
    """What a talk's own event tells of the session it is in."""
    return session.code, session.title, session.track, session.is_streamed, session.board_size


def _hanging(session: ReleasedSession) -> tuple[datetime | None, ...]:
    """When posters go up and come down (B04): events of their presenters' own calendars."""
    return (
        session.set_up_from,
        session.set_up_until,
        session.tear_down_from,
        session.tear_down_until,
    )


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
    names = _SLOT_FIELDS if isinstance(new, ReleasedSlot) else _SESSION_FIELDS
    changed = {name for name in names if getattr(old, name) != getattr(new, name)}
    if isinstance(old, ReleasedSession) and isinstance(new, ReleasedSession):
        before, after = map(_contents, (old.slots, new.slots))
        changed |= {"slots"} if before != after else set()
    return changed


def _contents(slots: Iterable[ReleasedSlot]) -> list[ReleasedSlot]:
    return [msgspec.structs.replace(slot, **_BLANK) for slot in slots]


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
