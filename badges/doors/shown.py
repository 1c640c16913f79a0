"""An answer and its counts as a page shows them, or its script gets them."""

from __future__ import annotations

from uuid import UUID

import msgspec

from badges.doors.actions import ScanAnswer
from badges.doors.door import Counts, Door, Outcome
from conference.people.access import Role, Visitor


class ShownCounts(msgspec.Struct, frozen=True):
    """`left` is empty without a limit; `warning` says what to do when it gets full."""

    inside: int
    came: int
    went: int
    refused: int
    left: str
    warning: str
    is_full: bool


class Shown(msgspec.Struct, frozen=True):
    """Name and category large: whoever wears another's badge is seen (situation 22)."""

    scan: UUID
    outcome: str
    look: str
    word: str
    sign: str
    said: str
    name: str
    category: str
    affiliation: str
    code: str
    letting_in: str
    counts: ShownCounts


def shown_counts(counts: Counts, door: Door) -> ShownCounts:
    left = counts.left(door)
    return ShownCounts(
        counts.inside,
        counts.came,
        counts.went,
        counts.refused,
        "" if left is None else str(left),
        counts.warning(door),
        left == 0,
    )


def shown(given: ScanAnswer, door: Door, visitor: Visitor) -> Shown:
    """`letting_in`: "" where nothing can be let go, "ask" for a supervisor, "may" for the form."""
    answer, holder = given.answer, given.holder
    return Shown(
        given.scan,
        answer.outcome.value,
        answer.look.value,
        answer.word,
        answer.sign,
        answer.sentence,
        given.name,
        holder.category_title if holder else "",
        holder.affiliation if holder else "",
        holder.code if holder else "",
        _letting_in(given, visitor),
        shown_counts(given.counts, door),
    )


def _letting_in(given: ScanAnswer, visitor: Visitor) -> str:
    if not given.may_be_let_in:
        return ""
    is_free = given.answer.outcome is Outcome.CLOSED or visitor.may(Role.SUPERVISOR)
    return "may" if is_free else "ask"
