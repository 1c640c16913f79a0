"""How far a round is, and who has stopped (situation 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from abstracts.reviewers.assignment_queries import AssignmentRow, PaperRow
from abstracts.reviewers.progress import measure
from abstracts.reviewers.reminding import reminder_due
from abstracts.reviewers.rounds import RoundInfo
from abstracts.vocabulary import AssignmentState, RoundKind

OPENS = datetime(2027, 5, 1, 9, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=30)
NOW = OPENS + timedelta(days=20)
ROUND = RoundInfo(
    uuid4(), uuid4(), "r", "Round", RoundKind.ABSTRACTS, frozenset(), None, OPENS, CLOSES, "UTC",
    reviews_wanted=2, reviews_least=2,
)  # fmt: skip
PAPERS = [PaperRow(UUID(int=n), f"P{n}", "Title", None, None) for n in range(60)]
SLOW, QUICK = UUID(int=101), UUID(int=102)


def row(paper: int, reviewer: UUID, state: AssignmentState) -> AssignmentRow:
    name = {SLOW: "Slow", QUICK: "Quick"}[reviewer]
    return AssignmentRow(
        uuid4(), ROUND.id, UUID(int=paper), f"P{paper}", reviewer, name, state, "", "", OPENS
    )


def test_situation_17_progress_names_who_finished_2_of_60_first():
    given = [
        row(n, SLOW, AssignmentState.SENT if n < 2 else AssignmentState.OPEN) for n in range(60)
    ]
    given += [row(n, QUICK, AssignmentState.SENT) for n in range(50)]
    sent = {SLOW: [OPENS] * 2, QUICK: [NOW - timedelta(days=n % 10) for n in range(50)]}
    progress = measure(ROUND, PAPERS, given, sent, NOW)
    slow, quick = progress.paces
    assert (slow.name, slow.done, slow.open, slow.last_week, slow.is_behind) == (
        "Slow",
        2,
        58,
        0,
        True,
    )
    assert slow.a_day == 6
    assert (quick.done, quick.is_behind, quick.last_week) == (50, False, 35)
    assert {each.paper.code for each in progress.short} == {f"P{n}" for n in range(50, 60)}
    assert progress.unread == ()


def test_situation_17_fewer_reviews_than_the_least_are_for_the_chairs():
    given = [row(0, SLOW, AssignmentState.SENT), row(0, QUICK, AssignmentState.SENT)]
    given += [row(1, SLOW, AssignmentState.SENT), row(1, QUICK, AssignmentState.RECUSED)]
    progress = measure(ROUND, PAPERS[:2], given, {}, CLOSES)
    assert [each.paper.code for each in progress.unread] == ["P1"]
    assert (progress.wanted, progress.done, progress.open, progress.recused) == (4, 3, 0, 1)
    assert progress.missing == 1


def test_progress_counts_no_review_of_what_was_withdrawn_and_no_surplus_for_another():
    given = [row(n, who, AssignmentState.SENT) for n in (0, 1, 7) for who in (SLOW, QUICK)]
    progress = measure(replace(ROUND, reviews_wanted=1), PAPERS[:3], given, {}, CLOSES)
    assert (progress.wanted, progress.done, progress.missing) == (3, 4, 1)
    assert [pace.done for pace in progress.paces] == [3, 3]


def test_reminder_due_is_the_newest_day_that_has_come():
    days = [reminder_due(ROUND, CLOSES - timedelta(days=n)) for n in (15, 14, 8, 7, 3, 2, 1)]
    assert days == [None, 14, 14, 7, 7, 2, 2]
    assert reminder_due(ROUND, CLOSES) is None
