"""When something really happened, whatever the device's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from badges.offline.rules import JUMP, true_time

NOON = datetime(2027, 10, 18, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
skews = st.integers(-36 * 3600, 36 * 3600).map(lambda seconds: timedelta(seconds=seconds))
ages = st.integers(0, 48 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@given(skew=skews, age=ages)
@settings(max_examples=40)
def test_wrong_clock_is_put_right_whether_its_error_was_known_or_is_measured(
    skew: timedelta, age: timedelta
) -> None:
    said = NOON - age + skew
    for known in (-skew, None):
        when = true_time(said, known, -skew, NOON)
        assert abs(when.at - (NOON - age)) <= timedelta(seconds=5)
        assert not when.is_doubtful


@given(skew=skews, known=st.none() | skews, measured=skews)
@settings(max_examples=40)
def test_nothing_happens_in_the_future(
    skew: timedelta, known: timedelta | None, measured: timedelta
) -> None:
    assert true_time(NOON + skew, known, measured, NOON).at <= NOON


def test_clock_that_was_set_right_before_it_sends_keeps_what_was_known_and_is_doubtful() -> None:
    at = NOON - 2 * HOUR
    when = true_time(at + HOUR, -HOUR, timedelta(), NOON)
    assert (when.at, when.is_doubtful) == (at, True)
    assert not true_time(at + HOUR, -HOUR, -HOUR + JUMP, NOON).is_doubtful
