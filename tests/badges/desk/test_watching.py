"""What the supervisor reads from the arrivals. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from badges.desk.pins import find_pin_fault
from badges.desk.rules import is_enough, masked
from badges.desk.watching import Came, guess_line, per_desk, per_step, service_seconds

NOW = datetime(2027, 10, 17, 9, 2, tzinfo=UTC)


def came(desk: str, *seconds_ago: int) -> list[Came]:
    return [Came(NOW - timedelta(seconds=ago), desk, "K7", "Alice") for ago in seconds_ago]


def test_per_step_counts_each_five_minutes_of_two_hours() -> None:
    steps = per_step(came("Desk 1", 10, 20, 200, 7_000, 9_000), NOW)
    assert len(steps) == 24
    assert steps[-1] == (datetime(2027, 10, 17, 9, 0, tzinfo=UTC), 2)
    assert steps[-2][1] == 1
    assert sum(count for _, count in steps) == 4


def test_per_desk_puts_the_busiest_of_now_first() -> None:
    first, second = per_desk([*came("", 3_000, 2_000, 1_500), *came("Desk 2", 10, 5)], NOW)
    assert (first.desk, first.today, first.lately) == ("Desk 2", 2, 2)
    assert (second.desk, second.lately) == ("No desk named", 0)


def test_service_seconds_leaves_pauses_out() -> None:
    assert service_seconds(came("Desk 1", *range(0, 200, 20))) == 20
    assert service_seconds(came("Desk 1", *range(0, 4_000, 600))) is None


def test_guess_line_says_when_the_line_only_grows() -> None:
    assert guess_line([], NOW) is None
    calm = guess_line(came("Desk 1", *range(0, 880, 100)), NOW)
    assert calm
    assert calm.desks == 1
    full = guess_line(came("Desk 1", *range(0, 890, 15)), NOW)
    assert full
    assert full.with_now is None or full.with_now.busy > 0.95


def test_masked_keeps_enough_to_tell_two_apart() -> None:
    assert masked("wei.zhang3@uni.example") == "w…3@uni.example"
    assert masked("ab@uni.example") == "a…@uni.example"
    assert masked("") == ""


def test_is_enough_takes_two_letters_or_one_han() -> None:
    assert [is_enough(text) for text in ("", "a", "%_", "ab", "王", "Ł")] == [
        False, False, False, True, True, True,
    ]  # fmt: skip


def test_find_pin_fault_refuses_the_first_that_anybody_tries() -> None:
    for poor in ("12345", "123456", "654321", "000000", "12a456", "１２３４５６", "1" * 13):
        assert find_pin_fault(poor), poor
    assert find_pin_fault("402917") == ""
