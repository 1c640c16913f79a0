"""Which poster boards stand side by side (B03)."""

from __future__ import annotations

import re


def number_of(board: str) -> int | None:
    """The number that a board ends with; None for a board without one."""
    found = re.search(r"(\d+)\D*$", board)
    return int(found[1]) if found else None


def are_neighbours(one: int | None, other: int | None, step: int) -> bool:
    """Whether two boards stand side by side; boards not known yet do not."""
    return one is not None and other is not None and abs(one - other) <= step
