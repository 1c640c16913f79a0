"""Rank by score, ties by hand, money until the pot ends (W02)."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.awards.ranking import Candidate, allocate, rank
from abstracts.awards.rules import TRANSITIONS, Event, next_state
from abstracts.vocabulary import AwardState

scores = st.one_of(st.none(), st.sampled_from([1.0, 2.5, 3.0, 3.00001, 4.25, 5.0]))
fields = st.lists(st.tuples(scores, st.one_of(st.none(), st.integers(1, 3))), max_size=9).map(
    lambda rows: [Candidate(n, score, order) for n, (score, order) in enumerate(rows)]
)
limits = st.one_of(st.none(), st.integers(0, 6))


@settings(max_examples=50)
@given(fields, st.integers(0, 400), st.one_of(st.none(), st.integers(0, 1500)), limits)
def test_money_and_places_are_never_exceeded(
    field: list[Candidate[int]], amount: int, pot: int | None, places: int | None
) -> None:
    ranked = rank(field)
    dealt = allocate(ranked, amount, pot, places)
    everyone = [each.who for each in ranked]
    # Everybody is told exactly once, from the top down: nobody is passed over.
    assert [*dealt.offered, *dealt.undecided, *dealt.below] == everyone
    assert pot is None or amount * len(dealt.offered) <= pot
    assert places is None or len(dealt.offered) <= places
    # Nothing is left lying about, unless an open tie holds it up.
    if not dealt.undecided and dealt.below:
        one_more = len(dealt.offered) + 1
        too_dear = pot is not None and amount * one_more > pot
        assert too_dear or (places is not None and one_more > places)
    # A tie that nobody decided is never cut.
    tied = {each.who: each.place for each in ranked if each.is_tied}
    given_places = {tied[who] for who in dealt.offered if who in tied}
    assert not given_places & {tied[who] for who in (*dealt.below, *dealt.undecided) if who in tied}


@settings(max_examples=50)
@given(fields)
def test_a_better_score_is_never_behind_a_worse_one(field: list[Candidate[int]]) -> None:
    found = [each.score for each in rank(field)]
    known = [score for score in found if score is not None]
    assert found[: len(known)] == known, "who has no score comes last"
    assert all(a >= b - 0.0001 for a, b in itertools.pairwise(known))


def test_a_tie_at_the_line_waits_for_the_committee() -> None:
    field = [Candidate("a", 4.0), Candidate("b", 3.0), Candidate("c", 3.0), Candidate("d", 2.0)]
    dealt = allocate(rank(field), 100, 250, None)
    assert (dealt.offered, dealt.undecided, dealt.below) == (("a",), ("b", "c"), ("d",))
    decided = [field[0], Candidate("b", 3.0, 2), Candidate("c", 3.0, 1), field[3]]
    assert allocate(rank(decided), 100, 250, None).offered == ("a", "c")


def test_a_tie_above_the_line_needs_no_order() -> None:
    field = [Candidate("a", 3.0), Candidate("b", 3.0), Candidate("c", 2.0)]
    ranked = rank(field)
    assert [each.place for each in ranked] == [1, 1, 3]
    assert allocate(ranked, 100, 200, None).offered == ("a", "b")


def test_an_award_without_money_ends_with_its_places() -> None:
    field = [Candidate(n, float(n)) for n in range(5)]
    assert allocate(rank(field), 0, 0, 2).offered == (4, 3)


def test_nothing_leaves_a_paid_award_but_taking_the_payment_back() -> None:
    out = {
        event: after for (state, event), after in TRANSITIONS.items() if state == AwardState.PAID
    }
    assert out == {Event.TAKE_BACK: AwardState.ACCEPTED}
    assert next_state(AwardState.INELIGIBLE, Event.OFFER) is None
    assert next_state(AwardState.SUBMITTED, Event.OFFER) is None, "only after the rules"
