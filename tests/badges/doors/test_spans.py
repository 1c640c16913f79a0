"""When somebody was where: forgotten scans, other rooms, overlaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from badges.doors.door import Direction, PointKind
from badges.doors.spans import (
    Ended,
    Hours,
    Place,
    Span,
    Step,
    attendance,
    minutes_within,
    sessions_end,
    union,
)

IN, OUT = Direction.IN, Direction.OUT
NINE = datetime(2027, 10, 18, 9, 0, tzinfo=UTC)
ZONE = "Europe/London"
MINUTE = timedelta(minutes=1)


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


def room(key: str, start: int, end: int) -> Place:
    return Place(key, key, PointKind.CME, key, at(start), at(end))


PLACES = {
    "A": room("A", 0, 60),
    "B": room("B", 30, 120),
    "door:hall": Place("door:hall", "Hall", PointKind.ENTRANCE),
    "door:lab": Place("door:lab", "Lab", PointKind.WORKSHOP),
}


def spans(*steps: tuple[int, str, Direction]) -> list[tuple[str, int, int, bool]]:
    found = attendance([Step(at(minute), place, way) for minute, place, way in steps], PLACES, ZONE)
    return [
        (
            each.place,
            (each.starts_at - NINE) // timedelta(minutes=1),
            (each.ends_at - NINE) // timedelta(minutes=1),
            each.is_assumed,
        )
        for each in found.spans
    ]


def test_span_ends_where_they_were_scanned_out() -> None:
    assert spans((-5, "A", IN), (50, "A", OUT)) == [("A", -5, 50, False)]


def test_forgotten_scan_on_the_way_out_ends_with_the_session() -> None:
    assert spans((10, "A", IN)) == [("A", 10, 60, True)]


def test_forgotten_scan_ends_with_the_next_room_if_that_is_earlier() -> None:
    assert spans((10, "A", IN), (35, "B", IN), (100, "B", OUT)) == [
        ("A", 10, 35, True), ("B", 35, 100, False),
    ]  # fmt: skip


def test_entrance_ends_no_stay_in_a_room() -> None:
    assert spans((0, "A", IN), (5, "door:hall", IN), (60, "A", OUT)) == [
        ("A", 0, 60, False), ("door:hall", 5, 5, True),
    ]  # fmt: skip


def test_door_without_hours_gives_no_minutes_for_a_forgotten_scan() -> None:
    assert spans((0, "door:lab", IN)) == [("door:lab", 0, 0, True)]


def test_door_without_a_session_takes_what_is_known_of_the_day() -> None:
    lab = PLACES["door:lab"]
    morning, evening = (at(50), at(200)), at(300)
    known = {
        "sessions": (lab, [Hours("S1", at(0), at(60)), Hours("S2", at(90), at(150))]),
        "closing": (replace(lab, closes_at=at(180)), []),
        "programme": (replace(lab, programme_ends=(*morning, evening)), []),
        "nothing": (lab, []),
    }
    found = {}
    for name, (place, sessions) in known.items():
        places = {"door:lab": replace(place, sessions=tuple(sessions))}
        stays = attendance([Step(at(70), "door:lab", IN)], places, ZONE).spans
        (stay,) = [each for each in stays if each.place == "door:lab"]
        found[name] = ((stay.ends_at - NINE) // MINUTE, stay.ended)
    assert found == {
        "sessions": (150, Ended.SESSION),
        "closing": (180, Ended.CLOSING),
        "programme": (200, Ended.PROGRAMME),
        "nothing": (70, Ended.UNKNOWN),
    }


def test_way_out_of_the_house_is_a_way_out_of_its_rooms() -> None:
    assert spans((0, "A", IN), (20, "door:hall", OUT)) == [("A", 0, 20, True)]


def test_word_of_the_office_holds_against_the_assumption_and_not_against_a_return() -> None:
    told = Step(at(5), "A", IN, left_at=at(20))
    stays = attendance([told, Step(at(40), "A", IN), Step(at(55), "A", OUT)], PLACES, ZONE).spans
    assert [(each.ends_at, each.ended) for each in stays] == [
        (at(20), Ended.TOLD), (at(55), Ended.SCANNED),
    ]  # fmt: skip
    assert minutes_within(stays, at(0), at(60)) == 30


def test_word_of_the_office_never_holds_against_a_scan_elsewhere_that_arrived_later() -> None:
    told = Step(at(5), "A", IN, left_at=at(50), door="east")
    elsewhere = Step(at(40), "B", IN, door="b")
    first, second = attendance([told, elsewhere, Step(at(90), "B", OUT)], PLACES, ZONE).spans
    assert (first.ends_at, first.ended, first.door) == (at(40), Ended.ELSEWHERE, "east")
    assert (first.following, second.following) == (elsewhere, None)
    tomorrow = replace(elsewhere, at=at(24 * 60))
    (alone, *_) = attendance([told, tomorrow], PLACES, ZONE).spans
    assert (alone.ends_at, alone.ended, alone.following) == (at(50), Ended.TOLD, None)


def test_last_session_of_the_day_bounds_what_is_behind_a_door() -> None:
    lab = replace(
        PLACES["door:lab"],
        sessions=(Hours("S1", at(0), at(60)), Hours("S2", at(90), at(150)),
                  Hours("S3", at(24 * 60), at(25 * 60))),
    )  # fmt: skip
    ends = [sessions_end(each, at(10), ZONE) for each in (lab, PLACES["A"], PLACES["door:hall"])]
    assert ends == [at(150), at(60), None]
    assert sessions_end(PLACES["A"], at(24 * 60), ZONE) is None


def test_scan_out_without_a_scan_in_is_no_stay_but_a_day() -> None:
    found = attendance([Step(at(10), "A", OUT)], PLACES, ZONE)
    assert found.spans == ()
    assert found.days == {date(2027, 10, 18)}


def test_second_scan_in_does_not_begin_anew() -> None:
    assert spans((0, "A", IN), (20, "A", IN), (40, "A", OUT)) == [("A", 0, 40, False)]


def test_scan_in_after_the_end_is_an_empty_stay() -> None:
    assert spans((70, "A", IN)) == [("A", 70, 70, True)]


def test_minutes_count_within_the_session_and_overlaps_once() -> None:
    stays = [Span("A", at(-30), at(20)), Span("A", at(10), at(30)), Span("A", at(50), at(90))]
    assert minutes_within(stays, at(0), at(60)) == 40
    assert minutes_within([], at(0), at(60)) == 0
    assert minutes_within([Span("A", at(0), at(60) - timedelta(seconds=1))], at(0), at(60)) == 59


a_step = st.builds(
    lambda minute, place, way, told: Step(
        at(minute), place, way, left_at=None if told is None else at(minute + told)
    ),
    st.integers(-60, 2000),
    st.sampled_from([*PLACES, "gone"]),
    st.sampled_from([IN, OUT]),
    st.none() | st.integers(0, 300),
)


@settings(max_examples=40)
@given(st.lists(a_step, max_size=15))
def test_nobody_is_in_two_rooms_at_once_whatever_was_scanned(steps: list[Step]) -> None:
    found = attendance(steps, PLACES, ZONE)
    rooms = [each for each in found.spans if PLACES[each.place].is_room]
    assert all(each.starts_at <= each.ends_at for each in found.spans)
    assert all(first.ends_at <= second.starts_at for first, second in pairwise(rooms))
    for key, place in PLACES.items():
        stays = [each for each in found.spans if each.place == key]
        total = sum((end - start for start, end in union(stays)), timedelta())
        assert minutes_within(stays, at(-60), at(3000)) <= total // MINUTE, place
    in_session = [each for each in found.spans if each.place == "A"]
    assert minutes_within(in_session, at(0), at(60)) <= 60
    assert len(found.days) <= len(steps)
    assert found == attendance(reversed(steps), PLACES, ZONE)
