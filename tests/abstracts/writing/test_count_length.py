"""A01-A03: one function counts an abstract, everywhere the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abstracts.length import LengthPolicy, count_length, describe_policy
from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.vocabulary import LengthUnit

GLASGOW = Affiliation("University of Clydeside", "Glasgow", "GB")
AUTHORS = (
    AuthorEntry("Zoë", "Łukasiewicz", affiliations=(GLASGOW,)),
    AuthorEntry("Minh", "Nguyễn", affiliations=(GLASGOW,)),
)
BODY_ONLY = LengthPolicy(title=False, authors=False, affiliations=False)

plain_text = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="<>"), max_size=80
)


def test_count_default_counts_title_authors_institutions_breaks_and_text() -> None:
    count = count_length(LengthPolicy(), "A title", AUTHORS, "First line.\nSecond.")
    printed = [
        "A title",
        "Zoë Łukasiewicz, Minh Nguyễn",
        "University of Clydeside, Glasgow, United Kingdom",
        "First line.",
        "Second.",
    ]
    assert count.used == len("\n".join(printed))
    assert count.lines == 5
    assert count.title_used == 7
    assert count.fits


def test_count_exactly_the_limit_fits_and_one_more_does_not() -> None:
    policy = LengthPolicy(limit=10, title=False, authors=False, affiliations=False)
    assert count_length(policy, "", (), "x" * 10).fits
    count = count_length(policy, "", (), "x" * 11)
    assert count.problems == ("This is 1 character too long: 11 of 10 characters, 1 of 45 lines.",)


def test_count_refuses_the_forty_sixth_line() -> None:
    assert count_length(BODY_ONLY, "", (), "\n" * 44).fits
    problems = count_length(BODY_ONLY, "", (), "\n" * 45).problems
    assert problems == ("This is 1 line too long: 45 of 3,600 characters, 46 of 45 lines.",)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (LengthPolicy(title=False, authors=False, affiliations=False), 19),
        (LengthPolicy(title=False, authors=False, affiliations=False, spaces=False), 16),
        (
            LengthPolicy(
                title=False, authors=False, affiliations=False, spaces=False, line_breaks=False
            ),
            15,
        ),
        (LengthPolicy(unit=LengthUnit.WORDS, limit=300, authors=False, affiliations=False), 6),
    ],
)
def test_count_follows_the_policy_of_another_society(policy: LengthPolicy, expected: int) -> None:
    assert count_length(policy, "Two words", AUTHORS, "One two three\nfour\u00a0").used == expected


def test_count_leaves_out_allowed_tags_but_counts_greek_and_other_angle_brackets() -> None:
    body = "IFN-λ<sub>1</sub> and Ca<SUP>2+</SUP>, p<0.05"
    assert count_length(BODY_ONLY, "", (), body).used == len("IFN-λ1 and Ca2+, p<0.05")
    assert count_length(BODY_ONLY, "", (), "<script>").used == len("<script>")


def test_count_names_a_shared_institution_once() -> None:
    alone = count_length(LengthPolicy(), "", AUTHORS[:1], "")
    both = count_length(LengthPolicy(), "", AUTHORS, "")
    assert both.used - alone.used == len(", Minh Nguyễn")


def test_count_wraps_lines_at_the_stated_width() -> None:
    policy = LengthPolicy(title=False, authors=False, affiliations=False, line_width=10)
    assert count_length(policy, "", (), "aaaa bbbb cccc\n\ndddd").lines == 4


def test_count_limits_a_title_on_its_own() -> None:
    count = count_length(LengthPolicy(title_limit=5), "Sixish", (), "")
    assert count.problems == ("The title has 6 characters; at most 5 are allowed.",)


def test_describe_says_everything_that_counts() -> None:
    assert describe_policy(LengthPolicy()) == (
        "At most 3,600 characters and 45 lines, counting title, authors, institutions, text, "
        "spaces and line breaks."
    )
    words = LengthPolicy(
        unit=LengthUnit.WORDS, limit=400, title=False, authors=False, affiliations=False,
        max_lines=None,
    )  # fmt: skip
    assert describe_policy(words) == "At most 400 words, counting text."


@given(plain_text, plain_text)
def test_count_never_falls_when_text_is_added(text: str, more: str) -> None:
    shorter = count_length(LengthPolicy(), "T", AUTHORS, text)
    longer = count_length(LengthPolicy(), "T", AUTHORS, text + more)
    assert longer.used >= shorter.used
    assert longer.lines >= shorter.lines


@given(plain_text)
def test_count_is_the_same_composed_and_decomposed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert (
        count_length(LengthPolicy(), text, (), composed).used
        == count_length(LengthPolicy(), text, (), decomposed).used
    )


@given(st.lists(plain_text.filter(lambda text: not set(text) & set("\r\n\v\f\x85\u2028\u2029"))))
def test_count_is_the_same_for_every_kind_of_line_break(lines: list[str]) -> None:
    counts = {count_length(BODY_ONLY, "", (), end.join(lines)).used for end in ("\n", "\r\n", "\r")}
    assert len(counts) == 1


@given(plain_text)
def test_count_without_spaces_is_never_more_than_with(text: str) -> None:
    bare = LengthPolicy(title=False, authors=False, affiliations=False, spaces=False)
    assert count_length(bare, "", (), text).used <= count_length(BODY_ONLY, "", (), text).used
