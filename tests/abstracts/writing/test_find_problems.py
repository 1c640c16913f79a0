"""A04-A06: what keeps an abstract from being submitted, as sentences."""

from dataclasses import replace

import pytest

from abstracts.calls.rules import Statement
from abstracts.length import LengthPolicy
from abstracts.manuscript import Affiliation, AuthorEntry, Figure, Manuscript, Part, compose
from abstracts.rules import CallRules, find_problems
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule, Preference

PLACE = (Affiliation("University of Clydeside", "Glasgow", "GB"),)
FIRST = AuthorEntry("Ada", "Ness", "ada@example.org", True, True, PLACE)
SECOND = AuthorEntry("Bo", "Ek", "bo@example.org", False, False, PLACE)
RULES = CallRules(CallKind.REGULAR, LengthPolicy(), 20, frozenset({"T01"}))
GOOD = Manuscript("A title", "T01", Preference.ORAL_OR_POSTER, (FIRST, SECOND), "Text.")


def test_find_nothing_in_a_complete_abstract() -> None:
    assert find_problems(GOOD, RULES) == {}


def test_find_every_field_of_an_empty_abstract() -> None:
    assert set(find_problems(Manuscript(), RULES)) == {
        "title", "topic", "authors", "presenting", "corresponding", "body",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("authors", "field", "sentence"),
    [
        ((), "authors", "Name at least one author."),
        (
            (FIRST, replace(SECOND, affiliations=())),
            "authors",
            "Author 2, Bo Ek, needs at least one institution.",
        ),
        (
            (FIRST, replace(SECOND, given_name="", family_name="")),
            "authors",
            "Author 2 has no name.",
        ),
        (
            (FIRST, replace(SECOND, is_presenting=True)),
            "presenting",
            "Say which one author presents the abstract.",
        ),
        ((SECOND,), "corresponding", "Say which one author answers letters about the abstract."),
        (
            (FIRST, replace(SECOND, email="ADA@example.org")),
            "authors",
            "ada@example.org is given for 2 authors; each author has their own.",
        ),
    ],
)
def test_find_author_problem(authors: tuple[AuthorEntry, ...], field: str, sentence: str) -> None:
    assert find_problems(replace(GOOD, authors=authors), RULES)[field] == sentence


def test_find_too_many_authors() -> None:
    crowd = (FIRST, *(replace(SECOND, email="") for _ in range(20)))
    problem = find_problems(replace(GOOD, authors=crowd), RULES)["authors"]
    assert problem == "At most 20 authors can be named; these are 21."


def test_accept_a_person_with_one_name_only() -> None:
    mononym = replace(FIRST, family_name="")
    assert find_problems(replace(GOOD, authors=(mononym,)), RULES) == {}


def test_find_too_long_text_beside_the_text() -> None:
    problem = find_problems(replace(GOOD, body="x" * 3600), RULES)["body"]
    assert problem.startswith("This is ")
    assert "too long" in problem


def test_refuse_a_talk_for_a_late_breaking_abstract() -> None:
    late = replace(RULES, kind=CallKind.LATE_BREAKING)
    problems = find_problems(replace(GOOD, preference=Preference.ORAL_ONLY), late)
    assert problems == {"preference": "Late-breaking abstracts are shown as posters only."}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"second_topic": "T01"}, "second_topic"),
        ({"second_topic": "T99"}, "second_topic"),
        ({"trial": "NCT1"}, "trial"),
        ({"figure": Figure("abc", alt="A curve")}, "figure"),
        ({"authors": (replace(FIRST, orcid="0000-0002-1825-0098"), SECOND)}, "orcid-0"),
        ({"authors": (FIRST, replace(SECOND, discloses=True))}, "discloses-1"),
        ({"authors": (replace(FIRST, is_senior=True), replace(SECOND, is_senior=True))}, "senior"),
        (
            {"authors": (replace(FIRST, is_submitting=True), replace(SECOND, is_submitting=True))},
            "submitting",
        ),
    ],
)
def test_find_what_is_wrong_whatever_the_call_asks(change: dict[str, object], field: str) -> None:
    assert set(find_problems(replace(GOOD, **change), RULES)) == {field}


def test_find_disclosures_by_the_call_s_rule() -> None:
    """A10: nobody, the presenting author, or everybody."""
    for rule, fields in (
        (DisclosureRule.NONE, set()),
        (DisclosureRule.PRESENTING, {"discloses-0"}),
        (DisclosureRule.ALL, {"discloses-0", "discloses-1"}),
    ):
        assert set(find_problems(GOOD, replace(RULES, disclosures=rule))) == fields
    said = (replace(FIRST, discloses=True, disclosure="Shares."), replace(SECOND, discloses=False))
    all_asked = replace(RULES, disclosures=DisclosureRule.ALL)
    assert find_problems(replace(GOOD, authors=said), all_asked) == {}


def test_find_what_the_call_asks_for_and_its_statements() -> None:
    """A06, A11: justification, funding, ethics; a trial only where there is one; ticks."""
    statements = (Statement("new", "Not published."), Statement("press", "Press.", False))
    rules = replace(RULES, asks=tuple(Asked), statements=statements)
    assert set(find_problems(GOOD, rules)) == {"funding", "ethics", "justification", "agreed-new"}
    said = replace(GOOD, funding="None", ethics="None", justification="New", agreed=("new",))
    assert find_problems(said, rules) == {}


def test_find_an_empty_heading_and_one_the_call_has_no_more() -> None:
    rules = replace(RULES, headings=("Aim", "Results"))
    parts = (Part("Aim", "Why."), Part("Methods", "How."))
    found = find_problems(replace(GOOD, parts=parts, body=compose(parts)), rules)
    assert set(found) == {"part-1", "parts"}
    assert found["part-1"] == "Write something under Results."
    assert "Methods" in found["parts"]


def test_find_a_wish_that_the_call_cannot_grant() -> None:
    posters, talks = (Decision.POSTER,), (Decision.ORAL, Decision.LIGHTNING)
    for presentations, wish, is_wrong in (
        (posters, Preference.ORAL_ONLY, True), (posters, Preference.POSTER_ONLY, False),
        (talks, Preference.POSTER_ONLY, True), (talks, Preference.ORAL_ONLY, False),
    ):  # fmt: skip
        rules = replace(RULES, presentations=presentations)
        assert ("preference" in find_problems(replace(GOOD, preference=wish), rules)) is is_wrong


def test_find_a_figure_that_nobody_can_describe() -> None:
    rules = replace(RULES, is_figure_allowed=True)
    assert set(find_problems(replace(GOOD, figure=Figure("", "Fig. 1", "A")), rules)) == {"figure"}
    assert set(find_problems(replace(GOOD, figure=Figure("abc")), rules)) == {"figure_alt"}
    assert find_problems(replace(GOOD, figure=Figure("abc", alt="A curve")), rules) == {}
