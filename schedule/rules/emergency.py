"""One change the night before: on top of the newest release, whatever else the draft holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from schedule.rules.contents import public_session
from schedule.rules.programme import Involved, PlannedRoom, PlannedSession, PlannedSlot, Span
from schedule.rules.released import ReleasedProgramme, ReleasedRoom, ReleasedSession
from schedule.rules.vocabulary import ItemStatus, Part


class EmergencyKind(StrEnum):
    """What happens to the session, or to one talk in it."""

    MOVE = "move"
    CANCEL = "cancel"
    PEOPLE = "people"
    REMOTE = "remote"

    @property
    def label(self) -> str:
        """The words shown on screen."""
        return _LABELS[self]


_LABELS = {
    EmergencyKind.MOVE: "Move to another room or time",
    EmergencyKind.CANCEL: "Cancel",
    EmergencyKind.PEOPLE: "Replace a speaker or a chair",
    EmergencyKind.REMOTE: "Hold it by video: stream the session",
}


_DONE = {
    EmergencyKind.MOVE: "moved",
    EmergencyKind.CANCEL: "cancelled",
    EmergencyKind.PEOPLE: "other people",
    EmergencyKind.REMOTE: "by video",
}
TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class EmergencyChange:
    """One change to the session with the code, or with `slot` to one talk in it.

    A move names room and start; for people, `leaves` gives way to `comes`, either may be None;
    by video, `leaves` is who is not in the room, and keeps the part.
    """

    kind: EmergencyKind
    code: str
    slot: str = ""
    room: PlannedRoom | None = None
    starts_at: datetime | None = None
    leaves: UUID | None = None
    comes: Involved | None = None


def with_change(session: PlannedSession, change: EmergencyChange) -> PlannedSession:
    """The session after the change; its talks and presenting windows move with it."""
    if change.kind is EmergencyKind.MOVE:
        return _moved(session, change)
    if change.kind is EmergencyKind.REMOTE:
        return replace(session, is_streamed=True)
    if change.slot:
        slots = (_slot_changed(slot, change) for slot in session.slots)
        return replace(session, slots=tuple(slots))
    if change.kind is EmergencyKind.CANCEL:
        return replace(session, status=ItemStatus.CANCELLED)
    return replace(session, people=_replaced(session.people, change))


def partial_contents(
    previous: ReleasedProgramme, changed: PlannedSession
) -> tuple[tuple[ReleasedSession, ...], tuple[ReleasedRoom, ...]]:
    """Sessions and rooms of the newest release with one session changed and nothing else: the
    other edits of the draft stay unreleased (S06)."""
    known = {(slot or each).code for each, slot in previous.items()}
    sessions = tuple(
        public_session(changed, known) if each.code == changed.code else each
        for each in previous.sessions
    )
    return sessions, _rooms(previous, changed)


def words_of(change: EmergencyChange, session: PlannedSession) -> str:
    """What was done, for the release's name and the trail of the draft."""
    titles = {slot.code: slot.title for slot in session.slots}
    title = titles.get(change.slot, session.title)
    short = title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"
    return f"{short}: {_DONE[change.kind]}"


def _moved(session: PlannedSession, change: EmergencyChange) -> PlannedSession:
    start, room = change.starts_at or session.starts_at, change.room
    later = start - session.starts_at if start and session.starts_at else timedelta()
    return replace(
        session,
        starts_at=start,
        room=room.id if room else None,
        room_name=room.name if room else "",
        slots=tuple(_later(slot, later) for slot in session.slots),
    )


def _later(slot: PlannedSlot, later: timedelta) -> PlannedSlot:
    if slot.presents is None:
        return slot
    window = Span(slot.presents.starts_at + later, slot.presents.ends_at + later)
    return replace(slot, presents=window)


def _slot_changed(slot: PlannedSlot, change: EmergencyChange) -> PlannedSlot:
    if slot.code != change.slot:
        return slot
    if change.kind is EmergencyKind.CANCEL:
        return replace(slot, status=ItemStatus.CANCELLED)
    return replace(slot, people=_replaced(slot.people, change))


def _replaced(people: tuple[Involved, ...], change: EmergencyChange) -> tuple[Involved, ...]:
    """Whoever comes takes the place and the part of whoever leaves."""
    comes = change.comes
    if change.leaves is None:
        return (*people, replace(comes, part=Part.SPEAKER)) if comes else people
    swapped = (
        one if one.person != change.leaves else comes and replace(comes, part=one.part)
        for one in people
    )
    return tuple(one for one in swapped if one is not None)


def _rooms(previous: ReleasedProgramme, changed: PlannedSession) -> tuple[ReleasedRoom, ...]:
    names = {room.name for room in previous.rooms}
    if not changed.room_name or changed.room_name in names:
        return previous.rooms
    return (*previous.rooms, ReleasedRoom(changed.room_name))
