"""Whether two texts name the same institution: "University of X", "X University", a department.

A key is what remains of a name when department, language, filler words and order are gone. Towns
and given names that tell institutions apart stay, so that two that sound alike do not meet.
"""

import re
from functools import lru_cache

from abstracts.reviewers.institution_words import (
    COUNTRIES,
    FILLERS,
    NAMESAKES,
    SHORT,
    SYSTEMS,
    TOWNS,
    TWO_OF_A_NAME,
    UMBRELLAS,
    WORDS,
    words,
)
from conference.people.rules import fold

_SEGMENT = re.compile(r"[,;/()|\n]|\s-\s")
_NOT_A_WORD = re.compile(r"[^\w&]+")
_APOSTROPHES = re.compile(r"['’`.]")
_UMLAUT = re.compile(r"([aou])e")
_DEPARTMENTS = words(
    "department division section unit faculty chair group program programme lehrstuhl service"
    " branch"
)
_MEDICAL_PART = re.compile(
    r"\b(medical school|school of (medicine|public health|nursing|pharmacy)|college of medicine"
    r"|faculty of \w+|medical faculty|(medical|health sciences?) center|medical campus)\b"
)
_INSTITUTE_OF = re.compile(r"^(institute|center|clinic|klinik|laboratory|school) (of|for|fur)\b")
_INSTITUTION = re.compile(
    r"\b(university|college|institute|hospital|clinic|center|academy|foundation|school|council"
    r"|laboratory|agency|technology|polytechnic|eth|epfl|charite)\b"
)
# Names that many towns have: the town belongs to them.
_OF_MANY_TOWNS = words(
    "kings queens trinity university st johns general childrens city county memorial royal national"
    " college hospital medical center"
)


@lru_cache(maxsize=20_000)
def institution_keys(text: str) -> frozenset[str]:
    """The institutions that an affiliation names, as keys: equal keys, the same institution.

    None for an empty text; several where an author names several.
    """
    segments = [each for part in _SEGMENT.split(fold(text)) if (each := _worded(part))]
    named = [
        (segment, segments[place + 1] if place + 1 < len(segments) else "")
        for place, segment in enumerate(segments)
        if _INSTITUTION.search(segment) and not _is_department(segment)
    ]
    nearer = [pair for pair in named if not _INSTITUTE_OF.match(pair[0])]
    chosen = nearer or named or [(segment, "") for segment in segments[:1] if _is_name(segment)]
    keys = {key for segment, after in chosen if (key := _key(segment, after))}
    return frozenset(keys - UMBRELLAS or keys)


def same_institution(one: str, other: str) -> bool:
    """True if the two texts name an institution in common."""
    return not institution_keys(one).isdisjoint(institution_keys(other))


def _worded(part: str) -> str:
    """The part with every word in English and the usual short names written out."""
    plain = _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", part).replace("-", " "))
    found = [_word(each) for each in plain.split()]
    text = " ".join(found[1:] if found[:1] == ["the"] else found)
    text = (
        re.sub(r"^uc (?=\w)", "university of california ", text) if text != "uc louvain" else text
    )
    return SHORT.get(text, text)


def _word(word: str) -> str:
    known = WORDS.get(word) or TOWNS.get(word)
    if known:
        return known
    short = _UMLAUT.sub(r"\1", word)
    return WORDS.get(short) or TOWNS.get(short) or word


def _is_department(segment: str) -> bool:
    """A part of an institution, unless the institution is named in the same breath."""
    return _is_part(segment) and "university of" not in segment


def _is_part(segment: str) -> bool:
    return segment.split()[0] in _DEPARTMENTS or _MEDICAL_PART.fullmatch(segment) is not None


def _is_name(segment: str) -> bool:
    return not _is_department(segment) and not _is_country(segment)


def _key(segment: str, after: str) -> str:
    if "hospital" in segment.split():
        return _bag(_with_town(segment, after))
    if "university" not in segment.split() or "university college" in segment:
        return _bag(_with_town(_MEDICAL_PART.sub(" ", segment) or segment, after))
    return _university(segment, after)


def _university(segment: str, after: str) -> str:
    start = segment.find("university of ")
    if start > 0 and (_is_part(segment) or _MEDICAL_PART.search(segment[:start])):
        segment = segment[start:]
    text = _MEDICAL_PART.sub(" ", segment)
    before, _, behind = text.partition("university")
    if before.strip() and re.match(r"\s*(in|at)\b", behind):
        behind = ""
    core = _bag(f"{before} {behind}")
    if core in SYSTEMS and after and not _is_country(after):
        return _bag(f"{core} {after}")
    if core in TWO_OF_A_NAME and before.strip():
        return f"{core} university"
    return core or _bag(f"university {after}")


def _with_town(segment: str, after: str) -> str:
    is_common = _words(segment) <= _OF_MANY_TOWNS
    return f"{segment} {after}" if is_common and not _is_country(after) else segment


def _is_country(text: str) -> bool:
    return bool(text) and set(text.split()) <= COUNTRIES


def _words(text: str) -> set[str]:
    return {each for each in text.split() if each not in FILLERS}


def _bag(text: str) -> str:
    found = _words(text)
    return " ".join(sorted(_UMLAUT.sub(r"\1", each) for each in found - NAMESAKES or found))
