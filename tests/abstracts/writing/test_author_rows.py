"""The row buttons as pure functions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.writing.author_rows import (
    AuthorRow,
    AuthorRows,
    InstitutionRow,
    authors_of,
    rearrange,
    rows_of,
)

A = AuthorRow("A", ticked=frozenset({0, 2}))
B = AuthorRow("B", ticked=frozenset({1}))
ROWS = AuthorRows((A, B), (InstitutionRow("one"), InstitutionRow("two"), InstitutionRow("three")))


@pytest.mark.parametrize(
    "command", ["", "save", "submit", "up-author", "up-author-x", "eat-author-1"]
)
def test_rearrange_leaves_other_commands_alone(command: str) -> None:
    assert rearrange(ROWS, command) is None


def test_rearrange_keeps_ticks_on_their_institution() -> None:
    rows = rearrange(ROWS, "remove-institution-1")
    assert rows is not None
    assert [row.institution for row in rows.institutions] == ["one", "three"]
    assert [row.ticked for row in rows.authors] == [frozenset({0, 1}), frozenset()]


@pytest.mark.parametrize(
    "command", ["up-author-0", "down-author-1", "up-author-9", "remove-author-9"]
)
def test_rearrange_at_the_edge_changes_nothing(command: str) -> None:
    assert rearrange(ROWS, command) == ROWS


def test_rearrange_moves_an_author_to_a_place() -> None:
    rows = AuthorRows(tuple(AuthorRow(name) for name in "ABCD"), (InstitutionRow(),))
    for command, order in (
        ("move-author-3-0", "DABC"), ("move-author-0-3", "BCDA"), ("move-author-1-9", "ACDB"),
    ):  # fmt: skip
        moved = rearrange(rows, command)
        assert moved is not None
        assert "".join(row.given for row in moved.authors) == order
    assert rearrange(rows, "move-author-9-0") == rows
    assert rearrange(rows, "move-author-1") is None


def test_rearrange_says_of_the_others_that_they_have_no_interests() -> None:
    said = AuthorRow("C", discloses="yes", disclosure="Shares of X")
    rows = rearrange(replace(ROWS, authors=(A, said, B)), "no-interests")
    assert rows is not None
    assert [row.discloses for row in rows.authors] == ["no", "yes", "no"]
    assert rows.authors[1] == said


@given(st.integers(0, 1))
def test_rearrange_up_undoes_down(place: int) -> None:
    down = rearrange(ROWS, f"down-author-{place}")
    assert down is not None
    if place == 0:
        assert rearrange(down, "up-author-1") == ROWS


def test_rows_and_authors_are_each_others_inverse() -> None:
    clyde, tay = Affiliation("Clyde", "Glasgow", "GB"), Affiliation("Tay", "Dundee", "GB")
    authors = (
        AuthorEntry("A", "A", "a@x.org", True, False, (clyde, tay)),
        AuthorEntry(
            "B", "B", "", False, True, (tay,), "0000-0002-1825-0097", True, True, True, "Shares."
        ),
    )
    assert authors_of(rows_of(authors)) == authors


def test_empty_rows_are_no_authors() -> None:
    assert authors_of(AuthorRows((AuthorRow(is_presenting=True),), (InstitutionRow(),))) == ()
