"""A release read back as a draft, and one change on top of a release, as laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules import ItemStatus, Part, Programme, ReleasedProgramme, Span
from schedule.rules.contents import public_rooms, public_sessions
from schedule.rules.differences import ChangeKind, diff_releases
from schedule.rules.emergency import (
    EmergencyChange,
    EmergencyKind,
    partial_contents,
    with_change,
)
from schedule.rules.preparing import prepared, prepared_from_draft
from schedule.rules.release import make_release, stamped
from schedule.rules.restoring import (
    KnownAbstract,
    ReadBack,
    lost_rooms,
    read_back,
    restored,
    steps_between,
)
from tests.schedule.programmes import PATIENT, ROOMS, draft, facts, programmes, session, talk, who

KNOWN = ReadBack()
BLANK = {"sequence": 0, "changed_at": None, "was": None, "moved_at": None}


def content(programme: ReleasedProgramme) -> list[Any]:
    """What takes place, without stamps and without what is cancelled."""
    live = []
    for each in programme.sessions:
        slots = [
            msgspec.structs.replace(slot, **BLANK)
            for slot in each.slots
            if slot.status is not ItemStatus.CANCELLED
        ]
        if not each.is_cancelled:
            live.append(msgspec.structs.replace(each, slots=tuple(slots), **BLANK))
    return live


@settings(PATIENT, max_examples=40)
@given(programmes(), programmes())
def test_restored_draft_releases_what_the_old_release_held(one: Programme, two: Programme) -> None:
    old = make_release(one, None, facts(1))
    newest = make_release(two, old, facts(2))
    back = restored(two, old, KNOWN)
    again = make_release(back, newest, facts(3))
    assert content(again) == content(old)


@settings(PATIENT, max_examples=40)
@given(programmes(), programmes(), programmes())
def test_public_again_counts_forward_and_holds_the_old_content(
    one: Programme, two: Programme, three: Programme
) -> None:
    first = make_release(one, None, facts(1))
    second = make_release(two, first, facts(2))
    newest = make_release(three, second, facts(3))
    again = prepared(first.sessions, first.rooms, newest, facts(4), None).made
    assert content(again) == content(first)
    was = {(slot or each).code: (slot or each).sequence for each, slot in newest.items()}
    now = {(slot or each).code: (slot or each).sequence for each, slot in again.items()}
    assert was.keys() <= now.keys()
    assert all(now[code] >= sequence for code, sequence in was.items())


@settings(PATIENT, max_examples=40)
@given(programmes())
def test_session_read_back_is_released_as_it_was(one: Programme) -> None:
    old = make_release(one, None, facts(1))
    for each in old.sessions:
        back = read_back(one, each, KNOWN)
        sessions, rooms = partial_contents(old, back)
        assert diff_releases(old, stamped(sessions, rooms, old, facts(2))).is_empty


@settings(PATIENT, max_examples=40)
@given(programmes(), st.sampled_from(list(EmergencyKind)), st.data())
def test_one_change_leaves_every_other_session_alone(
    one: Programme, kind: EmergencyKind, data: st.DataObject
) -> None:
    newest = make_release(one, None, facts(1))
    if not newest.sessions:
        return
    chosen = data.draw(st.sampled_from(newest.sessions))
    change = EmergencyChange(
        kind,
        chosen.code,
        room=ROOMS[2],
        starts_at=chosen.starts_at + timedelta(minutes=45),
        comes=who("Zoe"),
    )
    after = with_change(read_back(one, chosen, KNOWN), change)
    sessions, rooms = partial_contents(newest, after)
    made = stamped(sessions, rooms, newest, facts(2))
    others = {each.code: each for each in newest.sessions if each.code != chosen.code}
    assert {each.code: each for each in made.sessions if each.code != chosen.code} == others


def test_nothing_to_restore_means_no_step() -> None:
    before = draft(session("S1", 0, 60, "Hall A", who("Ann"), slots=(talk("T1", 0, 15, who("B")),)))
    old = make_release(before, None, facts(1))
    assert steps_between(before, restored(before, old, KNOWN)) == []


def test_what_the_release_does_not_know_waits_without_a_time() -> None:
    first = session("S1", 0)
    old = make_release(draft(first), None, facts(1))
    newer = session("S2", 60, slots=(talk("T2"),))
    hidden = session("S3", 90, status=ItemStatus.DRAFT)
    back = restored(draft(first, newer, hidden), old, KNOWN)
    by_code = {each.code: each for each in back.sessions}
    assert by_code["S2"].starts_at is None
    assert [slot.code for slot in by_code["S2"].slots] == ["T2"]
    assert by_code["S3"].starts_at is not None


def test_talk_of_a_withdrawn_abstract_comes_back_cancelled() -> None:
    placed = replace(talk("T1"), abstract_code="ABS001")
    before = draft(session("S1", 0, slots=(placed,)))
    old = make_release(before, None, facts(1))
    known = ReadBack({"ABS001": KnownAbstract(placed.id, "withdrawn", is_gone=True)})
    [back] = restored(before, old, known).sessions
    assert back.slots[0].status is ItemStatus.CANCELLED


def test_room_that_is_gone_is_named() -> None:
    old = make_release(draft(session("S1", 0, 60, "Hall A")), None, facts(1))
    now = Programme("Europe/London", (), ROOMS[1:])
    assert lost_rooms(now, old) == ("Hall A",)
    assert restored(now, old, KNOWN).sessions[0].room is None


def test_move_takes_talks_and_windows_along() -> None:
    poster = talk("P1", 0, 60, who("Ann"))
    before = session("S1", 0, 60, "Hall A", slots=(poster,))
    start = before.starts_at
    assert start is not None
    windowed = replace(before, slots=(replace(poster, presents=Span(start, start)),))
    later = start + timedelta(minutes=30)
    change = EmergencyChange(EmergencyKind.MOVE, "S1", room=ROOMS[1], starts_at=later)
    after = with_change(windowed, change)
    assert (after.room_name, after.starts_at) == ("Hall B", later)
    window = after.slots[0].presents
    assert window is not None
    assert window.starts_at == later


def test_whoever_comes_takes_the_part_of_whoever_leaves() -> None:
    chair, comes = who("Ann", Part.CHAIR), who("Zoe")
    before = session("S1", 0, 60, "", chair, who("Ben"))
    change = EmergencyChange(EmergencyKind.PEOPLE, "S1", leaves=chair.person, comes=comes)
    after = with_change(before, change)
    assert [(one.name, one.part) for one in after.people] == [
        ("Zoe", Part.CHAIR),
        ("Ben", Part.SPEAKER),
    ]
    gone = with_change(before, replace(change, comes=None))
    assert [one.name for one in gone.people] == ["Ben"]


def test_digest_follows_the_contents_and_not_the_clock() -> None:
    one, other = draft(session("S1", 0)), draft(session("S1", 30))
    first, later = (prepared_from_draft(one, None, facts(number), None) for number in (1, 2))
    assert first.digest == later.digest
    assert first.digest != prepared_from_draft(other, None, facts(1), None).digest


def test_cancelled_session_of_the_draft_is_reinstated_by_going_back() -> None:
    first = session("S1", 0)
    old = make_release(draft(first), None, facts(1))
    gone = draft(replace(first, status=ItemStatus.CANCELLED))
    newest = make_release(gone, old, facts(2))
    again = prepared(
        public_sessions(restored(gone, old, KNOWN), newest),
        public_rooms(gone),
        newest,
        facts(3),
        None,
    )
    assert [each.kind for each in again.diff.items] == [ChangeKind.REINSTATED]
    assert again.made.sessions[0].sequence == 2
