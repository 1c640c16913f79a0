"""Patterns of programme codes and boards: what stands in braces is put in, the rest is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schedule.rules.vocabulary import SessionKind

LONGEST_CODE = 30
LONGEST_BOARD = 20
_HOLE = re.compile(r"\{([^{}]*)\}")
_NAMED = re.compile(r"(kind|track|session|topic|order)(?::0([1-9]))?")

KIND_LETTERS = {
    SessionKind.KEYNOTE: "KL",
    SessionKind.PLENARY: "PL",
    SessionKind.SYMPOSIUM: "S",
    SessionKind.LIGHTNING: "L",
    SessionKind.POSTER: "P",
    SessionKind.WORKSHOP: "W",
    SessionKind.TALK: "T",
    SessionKind.DISCUSSION: "D",
    SessionKind.INDUSTRY: "IS",
    SessionKind.JOINT: "JS",
}
OTHER_KIND = "O"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What may stand in braces, and what it means."""

    name: str
    meaning: str


PLACEHOLDERS = (
    Placeholder("{kind}", "letters of the session's kind: KL, PL, S, L, P, W"),
    Placeholder("{track}", "a letter for the session's track: A is the first in the alphabet"),
    Placeholder("{session}", "the session's number among those of its kind, by time"),
    Placeholder("{topic}", "the topic's number in the call, in two digits"),
    Placeholder("{order}", "counts within all that stands before; {order:02} writes 01, 02"),
)
KNOWN = ", ".join(each.name for each in PLACEHOLDERS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a pattern can be filled with."""

    kind: str = ""
    track: str = ""
    session: int = 0
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that count together: a pattern filled with everything but the order."""

    before: str
    after: str
    width: int

    def code(self, order: int) -> str:
        """The code of an order."""
        return f"{self.before}{order:0{self.width}}{self.after}"

    def read(self, code: str) -> tuple[int, str] | None:
        """(order, letters of an insertion) of a code of this group; None for any other."""
        shape = rf"{re.escape(self.before)}(\d+){re.escape(self.after)}([a-z]*)"
        found = re.fullmatch(shape, code)
        return (int(found[1]), found[2]) if found else None


def problem_of(pattern: str) -> str:
    """What is wrong with a pattern, as a sentence; "" for a good one."""
    holes: list[str] = _HOLE.findall(pattern)
    if "{" in _HOLE.sub("", pattern) or "}" in _HOLE.sub("", pattern):
        return "A brace is open: write {order}, with one brace on each side."
    for hole in holes:
        if not _NAMED.fullmatch(hole):
            return f"{{{hole}}} is not known. Known are {KNOWN}."
    if sum(hole.startswith("order") for hole in holes) != 1:
        return "Write {order} once: without it two would get the same code."
    return ""


def uses(pattern: str, name: str) -> bool:
    """Whether a pattern asks for something."""
    return any(hole.split(":")[0] == name for hole in _HOLE.findall(pattern))


def group_of(pattern: str, facts: Facts) -> Group:
    """The pattern with everything but the order filled in; `problem_of` has found nothing."""
    width = 1

    def fill(hole: re.Match[str]) -> str:
        nonlocal width
        named = _NAMED.fullmatch(hole[1])
        assert named is not None
        digits = int(named[2] or 0)
        if named[1] == "order":
            width = digits or 1
            return "\0"
        if named[1] == "topic":
            return f"{facts.topic:0{digits or 2}}"
        value = getattr(facts, named[1])
        return f"{value:0{digits}}" if digits and isinstance(value, int) else str(value)

    before, _, after = _HOLE.sub(fill, pattern).partition("\0")
    return Group(before, after, width)
