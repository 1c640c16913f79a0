"""A pasted author list is read, whatever the paper it comes from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.manuscript import Affiliation
from abstracts.writing.author_list import read_author_list
from abstracts.writing.author_rows import AuthorRow, AuthorRows, InstitutionRow, add_list

X = Affiliation("Univ X", "Glasgow", "GB")
Y = Affiliation("Institute Y", "Boston, MA", "US")

name = st.text("abcdefghij", min_size=2, max_size=8).map(str.capitalize)


def read(text: str) -> list[tuple[str, str]]:
    return [(author.given_name, author.family_name) for author in read_author_list(text).authors]


def test_read_numbers_behind_the_names() -> None:
    found = read_author_list(
        "A. Smith1,2*, B. Jones2; 1 Univ X, Glasgow, UK; 2 Institute Y, Boston, MA, USA"
    ).authors
    assert [author.name for author in found] == ["A. Smith", "B. Jones"]
    assert [author.affiliations for author in found] == [(X, Y), (Y,)]
    assert [author.is_corresponding for author in found] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Smith¹˒², Bo Jones²\n¹ Univ X, Glasgow, UK\n² Institute Y, Boston, MA, USA",
        "Ann Smith<sup>a,b</sup>, Bo Jones<sup>b</sup>\n<sup>a</sup>Univ X, Glasgow, UK\n"
        "<sup>b</sup>Institute Y, Boston, MA, USA",
        "Ann Smith 1, 2 and Bo Jones 2\n1. Univ X, Glasgow, UK\n2. Institute Y, Boston, MA, USA",
        "Ann Smith1,2, Bo Jones2, 1 Univ X, Glasgow, UK, 2 Institute Y, Boston, MA, USA",
        "Ann Smith^1,^2, Bo Jones^2; (1) Univ X, Glasgow, UK; (2) Institute Y, Boston, MA, USA",
    ],
)
def test_read_raised_numbers_of_every_kind(text: str) -> None:
    found = read_author_list(text).authors
    assert [author.name for author in found] == ["Ann Smith", "Bo Jones"]
    assert [author.affiliations for author in found] == [(X, Y), (Y,)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smith A, Jones BC, van der Berg K", [
            ("A", "Smith"), ("BC", "Jones"), ("K", "van der Berg"),
        ]),
        ("Smith, Alice; Jones, Bob", [("Alice", "Smith"), ("Bob", "Jones")]),
        ("Alice Smith\nMinh Nguyễn\nJan van Dijk", [
            ("Alice", "Smith"), ("Minh", "Nguyễn"), ("Jan", "van Dijk"),
        ]),
        ("Alice Smith, MD, PhD, Bob Jones, MSc", [("Alice", "Smith"), ("Bob", "Jones")]),
        ("Plato", [("", "Plato")]),
        ("李明, 王芳", [("", "李明"), ("", "王芳")]),
        ("", []),
    ],
)  # fmt: skip
def test_read_names(text: str, names: list[tuple[str, str]]) -> None:
    assert read(text) == names


def test_read_one_author_a_line_with_the_institution_behind() -> None:
    found = read_author_list(
        "Ann Smith, Univ X, Glasgow, UK\nBo Jones (Institute Y, Boston, MA, USA)"
    )
    assert [author.affiliations for author in found.authors] == [(X,), (Y,)]


def test_read_gives_the_address_to_whom_the_star_marks() -> None:
    found = read_author_list("Ann Smith, Bo Jones*\n*Correspondence: Bo@Example.org")
    assert [author.email for author in found.authors] == ["", "bo@example.org"]
    assert found.leftover == ()


def test_read_says_what_it_did_not_understand() -> None:
    assert read_author_list("Ann Smith, Bo Jones\n†These authors did it").leftover == (
        "†These authors did it",
    )


@given(st.lists(st.tuples(name, name), min_size=1, max_size=6))
@settings(max_examples=50)
def test_read_finds_every_name_of_a_plain_list(names: list[tuple[str, str]]) -> None:
    assert read("\n".join(f"{given} {family}" for given, family in names)) == names
    numbered = ", ".join(f"{given} {family}1" for given, family in names)
    assert read(f"{numbered}; 1 University X, Lyon, France") == names


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_read_never_fails(text: str) -> None:
    read_author_list(text)


def test_add_list_keeps_everybody_and_what_is_known_of_them() -> None:
    before = AuthorRows(
        (
            AuthorRow("Zoë", "Old", "zoe@example.org", True, True, frozenset({1})),
            AuthorRow("Ann", "Smith", "ann@example.org", ticked=frozenset({1})),
        ),
        (InstitutionRow(), InstitutionRow("Clyde")),
    )  # fmt: skip
    rows = add_list(
        before, read_author_list("Bo Jones1*, Ann Smith1; 1 Univ X, Glasgow, UK").authors
    )
    assert [row.name for row in rows.authors] == ["Bo Jones", "Ann Smith", "Zoë Old"]
    assert [row.institution for row in rows.institutions] == ["Clyde", "Univ X"]
    assert [row.ticked for row in rows.authors] == [{1}, {0, 1}, {0}]
    assert rows.authors[1].email == "ann@example.org"
    assert [row.is_corresponding for row in rows.authors] == [True, False, False]
    assert [row.is_presenting for row in rows.authors] == [False, False, True]
