"""A name that stands in one column, as given name and family name."""

from __future__ import annotations

import re

from conference.membership.roll_words import terms

# Small words that begin a family name and are written before it.
_PARTICLES = terms(
    """af | al | ap | auf | av | ben | bin | bint | da | das | de | degli | dei | del | della | den
    der | des | di | do | dos | du | el | la | las | le | los | op | 't | ten | ter | van | vander
    vom | von | y | zu | zum | zur"""
)
_TITLES = re.compile(
    r"^((prof|dr|drs|mr|mrs|ms|mx|ing|dipl|med|phil|herr|frau|sr|sra)\.? )+", re.IGNORECASE
)


def split_name(text: str, is_family_first: bool = False) -> tuple[str, str]:
    """("Given", "Family") of "Family, Given", "Given Family" or, if said so, "Family Given".

    Without a comma the family name is the last word with the particles before it (van der Berg);
    a single word is a family name. Titles such as "Prof. Dr." are left out.
    """
    text = _TITLES.sub("", text).strip(" ,")
    if "," in text:
        family_name, given_name = text.split(",", 1)
        return given_name.strip(" ,"), family_name.strip()
    words = text.split()
    if len(words) < 2:
        return "", text
    if is_family_first:
        return words[-1], " ".join(words[:-1])
    start = _family_start(words)
    return " ".join(words[:start]), " ".join(words[start:])


def _family_start(words: list[str]) -> int:
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return start
