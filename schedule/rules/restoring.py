"""A release read back as a draft: for restoring it, and for seeing what one change does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from schedule.rules.changes import DraftStep, content_of
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus


@dataclass(frozen=True, slots=True)
class KnownAbstract:
    """An abstract that a release holds, as it is now; a gone one takes place no more (A13)."""

    id: UUID
    state: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a snapshot does not hold but a draft needs: abstracts by code, titles by slot code."""

    abstracts: Mapping[str, KnownAbstract] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def restored(draft: Programme, release: ReleasedProgramme, known: ReadBack) -> Programme:
    """The draft with the content of a release: releasing it again would change nothing.

    What the release does not know is not lost: its sessions wait without a time, its abstracts
    are unplaced. Talks whose abstract is gone meanwhile stay cancelled (A13).
    """
    reader = _Reader(draft, known)
    codes = {session.code for session in release.sessions}
    placed = {slot.code for session in release.sessions for slot in session.slots}
    back = [
        reader.session(session)
        for session in release.sessions
        if session.code in reader.sessions or not session.is_cancelled
    ]
    waiting = [_unplaced(each, placed) for each in draft.sessions if each.code not in codes]
    return replace(draft, sessions=(*back, *waiting))


def read_back(draft: Programme, session: ReleasedSession, known: ReadBack) -> PlannedSession:
    """One session of a release as a draft has it."""
    return _Reader(draft, known).session(session)


def steps_between(before: Programme, after: Programme) -> list[DraftStep]:
    """The sessions that differ in what a draft stores."""
    old = {session.code: session for session in before.sessions}
    new = {session.code: session for session in after.sessions}
    steps = [DraftStep(old.get(code), new.get(code)) for code in {**old, **new}]
    return [step for step in steps if not _same(step.before, step.after)]


def lost_rooms(draft: Programme, release: ReleasedProgramme) -> tuple[str, ...]:
    """Rooms that the release uses and the meeting has no more: their sessions come back without."""
    rooms = {room.name for room in draft.rooms}
    used = {session.room for session in release.sessions if not session.is_cancelled}
    return tuple(sorted(used - rooms - {""}))


class _Reader:
    """Sessions, slots and rooms of the draft by code and name, looked up once."""

    def __init__(self, draft: Programme, known: ReadBack) -> None:
        self.known = known
        self.rooms = {room.name: room.id for room in draft.rooms}
        self.sessions = {session.code: session for session in draft.sessions}
        self.slots = {slot.code: slot for each in draft.sessions for slot in each.slots}

    def session(self, released: ReleasedSession) -> PlannedSession:
        """Of a draft session only what the snapshot does not hold is kept: its stream's address."""
        now = self.sessions.get(released.code)
        return PlannedSession(
            id=now.id if now else released.id,
            code=released.code,
            title=released.title,
            kind=released.kind,
            room=self.rooms.get(released.room),
            room_name=released.room,
            starts_at=released.starts_at,
            duration_minutes=_minutes(released),
            people=_involved((*released.chairs, *released.speakers)),
            slots=self._slots(released),
            status=released.status,
            subtitle=released.subtitle,
            type_label=released.type_label,
            track=released.track,
            summary=released.summary,
            description=released.description,
            language=released.language,
            sponsor=released.sponsor,
            is_streamed=released.is_streamed,
            stream_url=now.stream_url if now else "",
            set_up_from=released.set_up_from,
            set_up_until=released.set_up_until,
            tear_down_from=released.tear_down_from,
            tear_down_until=released.tear_down_until,
            board_size=released.board_size,
            version=now.version if now else 1,
            origin=released.origin,
        )

    def _slots(self, session: ReleasedSession) -> tuple[PlannedSlot, ...]:
        wanted = [
            slot
            for slot in session.slots
            if slot.code in self.slots or slot.status is not ItemStatus.CANCELLED
        ]
        now = self.sessions.get(session.code)
        held = {slot.code: slot.position for slot in now.slots} if now else {}
        is_same = list(held) == [slot.code for slot in wanted]
        places = held.values() if is_same else range(1, len(wanted) + 1)
        return tuple(
            self._slot(session, slot, place) for slot, place in zip(wanted, places, strict=True)
        )

    def _slot(self, session: ReleasedSession, slot: ReleasedSlot, position: int) -> PlannedSlot:
        now, abstract = self.slots.get(slot.code), self.known.abstracts.get(slot.abstract_code)
        presents = None
        if slot.presents_from and slot.presents_until:
            presents = Span(slot.presents_from, slot.presents_until)
        return PlannedSlot(
            id=now.id if now else slot.id,
            code=slot.code,
            title=self.known.titles.get(slot.code, slot.title),
            kind=slot.kind,
            position=position,
            starts_after_minutes=round((slot.starts_at - session.starts_at).total_seconds() / 60),
            duration_minutes=self._duration(session, slot, now),
            questions_minutes=slot.questions_minutes,
            people=_involved(slot.people),
            board=slot.board,
            status=_status(session, slot, now, abstract),
            abstract=abstract.id if abstract else None,
            abstract_code=slot.abstract_code,
            abstract_state=abstract.state if abstract else "",
            version=now.version if now else 1,
            number=slot.number,
            presents=presents,
        )

    def _duration(
        self, session: ReleasedSession, slot: ReleasedSlot, now: PlannedSlot | None
    ) -> int:
        """A poster without a length of its own lasts as long as its session, and still does."""
        if now is not None and not now.duration_minutes and slot.ends_at == session.ends_at:
            return 0
        return _minutes(slot)


def _status(
    session: ReleasedSession,
    slot: ReleasedSlot,
    now: PlannedSlot | None,
    abstract: KnownAbstract | None,
) -> ItemStatus:
    """In a cancelled session every talk reads cancelled, whatever it is by itself."""
    if abstract is not None and abstract.is_gone:
        return ItemStatus.CANCELLED
    if session.is_cancelled:
        return now.status if now else ItemStatus.CONFIRMED
    return slot.status


def _unplaced(session: PlannedSession, placed: set[str]) -> PlannedSession:
    slots = tuple(slot for slot in session.slots if slot.code not in placed)
    is_hidden = session.status is not ItemStatus.CONFIRMED
    return replace(session, slots=slots, starts_at=session.starts_at if is_hidden else None)


def _minutes(item: ReleasedSession | ReleasedSlot) -> int:
    return round((item.ends_at - item.starts_at).total_seconds() / 60)


def _involved(people: Iterable[ReleasedPerson]) -> tuple[Involved, ...]:
    return tuple(
        Involved(one.id, one.name, one.part, one.affiliation, one.sort_key) for one in people
    )


def _same(before: PlannedSession | None, after: PlannedSession | None) -> bool:
    if before is None or after is None:
        return before is after
    return content_of(before) == content_of(after)
