"""Where the abstracts of a meeting stand by their sent reviews; the ranking starts here."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from abstracts.reviews.scoring_rules import Scale, Scored, Standing, standings, weighted_mean
from abstracts.tables.review import Criterion, Review, ReviewRound
from abstracts.vocabulary import AssignmentState, Counted, RoundKind

_ASSIGNMENT: Any = Review.assignment

__all__ = ["Scale", "Standing", "scores_of", "standings_of"]


async def standings_of(
    meeting: UUID, round_ids: Collection[UUID] | None = None
) -> dict[UUID, Standing]:
    """The standing of each abstract with at least one sent review; no review, no entry (V04).

    Without `round_ids`, all rounds that read abstracts: an award round is ranked on its own.
    Whoever shows a standing leaves out what the viewer is in conflict with.
    """
    reviews, scales = await scores_of(meeting, round_ids)
    return standings(reviews, scales)


async def scores_of(
    meeting: UUID, round_ids: Collection[UUID] | None = None
) -> tuple[list[Scored], dict[UUID, Scale]]:
    """Every sent review that counts, and what each round counts; three statements."""
    rounds = await _rounds(meeting, round_ids)
    if not rounds:
        return [], {}
    ids = [each["id"] for each in rounds]
    weights = await _weights(ids)
    by_criteria = {each["id"] for each in rounds if each["counted"] == Counted.CRITERIA}
    rows = await Review.select(
        Review.overall,
        Review.scores,
        Review.recommendation,
        Review.assignment.round.as_alias("round"),
        Review.assignment.abstract.as_alias("abstract"),
        Review.assignment.reviewer.as_alias("reviewer"),
    ).where(
        _ASSIGNMENT.round.is_in(ids),
        _ASSIGNMENT.state == AssignmentState.SENT.value,
        Review.sent_at.is_not_null(),
    )
    found = [_scored(row, weights.get(row["round"], {}), by_criteria) for row in rows]
    scales = {
        each["id"]: Scale(
            each["lowest"], each["highest"], each["disagreement"], each["reviews_least"]
        )
        for each in rounds
    }
    return [each for each in found if each is not None], scales


async def _rounds(meeting: UUID, ids: Collection[UUID] | None) -> list[dict[str, Any]]:
    if ids is not None and not ids:
        return []
    wanted = (
        ReviewRound.id.is_in(list(ids))
        if ids is not None
        else ReviewRound.kind == RoundKind.ABSTRACTS.value
    )
    rows: list[dict[str, Any]] = (
        await ReviewRound.select()
        .where(ReviewRound.meeting == meeting, wanted)
        .order_by(ReviewRound.position)
        .order_by(ReviewRound.key)
    )
    return rows


async def _weights(rounds: list[UUID]) -> dict[UUID, dict[str, int]]:
    rows = await Criterion.select(Criterion.round, Criterion.key, Criterion.weight).where(
        Criterion.round.is_in(rounds)
    )
    made: dict[UUID, dict[str, int]] = {}
    for row in rows:
        made.setdefault(row["round"], {})[row["key"]] = row["weight"]
    return made


def _scored(
    row: dict[str, Any], weights: dict[str, int], by_criteria: Collection[UUID]
) -> Scored | None:
    score = row["overall"]
    if row["round"] in by_criteria:
        score = weighted_mean(msgspec.json.decode(row["scores"], type=dict[str, int]), weights)
    if score is None:
        return None
    return Scored(
        row["round"], row["abstract"], row["reviewer"], float(score), row["recommendation"]
    )
