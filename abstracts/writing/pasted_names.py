"""A name as a paper prints it, parted into given and family name."""

import re

PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la")
).union(("le", "ten", "ter", "zu", "zur", "al", "el", "bin", "ibn", "af", "av"))
INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")


def read_name(text: str) -> tuple[str, str]:
    """(given, family) of "A. Smith", "Smith AB", "Jan van Dijk"; one word is a family name."""
    words = text.replace(",", " ").strip(" ;:*").split()
    if words and not _are_initials(words[-1]):
        words[-1] = words[-1].rstrip(".")
    words = [word for word in words if word]
    if len(words) < 2:
        return "", " ".join(words)
    if _are_initials(words[-1]) and not _are_initials(words[0]):
        return words[-1], " ".join(words[:-1])
    start = next((n for n, word in enumerate(words) if n and word in PARTICLES), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:])


def _are_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return bool(INITIALS.fullmatch(word)) and letters.isupper() and len(letters) <= 3
