"""The pace is honest, the next one is the least reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.manuscript import Manuscript
from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.queue_rules import (
    filtered,
    neighbours,
    next_to_review,
    pace_of,
    progress_of,
)
from abstracts.reviews.reading import Given, ReviewInfo
from abstracts.reviews.words import time_words
from abstracts.vocabulary import AssignmentState, RoundKind

START = datetime(2027, 5, 10, 9, tzinfo=UTC)
ROUND = RoundInfo(
    id=UUID(int=1),
    meeting=UUID(int=2),
    key="main",
    title="Main",
    kind=RoundKind.ABSTRACTS,
    calls=frozenset(),
    award=None,
    opens_at=START - timedelta(days=1),
    closes_at=START + timedelta(days=1),
    zone="UTC",
)


def minutes(*ends: int) -> list[datetime]:
    return [START + timedelta(minutes=end) for end in ends]


def item(n: int, state: AssignmentState = AssignmentState.OPEN, sent: int | None = None) -> Given:
    at = START + timedelta(minutes=sent) if sent is not None else None
    return Given(
        assignment=UUID(int=100 + n),
        abstract=UUID(int=200 + n),
        code=f"CODE{n}",
        round=ROUND,
        state=state,
        recusal="",
        reopened_at=None,
        position=n,
        topic_title="",
        manuscript=Manuscript(title=f"IFN-<sub>λ</sub> number {n}"),
        review=ReviewInfo(sent_at=at, version=1 if at else 0),
    )


def test_pace_is_the_middle_gap_between_reviews_in_a_row() -> None:
    assert pace_of(minutes(0, 6, 12, 22)) == timedelta(minutes=6)


def test_pace_leaves_out_the_night_between() -> None:
    assert pace_of(minutes(0, 6, 12, 900, 906)) == timedelta(minutes=6)


def test_pace_is_unknown_after_too_few() -> None:
    assert pace_of(minutes(0, 6, 12)) is None
    assert pace_of([]) is None


def test_progress_of_a_list_says_how_long_the_rest_takes() -> None:
    done = [item(n, AssignmentState.SENT, sent=6 * n) for n in range(12)]
    left = [item(20 + n) for n in range(15)]
    away = [item(90, AssignmentState.RECUSED)]
    progress = progress_of([*done, *left, *away])
    assert (progress.done, progress.total) == (12, 27)
    assert progress.left is not None
    assert time_words(progress.left) == "1 h 30"


def test_next_is_the_least_reviewed_and_never_the_same() -> None:
    items = [item(n) for n in range(4)] + [item(4, AssignmentState.SENT, sent=1)]
    counts = {(ROUND.id, items[n].abstract): count for n, count in enumerate([0, 2, 1, 1])}
    found = next_to_review(items, counts, START, after=items[0])
    assert found == items[2]
    after_closing = ROUND.closes_at
    assert next_to_review(items, counts, after_closing) is None
    reopened = replace(items[1], reopened_at=START)
    assert next_to_review([*items, reopened], counts, after_closing) == reopened


def test_filtered_finds_words_of_the_title_without_marks_and_accents() -> None:
    items = [item(n) for n in range(3)]
    assert filtered(items, "", "ifn-λ NUMBER 2") == [items[2]]
    assert filtered(items, "sent", "") == []


@given(st.integers(1, 8), st.integers(0, 7))
@settings(max_examples=20)
def test_neighbours_walk_the_whole_list(count: int, start: int) -> None:
    items = [item(n) for n in range(count)]
    here: Given | None = items[start % count]
    seen = []
    while here is not None:
        seen.append(here)
        here = neighbours(items, here)[1]
    assert seen == items[start % count :]
