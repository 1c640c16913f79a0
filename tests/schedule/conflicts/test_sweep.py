"""The sorted sweeps find what comparing each with each finds, whatever the order and the names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules import Programme, find_conflicts
from schedule.rules.conflicts import ConflictKind
from schedule.rules.conflicts.sweep import merged
from tests.schedule.conflicts.programmes import crowd, crowded, naive, span, things
from tests.schedule.programmes import PATIENT

PAIRS = {
    ConflictKind.PERSON,
    ConflictKind.ROOM,
    ConflictKind.WAY,
    ConflictKind.APART,
    ConflictKind.CHANGEOVER,
    ConflictKind.PLENARY,
    ConflictKind.INDUSTRY,
    ConflictKind.POSTERS,
    ConflictKind.TOPIC,
    ConflictKind.POPULAR,
}


@settings(PATIENT, max_examples=40)
@given(st.integers(0, 10**9))
def test_sweeps_agree_with_comparing_all_pairs(seed: int) -> None:
    for programme in crowd(seed):
        found = find_conflicts(programme)
        pairs = {
            (each.kind.value, frozenset((each.first.code, each.second.code)))
            for each in found
            if each.kind in PAIRS
        }
        assert pairs == naive(programme)
        assert len({each.key for each in found}) == len(found)


@settings(PATIENT, max_examples=40)
@given(crowded(), st.randoms(use_true_random=False))
def test_order_names_and_hours_of_day_do_not_change_what_conflicts(programme, random) -> None:
    sessions = list(programme.sessions)
    random.shuffle(sessions)
    other = replace(
        programme,
        sessions=tuple(
            replace(each, title=f"Not {each.title}", slots=each.slots[::-1]) for each in sessions
        ),
    )
    keys = [each.key for each in find_conflicts(programme)]
    assert sorted(keys) == sorted(each.key for each in find_conflicts(other))


@settings(PATIENT, max_examples=40)
@given(crowded())
def test_hours_are_judged_minute_by_minute(programme: Programme) -> None:
    limits, expected = programme.constraints, set()
    for each in things(programme):
        step = timedelta(minutes=5)
        minutes = [each.start + n * step for n in range((each.end - each.start) // step)]

        def is_open(spans, minutes=minutes):
            return not spans or all(
                any(s.starts_at <= at < s.ends_at for s in spans) for at in minutes
            )

        if each.slot is None and not is_open(limits.rooms.get(each.home.room, ())):
            expected.add(("hours", each.code))
        busy = {one.person for one in each.home.people}
        people = busy if each.slot is None else {one.person for one in each.slot.people} - busy
        for person in people & set(limits.people):
            if not is_open(limits.people[person].available):
                expected.add(("away", each.code))
    found = find_conflicts(programme)
    kinds = ("hours", "away")
    assert {(e.kind.value, e.first.code) for e in found if e.kind.value in kinds} == expected


def test_touching_and_overlapping_stretches_are_one() -> None:
    assert merged([span(60, 90), span(0, 60), span(30, 70), span(100, 110)]) == [
        span(0, 90),
        span(100, 110),
    ]
