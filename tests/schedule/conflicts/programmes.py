"""Random programmes in which everything can be wrong at once, and all pairs compared one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from typing import NamedTuple
from uuid import uuid5

from hypothesis import strategies as st

from schedule.rules import (
    Constraints,
    Involved,
    ItemStatus,
    Part,
    PersonFacts,
    PlannedSession,
    PlannedSlot,
    Programme,
    SessionKind,
    SlotKind,
    Span,
)
from schedule.rules.board_numbers import are_neighbours, number_of
from tests.schedule.programmes import NINE, ROOMS, SPACE, session, who

KINDS = (
    SessionKind.PLENARY,
    SessionKind.KEYNOTE,
    SessionKind.INDUSTRY,
    SessionKind.POSTER,
    SessionKind.BREAK,
    SessionKind.SOCIAL,
    SessionKind.WORKSHOP,
)
FOR_ALL = (SessionKind.PLENARY, SessionKind.KEYNOTE)
CHANGEOVER = timedelta(minutes=10)


def after_nine(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def span(start: int, end: int) -> Span:
    return Span(after_nine(start), after_nine(end))


MINUTES = (0, 25, 30, 55, 60, 65, 90)


@dataclass(frozen=True, slots=True)
class _Dice:
    """Draws dense programmes: few people, rooms and hours, so that much is wrong."""

    random: Random

    def people(self) -> tuple[Involved, ...]:
        parts = (Part.CHAIR, Part.PRESENTER)
        count = self.random.choice((0, 0, 1, 1, 2))
        return tuple(
            who(self.random.choice("AAAB"), self.random.choice(parts)) for _ in range(count)
        )

    def spans(self) -> tuple[Span, ...]:
        starts = self.random.choices(MINUTES, k=self.random.randint(0, 3))
        return tuple(span(each, each + self.random.choice((30, 60, 120))) for each in starts)

    def slot(self, code: str) -> PlannedSlot:
        pick = self.random.choice
        kind, start = pick((SlotKind.TALK, SlotKind.POSTER, SlotKind.POSTER)), pick(MINUTES)
        return PlannedSlot(
            id=uuid5(SPACE, f"slot {code}"),
            code=code,
            title=code,
            kind=kind,
            starts_after_minutes=pick((0, 15, 30)),
            duration_minutes=pick((0, 15, 30)),
            people=self.people() if kind is SlotKind.TALK else (who(pick("AAB"), Part.PRESENTER),),
            board=pick(("", "001", "002", "005", "009")),
            presents=pick((None, None, span(start, start + 30)))
            if kind is SlotKind.POSTER
            else None,
            status=pick((ItemStatus.CONFIRMED,) * 4 + (ItemStatus.CANCELLED,)),
        )

    def session(self, number: int) -> PlannedSession:
        pick = self.random.choice
        return session(
            f"S{number}",
            pick((None, *MINUTES)),
            pick((0, 20, 30, 30, 60, 60)),
            pick(("", "Hall A", "Hall B")),
            *self.people(),
            kind=pick(KINDS),
            track=pick(("", "Signals", "Cells")),
            slots=tuple(self.slot(f"T{number}{n}") for n in range(self.random.randint(0, 3))),
            status=pick((*ItemStatus, ItemStatus.CONFIRMED, ItemStatus.CONFIRMED)),
        )

    def programme(self) -> Programme:
        sessions = tuple(self.session(n) for n in range(self.random.randint(0, 7)))
        codes = [c for each in sessions for c in (each.code, *(slot.code for slot in each.slots))]
        pairs = list(combinations(sorted(codes), 2))
        chosen = self.random.sample(pairs, k=len(pairs) // 3)
        limits = Constraints(
            people={
                who(name).person: PersonFacts(self.spans(), self.random.random() < 0.5)
                for name in self.random.sample("ABC", k=self.random.randint(0, 3))
            },
            rooms={room.id: self.spans() for room in ROOMS[:2]},
            together={pair: self.random.randint(3, 7) for pair in chosen},
            changeover_minutes=10,
        )
        return Programme("Europe/London", sessions, ROOMS, limits)


def crowd(seed: int) -> list[Programme]:
    """Five programmes, for a law that one rarely puts to the test."""
    return [_Dice(Random(f"{seed}-{n}")).programme() for n in range(5)]


def crowded() -> st.SearchStrategy[Programme]:
    """Up to six sessions within two hours, with limits on everything."""
    return st.integers(0, 10**9).map(lambda seed: _Dice(Random(seed)).programme())


class Thing(NamedTuple):
    """An item with its time, for comparing."""

    home: PlannedSession
    slot: PlannedSlot | None
    code: str
    start: datetime
    end: datetime


def things(programme: Programme) -> list[Thing]:
    """Every session and slot that takes time."""
    found = []
    for each in programme.sessions:
        if each.status is ItemStatus.CANCELLED or not each.starts_at or not each.duration_minutes:
            continue
        assert each.ends_at
        found.append(Thing(each, None, each.code, each.starts_at, each.ends_at))
        for slot in each.slots:
            is_poster = slot.kind is SlotKind.POSTER
            if slot.status is ItemStatus.CANCELLED or not (slot.duration_minutes or is_poster):
                continue
            start, end = each.starts_at, each.ends_at
            if slot.duration_minutes:
                start += timedelta(minutes=slot.starts_after_minutes)
                end = start + timedelta(minutes=slot.duration_minutes)
            if slot.presents:
                start, end = slot.presents.starts_at, slot.presents.ends_at
            found.append(Thing(each, slot, slot.code, start, end))
    return found


def names_in(thing: Thing) -> set[str]:
    """Who is busy with an item."""
    chairs = {each.name for each in thing.home.people}
    return chairs if thing.slot is None else {each.name for each in thing.slot.people} - chairs


Found = tuple[str, frozenset[str]]


def attended(things: list[Thing], whole: Thing) -> tuple[datetime, datetime]:
    posters = [
        each
        for each in things
        if each.home is whole.home and each.slot and each.slot.kind is SlotKind.POSTER
    ]
    if whole.home.kind is not SessionKind.POSTER or not posters:
        return whole.start, whole.end
    return min(each.start for each in posters), max(each.end for each in posters)


def naive(programme: Programme) -> set[Found]:
    """(kind, codes) of every pair that is wrong, each compared with each."""
    every, found = things(programme), set[Found]()
    for one, other in combinations(every, 2):
        pair = frozenset((one.code, other.code))
        found |= {(kind, pair) for kind in person_kinds(one, other)}
        if one.slot is None and other.slot is None:
            found |= {(kind, pair) for kind in session_kinds(every, one, other)}
        stars = programme.constraints.together.get(
            (min(one.code, other.code), max(one.code, other.code)), 0
        )
        is_poster = any(t.slot and t.slot.kind is SlotKind.POSTER for t in (one, other))
        if stars >= 5 and one.home is not other.home and meet(one, other) and not is_poster:
            found.add(("popular", pair))
    return found


def meet(one: Thing, other: Thing) -> bool:
    return one.start < other.end and other.start < one.end


def follows_soon(one: Thing, other: Thing) -> bool:
    return any(
        timedelta() <= later.start - earlier.end < CHANGEOVER
        for earlier, later in ((one, other), (other, one))
    )


def person_kinds(one: Thing, other: Thing) -> set[str]:
    if not names_in(one) & names_in(other):
        return set()
    if one.home is other.home:
        posters = [t.slot for t in (one, other) if t.slot and t.slot.kind is SlotKind.POSTER]
        boards = [number_of(slot.board) for slot in posters if slot.board]
        is_apart = len(boards) == 2 and not are_neighbours(boards[0], boards[1], 1)
        return {"apart"} if is_apart and meet(one, other) else set()
    if meet(one, other):
        return {"person"}
    rooms = {one.home.room, other.home.room}
    return {"way"} if follows_soon(one, other) and None not in rooms and len(rooms) == 2 else set()


def session_kinds(every: list[Thing], one: Thing, other: Thing) -> set[str]:
    found, kinds = set(), {one.home.kind, other.home.kind}
    if one.home.room and one.home.room == other.home.room:
        if meet(one, other):
            found.add("room")
        elif follows_soon(one, other) and SessionKind.BREAK not in kinds and kinds - {*FOR_ALL}:
            found.add("changeover")
    off_topic = {SessionKind.BREAK, SessionKind.SOCIAL, SessionKind.POSTER}
    if one.home.track and one.home.track == other.home.track and meet(one, other):
        found |= {"topic"} if not kinds & off_topic else set()
    (a, b), (c, d) = attended(every, one), attended(every, other)
    if not (a < d and c < b):
        return found
    if kinds & {*FOR_ALL} and SessionKind.BREAK not in kinds:
        found.add("industry" if SessionKind.INDUSTRY in kinds else "plenary")
    beside = {*FOR_ALL, SessionKind.BREAK, SessionKind.SOCIAL}
    if SessionKind.POSTER in kinds and len(kinds) == 2 and not kinds & beside:
        found.add("posters")
    return found
