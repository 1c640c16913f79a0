"""One person's agenda: what they starred and what they do themselves, and where the two clash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from schedule.rules.listing import moved_from, programme_day
from schedule.rules.released import ReleasedPerson, ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A session or one of its slots, with why it is in the agenda."""

    session: ReleasedSession
    slot: ReleasedSlot | None
    is_starred: bool = True
    parts: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = field(default=(), compare=False)
    moved: str = field(default="", compare=False)

    @property
    def item(self) -> ReleasedSession | ReleasedSlot:
        """What is attended: the slot if there is one, else the whole session."""
        return self.slot or self.session

    @property
    def is_cancelled(self) -> bool:
        """Whether it, or the session around it, does not take place."""
        return self.session.is_cancelled or self.item.status is ItemStatus.CANCELLED

    @property
    def has_own_time(self) -> bool:
        """Whether missing a minute of it matters: a poster hangs all session long."""
        return self.slot is None or self.slot.kind is not SlotKind.POSTER or bool(self.parts)


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One day of the agenda, in order of time."""

    day: date
    items: tuple[AgendaItem, ...]


def person_parts(programme: ReleasedProgramme, person: UUID) -> list[AgendaItem]:
    """What a person does in the released programme: chairs, speaks, presents."""
    found = []
    for session, slot in programme.items():
        involved = slot.people if slot else session.chairs + session.speakers
        if parts := _parts_of(person, involved):
            found.append(AgendaItem(session, slot, is_starred=False, parts=parts))
    return found


def build_agenda(
    programme: ReleasedProgramme, stars: frozenset[str], person: UUID, *, now: datetime
) -> tuple[AgendaDay, ...]:
    """Starred items and own duties by day; what overlaps says with what."""
    items = sorted(_chosen(programme, stars, person), key=_by_start)
    marked = [_marked(each, items, programme, now) for each in items]
    by_day = groupby(marked, key=lambda each: programme_day(each.item.starts_at, programme))
    return tuple(AgendaDay(day, tuple(of_day)) for day, of_day in by_day)


def overlapping(items: Iterable[AgendaItem], one: AgendaItem) -> tuple[AgendaItem, ...]:
    """The other items that take place at the same time in another session."""
    return tuple(other for other in items if _clash(one, other))


def _chosen(
    programme: ReleasedProgramme, stars: frozenset[str], person: UUID
) -> Iterable[AgendaItem]:
    duties = {each.item.code: each for each in person_parts(programme, person)}
    for session, slot in programme.items():
        code = slot.code if slot else session.code
        if code in duties:
            duty = duties[code]
            yield AgendaItem(session, slot, is_starred=code in stars, parts=duty.parts)
        elif code in stars:
            yield AgendaItem(session, slot)


def _marked(
    one: AgendaItem, items: list[AgendaItem], programme: ReleasedProgramme, now: datetime
) -> AgendaItem:
    return AgendaItem(
        one.session,
        one.slot,
        one.is_starred,
        one.parts,
        overlaps=tuple(_said(each, programme) for each in overlapping(items, one)),
        moved=moved_from(one.item, now, programme.meeting.tz, one.session.room),
    )


def _said(each: AgendaItem, programme: ReleasedProgramme) -> str:
    zone, item = programme.meeting.tz, each.item
    start, end = item.starts_at.astimezone(zone), item.ends_at.astimezone(zone)
    return f"“{item.title}” ({start:%H:%M}–{end:%H:%M})"


def _clash(one: AgendaItem, other: AgendaItem) -> bool:
    if one.session.code == other.session.code or one.is_cancelled or other.is_cancelled:
        return False
    if not (one.has_own_time and other.has_own_time):
        return False
    return one.item.starts_at < other.item.ends_at and other.item.starts_at < one.item.ends_at


def _by_start(each: AgendaItem) -> tuple[datetime, datetime, str]:
    return each.item.starts_at, each.item.ends_at, each.item.code


def _parts_of(person: UUID, involved: Iterable[ReleasedPerson]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.part.label for each in involved if each.id == person))
