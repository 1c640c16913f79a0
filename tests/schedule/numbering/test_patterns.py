"""A pattern is filled with what is known of a place; what makes no code is refused in words."""

from __future__ import annotations

import pytest

from schedule.numbering.patterns import Facts, group_of, problem_of

FACTS = Facts("WS", "B", 2, 4)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{kind}.{track}.{session:02}.{order}", "WS.B.02.7"),
        ("P{session}.{topic}.{order:02}", "P2.04.07"),
        ("LB-{order:02}", "LB-07"),
        ("{order:03}", "007"),
    ],
)
def test_fill_pattern(pattern: str, code: str) -> None:
    assert problem_of(pattern) == ""
    group = group_of(pattern, FACTS)
    assert group.code(7) == code
    assert group.read(code) == (7, "")
    assert group.read(f"{code}b") == (7, "b")


def test_read_code_of_another_group() -> None:
    assert group_of("P{session}.{order}", FACTS).read("P3.1") is None


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("P{session}", "Write {order} once"),
        ("{order}-{order}", "Write {order} once"),
        ("{sesion}{order}", "{sesion} is not known"),
        ("{order", "A brace is open"),
        ("{order.__class__}", "is not known"),
    ],
)
def test_refuse_pattern(pattern: str, says: str) -> None:
    assert says in problem_of(pattern)
