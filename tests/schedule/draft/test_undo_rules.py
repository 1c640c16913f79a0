"""Laws of undo, over random moves of random drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.changes import DraftStep, applied, steps_as_json, steps_of, with_versions
from schedule.rules.conflicts import find_conflicts
from schedule.rules.nearby import conflict_changes
from schedule.rules.programme import Constraints, PersonFacts, Programme, Span
from schedule.rules.undoing import Overtaken, Returning, overtaken, returned
from schedule.rules.vocabulary import ItemStatus, SlotKind
from schedule.rules.windows import with_windows
from tests.schedule.draft.moves import carried, choices, chooser, contents, some_move
from tests.schedule.programmes import NINE, SPACE, draft, programmes, session, talk


def moved(programme: Programme, numbers: list[int], times: int) -> tuple[Programme, list[Any]]:
    choose, done = chooser(numbers), []
    for _ in range(times):
        programme, steps = carried(programme, some_move(programme, choose))
        if steps:
            done.append(steps)
    return programme, done


@given(programmes(), choices)
@settings(max_examples=30)
def test_undo_of_every_move_gives_the_exact_draft_and_redo_the_other_back(
    start: Programme, numbers: list[int]
) -> None:
    end, done = moved(start, numbers, 8)
    now = end
    for steps in reversed(done):
        back = [step.reversed for step in steps_of(steps_as_json(steps))]
        assert overtaken(now, back) is None
        now = applied(now, with_versions(with_windows(back)))
    assert contents(now) == contents(start)
    for steps in done:
        assert overtaken(now, steps) is None
        now = applied(now, with_versions(steps))
    assert contents(now) == contents(end)


@given(programmes(), choices)
@settings(max_examples=30)
def test_undo_sees_what_somebody_else_changed(start: Programme, numbers: list[int]) -> None:
    end, done = moved(start, numbers, 3)
    for step in done[-1] if done else ():
        if step.after is not None:
            theirs = replace(step.after, title=f"{step.after.title}, renamed")
            other = applied(end, [DraftStep(step.after, theirs)])
            found = overtaken(other, [each.reversed for each in done[-1]])
            assert found == Overtaken(theirs.code, theirs.title)


@given(programmes(), choices)
@settings(max_examples=30)
def test_moves_lose_no_talk_and_keep_each_in_one_session(
    start: Programme, numbers: list[int]
) -> None:
    end, done = moved(start, numbers, 6)
    there = [slot.id for each in end.sessions for slot in each.slots]
    assert len(there) == len(set(there))
    taken_out = {
        slot.id
        for steps in done
        for slot in {s for step in steps if step.before for s in step.before.slots}
    }
    for each in start.sessions:
        assert {slot.id for slot in each.slots} <= set(there) | taken_out


@given(programmes(), choices)
@settings(max_examples=30)
def test_conflict_changes_are_those_of_the_whole_programme(
    start: Programme, numbers: list[int]
) -> None:
    people = {
        one.person: PersonFacts((Span(NINE, NINE.replace(hour=20)),), is_registered=False)
        for each in start.sessions
        for one in each.people
    }
    codes = sorted(slot.code for each in start.sessions for slot in each.slots)
    limits = Constraints(
        people=people,
        rooms={room.id: (Span(NINE, NINE.replace(hour=12)),) for room in start.rooms[:2]},
        audience=dict.fromkeys(codes, 700),
        together={(one, other): 9 for one in codes for other in codes if one < other},
        changeover_minutes=10,
    )
    programme = replace(start, constraints=limits)
    before, _ = moved(programme, numbers, 3)
    _, steps = carried(before, some_move(before, chooser(numbers[::-1])))

    changes = conflict_changes(before, steps)

    old = {each.key for each in find_conflicts(before)}
    new = {each.key for each in find_conflicts(applied(before, steps))}
    assert {each.key for each in changes.appeared} == new - old
    assert {each.key for each in changes.gone} == old - new


def a_step_that_brings_back(state: str) -> tuple[Programme, list[DraftStep], Any]:
    abstract = SPACE
    shown = talk("T1", 0, 15, abstract=abstract, abstract_state="accepted")
    empty = session("S1", 0, 60, "Hall A")
    full = replace(empty, slots=(shown,))
    return draft(empty), [DraftStep(empty, full)], {abstract: state}


def test_undo_brings_a_withdrawn_abstract_back_as_cancelled() -> None:
    for state in ("accepted", *GONE_WORDS):
        programme, steps, states = a_step_that_brings_back(state)
        found = returned(programme, steps, Returning(abstracts=states))
        assert isinstance(found, list)
        assert found[0].after is not None
        expected = ItemStatus.CONFIRMED if state == "accepted" else ItemStatus.CANCELLED
        assert found[0].after.slots[0].status is expected


def test_undo_refuses_an_abstract_that_has_another_place_by_now() -> None:
    programme, steps, states = a_step_that_brings_back("accepted")
    other = talk("T2", 0, 15, title="Signals", abstract=SPACE)
    placed = draft(*programme.sessions, session("S2", 60, slots=(other,)))
    found = returned(placed, steps, Returning(abstracts=states))
    assert isinstance(found, str)
    assert "another place" in found


def test_undo_refuses_a_room_that_is_gone() -> None:
    here, there = session("S1", 0, 60, "Hall B"), session("S1", 0, 60, "Hall A")
    found = returned(draft(here), [DraftStep(here, there)], Returning())
    assert isinstance(found, str)
    assert "room" in found


def test_undo_of_a_deletion_brings_a_newer_version() -> None:
    gone = session("S1", version=7)
    found = returned(draft(), [DraftStep(None, gone)], Returning())
    assert isinstance(found, list)
    assert found[0].after == replace(gone, version=8)


@given(st.integers(-600, 600), st.sampled_from([30, 60, 120]))
def test_moved_posters_keep_their_half_of_the_session(shift: int, minutes: int) -> None:
    from datetime import timedelta

    start, half = NINE, timedelta(minutes=30)
    posters = [
        talk(
            f"P{n}",
            0,
            0,
            kind=SlotKind.POSTER,
            presents=Span(start + n * half, start + n * half + half),
        )
        for n in (0, 1)
    ]
    before = session("S1", 0, 60, "Annex", slots=tuple(posters))
    later = start + timedelta(minutes=shift)
    after = replace(before, starts_at=later, duration_minutes=minutes)

    (step,) = with_windows([DraftStep(before, after)])

    assert step.after is not None
    spans = [slot.presents for slot in step.after.slots]
    middle = later + timedelta(minutes=minutes / 2)
    assert spans == [Span(later, middle), Span(middle, later + timedelta(minutes=minutes))]
