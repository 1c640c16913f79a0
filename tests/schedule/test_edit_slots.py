"""Talks and posters inside a session: adding, ordering, taking out, placing abstracts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.actions.slots import edit_slot, move_slot, remove_slot
from schedule.errors import NoSuchSlot, StaleSession, WouldConflict
from schedule.queries.draft import draft_programme
from schedule.rules.editing import (
    SlotEdit,
    end_of_talks,
    fitted,
    free_stretches,
    in_sequence,
    inserted,
    moved_one,
)
from schedule.rules.programme import PlannedSlot
from schedule.rules.vocabulary import Part, SlotKind
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, version_of


async def slots_of(cast: Cast, code: str) -> tuple[PlannedSlot, ...]:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.code == code).slots


async def test_add_slot_follows_the_last_talk_and_grows_the_version(
    cast: Cast, drafted: Any, add_talk: Any
) -> None:
    before = await version_of(cast, drafted.plenary)

    await add_talk(drafted.plenary, "Third", 15)

    slots = await slots_of(cast, drafted.plenary)
    assert [(s.title, s.starts_after_minutes, s.position) for s in slots] == [
        ("Interferon λ in the gut", 0, 1),
        ("Łódź cohort: ten years on", 30, 2),
        ("Third", 60, 3),
    ]
    assert await version_of(cast, drafted.plenary) == before + 1


async def test_add_slot_refuses_a_speaker_who_is_elsewhere(
    cast: Cast, drafted: Any, add_session: Any, add_talk: Any
) -> None:
    parallel = await add_session("Parallel", room="Hall B", minutes=60)

    with pytest.raises(WouldConflict) as refused:
        await add_talk(parallel, "Also mine", 15, cast.alice.id)

    assert "Alice Ångström" in refused.value.detail
    assert "Interferon λ in the gut" in refused.value.detail
    assert await slots_of(cast, parallel) == ()


async def test_add_slot_refuses_a_talk_longer_than_its_session(drafted: Any, add_talk: Any) -> None:
    with pytest.raises(WouldConflict):
        await add_talk(drafted.plenary, "Far too long", 60)


async def test_add_slot_of_a_poster_takes_no_time_of_the_session(
    cast: Cast, add_session: Any, add_talk: Any
) -> None:
    session = await add_session("Posters", room="Poster Hall", minutes=120)
    for board in ("P1", "P2"):
        await add_talk(
            session, f"Poster {board}", 0, cast.alice.id, kind=SlotKind.POSTER, board=board
        )

    slots = await slots_of(cast, session)

    assert [slot.board for slot in slots] == ["P1", "P2"]
    assert end_of_talks(slots) == 0


async def test_edit_slot_changes_people_and_length(cast: Cast, drafted: Any) -> None:
    edit = SlotEdit(
        title="Interferon λ, corrected",
        kind=SlotKind.INVITED,
        duration_minutes=20,
        people=((cast.carol.id, Part.SPEAKER),),
    )
    seen = await version_of(cast, drafted.plenary)

    await edit_slot(
        drafted.plenary, drafted.first_talk, seen, edit, meeting=cast.meeting.id, by=BY, now=NOW
    )

    slot = (await slots_of(cast, drafted.plenary))[0]
    assert (slot.title, slot.kind, slot.duration_minutes) == (edit.title, edit.kind, 20)
    assert [(each.name, each.part) for each in slot.people] == [("Carol Ćosić", Part.SPEAKER)]


async def test_edit_slot_refuses_a_stale_version_of_its_session(cast: Cast, drafted: Any) -> None:
    with pytest.raises(StaleSession):
        await edit_slot(
            drafted.plenary,
            drafted.first_talk,
            1,
            SlotEdit(title="Late"),
            meeting=cast.meeting.id,
            by=BY,
            now=NOW,
        )


async def test_move_slot_swaps_two_talks_and_their_times(cast: Cast, drafted: Any) -> None:
    seen = await version_of(cast, drafted.plenary)

    await move_slot(
        drafted.plenary,
        drafted.second_talk,
        seen,
        earlier=True,
        meeting=cast.meeting.id,
        by=BY,
        now=NOW,
    )

    slots = await slots_of(cast, drafted.plenary)
    assert [(s.code, s.starts_after_minutes) for s in slots] == [
        (drafted.second_talk, 0),
        (drafted.first_talk, 30),
    ]


async def test_remove_slot_takes_the_talk_and_its_people_out(cast: Cast, drafted: Any) -> None:
    seen = await version_of(cast, drafted.plenary)

    await remove_slot(
        drafted.plenary, drafted.first_talk, seen, meeting=cast.meeting.id, by=BY, now=NOW
    )

    assert [s.code for s in await slots_of(cast, drafted.plenary)] == [drafted.second_talk]
    with pytest.raises(NoSuchSlot):
        await remove_slot(
            drafted.plenary,
            drafted.first_talk,
            seen + 1,
            meeting=cast.meeting.id,
            by=BY,
            now=NOW,
        )


def some_slots(lengths: list[tuple[int, int]]) -> list[PlannedSlot]:
    """Slots one after the other, each after a gap."""
    clock, slots = 0, []
    for position, (gap, minutes) in enumerate(lengths, start=1):
        clock += gap
        slots.append(
            PlannedSlot(
                id=uuid4(),
                code=f"S{position}",
                title="",
                position=position,
                starts_after_minutes=clock,
                duration_minutes=minutes,
            )
        )
        clock += minutes
    return slots


LENGTHS = st.lists(st.tuples(st.integers(0, 10), st.integers(1, 45)), min_size=1, max_size=8)


@given(LENGTHS, st.data())
def test_move_slot_keeps_every_length_and_the_end_of_the_session(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    slots = some_slots(lengths)
    which = data.draw(st.sampled_from(slots))

    moved = in_sequence(moved_one(slots, which.id, earlier=data.draw(st.booleans())))

    assert sorted(s.duration_minutes for s in moved) == sorted(s.duration_minutes for s in slots)
    assert end_of_talks(moved) == end_of_talks(slots)
    ends = [s.starts_after_minutes + s.duration_minutes for s in moved]
    assert all(s.starts_after_minutes >= end for s, end in zip(moved[1:], ends, strict=False))


@given(LENGTHS, st.data())
def test_move_slot_there_and_back_changes_nothing(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    slots = some_slots(lengths)
    place = data.draw(st.integers(0, len(slots) - 1))
    earlier = place > 0

    there = in_sequence(moved_one(slots, slots[place].id, earlier=earlier))
    back = in_sequence(moved_one(there, slots[place].id, earlier=not earlier))

    assert list(back) == slots


def test_free_stretches_are_what_the_talks_leave() -> None:
    slots = some_slots([(0, 20), (10, 20)])
    assert free_stretches(slots, 60) == [(20, 10), (50, 10)]
    assert free_stretches([], 60) == [(0, 60)]
    assert free_stretches(some_slots([(0, 60)]), 60) == []


@pytest.mark.parametrize(
    ("lengths", "place"),
    [
        ([(0, 20), (15, 20)], (20, 15)),  # the gap that a talk left behind
        ([(0, 20), (10, 25)], (20, 10)),  # a shorter gap, since nothing holds the usual length
        ([(0, 20), (10, 10)], (40, 15)),  # the usual length at the end
        ([(0, 58)], (58, 15)),  # too late for anything: it is for the session to refuse
    ],
)
def test_fitted_finds_room_for_one_more_talk(
    lengths: list[tuple[int, int]], place: tuple[int, int]
) -> None:
    assert fitted(some_slots(lengths), 60, usual_minutes=15, least_minutes=3) == place


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), max_size=6))
def test_inserted_talk_stands_in_the_order_of_time_and_overlaps_nobody(
    lengths: list[tuple[int, int]],
) -> None:
    slots = some_slots(lengths)
    start, minutes = fitted(slots, 240, usual_minutes=15, least_minutes=3)
    new = replace(slots[0] if slots else some_slots([(0, 1)])[0], id=uuid4())
    after = inserted(slots, replace(new, starts_after_minutes=start, duration_minutes=minutes))
    assert [each.position for each in after] == list(range(1, len(slots) + 2))
    for one, other in pairwise(after):
        assert one.starts_after_minutes + one.duration_minutes <= other.starts_after_minutes
