"""The row buttons as pure functions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abstracts.author_rows import (
    AuthorRow,
    AuthorRows,
    InstitutionRow,
    authors_of,
    rearrange,
    rows_of,
)
from abstracts.manuscript import Affiliation, AuthorEntry

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
        AuthorEntry("B", "B", "", False, True, (tay,)),
    )
    assert authors_of(rows_of(authors)) == authors


def test_empty_rows_are_no_authors() -> None:
    assert authors_of(AuthorRows((AuthorRow(is_presenting=True),), (InstitutionRow(),))) == ()
