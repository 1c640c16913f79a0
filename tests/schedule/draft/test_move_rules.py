"""What moves make of a draft: times that make sense, words, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules.moving import Place, check_place, move, placed, shift, swap
from schedule.rules.moving_slots import bring, joined, reorder
from schedule.rules.programme import PlannedSession
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind
from tests.schedule.programmes import NINE, ROOMS, draft, session, talk, who

HALL_A, HALL_B, ANNEX = (room.id for room in ROOMS)


def three_talks() -> PlannedSession:
    """0-15, 15-30, a gap, 45-60."""
    starts = {"T1": 0, "T2": 15, "T3": 45}
    slots = [
        replace(talk(code, at), position=n) for n, (code, at) in enumerate(starts.items(), start=1)
    ]
    return session("S1", 0, 90, "Hall A", slots=tuple(slots))


def times(of: PlannedSession) -> list[tuple[str, int]]:
    return [(slot.code, slot.starts_after_minutes) for slot in of.slots]


def test_bring_before_a_talk_takes_the_gap_that_holds_it() -> None:
    target = three_talks()
    after = joined(target, talk("N1", 0, 15), target.slots[2].id)
    assert times(after) == [("T1", 0), ("T2", 15), ("N1", 30), ("T3", 45)]


def test_bring_before_a_talk_pushes_the_others_only_as_far_as_needed() -> None:
    target = three_talks()
    after = joined(target, talk("N1", 0, 20), target.slots[1].id)
    assert times(after) == [("T1", 0), ("N1", 15), ("T2", 35), ("T3", 50)]


def test_bring_without_a_place_fills_the_gap_else_the_end() -> None:
    target = three_talks()
    assert times(joined(target, talk("N1", 0, 15), None))[2] == ("N1", 30)
    assert times(joined(target, talk("N1", 0, 30), None))[3] == ("N1", 60)


def test_bring_leaves_the_times_of_those_behind_and_a_board_that_is_taken() -> None:
    poster = talk("P1", 0, 0, kind=SlotKind.POSTER, board="7")
    source = replace(three_talks(), slots=(*three_talks().slots, poster))
    taken = talk("P2", 0, 0, kind=SlotKind.POSTER, board="7")
    target = session("S2", 120, 60, "Hall B", slots=(taken,))

    left, right = (step.after for step in bring(source, poster, target, None).steps)

    assert left is not None
    assert right is not None
    assert times(left) == times(three_talks())
    assert [slot.board for slot in right.slots] == ["7", ""]


def test_reorder_to_where_it_is_changes_nothing() -> None:
    within = three_talks()
    assert reorder(within, within.slots[2], None).steps == ()
    assert reorder(within, within.slots[0], within.slots[1].id).steps == ()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), max_size=6), st.data())
@settings(max_examples=40)
def test_joined_talks_stand_in_order_and_overlap_nobody(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    clock, slots = 0, []
    for n, (gap, minutes) in enumerate(lengths, start=1):
        slots.append(replace(talk(f"T{n}", clock + gap, minutes), position=n))
        clock += gap + minutes
    target = session("S1", 0, 60, slots=tuple(slots))
    before = data.draw(st.sampled_from([None, *(slot.id for slot in slots)]))

    after = joined(target, talk("N1", 0, data.draw(st.integers(1, 30))), before)

    assert [each.position for each in after.slots] == list(range(1, len(slots) + 2))
    for one, other in pairwise(after.slots):
        assert one.starts_after_minutes + one.duration_minutes <= other.starts_after_minutes
    old = {slot.id: slot.starts_after_minutes for slot in slots}
    assert all(s.starts_after_minutes >= old.get(s.id, 0) for s in after.slots)


def test_move_to_another_day_takes_set_up_along_on_the_wall_clock() -> None:
    hung = session("S1", 0, 60, "Hall A", set_up_from=NINE - timedelta(hours=2))
    # Sunday 31 Oct 2027, when the clocks go back in Glasgow: ten o'clock is ten o'clock UTC
    sunday = datetime(2027, 10, 31, 10, 0, tzinfo=UTC)
    after = placed(draft(hung), hung, Place(sunday, HALL_A))
    assert after.set_up_from == datetime(2027, 10, 31, 7, 0, tzinfo=UTC)
    same_day = placed(draft(hung), hung, Place(NINE + timedelta(hours=1), HALL_A))
    assert same_day.set_up_from == hung.set_up_from


def test_move_says_where_to() -> None:
    moving = session("S1", 0, 60, "Hall A", title="Signals")
    programme = draft(moving)
    later = Place(NINE + timedelta(minutes=90), HALL_B)
    assert move(programme, moving, later).words == (
        "“Signals” moved to Mon 18 Oct 2027 10:30, Hall B"
    )
    assert "without a time" in move(programme, moving, Place()).words
    assert move(programme, moving, Place(NINE, HALL_A)).steps == ()


def test_shift_and_swap_leave_cancelled_sessions_where_they_were() -> None:
    live = session("S1", 0, 60, "Hall A")
    off = session("S2", 60, 60, "Hall A", status=ItemStatus.CANCELLED)
    other, next_day = session("S3", 0, 60, "Hall B"), session("S4", 1440, 60, "Hall A")
    programme = draft(live, off, other, next_day, session("S5", None))

    shifted = shift(programme.sessions, -15)
    swapped = swap(programme, date(2027, 10, 18), HALL_A, HALL_B)

    assert [step.session.code for step in shifted.steps] == ["S1", "S3", "S4"]
    assert shifted.words == "3 sessions 15 min earlier"
    assert {step.session.code: step.session.room for step in swapped.steps} == {
        "S1": HALL_B,
        "S3": HALL_A,
    }
    assert swapped.words == "Hall A and Hall B swapped on Mon 18 Oct 2027"


def test_check_place_tells_whom_it_would_put_in_two_places() -> None:
    chair = who("Ada", Part.CHAIR)
    here = session("S1", 0, 60, "Hall A", chair)
    there = session("S2", 120, 60, "Hall B", chair)
    programme = draft(here, there)
    found = check_place(programme, there, Place(NINE, ANNEX))
    assert any("Ada is in two places" in each.sentence for each in found)
    assert not [e for e in check_place(programme, there, Place(NINE, ANNEX)) if e.who == HALL_A]
