"""Titles that people tell things apart by: two that look alike are one. Pure."""

from __future__ import annotations

from collections.abc import Collection

from conference.people.rules import clean

MOST_TITLE = 120


def title_key(title: str) -> str:
    """What two titles have in common that differ in capitals or spaces alone."""
    return clean(title).casefold().replace(" ", "")


def free_title(title: str, taken: Collection[str]) -> str:
    """The title, or with the first number that makes it differ from those taken."""
    keys = {title_key(each) for each in taken}
    made, number = clean(title)[:MOST_TITLE], 1
    while title_key(made) in keys:
        number += 1
        made = f"{clean(title)[: MOST_TITLE - 4]} {number}"
    return made
