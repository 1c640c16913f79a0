"""When a presenter hears from us, and when a place is released."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.deciding.chasing_rules import (
    PAUSE,
    Due,
    Waited,
    days_left,
    due_for_answer,
    due_for_registration,
)
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.vocabulary import Silence
from tests.cast import NOW

POLICY = AbstractPolicyInfo()


def day(number: int) -> timedelta:
    return timedelta(days=number)


def test_a_reminder_is_due_fourteen_and_three_days_before() -> None:
    until = NOW + day(30)
    assert due_for_registration(Waited(until), POLICY, NOW + day(15)) is Due.NOTHING
    assert due_for_registration(Waited(until), POLICY, NOW + day(16)) is Due.REMIND
    once = Waited(until, 1, NOW + day(16))
    assert due_for_registration(once, POLICY, NOW + day(26)) is Due.NOTHING
    assert due_for_registration(once, POLICY, NOW + day(27)) is Due.REMIND
    twice = Waited(until, 2, NOW + day(27))
    assert due_for_registration(twice, POLICY, NOW + day(29)) is Due.NOTHING
    assert due_for_registration(twice, POLICY, NOW + day(30)) is Due.RELEASE
    kept = replace(POLICY, is_slot_released=False)
    assert due_for_registration(twice, kept, NOW + day(60)) is Due.NOTHING


@given(st.integers(0, 40), st.integers(0, 4), st.integers(0, 10))
@settings(max_examples=50)
def test_no_place_is_released_before_all_reminders_and_a_pause(
    passed: int, reminders: int, ago: int
) -> None:
    now = NOW + day(passed)
    last = now - day(ago) if reminders else None
    due = due_for_registration(Waited(NOW + day(20), reminders, last), POLICY, now)
    if due is Due.RELEASE:
        assert reminders >= 2
        assert passed >= 20
        assert last is not None
        assert now - last >= PAUSE


def test_silence_is_a_yes_or_a_reminder_and_then_a_free_place() -> None:
    over = Waited(NOW - day(1))
    assert due_for_answer(Waited(NOW + day(1)), POLICY, NOW) is Due.NOTHING
    assert due_for_answer(over, replace(POLICY, silence=Silence.ACCEPT), NOW) is Due.TAKEN
    assert due_for_answer(over, POLICY, NOW) is Due.REMIND
    asked = Waited(NOW - day(1), 1, NOW)
    assert due_for_answer(asked, POLICY, NOW + day(6)) is Due.NOTHING
    assert due_for_answer(asked, POLICY, NOW + day(7)) is Due.RELEASE


def test_days_left_counts_whole_days() -> None:
    assert days_left(NOW + timedelta(hours=30), NOW) == 1
    assert days_left(NOW - timedelta(hours=1), NOW) == -1
    assert days_left(None, NOW) is None
