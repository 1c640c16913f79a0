"""What is wrong with a room (S01, S08): used twice, outside its hours, too small, no changeover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from schedule.rules.conflicts.conflict import Conflict, Occupied, day_words
from schedule.rules.conflicts.kinds import ConflictKind
from schedule.rules.conflicts.placed import PlacedSession
from schedule.rules.conflicts.presence import hours_that_day
from schedule.rules.conflicts.sweep import Timed, lies_within, merged, overlapping
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.vocabulary import SessionKind, SlotKind

Held = Mapping[UUID, list[PlacedSession]]
# The audience of these stays in its seats: they may follow each other at once.
SEATED = frozenset(
    {
        SessionKind.OPENING,
        SessionKind.KEYNOTE,
        SessionKind.PLENARY,
        SessionKind.AWARD_CEREMONY,
        SessionKind.CLOSING,
    }
)


def sessions_by_room(placed: Iterable[PlacedSession]) -> Held:
    """All that each room is used for."""
    found: defaultdict[UUID, list[PlacedSession]] = defaultdict(list)
    for each in placed:
        if each.session.room is not None:
            found[each.session.room].append(each)
    return found


def in_one_room(programme: Programme, held: Held) -> Iterator[Conflict]:
    """Two sessions in a room at once, or with less than the changeover between them."""
    pause = timedelta(minutes=max(programme.constraints.changeover_minutes, 0))
    for sessions in held.values():
        for one, other in overlapping(_longer(each, pause) for each in sessions):
            if one.whole.end > other.whole.start:
                yield _twice(programme, one, other)
            elif not _may_follow(one.session, other.session):
                yield _too_soon(programme, one, other)


def _longer(placed: PlacedSession, pause: timedelta) -> Timed[PlacedSession]:
    return placed.whole.start, placed.whole.end + pause, placed.whole.code, placed


def _may_follow(one: PlannedSession, other: PlannedSession) -> bool:
    if SessionKind.BREAK in (one.kind, other.kind):
        return True
    return one.kind in SEATED and other.kind in SEATED


def _twice(programme: Programme, one: PlacedSession, other: PlacedSession) -> Conflict:
    zone, first, second = programme.tz, one.whole, other.whole
    sentence = (
        f"{first.room_name} is used twice on {day_words(second.start, zone)}: "
        f"{first.words(zone)} and {second.words(zone)}. "
        f"Move {first.code} or {second.code} to another time or room."
    )
    return _conflict(ConflictKind.ROOM, one, first, second, sentence)


def _too_soon(programme: Programme, one: PlacedSession, other: PlacedSession) -> Conflict:
    zone, first, second = programme.tz, one.whole, other.whole
    minutes = int((second.start - first.end).total_seconds() // 60)
    sentence = (
        f"{first.room_name} has {minutes} minutes on {day_words(second.start, zone)} between "
        f"{first.words(zone)} and {second.words(zone)}; this meeting wants "
        f"{programme.constraints.changeover_minutes}. End {first.code} earlier or begin "
        f"{second.code} later."
    )
    return _conflict(ConflictKind.CHANGEOVER, one, first, second, sentence)


def outside_hours(programme: Programme, held: Held) -> Iterator[Conflict]:
    """A session that its room is not open for; a room without hours always is."""
    zone = programme.tz
    for room, sessions in held.items():
        stretches = merged(programme.constraints.rooms.get(room, ()))
        for each in sessions if stretches else ():
            whole = each.whole
            if lies_within(whole.start, whole.end, stretches):
                continue
            sentence = (
                f"{whole.room_name} is not open for {whole.words(zone)} on "
                f"{day_words(whole.start, zone)}: {hours_that_day(stretches, whole, zone)}. "
                f"Move {whole.code} or change the hours of {whole.room_name}."
            )
            yield _conflict(ConflictKind.HOURS, each, whole, whole, sentence)


def too_small(programme: Programme, held: Held) -> Iterator[Conflict]:
    """A room that holds fewer than are expected (S08)."""
    expected, zone = programme.constraints.audience, programme.tz
    capacities = {room.id: room.capacity for room in programme.rooms} if expected else {}
    for room, capacity in capacities.items():
        for each in held.get(room, ()) if capacity is not None else ():
            people = expected_at(each.session, expected)
            if capacity is None or people <= capacity:
                continue
            whole = each.whole
            sentence = (
                f"{whole.words(zone)} on {day_words(whole.start, zone)} expects some {people} "
                f"people, and {whole.room_name} holds {capacity}. Give {whole.code} a bigger "
                "room, or stream it to a second one."
            )
            yield _conflict(ConflictKind.SMALL, each, whole, whole, sentence)


def expected_at(session: PlannedSession, audience: Mapping[str, int]) -> int:
    """The most that are expected in a session at one moment: its own, or of its fullest talk."""
    codes = [slot.code for slot in session.slots if slot.kind is not SlotKind.POSTER]
    return max(audience.get(code, 0) for code in (session.code, *codes))


def _conflict(
    kind: ConflictKind, placed: PlacedSession, first: Occupied, second: Occupied, sentence: str
) -> Conflict:
    room = placed.session.room
    assert room is not None
    return Conflict(kind, room, first.room_name, first, second, sentence)
