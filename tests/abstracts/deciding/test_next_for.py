"""Who is next for a free place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.deciding.waiting_rules import FreePlace, Waiting, next_for
from abstracts.vocabulary import Decision

ORAL = FreePlace("GONE", Decision.ORAL, "T1")


def test_next_for_takes_the_best_of_the_same_topic() -> None:
    waiting = [Waiting("A", 1, "T2"), Waiting("B", 3, "T1"), Waiting("C", 2, "T1")]
    found = next_for(ORAL, waiting, {})
    assert found is not None
    assert found.code == "C"
    assert found.reason == "Rank 2, the first of topic T1 that can be a talk."


def test_next_for_passes_over_whom_the_place_does_not_fit() -> None:
    waiting = [
        Waiting("A", 1, "T1", barred={Decision.ORAL: "the authors wish a poster only"}),
        Waiting("B", 2, "T1", "ben", "Ben W"),
        Waiting("C", 3, "T2"),
    ]
    found = next_for(ORAL, waiting, {"ben": "OTHER"})
    assert found is not None
    assert found.code == "C"
    assert found.passed == (
        "A (rank 1): the authors wish a poster only",
        "B (rank 2): Ben W has a talk already (OTHER)",
    )
    assert next_for(ORAL, waiting[:2], {"ben": "OTHER"}) is None
    poster = next_for(FreePlace("GONE", Decision.POSTER, "T1"), waiting, {"ben": "OTHER"})
    assert poster is not None
    assert poster.code == "A"


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["T1", "T2"]), st.booleans()), max_size=8)
)
@settings(max_examples=50)
def test_next_for_never_passes_over_somebody_better_in_the_topic(
    rows: list[tuple[int, str, bool]],
) -> None:
    waiting = [
        Waiting(f"W{n}", rank, topic, barred={Decision.ORAL: "so"} if is_barred else {})
        for n, (rank, topic, is_barred) in enumerate(rows)
    ]
    fitting = [each for each in waiting if not each.barred]
    found = next_for(ORAL, waiting, {})
    assert (found is None) == (not fitting)
    if found:
        chosen = next(each for each in fitting if each.code == found.code)
        same = [each for each in fitting if each.topic == "T1"]
        rivals = same or fitting
        assert chosen in rivals
        assert chosen.rank == min(each.rank for each in rivals)
