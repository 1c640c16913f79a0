"""When a failed letter is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conference.letters.message import pack, unpack
from conference.letters.rules import (
    LONGEST_RETRY,
    MAX_ATTEMPTS,
    Attachment,
    LetterState,
    judge_failure,
    one_line,
    retry_pause,
)
from tests.cast import NOW


@given(st.integers(1, 10_000))
def test_retry_pause_grows_and_stays_bounded(attempts: int) -> None:
    assert timedelta(minutes=1) <= retry_pause(attempts) <= retry_pause(attempts + 1)
    assert retry_pause(attempts) <= LONGEST_RETRY


@given(st.integers(1, 20), st.booleans())
def test_judge_failure_always_says_why_and_ends(attempts: int, is_permanent: bool) -> None:
    outcome = judge_failure(attempts, is_permanent=is_permanent, error="451 busy", now=NOW)

    is_over = is_permanent or attempts >= MAX_ATTEMPTS
    assert outcome.error == "451 busy"
    assert (outcome.state is LetterState.FAILED) == is_over
    assert is_over or outcome.not_before > NOW


@given(st.text())
def test_one_line_has_no_line_breaks(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.lists(st.builds(Attachment, st.text(), st.just("a/b"), st.binary())).map(tuple))
def test_unpack_gives_back_what_was_packed(attachments: tuple[Attachment, ...]) -> None:
    assert unpack(pack(attachments)) == attachments
