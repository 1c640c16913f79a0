"""When a session's people cannot be there or are busy elsewhere: shaded while it is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

import msgspec

from schedule.board.layout import minutes_of, outside
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.vocabulary import ItemStatus

WHOLE_DAY = (0, 1440)
SHADED = 40  # stretches a day, so that a poster session does not darken the board

Stretch = tuple[int, int, str]


class LimitsAnswer(msgspec.Struct):
    """By day: (from minute, minutes, why) on the venue's clock."""

    limits: dict[str, list[Stretch]]


def limits_of(programme: Programme, session: PlannedSession, days: Iterable[date]) -> LimitsAnswer:
    """What speaks against times, whatever the room: absent people, and their other duties."""
    names = {one.person: one.name for one in everybody(session)}
    busy = list(_duties(programme, session, names))
    found: dict[str, list[Stretch]] = defaultdict(list)
    for day in days:
        stretches = [*_absent(programme, names, day), *_busy(busy, day, programme)]
        found[day.isoformat()] = sorted(stretches)[:SHADED]
    return LimitsAnswer(dict(found))


def everybody(session: PlannedSession) -> list[Involved]:
    """All who have a part in a session or in something inside it."""
    return [*session.people, *(one for slot in session.slots for one in slot.people)]


def _absent(programme: Programme, names: dict[UUID, str], day: date) -> Iterator[Stretch]:
    for person, name in names.items():
        facts = programme.constraints.people.get(person)
        if facts is None or not facts.available:
            continue
        for start, end in outside(facts.available, day, programme.tz, WHOLE_DAY):
            yield start, end - start, f"{name} cannot be there"


def _duties(
    programme: Programme, session: PlannedSession, names: dict[UUID, str]
) -> Iterator[tuple[Span, str]]:
    for other in programme.sessions:
        if other.id == session.id or other.starts_at is None or not _takes_place(other):
            continue
        for one in other.people:
            if one.person in names:
                yield _span(other, 0, other.duration_minutes), _words(one.name, other)
        for slot in other.slots:
            for one in slot.people:
                if one.person in names and _takes_place(slot):
                    yield _slot_span(other, slot), _words(one.name, other)


def _takes_place(item: PlannedSession | PlannedSlot) -> bool:
    return item.status is not ItemStatus.CANCELLED


def _busy(busy: Iterable[tuple[Span, str]], day: date, programme: Programme) -> Iterator[Stretch]:
    for span, words in busy:
        start, end = minutes_of(span, day, programme.tz)
        if start < min(end, WHOLE_DAY[1]):
            yield start, min(end, WHOLE_DAY[1]) - start, words


def _words(name: str, session: PlannedSession) -> str:
    return f"{name}: {session.title or session.code}"


def _slot_span(session: PlannedSession, slot: PlannedSlot) -> Span:
    if slot.presents is not None:
        return slot.presents
    if not slot.duration_minutes:
        return _span(session, 0, session.duration_minutes)
    return _span(session, slot.starts_after_minutes, slot.duration_minutes)


def _span(session: PlannedSession, after: int, minutes: int) -> Span:
    assert session.starts_at is not None
    start = session.starts_at + timedelta(minutes=after)
    return Span(start, start + timedelta(minutes=minutes))
