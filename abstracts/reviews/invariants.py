"""What must always hold of reviews."""

from typing import Any

from abstracts.tables.review import Assignment, Review
from abstracts.vocabulary import AssignmentState
from conference.orm import invariant

_ASSIGNMENT: Any = Review.assignment
_OF: Any = Assignment.abstract


@invariant("review-sent", "An assignment is sent exactly where its review is.")
async def sent_reviews() -> list[str]:
    """V04: only sent reviews count."""
    sent: Any = Review.select(Review.assignment).where(Review.sent_at.is_not_null())
    without = await Assignment.select(_OF.code.as_alias("code")).where(
        Assignment.state == AssignmentState.SENT.value, Assignment.id.not_in(sent)
    )
    loose = await Review.select(_ASSIGNMENT.abstract.code.as_alias("code")).where(
        Review.sent_at.is_not_null(), _ASSIGNMENT.state != AssignmentState.SENT.value
    )
    return [
        *(
            f"Abstract {row['code']}: an assignment says sent, but no review was."
            for row in without
        ),
        *(f"Abstract {row['code']}: a sent review of an assignment that is not." for row in loose),
    ]


@invariant("review-recused", "Who stood back from an abstract says nothing of it.")
async def recused_reviews() -> list[str]:
    """V03."""
    rows = await Review.select(_ASSIGNMENT.abstract.code.as_alias("code")).where(
        _ASSIGNMENT.state == AssignmentState.RECUSED.value
    )
    return [f"Abstract {row['code']}: a review of who stood back." for row in rows]


@invariant("review-scale", "Every score lies on its round's scale.")
async def scores_on_scale() -> list[str]:
    """V04."""
    rows = await Review.select(
        Review.overall,
        _ASSIGNMENT.abstract.code.as_alias("code"),
        _ASSIGNMENT.round.lowest.as_alias("lowest"),
        _ASSIGNMENT.round.highest.as_alias("highest"),
    ).where(Review.overall.is_not_null())
    return [
        f"Abstract {row['code']}: score {row['overall']} on a scale to {row['highest']}."
        for row in rows
        if not row["lowest"] <= row["overall"] <= row["highest"]
    ]
