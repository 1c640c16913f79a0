"""On whose badge an element is shown: `category:KEY`, `ribbon:WORD`, `has:PLACEHOLDER`. Pure.

"not" turns one round; "and" binds before "or". What nobody can read hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from badges.layouts.words import BADGE_PLACEHOLDERS

KINDS = ("category", "ribbon", "has")
LONGEST = 200
# A ribbon may hold the word "and": only before another term is it a joint.
_TERM = rf"(?:not\s+)?(?:{'|'.join(KINDS)}):"
_OR = re.compile(rf"\s+or\s+(?={_TERM})")
_AND = re.compile(rf"\s+and\s+(?={_TERM})")
_ONE = re.compile(rf"(not\s+)?({'|'.join(KINDS)}):\s*(\S.*)")


class HasConditions(Protocol):
    """What a condition looks at: a badge's face."""

    @property
    def category_key(self) -> str: ...
    @property
    def ribbons(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> Mapping[str, str]: ...


class UnreadableCondition(ValueError):
    """A condition that says nothing; its text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is so or not so of a face."""

    kind: str
    word: str
    is_not: bool = False

    def holds(self, face: HasConditions) -> bool:
        return self._is_so(face) is not self.is_not

    def _is_so(self, face: HasConditions) -> bool:
        if self.kind == "category":
            return face.category_key == self.word
        if self.kind == "ribbon":
            wanted = self.word.casefold()
            return any(ribbon.casefold() == wanted for ribbon in face.ribbons)
        return bool(face.values.get(self.word))

    @property
    def text(self) -> str:
        return f"{'not ' if self.is_not else ''}{self.kind}:{self.word}"


Condition = tuple[tuple[Term, ...], ...]  # any of these, each of which is all of those


@lru_cache(maxsize=512)
def parse_condition(text: str) -> Condition:
    """What a condition says; () is always. Raises UnreadableCondition with a sentence."""
    if not text.strip():
        return ()
    return tuple(
        tuple(_term(part) for part in _AND.split(choice)) for choice in _OR.split(text.strip())
    )


def _term(part: str) -> Term:
    found = _ONE.fullmatch(part.strip())
    if found is None:
        raise UnreadableCondition(
            f"“{part.strip()}” is not understood: write category:…, ribbon:… or has:…, "
            "joined with “and” or “or”."
        )
    return Term(found[2], found[3].strip(), bool(found[1]))


def is_shown(condition: str, face: HasConditions) -> bool:
    """Whether an element is on this badge. What cannot be read is shown: nothing gets lost."""
    try:
        choices = parse_condition(condition)
    except UnreadableCondition:
        return True
    return not choices or any(all(term.holds(face) for term in terms) for terms in choices)


def find_condition_fault(condition: str, categories: Collection[str]) -> str:
    """What is wrong with a condition, as a sentence; "" for nothing."""
    try:
        terms = [term for choice in parse_condition(condition) for term in choice]
    except UnreadableCondition as wrong:
        return str(wrong)
    for term in terms:
        if term.kind == "category" and categories and term.word not in categories:
            return f"There is no category “{term.word}”. There are: {', '.join(categories)}."
        if term.kind == "has" and term.word not in BADGE_PLACEHOLDERS:
            return f"A badge knows no “{term.word}”."
    return ""
