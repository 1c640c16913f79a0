"""Conflicts (S01): one person in two places, one room used twice, a talk beyond its session."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind


class ConflictKind(StrEnum):
    """What is wrong."""

    PERSON = "person"
    ROOM = "room"
    OVERRUN = "overrun"


@dataclass(frozen=True, slots=True)
class Occupied:
    """A session or a slot as it takes up somebody's or some room's time."""

    item: UUID
    session: UUID
    code: str
    title: str
    start: datetime
    end: datetime
    room_name: str = ""
    parts: tuple[Part, ...] = ()

    def words(self, zone: tzinfo) -> str:
        """The item with its parts, times and room, for a sentence."""
        doing = " and ".join(part.value for part in self.parts)
        where = f", {self.room_name}" if self.room_name else ""
        hours = f"{self.start.astimezone(zone):%H:%M}–{self.end.astimezone(zone):%H:%M}"
        return f"{doing + ' in ' if doing else ''}{self.code} “{self.title}” ({hours}{where})"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two items that cannot both happen; `key` stays the same while the two still clash."""

    kind: ConflictKind
    who: UUID
    who_name: str
    first: Occupied
    second: Occupied
    sentence: str

    @property
    def key(self) -> str:
        """Names the clash by kind, person or room, and both items; no times in it."""
        one, two = sorted((str(self.first.item), str(self.second.item)))
        return f"{self.kind}:{self.who}:{one}:{two}"

    def touches(self, item: UUID) -> bool:
        """Whether a session or slot is one of the two, or the session of one of the two."""
        return item in {
            self.first.item,
            self.second.item,
            self.first.session,
            self.second.session,
        }


def find_conflicts(programme: Programme) -> list[Conflict]:
    """Every clash of the draft (S01), by start: a sorted sweep per person and per room.

    Touching ends do not clash; two parts in one session do not; sessions that are cancelled,
    of no length or without a start are left out, those without a room only of the room sweep.
    """
    timed = [session for session in programme.sessions if _takes_time(session)]
    found = [*_room_conflicts(timed, programme.tz), *_person_conflicts(timed, programme.tz)]
    for session in timed:
        found.extend(_overruns(session, programme.tz))
    return sorted(found, key=lambda each: (each.second.start, each.first.start, each.key))


def new_conflicts(before: Iterable[Conflict], after: Iterable[Conflict]) -> list[Conflict]:
    """The clashes that an edit brings in (S01): those it leaves as they were are not held
    against it, so that a programme imported with clashes can be mended step by step."""
    known = {conflict.key for conflict in before}
    return [conflict for conflict in after if conflict.key not in known]


def _takes_time(session: PlannedSession) -> bool:
    return (
        session.status is not ItemStatus.CANCELLED
        and session.starts_at is not None
        and session.duration_minutes > 0
    )


def _whole(session: PlannedSession, parts: tuple[Part, ...] = ()) -> Occupied:
    assert session.starts_at is not None
    end = session.starts_at + timedelta(minutes=session.duration_minutes)
    return Occupied(
        item=session.id,
        session=session.id,
        code=session.code,
        title=session.title,
        start=session.starts_at,
        end=end,
        room_name=session.room_name,
        parts=parts,
    )


def _within(
    session: PlannedSession, slot: PlannedSlot, parts: tuple[Part, ...] = ()
) -> Occupied | None:
    """When a slot takes place; a poster without its own window stands for the whole session."""
    whole, minutes = _whole(session), slot.duration_minutes
    if slot.status is ItemStatus.CANCELLED or (minutes <= 0 and slot.kind is not SlotKind.POSTER):
        return None
    start, end = whole.start, whole.end
    if minutes > 0:
        start += timedelta(minutes=slot.starts_after_minutes)
        end = start + timedelta(minutes=minutes)
    return Occupied(
        item=slot.id,
        session=session.id,
        code=slot.code,
        title=slot.title,
        start=start,
        end=end,
        room_name=session.room_name,
        parts=parts,
    )


def _overlaps(spans: Iterable[Occupied]) -> Iterator[tuple[Occupied, Occupied]]:
    """Pairs of overlapping spans of different sessions; time n log n + the pairs that overlap."""
    running: list[tuple[datetime, int, Occupied]] = []
    for order, span in enumerate(sorted(spans, key=lambda each: (each.start, each.end, each.code))):
        while running and running[0][0] <= span.start:
            heapq.heappop(running)
        for _, _, other in running:
            if other.session != span.session:
                yield other, span
        heapq.heappush(running, (span.end, order, span))


def _room_conflicts(sessions: Iterable[PlannedSession], zone: tzinfo) -> Iterator[Conflict]:
    rooms: dict[UUID, list[Occupied]] = {}
    for session in sessions:
        if session.room is not None:
            rooms.setdefault(session.room, []).append(_whole(session))
    for room, spans in rooms.items():
        for first, second in _overlaps(spans):
            sentence = (
                f"{first.room_name} is used twice on {_day(second.start, zone)}: "
                f"{first.words(zone)} and {second.words(zone)}. Move one of them."
            )
            yield Conflict(ConflictKind.ROOM, room, first.room_name, first, second, sentence)


def _person_conflicts(sessions: Iterable[PlannedSession], zone: tzinfo) -> Iterator[Conflict]:
    busy: dict[UUID, list[Occupied]] = {}
    names: dict[UUID, str] = {}
    for session in sessions:
        for involved, span in _occupied_people(session):
            busy.setdefault(involved.person, []).append(span)
            names.setdefault(involved.person, involved.name)
    for person, spans in busy.items():
        for first, second in _overlaps(spans):
            sentence = (
                f"{names[person]} is in two places on {_day(second.start, zone)}: "
                f"{first.words(zone)} and {second.words(zone)}. "
                "Move one of them or change the person."
            )
            yield Conflict(ConflictKind.PERSON, person, names[person], first, second, sentence)


def _occupied_people(session: PlannedSession) -> Iterator[tuple[Involved, Occupied]]:
    """Who is busy when: a part in the session takes all of it, one in a slot only the slot."""
    everyone = {involved.person: involved for involved in session.people}
    for person, parts in _parts_by_person(session.people).items():
        yield everyone[person], _whole(session, parts)
    for slot in session.slots:
        present = {involved.person: involved for involved in slot.people}
        for person, parts in _parts_by_person(slot.people).items():
            span = _within(session, slot, parts)
            if span is not None and person not in everyone:
                yield present[person], span


def _parts_by_person(people: Iterable[Involved]) -> dict[UUID, tuple[Part, ...]]:
    parts: dict[UUID, tuple[Part, ...]] = {}
    for involved in people:
        held = parts.get(involved.person, ())
        if involved.part not in held:
            parts[involved.person] = (*held, involved.part)
    return parts


def _overruns(session: PlannedSession, zone: tzinfo) -> Iterator[Conflict]:
    whole = _whole(session)
    for slot in session.slots:
        span = _within(session, slot)
        if span is not None and (span.end > whole.end or span.start < whole.start):
            sentence = (
                f"{span.words(zone)} does not fit into its session {whole.words(zone)} "
                f"on {_day(whole.start, zone)}. Shorten the talk or lengthen the session."
            )
            yield Conflict(ConflictKind.OVERRUN, session.id, session.title, whole, span, sentence)


def _day(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y}"
