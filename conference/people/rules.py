"""How names are kept, folded and sorted. A name is text that its owner chose, in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

# What NFKD leaves alone although people type it without the stroke or ligature.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "’": "'",
        "‐": "-",
        "–": "-",
    }
)
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """NFC, without control or format characters that nobody sees, spaces squeezed.

    Joiners (U+200C, U+200D) stay: Persian and Indic names need them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (
        char
        for char in unicodedata.normalize("NFC", text)
        if char in "\u200c\u200d\t\n " or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return _SPACES.sub(" ", "".join(kept)).strip()


def fold(text: str) -> str:
    """For searching: lower case, no accents, ł ø đ ß æ as people type them."""
    cleaned = clean(text).casefold()
    if cleaned.isascii():
        return cleaned
    lowered = unicodedata.normalize("NFKD", cleaned).translate(_LETTERS)
    plain = "".join(char for char in lowered if not unicodedata.combining(char))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def sort_key(given_name: str, family_name: str) -> str:
    """Family name first, folded, so that lists run A-Z as readers expect."""
    return fold(f"{family_name} {given_name}")[:250]


def search_key(*parts: str) -> str:
    """Everything a desk may type to find a person, folded, each part once."""
    return " ".join(dict.fromkeys(filter(None, (fold(part) for part in parts))))[:700]


def full_name(given_name: str, family_name: str) -> str:
    """Given and family name with one space; either may be empty."""
    return clean(f"{given_name} {family_name}")


def normal_address(address: str) -> str:
    """An e-mail address as it is stored and compared: NFC, trimmed, lower case."""
    return unicodedata.normalize("NFC", address.strip()).lower()


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody who is written down for the first time."""

    given_name: str = ""
    family_name: str = ""
    registered_name: str = ""
    badge_name: str = ""
    certificate_name: str = ""
    affiliation: str = ""
    city: str = ""
    country: str = ""
    career_stage: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """A person as other modules see them; `badge_name` and `certificate_name` are never empty."""

    id: UUID
    given_name: str
    family_name: str
    registered_name: str
    badge_name: str
    certificate_name: str
    affiliation: str
    city: str
    country: str
    email: str
