"""Whose badge a layout is tried on: the longest and the strangest names there are. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

MOST = 14
_SCRIPT_WORDS = {"CJK": "Han", "HIRAGANA": "kana", "KATAKANA": "kana"}
_WORDS = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody registered, as far as it matters here."""

    registration: UUID
    name: str
    family_name: str = ""
    affiliation: str = ""
    ribbons: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen person and why, in words."""

    registration: UUID
    why: str


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of a text's letters, as "Latin", "Arabic", "Han"."""
    found = {
        unicodedata.name(char, "OTHER").split(" ")[0].split("-")[0]
        for char in text
        if char.isalpha()
    }
    return frozenset(_SCRIPT_WORDS.get(each, each.capitalize()) for each in found)


def longest_word(text: str) -> int:
    return max((len(word) for word in _WORDS.split(text)), default=0)


def choose_samples(candidates: Sequence[Candidate]) -> list[Choice]:
    """One person for each thing that a layout has to stand, each person once."""
    chosen: dict[UUID, list[str]] = {}
    for why, candidate in _reasons(candidates):
        chosen.setdefault(candidate.registration, []).append(why)
    return [Choice(who, ", ".join(why)) for who, why in list(chosen.items())[:MOST]]


def _reasons(candidates: Sequence[Candidate]) -> Iterable[tuple[str, Candidate]]:
    if not candidates:
        return
    by_length: Mapping[str, Callable[[Candidate], int]] = {
        "the longest name": lambda each: len(each.name),
        "the longest word": lambda each: longest_word(each.name),
        "the longest affiliation": lambda each: len(each.affiliation),
        "the most ribbons": lambda each: each.ribbons,
        "the shortest name": lambda each: -len(each.name),
    }
    for why, measure in by_length.items():
        best = max(candidates, key=lambda each: (measure(each), str(each.registration)))
        if why != "the most ribbons" or best.ribbons:
            yield why, best
    yield from _first("no affiliation", candidates, lambda each: not each.affiliation)
    yield from _first("one name only", candidates, lambda each: not each.family_name)
    for script in sorted({each for one in candidates for each in scripts_of(one.name)}):
        if script != "Latin":
            longest = sorted(candidates, key=lambda each: -len(each.name))
            yield from _first(f"{script} letters", longest, _writes(script))
    yield from _first("accents", candidates, lambda each: _has_accents(each.name))


def _first(
    why: str, candidates: Sequence[Candidate], is_it: Callable[[Candidate], bool]
) -> Iterable[tuple[str, Candidate]]:
    found = next((each for each in candidates if is_it(each)), None)
    if found is not None:
        yield why, found


def _writes(script: str) -> Callable[[Candidate], bool]:
    return lambda each: script in scripts_of(each.name)


def _has_accents(name: str) -> bool:
    return unicodedata.normalize("NFD", name) != name
