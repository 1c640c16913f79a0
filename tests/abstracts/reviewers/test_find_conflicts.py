"""Who may not judge what, and the sentence that says why (V03)."""

from __future__ import annotations

from time import perf_counter
from uuid import UUID

from abstracts.reviewers.conflicts import barred, find_conflicts
from abstracts.reviewers.facts import AuthorFacts, Declared, ReviewerFacts
from abstracts.vocabulary import ConflictKind

RAE, PAPER, OTHER, OLD = (UUID(int=n) for n in (1, 11, 12, 13))
RAE_PERSON, ADA_PERSON = UUID(int=101), UUID(int=102)


def rae(**facts):
    return ReviewerFacts(
        RAE,
        "Rae",
        "Roe",
        **{"person": RAE_PERSON, "emails": frozenset({"rae@x.test"}), **facts},
    )


def ada(abstract=PAPER, **facts):
    return AuthorFacts(abstract, "Ada", "Abel", **facts)


def kinds(found):
    return [(each.kind, each.is_soft) for each in found]


def test_find_conflicts_finds_own_abstract_by_person_address_or_orcid():
    orcid = "0000-0002-1825-0097"
    for facts in ({"person": RAE_PERSON}, {"email": "RAE@x.test"}, {"orcid": orcid}):
        author = AuthorFacts(PAPER, "R.", "Roe-Smith", **facts)
        found = find_conflicts([rae(orcid=orcid)], [author])
        assert kinds(found) == [(ConflictKind.OWN, False)]
        assert found[0].why == "Is one of the authors."


def test_find_conflicts_takes_an_equal_name_as_a_doubt_and_another_person_as_none():
    namesake = AuthorFacts(PAPER, "Rae", "Roe")
    assert kinds(find_conflicts([rae()], [namesake])) == [(ConflictKind.OWN, True)]
    known = AuthorFacts(PAPER, "Rae", "Roe", person=ADA_PERSON)
    assert find_conflicts([rae()], [known]) == []
    assert find_conflicts([rae()], [AuthorFacts(PAPER, "R.", "Roe")]) == []


def test_find_conflicts_finds_people_one_wrote_with_here_and_in_recent_years():
    works = [
        AuthorFacts(OLD, "Rae", "Roe", email="rae@x.test"),
        ada(OLD, email="ada@y.test"),
    ]
    (found,) = find_conflicts(
        [rae()], [ada(email="ada@y.test")], works, {OLD: "AB12CD (Signals 2026)"}
    )
    assert (found.kind, found.is_soft) == (ConflictKind.COAUTHOR, False)
    assert found.why == "Wrote AB12CD (Signals 2026) together with Ada Abel."
    assert kinds(find_conflicts([rae()], [ada()], works)) == [(ConflictKind.COAUTHOR, True)]
    both_here = [AuthorFacts(OTHER, "Rae", "Roe", person=RAE_PERSON), ada(OTHER), ada(PAPER)]
    assert {(c.abstract, c.kind) for c in find_conflicts([rae()], both_here)} == {
        (OTHER, ConflictKind.OWN),
        (PAPER, ConflictKind.COAUTHOR),
    }


def test_find_conflicts_finds_the_institution_that_a_round_may_allow_or_the_committee_waive():
    reviewer = rae(institutions=("Dept of Immunology, University of Glasgow",))
    author = ada(institutions=("Glasgow University", "Tay College"))
    found = find_conflicts([reviewer], [author])
    assert kinds(found) == [(ConflictKind.INSTITUTION, True)]
    assert found[0].why == "Works where an author does: Glasgow University."
    assert barred(found, is_same_institution_barred=True) == {(RAE, PAPER)}
    assert barred(found, is_same_institution_barred=False) == set()
    waived = find_conflicts(
        [rae(institutions=reviewer.institutions, waived={PAPER: "Far"})], [author]
    )
    assert waived[0].waived == "Far"
    assert barred(waived, is_same_institution_barred=True) == set()


def test_find_conflicts_keeps_what_was_declared_whatever_a_round_allows():
    declared = (
        Declared(ConflictKind.PERSON, "Abel, A."),
        Declared(ConflictKind.PERSON, "Someone <cy@z.test>"),
        Declared(ConflictKind.INSTITUTION, "University of Oslo"),
        Declared(ConflictKind.ABSTRACT, abstract=OLD, reason="My student", is_by_committee=True),
    )
    authors = [
        ada(),
        AuthorFacts(OTHER, "Cy", "Coe", email="cy@z.test", institutions=("Oslo University",)),
        AuthorFacts(OLD, "Di", "Doe"),
    ]
    found = find_conflicts([rae(declared=declared)], authors)
    assert {(c.abstract, c.kind) for c in found} == {
        (PAPER, ConflictKind.PERSON),
        (OTHER, ConflictKind.PERSON),
        (OTHER, ConflictKind.INSTITUTION),
        (OLD, ConflictKind.ABSTRACT),
    }
    pairs = barred(found, is_same_institution_barred=False)
    assert pairs == {(RAE, PAPER), (RAE, OTHER), (RAE, OLD)}
    assert "The committee declared it: My student" in {c.why for c in found}


def test_find_conflicts_waives_no_hard_reason():
    found = find_conflicts(
        [rae(waived={PAPER: "please"})], [AuthorFacts(PAPER, "Rae", "Roe", person=RAE_PERSON)]
    )
    assert barred(found, is_same_institution_barred=True) == {(RAE, PAPER)}


def test_find_conflicts_of_80_reviewers_and_1000_abstracts_looks_up_and_does_not_pair():
    """5,000 authors of 300 institutions: pairs of texts would take minutes."""
    reviewers = [
        ReviewerFacts(
            UUID(int=10_000 + n), f"Given{n}", f"Family{n}",
            emails=frozenset({f"r{n}@x.test"}), institutions=(f"University of Town{n}",),
            declared=(Declared(ConflictKind.PERSON, f"G. Writer{n}"),),
        )
        for n in range(80)
    ]  # fmt: skip
    authors = [
        AuthorFacts(
            UUID(int=20_000 + n // 5), "Gus", f"Writer{n}", email=f"w{n}@x.test",
            institutions=(f"Town{n % 300} University",),
        )
        for n in range(5_000)
    ]  # fmt: skip
    began = perf_counter()
    found = find_conflicts(reviewers, authors)
    assert perf_counter() - began < 5
    assert sum(each.kind is ConflictKind.PERSON for each in found) == 80
    assert {each.reviewer for each in found} == {each.reviewer for each in reviewers}
