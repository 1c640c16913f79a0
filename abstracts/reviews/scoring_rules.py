"""What reviews come to: score, mean, median, spread, and the reviewer-normalised mean (V04)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev
from uuid import UUID

CALIBRATED = 8  # from so many reviews on, a reviewer is measured by their own mean and spread alone


@dataclass(frozen=True, slots=True)
class Scale:
    """What a round counts: its scale, its flag of disagreement, its fewest reviews."""

    lowest: int = 1
    highest: int = 5
    disagreement: int = 2
    least: int = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """One sent review that counts: who gave what to which abstract in which round."""

    round: UUID
    abstract: UUID
    reviewer: UUID
    score: float
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sent reviews of one abstract come to. Rank by `normalised`, ties by `mean`."""

    mean: float
    normalised: float
    median: float
    spread: float
    sd: float
    count: int
    is_disputed: bool
    is_short: bool
    recommendations: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one reviewer scores in a round, beside how all of them do."""

    count: int
    mean: float
    sd: float
    leaning: float
    histogram: Mapping[int, int]


def weighted_mean(scores: Mapping[str, int], weights: Mapping[str, int]) -> float | None:
    """The mean of the criteria that were scored, by their weights; None where none counts."""
    counted = [(scores[key], weight) for key, weight in weights.items() if key in scores and weight]
    total = sum(weight for _, weight in counted)
    return sum(score * weight for score, weight in counted) / total if total else None


def standings(reviews: Iterable[Scored], scales: Mapping[UUID, Scale]) -> dict[UUID, Standing]:
    """The standing of every abstract that has a sent review; the order of reviews is no matter.

    Rounds with other scales are first converted linearly to the scale of the first one, so that an
    abstract read in two rounds has one mean.
    """
    counted = sorted(reviews, key=lambda each: (each.abstract.int, each.round.int, each.reviewer))
    if not counted:
        return {}
    common = next(iter(scales.values()))
    values = _normalised(counted)
    by_abstract: dict[UUID, list[int]] = defaultdict(list)
    for place, review in enumerate(counted):
        by_abstract[review.abstract].append(place)
    return {
        abstract: _standing(
            [counted[n] for n in places], [values[n] for n in places], scales, common
        )
        for abstract, places in by_abstract.items()
    }


def calibrations(reviews: Iterable[Scored]) -> dict[UUID, Calibration]:
    """How strict each reviewer of one round is: their mean less everybody's (positive: lenient)."""
    by_reviewer: dict[UUID, list[float]] = defaultdict(list)
    for review in reviews:
        by_reviewer[review.reviewer].append(review.score)
    everybody = [score for scores in by_reviewer.values() for score in scores]
    return {
        reviewer: Calibration(
            count=len(scores),
            mean=fmean(scores),
            sd=pstdev(scores),
            leaning=fmean(scores) - fmean(everybody),
            histogram=Counter(int(score + 0.5) for score in scores),
        )
        for reviewer, scores in by_reviewer.items()
    }


def _normalised(reviews: Sequence[Scored]) -> list[float]:
    """Each score as a z-score of its reviewer in its round, mapped back to the round's scale.

    With n reviews of mean m and spread s (standard deviation), and all reviews of the round having
    M and S, a reviewer's own measure counts w = min(1, (n - 1) / (CALIBRATED - 1)) and everybody's
    the rest: m' = w m + (1 - w) M, s' = w s + (1 - w) S, z = (score - m') / s', and z = 0 where
    s' = 0. Back on the scale that is M + S z; it may lie a little outside of it.
    """
    by_round: dict[UUID, list[float]] = defaultdict(list)
    by_reviewer: dict[tuple[UUID, UUID], list[float]] = defaultdict(list)
    for review in reviews:
        by_round[review.round].append(review.score)
        by_reviewer[review.round, review.reviewer].append(review.score)
    all_of = {round: (fmean(scores), pstdev(scores)) for round, scores in by_round.items()}
    measure = {who: _shrunk(scores, *all_of[who[0]]) for who, scores in by_reviewer.items()}
    made = []
    for review in reviews:
        mean, sd = measure[review.round, review.reviewer]
        middle, width = all_of[review.round]
        made.append(middle + width * (review.score - mean) / sd if sd > TINY else middle)
    return made


TINY = 1e-9  # a spread below this is rounding, not judgement


def _shrunk(scores: Sequence[float], mean: float, sd: float) -> tuple[float, float]:
    own = min(1.0, (len(scores) - 1) / (CALIBRATED - 1))
    return own * fmean(scores) + (1 - own) * mean, own * pstdev(scores) + (1 - own) * sd


def _standing(
    reviews: Sequence[Scored],
    values: Sequence[float],
    scales: Mapping[UUID, Scale],
    common: Scale,
) -> Standing:
    scores = [_converted(each.score, scales[each.round], common) for each in reviews]
    return Standing(
        mean=fmean(scores),
        normalised=fmean(
            _converted(value, scales[each.round], common)
            for each, value in zip(reviews, values, strict=True)
        ),
        median=median(scores),
        spread=max(scores) - min(scores),
        sd=pstdev(scores),
        count=len(scores),
        is_disputed=_is_disputed(reviews, scales),
        is_short=len(scores) < max(scales[each.round].least for each in reviews),
        recommendations=Counter(each.recommendation for each in reviews if each.recommendation),
    )


def _is_disputed(reviews: Sequence[Scored], scales: Mapping[UUID, Scale]) -> bool:
    """In any of its rounds, the scores lie as far apart as that round flags; 0 flags nothing."""
    by_round: dict[UUID, list[float]] = defaultdict(list)
    for review in reviews:
        by_round[review.round].append(review.score)
    return any(
        0 < scales[round].disagreement <= max(scores) - min(scores)
        for round, scores in by_round.items()
    )


def _converted(score: float, own: Scale, common: Scale) -> float:
    if (own.lowest, own.highest) == (common.lowest, common.highest):
        return score
    share = (score - own.lowest) / (own.highest - own.lowest)
    return common.lowest + share * (common.highest - common.lowest)
