"""Whether a name stands in what a bank says of the payer: banks write capitals without accents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from conference.people.rules import fold

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe"})
_WORDS = re.compile(r"\w+")
FEWEST_WORDS = 2  # "Li" alone is no name to go by
SHORTEST_WORD = 2

NameIndex = Mapping[str, Collection[str]]


def words_of(text: str) -> frozenset[str]:
    """The words of a bank's text, folded."""
    return frozenset(_WORDS.findall(fold(text)))


def name_index(names: Mapping[str, Iterable[str]]) -> NameIndex:
    """Each word of the names, however it may be written -> the orders that have it in a name."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, of_order in names.items():
        for name in of_order:
            for word in _spellings(name):
                for spelling in word:
                    found[spelling].add(code)
    return found


def has_name(there: frozenset[str], name: str) -> bool:
    """Every word of the name is among the words, in any order, accents aside (ü may be ue).

    Initials count for nothing; a name of one word is never found.
    """
    wanted = _spellings(name)
    return len(wanted) >= FEWEST_WORDS and all(not there.isdisjoint(word) for word in wanted)


@lru_cache(maxsize=20_000)
def _spellings(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, each as it may be written; kept, for every credit asks for all names."""
    words = [word for word in _WORDS.findall(name.lower()) if len(word) >= SHORTEST_WORD]
    return tuple(frozenset({fold(word), fold(word.translate(_GERMAN))}) for word in words)
