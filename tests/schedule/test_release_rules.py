"""From draft to release (S06): sequences, tombstones, and a diff that says it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.calendars.events import Surroundings, floors_of, session_facts, slot_facts
from schedule.calendars.writing import CalendarSite, EventFacts
from schedule.rules import (
    ItemStatus,
    Programme,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.differences import ChangeKind, apply_diff, diff_releases
from schedule.rules.letters import letter_of
from schedule.rules.notices import whom_to_tell
from schedule.rules.origin import Origin
from schedule.rules.release import make_release
from tests.schedule.programmes import PATIENT, draft, facts, programmes, session, talk, who

ANN, BEN = who("Ann"), who("Ben")
TALK = talk("T1", 0, 15, ANN)
PLENARY = session("S1", 0, 60, "Hall A", BEN, slots=(TALK,))


def released(*drafts: Programme) -> list[ReleasedProgramme]:
    """Each draft released after the one before it."""
    made: list[ReleasedProgramme] = []
    for number, programme in enumerate(drafts, start=1):
        made.append(make_release(programme, made[-1] if made else None, facts(number)))
    return made


def only(programme: ReleasedProgramme) -> ReleasedSession:
    [each] = programme.sessions
    return each


def later(minutes: int) -> datetime:
    assert PLENARY.starts_at is not None
    return PLENARY.starts_at + timedelta(minutes=minutes)


def test_first_release_starts_at_sequence_zero() -> None:
    [first] = released(draft(PLENARY))
    assert (only(first).sequence, only(first).slots[0].sequence) == (0, 0)
    assert only(first).changed_at == first.released_at


def test_move_counts_up_the_session_and_its_talks() -> None:
    moved = replace(PLENARY, starts_at=later(60))
    before, after = released(draft(PLENARY), draft(moved))
    assert (only(after).sequence, only(after).slots[0].sequence) == (1, 1)
    assert only(after).changed_at == after.released_at
    was = only(after).was
    assert was is not None
    assert was.starts_at == only(before).starts_at
    assert only(after).moved_at == after.released_at


def test_typo_changes_the_stamp_but_not_the_sequence() -> None:
    _, after = released(draft(PLENARY), draft(replace(PLENARY, title="Corrected")))
    assert only(after).sequence == 0
    assert only(after).changed_at == after.released_at


def test_nothing_changed_carries_everything_over() -> None:
    first, second = released(draft(PLENARY), draft(PLENARY))
    assert second.sessions == first.sessions
    assert diff_releases(first, second).is_empty


def test_talk_that_moves_inside_leaves_its_session_in_place() -> None:
    inside = replace(PLENARY, slots=(replace(TALK, starts_after_minutes=30),))
    _, after = released(draft(PLENARY), draft(inside))
    assert only(after).sequence == 0
    assert only(after).slots[0].sequence == 1
    assert only(after).changed_at == after.released_at


def test_talk_that_changes_session_keeps_its_identity() -> None:
    other = session("S2", 120, 60, "Hall B")
    emptied, filled = replace(PLENARY, slots=()), replace(other, slots=(TALK,))
    _, after = released(draft(PLENARY, other), draft(emptied, filled))
    slots = [(each.code, slot) for each in after.sessions for slot in each.slots]
    [(home, slot)] = slots
    assert home == "S2"
    assert slot.sequence == 1
    assert slot.was is not None
    assert slot.was.room == "Hall A"


def test_removed_session_stays_as_a_tombstone_once() -> None:
    first, second, third = released(draft(PLENARY), draft(), draft())
    assert only(second).status is ItemStatus.CANCELLED
    assert only(second).sequence == 1
    assert only(second).starts_at == only(first).starts_at
    assert only(second).slots[0].status is ItemStatus.CANCELLED
    assert only(third) == only(second)


def test_removed_talk_stays_in_its_session() -> None:
    _, after = released(draft(PLENARY), draft(replace(PLENARY, slots=())))
    [slot] = only(after).slots
    assert (slot.status, slot.sequence) == (ItemStatus.CANCELLED, 1)
    assert only(after).status is ItemStatus.CONFIRMED


def test_session_that_comes_back_counts_on() -> None:
    *_, third = released(draft(PLENARY), draft(), draft(PLENARY))
    assert (only(third).status, only(third).sequence) == (ItemStatus.CONFIRMED, 2)


def letters(before: ReleasedProgramme, after: ReleasedProgramme) -> dict[str, str]:
    """What those with a part in the changes are told, by name."""
    told = whom_to_tell(diff_releases(before, after), after)
    return {each.name: letter_of(each, each.name, after, "P").body for each in told}


def test_session_that_takes_place_after_all_is_told_to_those_who_heard_of_its_end() -> None:
    gone = replace(PLENARY, status=ItemStatus.CANCELLED)
    _, before, after = released(draft(PLENARY), draft(gone), draft(PLENARY))
    assert diff_releases(before, after).summary() == "1 reinstated"
    told = letters(before, after)
    assert set(told) == {"Ann", "Ben"}
    assert "was: cancelled\n  now: " in told["Ben"]


def test_session_that_was_cancelled_before_its_first_release_stays_out() -> None:
    gone = replace(PLENARY, status=ItemStatus.CANCELLED)
    [first] = released(draft(gone))
    assert first.sessions == ()
    imported = replace(gone, origin=Origin(guid="a-guid"))
    [first] = released(draft(imported))
    assert only(first).is_cancelled


def test_session_without_a_time_or_in_draft_is_not_released() -> None:
    hidden = (session("S2", None), session("S3", 0, status=ItemStatus.DRAFT))
    [first] = released(draft(PLENARY, *hidden))
    assert [each.code for each in first.sessions] == ["S1"]


def test_released_title_does_not_follow_the_draft() -> None:
    first, _ = released(draft(PLENARY), draft(replace(PLENARY, title="Later")))
    assert only(first).title == "Session S1"


def test_summary_counts_a_moved_session_once() -> None:
    moved = replace(PLENARY, starts_at=later(60))
    before, after = released(draft(PLENARY), draft(moved, session("S2", 200)))
    diff = diff_releases(before, after)
    assert diff.summary() == "1 new, 1 moved"
    assert len([item for item in diff.items if item.kind is ChangeKind.MOVED]) == 2


def test_notice_says_was_and_now_to_each_person() -> None:
    moved = replace(PLENARY, starts_at=later(60), room_name="Hall B")
    before, after = released(draft(PLENARY), draft(moved))
    notices = letters(before, after)
    assert set(notices) == {"Ann", "Ben"}
    assert "“Talk T1” (T1)" in notices["Ann"]
    assert "was: Mon 18 Oct 2027, 09:00 BST (London), until 09:15, Hall A" in notices["Ann"]
    assert "now: Mon 18 Oct 2027, 10:00 BST (London), until 10:15, Hall B" in notices["Ann"]
    assert "Talk T1" not in notices["Ben"]


def test_notice_tells_of_a_cancellation() -> None:
    before, after = released(draft(PLENARY), draft())
    notices = letters(before, after)
    assert set(notices) == {"Ann", "Ben"}
    assert all("now: cancelled" in body for body in notices.values())


@settings(PATIENT, max_examples=150)
@given(programmes(), programmes())
def test_diff_applied_to_before_gives_after(one: Programme, two: Programme) -> None:
    before, after = released(one, two)
    diff = diff_releases(before, after)
    assert apply_diff(before.sessions, diff, after) == after.sessions
    assert diff_releases(after, after).is_empty


@settings(PATIENT, max_examples=120)
@given(st.lists(programmes(), min_size=2, max_size=4))
def test_sequences_only_grow_and_grow_with_every_move(drafts: list[Programme]) -> None:
    made = released(*drafts)
    for before, after in pairwise(made):
        old = {(slot or each).code: slot or each for each, slot in before.items()}
        new = {(slot or each).code: slot or each for each, slot in after.items()}
        assert old.keys() <= new.keys()
        for code, was in old.items():
            grown = new[code].sequence - was.sequence
            assert grown == (0 if calendar(was) == calendar(new[code]) else 1)


@settings(PATIENT, max_examples=60)
@given(st.lists(programmes(), min_size=2, max_size=3))
def test_event_of_an_old_stamp_has_its_old_bytes(drafts: list[Programme]) -> None:
    """A calendar that trusts LAST-MODIFIED misses nothing."""
    site = CalendarSite("https://meet.example.org")
    for before, after in pairwise(released(*drafts)):
        old = {(slot or each).code: (each, slot) for each, slot in before.items()}
        for session_after, slot_after in after.items():
            known = old.get((slot_after or session_after).code)
            if known and _stamp(*known) == _stamp(session_after, slot_after):
                assert _facts(before, *known, site) == _facts(
                    after, session_after, slot_after, site
                )


def _stamp(each: ReleasedSession, slot: ReleasedSlot | None) -> object:
    return (slot or each).changed_at


def _facts(
    programme: ReleasedProgramme,
    each: ReleasedSession,
    slot: ReleasedSlot | None,
    site: CalendarSite,
) -> EventFacts:
    around = Surroundings.of(programme, slot or each, site, floors_of(programme))
    return slot_facts(each, slot, around) if slot else session_facts(each, around)


def calendar(item: object) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in ("starts_at", "ends_at", "room", "status"))


@settings(PATIENT, max_examples=100)
@given(programmes(), programmes())
def test_snapshot_reads_back_as_written(one: Programme, two: Programme) -> None:
    _, after = released(one, two)
    assert msgspec.json.decode(msgspec.json.encode(after), type=ReleasedProgramme) == after
