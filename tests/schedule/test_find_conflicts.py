"""Nobody and no room in two places at once, and every talk fits into its session (S01)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

from schedule.rules import (
    ConflictKind,
    ItemStatus,
    Part,
    Programme,
    SlotKind,
    find_conflicts,
    new_conflicts,
)
from tests.schedule.programmes import draft, session, talk, who

ANN = who("Ann")
ANN_CHAIRS = who("Ann", Part.CHAIR)


def kinds(programme: Programme) -> list[str]:
    return [conflict.kind.value for conflict in find_conflicts(programme)]


def test_finds_chair_who_speaks_elsewhere_at_that_hour() -> None:
    programme = draft(
        session("S1", 0, 60, "Hall A", ANN_CHAIRS),
        session("S2", 0, 60, "Hall B", slots=(talk("T1", 45, 15, ANN),)),
    )
    [conflict] = find_conflicts(programme)
    assert conflict.kind is ConflictKind.PERSON
    assert {conflict.first.code, conflict.second.code} == {"S1", "T1"}
    assert conflict.sentence == (
        "Ann is in two places on Mon 18 Oct 2027: chair in S1 “Session S1” (09:00–10:00, Hall A) "
        "and speaker in T1 “Talk T1” (09:45–10:00, Hall B). "
        "Move T1 or change the chair of S1."
    )


def test_talk_takes_only_its_own_time() -> None:
    programme = draft(
        session("S1", 0, 60, "Hall A", slots=(talk("T1", 0, 15, ANN),)),
        session("S2", 0, 60, "Hall B", slots=(talk("T2", 15, 15, ANN),)),
    )
    assert kinds(programme) == []


def test_poster_presenter_is_busy_all_session() -> None:
    poster = talk("P1", 0, 0, who("Ann", Part.PRESENTER), kind=SlotKind.POSTER)
    programme = draft(
        session("S1", 0, 90, "Hall A", slots=(poster,)), session("S2", 60, 60, "Hall B", ANN)
    )
    assert kinds(programme) == ["person"]


def test_touching_ends_do_not_clash() -> None:
    programme = draft(session("S1", 0, 60, "Hall A", ANN), session("S2", 60, 60, "Hall A", ANN))
    assert kinds(programme) == []


def test_two_parts_in_one_session_do_not_clash() -> None:
    whole = session("S1", 0, 60, "Hall A", ANN_CHAIRS, ANN, slots=(talk("T1", 0, 15, ANN),))
    assert kinds(draft(whole)) == []


def test_posters_of_one_session_share_their_room_and_hour() -> None:
    posters = tuple(talk(f"P{n}", 0, 0, who(f"p{n}"), kind=SlotKind.POSTER) for n in range(300))
    assert kinds(draft(session("S1", 0, 60, "Hall A", slots=posters))) == []


def test_room_twice_is_found_and_named() -> None:
    [conflict] = find_conflicts(
        draft(session("S1", 0, 60, "Hall A"), session("S2", 30, 60, "Hall A"))
    )
    assert conflict.kind is ConflictKind.ROOM
    assert conflict.sentence.startswith("Hall A is used twice on Mon 18 Oct 2027: S1")


def test_person_without_a_room_is_still_in_two_places() -> None:
    assert kinds(draft(session("S1", 0, 60, "", ANN), session("S2", 0, 60, "", ANN))) == ["person"]


def test_unplaced_cancelled_and_empty_sessions_are_left_out() -> None:
    programme = draft(
        session("S1", 0, 60, "Hall A", ANN),
        session("S2", None, 60, "Hall A", ANN),
        session("S3", 0, 0, "Hall A", ANN),
        session("S4", 0, 60, "Hall A", ANN, status=ItemStatus.CANCELLED),
    )
    assert kinds(programme) == []


def test_talk_longer_than_its_session_is_found() -> None:
    [conflict] = find_conflicts(draft(session("S1", 0, 60, "Hall A", slots=(talk("T1", 50, 15),))))
    assert conflict.kind is ConflictKind.OVERRUN
    assert "does not fit into its session" in conflict.sentence


def test_known_clash_is_not_new_after_moving_it() -> None:
    clash = (session("S1", 0, 60, "Hall A", ANN), session("S2", 0, 60, "Hall B", ANN))
    later = replace(clash[1], starts_at=clash[1].starts_at + timedelta(minutes=15))  # type: ignore[operator]
    before, after = find_conflicts(draft(*clash)), find_conflicts(draft(clash[0], later))
    assert len(after) == 1
    assert new_conflicts(before, after) == []


def test_clash_that_an_edit_brings_in_is_new() -> None:
    one, two = session("S1", 0, 60, "Hall A"), session("S2", 60, 60, "Hall A")
    moved = replace(two, starts_at=one.starts_at)
    before, after = find_conflicts(draft(one, two)), find_conflicts(draft(one, moved))
    assert [conflict.kind for conflict in new_conflicts(before, after)] == [ConflictKind.ROOM]


def test_cost_grows_with_the_programme_not_with_its_square() -> None:
    def seconds(count: int) -> float:
        programme = draft(
            *(session(f"S{n}", n * 60, 60, "Hall A", who(f"p{n % 50}")) for n in range(count))
        )
        began = time.perf_counter()
        assert find_conflicts(programme) == []
        return time.perf_counter() - began

    small = min(seconds(500) for _ in range(3))
    assert min(seconds(4000) for _ in range(3)) < 30 * small
