"""`plenary check` finds what no action would leave behind."""

from __future__ import annotations

from abstracts.reviews.invariants import recused_reviews, scores_on_scale, sent_reviews
from abstracts.reviews.review_actions import send_review
from abstracts.reviews.saying import Said
from abstracts.tables.review import Assignment, Review
from tests.abstracts.reviews.conftest import Reviewing
from tests.cast import NOW


async def test_promises_hold_until_somebody_writes_past_the_actions(reviewing: Reviewing) -> None:
    code = reviewing.codes[0]
    await send_review(reviewing.chair(), "main", code, Said(4), seen=0, now=NOW)
    assert [*await sent_reviews(), *await recused_reviews(), *await scores_on_scale()] == []
    await Review.update({Review.overall: 9}, force=True)
    assert code in (await scores_on_scale())[0]
    await Assignment.update({Assignment.state: "recused"}, force=True)
    assert code in (await recused_reviews())[0]
    assert code in (await sent_reviews())[0]
