"""What a proposal may never do, and how it explains itself."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.deciding.barring import barred_decisions
from abstracts.deciding.proposing import (
    ALL,
    Candidate,
    CutOffs,
    Proposal,
    Rules,
    default_targets,
    fitting_cutoffs,
    propose,
    rank,
)
from abstracts.vocabulary import CallKind, Decision, Outcome, Preference

TALKS = (Outcome.ORAL, Outcome.LIGHTNING)
scores = st.none() | st.integers(2, 10).map(lambda half: half / 2)
barred = st.sets(st.sampled_from(Decision)).map(lambda found: dict.fromkeys(found, "so"))
candidates = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2"]),
        scores,
        st.sampled_from(["", "ada", "ben", "cem"]),
        barred,
        st.none() | st.sampled_from(Outcome),
    ),
    max_size=14,
).map(
    lambda rows: [
        Candidate(f"A{n}", topic, score, 0.0, speaker, speaker, why, fixed)
        for n, (topic, score, speaker, why, fixed) in enumerate(rows)
    ]
)
numbers = st.integers(0, 4)
targets = st.dictionaries(
    st.tuples(st.sampled_from([ALL, "T1", "T2"]), st.sampled_from(Decision)), numbers
)
cut = st.none() | st.integers(2, 10).map(lambda half: half / 2)
cutoffs = st.builds(CutOffs, cut, cut, cut, cut)


def outcomes(proposal: Proposal) -> dict[str, Outcome | None]:
    return {row.code: row.outcome for row in proposal.rows}


@given(candidates, st.dictionaries(st.sampled_from([ALL, "T1"]), cutoffs), targets, st.booleans())
@settings(max_examples=50)
def test_propose_never_breaks_a_constraint(
    found: list[Candidate],
    cuts: dict[str, CutOffs],
    wanted: dict[tuple[str, Decision], int],
    is_lightning_a_talk: bool,
) -> None:
    proposal = propose(found, Rules(cuts, wanted, True, is_lightning_a_talk))
    by_code = {each.code: each for each in found}
    assert set(outcomes(proposal)) == {each.code for each in found if each.fixed is None}
    for row in proposal.rows:
        assert row.outcome not in {Outcome(each.value) for each in by_code[row.code].barred}
        assert row.reason
        assert (row.outcome is None) == (by_code[row.code].score is None)
    for (topic, decision), number in wanted.items():
        outcome = Outcome(decision.value)
        mine = [each for each in found if topic in (ALL, each.topic)]
        fixed = sum(1 for each in mine if each.fixed is outcome)
        new = sum(1 for each in mine if outcomes(proposal).get(each.code) is outcome)
        assert new == 0 or new + fixed <= number
        assert proposal.count(outcome, topic) == new + fixed
    talks = [
        (each.speaker, each.fixed is None)
        for each in found
        if each.speaker
        and (each.fixed or outcomes(proposal)[each.code])
        in (TALKS if is_lightning_a_talk else (Outcome.ORAL,))
    ]
    for speaker, number in Counter(who for who, _ in talks).items():
        assert number == 1 or not any(is_new for who, is_new in talks if who == speaker)


@given(candidates, targets, cut, cut)
@settings(max_examples=50)
def test_propose_takes_no_talk_away_when_the_cut_off_falls(
    found: list[Candidate],
    wanted: dict[tuple[str, Decision], int],
    one: float | None,
    other: float | None,
) -> None:
    low, high = sorted((one or 0.0, other or 0.0))
    few = propose(found, Rules({ALL: CutOffs(oral=high)}, wanted))
    many = propose(found, Rules({ALL: CutOffs(oral=low)}, wanted))
    had = {code for code, outcome in outcomes(few).items() if outcome is Outcome.ORAL}
    have = {code for code, outcome in outcomes(many).items() if outcome is Outcome.ORAL}
    assert had <= have


@given(candidates, targets)
@settings(max_examples=30)
def test_propose_gives_the_same_whatever_the_order(
    found: list[Candidate], wanted: dict[tuple[str, Decision], int]
) -> None:
    rules = Rules({}, wanted)
    assert propose(found, rules).rows == propose(found[::-1], rules).rows
    again = {row.code: row.outcome for row in propose(rank(found), rules).rows}
    assert again == outcomes(propose(found, rules))


def test_propose_explains_who_was_displaced() -> None:
    ada = {"speaker": "ada", "speaker_name": "Ada W"}
    found = [
        Candidate("BEST", "T1", 4.8, **ada),  # type: ignore[arg-type]
        Candidate("NEXT", "T1", 4.5, **ada),  # type: ignore[arg-type]
        Candidate("SHY", "T1", 4.4, barred={Decision.ORAL: "the authors wish a poster only",
                                            Decision.LIGHTNING: "so"}),
        Candidate("THIRD", "T1", 4.0),
        Candidate("LAST", "T1", 1.0),
        Candidate("NEW", "T1", None),
    ]  # fmt: skip
    rules = Rules({ALL: CutOffs(3.0, 2.5, 2.0, 1.5)}, {("T1", Decision.ORAL): 2})
    rows = {row.code: row for row in propose(found, rules).rows}
    assert rows["BEST"].outcome is Outcome.ORAL
    assert rows["NEXT"].outcome is Outcome.POSTER
    assert "Ada W has a talk already (BEST)" in rows["NEXT"].reason
    assert rows["SHY"].outcome is Outcome.POSTER
    assert "No talk: the authors wish a poster only." in rows["SHY"].reason
    assert rows["THIRD"].outcome is Outcome.ORAL
    assert rows["LAST"].outcome is Outcome.REJECTED
    assert rows["NEW"].outcome is None


def test_propose_gives_a_second_abstract_lightning_where_it_is_no_talk() -> None:
    found = [Candidate("ONE", "T1", 4.8, 0, "ada"), Candidate("TWO", "T1", 4.5, 0, "ada")]
    second = propose(found, Rules(is_lightning_a_talk=False)).rows[1]
    assert second.outcome is Outcome.LIGHTNING


def test_propose_lets_a_talk_only_wish_wait_when_no_talk_is_left() -> None:
    only = barred_decisions(CallKind.REGULAR, Preference.ORAL_ONLY, is_for_lightning=False)
    found = [Candidate("ONE", "T1", 4.8), Candidate("TWO", "T1", 4.5, barred=only)]
    second = propose(found, Rules({}, {("T1", Decision.ORAL): 1})).rows[1]
    assert (second.outcome, second.waiting_rank) == (Outcome.WAITLISTED, 1)
    assert "all 1 talks of T1 are given" in second.reason


def test_default_targets_are_the_shares_of_athens() -> None:
    wanted = default_targets({"T1": 100, "T2": 300})
    assert wanted["", Decision.ORAL] == 48
    assert wanted["T1", Decision.LIGHTNING] == 6
    assert ("T1", Decision.POSTER) not in wanted


def test_fitting_cutoffs_give_what_the_targets_alone_give() -> None:
    found = [Candidate(f"A{n}", "T1", float(n)) for n in range(10)]
    rules = Rules({}, {("T1", Decision.ORAL): 2, ("T1", Decision.LIGHTNING): 3})
    cuts = fitting_cutoffs(found, rules, ALL)
    assert (cuts.oral, cuts.lightning) == (8.0, 5.0)
    again = propose(found, Rules({ALL: cuts}, rules.targets))
    assert outcomes(again) == outcomes(propose(found, rules))


def test_barred_decisions_follow_wish_and_call() -> None:
    late = barred_decisions(CallKind.LATE_BREAKING, Preference.ORAL_OR_POSTER)
    assert set(late) == {Decision.ORAL, Decision.LIGHTNING}
    posters = barred_decisions(CallKind.REGULAR, Preference.ORAL_OR_POSTER, (Decision.POSTER,))
    assert set(posters) == {Decision.ORAL, Decision.LIGHTNING}
    assert set(barred_decisions(CallKind.REGULAR, Preference.ORAL_ONLY)) == {Decision.POSTER}
