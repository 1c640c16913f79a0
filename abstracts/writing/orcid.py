"""ORCID iDs: read in any of their forms, tested by their check character (ISO 7064 MOD 11-2)."""

import re

SHAPE = re.compile(r"\d{15}[\dX]", re.ASCII)
ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?(?:sandbox\.)?orcid\.org/", re.IGNORECASE)
NOT_ONE = "An ORCID iD has 16 digits, for example 0000-0002-1825-0097."
MISTYPED = "This ORCID iD has a typing error: its last character does not fit the others."


def normal_orcid(typed: str) -> str:
    """As it is kept, 0000-0002-1825-0097; what cannot be one comes back as typed."""
    text = ADDRESS.sub("", typed.strip()).strip("/ ")
    signs = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    if not SHAPE.fullmatch(signs):
        return typed.strip()
    return "-".join(signs[place : place + 4] for place in range(0, 16, 4))


def orcid_problem(orcid: str) -> str:
    """A sentence about one that cannot be right; "" for a good one and for none."""
    if not orcid:
        return ""
    signs = normal_orcid(orcid).replace("-", "")
    if not SHAPE.fullmatch(signs):
        return NOT_ONE
    return "" if check_character(signs[:15]) == signs[15] else MISTYPED


def check_character(digits: str) -> str:
    """The last character that belongs to the first fifteen digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)
