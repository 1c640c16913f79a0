"""A04-A06: what keeps an abstract from being submitted, as sentences."""

from dataclasses import replace

import pytest

from abstracts.length import LengthPolicy
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.rules import CallRules, find_problems
from abstracts.vocabulary import CallKind, Preference

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
            "Tick at least one institution for author 2, Bo Ek.",
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
