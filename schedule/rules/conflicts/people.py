"""What is wrong for a person (S01): two places at once, a short way between two, a long day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from schedule.rules.board_numbers import are_neighbours, number_of
from schedule.rules.conflicts.conflict import Conflict, day_words
from schedule.rules.conflicts.kinds import ConflictKind
from schedule.rules.conflicts.placed import Duty, PlacedSession, duties_of
from schedule.rules.conflicts.sweep import Timed, overlapping
from schedule.rules.programme import Programme
from schedule.rules.vocabulary import Part, SlotKind

LONGEST_DAY = timedelta(hours=10)
Duties = Mapping[UUID, list[Duty]]


def duties_by_person(placed: Iterable[PlacedSession]) -> Duties:
    """All that each person has to do."""
    found: defaultdict[UUID, list[Duty]] = defaultdict(list)
    for each in placed:
        for duty in duties_of(each):
            found[duty.involved.person].append(duty)
    return found


def between_places(programme: Programme, duties: Duties) -> Iterator[Conflict]:
    """One person in two places at once (S01), at two boards far apart (B03, situation 13), or
    with less than the changeover to get from one room to another."""
    way = timedelta(minutes=max(programme.constraints.changeover_minutes, 0))
    for held in duties.values():
        if len(held) > 1:
            for one, other in overlapping(_longer(each, way) for each in held):
                found = _between(programme, one, other)
                if found is not None:
                    yield found


def _longer(duty: Duty, way: timedelta) -> Timed[Duty]:
    return duty.span.start, duty.span.end + way, duty.span.code, duty


def _between(programme: Programme, one: Duty, other: Duty) -> Conflict | None:
    is_same = one.span.session == other.span.session
    if one.span.end <= other.span.start:
        return None if is_same else _short_way(programme, one, other)
    if not is_same:
        return _twice(programme, one, other)
    return _far_apart(programme, one, other)


def _twice(programme: Programme, one: Duty, other: Duty) -> Conflict:
    zone, name = programme.tz, one.involved.name
    first, second = one.occupied, other.occupied
    sentence = (
        f"{name} is in two places on {day_words(second.start, zone)}: "
        f"{first.words(zone)} and {second.words(zone)}. {_mend(one, other)}"
    )
    return Conflict(ConflictKind.PERSON, one.involved.person, name, first, second, sentence)


def _mend(one: Duty, other: Duty) -> str:
    """Who chairs is the easier one to change."""
    for chair, moved in ((one, other), (other, one)):
        if chair.parts == (Part.CHAIR,) and Part.CHAIR not in moved.parts:
            return f"Move {moved.span.code} or change the chair of {chair.span.code}."
    return f"Move {one.span.code} or {other.span.code}, or change the person."


def _far_apart(programme: Programme, one: Duty, other: Duty) -> Conflict | None:
    """Two posters in one session whose boards are known and no neighbours."""
    boards = [each.slot.board for each in (one, other) if each.slot and _is_poster(each)]
    numbers = [number_of(board) for board in boards]
    if len(numbers) < 2 or None in numbers:
        return None
    if are_neighbours(numbers[0], numbers[1], programme.constraints.board_step):
        return None
    zone, name = programme.tz, one.involved.name
    first, second = one.occupied, other.occupied
    sentence = (
        f"{name} stands at two boards at once on {day_words(second.start, zone)}: board "
        f"{boards[0]} with {first.words(zone)} and board {boards[1]} with {second.words(zone)}. "
        f"Put {one.span.code} and {other.span.code} side by side."
    )
    return Conflict(ConflictKind.APART, one.involved.person, name, first, second, sentence)


def _short_way(programme: Programme, one: Duty, other: Duty) -> Conflict | None:
    rooms = one.placed.session.room, other.placed.session.room
    facts = programme.constraints.people.get(one.involved.person)
    if None in rooms or rooms[0] == rooms[1] or (facts and facts.is_remote):
        return None
    zone, name = programme.tz, one.involved.name
    first, second = one.occupied, other.occupied
    minutes = int((second.start - first.end).total_seconds() // 60)
    sentence = (
        f"{name} has {minutes} minutes on {day_words(second.start, zone)} to get from "
        f"{first.words(zone)} to {second.words(zone)}. "
        f"Leave more time between {first.code} and {second.code}, or use one room."
    )
    return Conflict(ConflictKind.WAY, one.involved.person, name, first, second, sentence)


def long_days(programme: Programme, duties: Duties) -> Iterator[Conflict]:
    """More than ten hours from somebody's first duty of a day to the end of the last one."""
    zone = programme.tz
    for held in duties.values():
        days: defaultdict[date, list[Duty]] = defaultdict(list)
        for duty in held if _is_long(held) else ():
            days[duty.span.start.astimezone(zone).date()].append(duty)
        for of_day in days.values():
            if _is_long(of_day):
                yield _long_day(programme, of_day)


def _is_long(duties: Iterable[Duty]) -> bool:
    spans = [each.span for each in duties]
    return max(each.end for each in spans) - min(each.start for each in spans) > LONGEST_DAY


def _long_day(programme: Programme, duties: Iterable[Duty]) -> Conflict:
    zone = programme.tz
    one = min(duties, key=lambda each: (each.span.start, each.span.code))
    other = max(duties, key=lambda each: (each.span.end, each.span.code))
    first, second, name = one.occupied, other.occupied, one.involved.name
    hours = (second.end - first.start).total_seconds() / 3600
    sentence = (
        f"{name} has a day of {hours:.3g} hours on {day_words(first.start, zone)}: from "
        f"{first.words(zone)} to {second.words(zone)}. Move one of them to another day."
    )
    return Conflict(ConflictKind.LONG_DAY, one.involved.person, name, first, second, sentence)


def _is_poster(duty: Duty) -> bool:
    return duty.slot is not None and duty.slot.kind is SlotKind.POSTER
