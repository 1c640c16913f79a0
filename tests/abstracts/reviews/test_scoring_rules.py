"""What scores come to: worked by hand, and the laws of normalising."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.reviews.scoring_rules import (
    CALIBRATED,
    Scale,
    Scored,
    Standing,
    calibrations,
    standings,
    weighted_mean,
)

ROUND, LATE = UUID(int=1), UUID(int=2)
SCALES = {ROUND: Scale()}


def scored(abstract: int, reviewer: int, score: float, round: UUID = ROUND) -> Scored:
    return Scored(round, UUID(int=100 + abstract), UUID(int=900 + reviewer), score)


def one(reviews: list[Scored], abstract: int = 0, scales: dict[UUID, Scale] = SCALES) -> Standing:
    return standings(reviews, scales)[UUID(int=100 + abstract)]


def test_standings_of_three_scores() -> None:
    standing = one([scored(0, 1, 5), scored(0, 2, 3), scored(0, 3, 1)])
    assert (standing.mean, standing.median, standing.spread, standing.count) == (3, 3, 4, 3)
    assert standing.sd == pytest.approx((8 / 3) ** 0.5)


@pytest.mark.parametrize(("other", "is_disputed"), [(4, False), (3, True), (1, True)])
def test_standings_flag_a_spread_of_two_points(other: int, is_disputed: bool) -> None:
    assert one([scored(0, 1, 5), scored(0, 2, other)]).is_disputed is is_disputed


def test_standings_flag_nothing_where_the_round_flags_nothing() -> None:
    scales = {ROUND: Scale(disagreement=0)}
    assert not one([scored(0, 1, 5), scored(0, 2, 1)], scales=scales).is_disputed


def test_standings_say_what_has_too_few_reviews() -> None:
    assert one([scored(0, 1, 5)]).is_short
    assert not one([scored(0, 1, 5), scored(0, 2, 5)]).is_short


def test_standings_count_recommendations() -> None:
    said = [replace(scored(0, n, 4), recommendation=word) for n, word in enumerate("aab")]
    assert one(said).recommendations == {"a": 2, "b": 1}


def test_standings_lift_what_a_strict_reviewer_liked_best() -> None:
    """By mean the lenient reviewer's worst beats the strict one's best; normalised it does not."""
    strict = [scored(n, 1, score) for n, score in enumerate([3, 1, 1, 2, 1, 2, 1, 1])]
    lenient = [scored(10 + n, 2, score) for n, score in enumerate([3.5, 5, 5, 4, 5, 4, 5, 5])]
    found = standings([*strict, *lenient], SCALES)
    best, worst = found[UUID(int=100)], found[UUID(int=110)]
    assert best.mean < worst.mean
    assert best.normalised > worst.normalised


def test_standings_heed_a_reviewer_of_one_abstract() -> None:
    """A third reader called for one disputed abstract has a say, measured by everybody."""
    others = [scored(n, 1, 1 + n % 5) for n in range(10)]
    with_praise = one([*others, scored(2, 9, 5)], 2)
    with_blame = one([*others, scored(2, 9, 1)], 2)
    assert with_praise.normalised > with_blame.normalised + 1


def test_standings_learn_nothing_from_who_always_says_the_same() -> None:
    always_three = [scored(n, 1, 3) for n in range(CALIBRATED)]
    found = standings(always_three, SCALES)
    assert {each.normalised for each in found.values()} == {3}


def test_standings_of_two_rounds_are_on_the_scale_of_the_first() -> None:
    scales = {ROUND: Scale(1, 5), LATE: Scale(0, 100)}
    standing = one([scored(0, 1, 5), scored(0, 1, 50, LATE)], scales=scales)
    assert standing.mean == pytest.approx(4)


def test_weighted_mean_leaves_out_what_was_not_scored() -> None:
    weights = {"novelty": 3, "method": 1, "style": 1}
    assert weighted_mean({"novelty": 5, "method": 1}, weights) == pytest.approx(4)
    assert weighted_mean({}, weights) is None
    assert weighted_mean({"novelty": 5}, {"novelty": 0}) is None


def test_calibrations_say_who_is_lenient() -> None:
    reviews = [scored(0, 1, 5), scored(1, 1, 4), scored(0, 2, 2), scored(1, 2, 1)]
    found = calibrations(reviews)
    lenient, strict = found[UUID(int=901)], found[UUID(int=902)]
    assert (lenient.leaning, strict.leaning) == (1.5, -1.5)
    assert lenient.histogram == {5: 1, 4: 1}


# The laws. Every reviewer reads at least CALIBRATED abstracts, as in a real round.
READERS, ABSTRACTS = 3, 10


@st.composite
def rounds(draw: st.DrawFn) -> list[Scored]:
    made = []
    for reviewer in range(READERS):
        count = draw(st.integers(CALIBRATED, ABSTRACTS))
        which = draw(st.permutations(range(ABSTRACTS)))[:count]
        made += [scored(n, reviewer, draw(st.integers(1, 5))) for n in which]
    return made


def ranks(reviews: list[Scored]) -> list[set[UUID]]:
    """The abstracts by normalised mean; those within rounding of each other share a place."""
    found = sorted(standings(reviews, SCALES).items(), key=lambda item: item[1].normalised)
    made: list[set[UUID]] = []
    last = float("-inf")
    for abstract, standing in found:
        if standing.normalised - last > 1e-6:
            made.append(set())
        made[-1].add(abstract)
        last = standing.normalised
    return made


@given(rounds(), st.integers(0, READERS - 1), st.integers(-3, 3), st.integers(1, 4))
@settings(max_examples=50)
def test_shifting_or_stretching_one_reviewer_leaves_the_normalised_order(
    reviews: list[Scored], whose: int, shift: int, stretch: int
) -> None:
    reviewer = UUID(int=900 + whose)
    moved = [
        replace(each, score=each.score * stretch + shift) if each.reviewer == reviewer else each
        for each in reviews
    ]
    if len({each.score for each in reviews}) > 1 and len({each.score for each in moved}) > 1:
        assert ranks(moved) == ranks(reviews)


@given(rounds().flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
@settings(max_examples=30)
def test_the_order_of_reviews_is_no_matter(both: tuple[list[Scored], list[Scored]]) -> None:
    assert standings(both[1], SCALES) == standings(both[0], SCALES)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20))
@settings(max_examples=30)
def test_one_reviewer_alone_is_taken_as_they_are(scores: list[int]) -> None:
    found = standings([scored(n, 1, score) for n, score in enumerate(scores)], SCALES)
    for standing in found.values():
        assert standing.normalised == pytest.approx(standing.mean)


@given(rounds())
@settings(max_examples=30)
def test_a_better_score_never_lowers_an_abstract_among_its_reviewers_own(
    reviews: list[Scored],
) -> None:
    """What one calibrated reviewer prefers stands higher, all else equal."""
    mine = [each for each in reviews if each.reviewer == UUID(int=900)]
    found = standings(mine, SCALES)
    for better in mine:
        for worse in mine:
            if better.score > worse.score:
                assert found[better.abstract].normalised > found[worse.abstract].normalised
