"""Whether two names may be one person's."""

from __future__ import annotations

import pytest

from abstracts.reviewers.names import may_be_same, name_key, name_keys

CASES = [
    ("John Smith", "John", "Smith", True),
    ("J. Smith", "John", "Smith", True),
    ("Smith, J.", "John A.", "Smith", True),
    ("Smith JA", "John", "Smith", True),
    ("John Smith", "Jane", "Smith", False),
    ("John B. Smith", "John A.", "Smith", False),
    ("Müller, Hans", "Hans", "Mueller", True),
    ("Jean-Paul Sartre", "J.-P.", "Sartre", True),
    ("Zhang Wei", "Wei", "Zhang", True),
    ("Ludwig van der Berg", "L.", "van der Berg", True),
    ("Smith", "John", "Smith", False),
    ("Y. Zhang", "Wei", "Zhang", False),
    ("Li N", "Na", "Li", True),
    ("Anna Ångström", "Anna", "Angstrom", True),
    ("Jo Smith", "John", "Smith", False),
    ("Berg, L. van der", "Ludwig", "van der Berg", False),
]


@pytest.mark.parametrize(("typed", "given", "family", "expected"), CASES)
def test_may_be_same_reads_initials_order_and_umlauts(typed, given, family, expected):
    author = name_key(given, family)
    assert any(may_be_same(key, author) for key in name_keys(typed)) is expected


@pytest.mark.parametrize("typed", ["Smith", "", "Smith,", ", John"])
def test_name_keys_of_a_family_name_alone_mean_nobody(typed):
    assert name_keys(typed) == []
