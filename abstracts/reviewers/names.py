"""Whether two names may be one person's: initials, middle names, order, umlauts.

A person is an id, never a name; a name is only a reason to keep somebody from judging.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from conference.people.rules import fold

_UMLAUT = re.compile(r"([aou])e")
_LETTERS = re.compile(r"[^\w]+")
_INITIALS = 3  # "JAK" behind a family name is three given names


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name for comparing: the family name without spaces and umlauts, the given names apart."""

    family: str
    given: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether a given name is spelt out."""
        return any(len(each) > 1 for each in self.given)


@lru_cache(maxsize=20_000)
def name_key(given: str, family: str) -> NameKey:
    """The key of a name whose parts are known."""
    return NameKey(_family(family), tuple(_words(given)))


def name_keys(text: str) -> list[NameKey]:
    """The names that a typed text may mean: "John A. Smith", "Smith, John", "Smith JA".

    Without a given name or an initial it means nobody: too many people have one family name.
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return [name_key(given, family)] if family and given else []
    words = text.split()
    if len(words) < 2:
        return []
    if _are_initials(words[-1]):
        initials = _LETTERS.sub("", words[-1])
        return [name_key(" ".join(initials), " ".join(words[:-1]))]
    splits = [(words[:at], words[at:]) for at in range(1, len(words))]
    keys = [name_key(" ".join(given), " ".join(family)) for given, family in splits]
    if len(words) == 2:
        keys.append(name_key(words[1], words[0]))
    return keys


def may_be_same(one: NameKey, other: NameKey) -> bool:
    """Equal family names, and given names of which none contradicts: "J." may be "John".

    "J. A." may be "John", but "John" is not "Jane" and "John A." is not "John B.".
    """
    if one.family != other.family or not one.given or not other.given:
        return False
    return all(
        mine.startswith(theirs) or theirs.startswith(mine)
        if 1 in {len(mine), len(theirs)}
        else mine == theirs
        for mine, theirs in zip(one.given, other.given, strict=False)
    )


def _are_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return word.isupper() and 0 < len(letters) <= _INITIALS


def _family(text: str) -> str:
    return _UMLAUT.sub(r"\1", _LETTERS.sub("", fold(text)))


def _words(given: str) -> list[str]:
    return [_UMLAUT.sub(r"\1", each) for each in _LETTERS.sub(" ", fold(given)).split()]
