"""One person's agenda: what they starred and what they do themselves, and where the two clash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from schedule.rules.listing import moved_from, programme_day
from schedule.rules.released import ReleasedPerson, ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

WORTH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A session or one of its slots, with why it is in the agenda."""

    session: ReleasedSession
    slot: ReleasedSlot | None
    is_starred: bool = True
    parts: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = field(default=(), compare=False)
    moved: str = field(default="", compare=False)
    free_before: tuple[datetime, datetime] | None = field(default=None, compare=False)

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
        return not self.is_poster or bool(self.parts)

    @property
    def is_poster(self) -> bool:
        """Whether it hangs on a board."""
        return self.slot is not None and self.slot.kind is SlotKind.POSTER

    @property
    def is_own_poster(self) -> bool:
        """Whether the person puts it up, stands by it and takes it down."""
        return self.is_poster and bool(self.parts)

    @property
    def busy(self) -> tuple[datetime, datetime]:
        """When one must be there: at one's own poster only while one presents it (B02)."""
        slot = self.slot
        if self.is_own_poster and slot and slot.presents_from and slot.presents_until:
            return slot.presents_from, slot.presents_until
        return self.item.starts_at, self.item.ends_at


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


def duties_by_person(programme: ReleasedProgramme) -> dict[UUID, dict[str, AgendaItem]]:
    """Person -> code of the item -> what they do there; one pass, for everybody."""
    found: dict[UUID, dict[str, AgendaItem]] = {}
    for session, slot in programme.items():
        involved = slot.people if slot else session.chairs + session.speakers
        for person in {each.id for each in involved if each.id}:
            duty = AgendaItem(session, slot, is_starred=False, parts=_parts_of(person, involved))
            found.setdefault(person, {})[duty.item.code] = duty
    return found


def agenda_items(
    programme: ReleasedProgramme, stars: frozenset[str], duties: Mapping[str, AgendaItem]
) -> list[AgendaItem]:
    """What is starred and what one does, in order of time."""
    return sorted(_chosen(programme, stars, duties), key=_by_start)


def build_agenda(
    programme: ReleasedProgramme, stars: frozenset[str], person: UUID, *, now: datetime
) -> tuple[AgendaDay, ...]:
    """Starred items and own duties by day; what overlaps says with what, and between two things
    of a day stands the free time, from half an hour."""
    duties = {each.item.code: each for each in person_parts(programme, person)}
    items = agenda_items(programme, stars, duties)
    marked = [_marked(each, items, programme, now) for each in items]
    by_day = groupby(marked, key=lambda each: programme_day(each.item.starts_at, programme))
    return tuple(AgendaDay(day, with_gaps(of_day)) for day, of_day in by_day)


def with_gaps(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items of one day, each with the free time before it, if it is worth telling."""
    made: list[AgendaItem] = []
    free_from: datetime | None = None
    for each in items:
        starts_at, ends_at = each.busy
        if not each.has_own_time or each.is_cancelled:
            made.append(each)
            continue
        gap = (free_from, starts_at) if free_from and starts_at - free_from >= WORTH else None
        made.append(replace(each, free_before=gap))
        free_from = max(free_from or ends_at, ends_at)
    return tuple(made)


def overlapping(items: Iterable[AgendaItem], one: AgendaItem) -> tuple[AgendaItem, ...]:
    """The other items that take place at the same time in another session."""
    return tuple(other for other in items if _clash(one, other))


def _chosen(
    programme: ReleasedProgramme, stars: frozenset[str], duties: Mapping[str, AgendaItem]
) -> Iterable[AgendaItem]:
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
    start, end = (at.astimezone(zone) for at in each.busy)
    return f"“{item.title}” ({start:%H:%M}–{end:%H:%M})"


def _clash(one: AgendaItem, other: AgendaItem) -> bool:
    if one.session.code == other.session.code or one.is_cancelled or other.is_cancelled:
        return False
    if not (one.has_own_time and other.has_own_time):
        return False
    (starts_at, ends_at), (begins, ends) = one.busy, other.busy
    return starts_at < ends and begins < ends_at


def _by_start(each: AgendaItem) -> tuple[datetime, datetime, str]:
    return each.item.starts_at, each.item.ends_at, each.item.code


def _parts_of(person: UUID, involved: Iterable[ReleasedPerson]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.part.label for each in involved if each.id == person))
