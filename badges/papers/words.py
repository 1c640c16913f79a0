"""The society's own words of a certificate: defaults, placeholders, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from badges.papers.kinds import CertificateKind
from conference.letters.placeholders import (
    Group,
    placeholders_named,
    placeholders_of,
    unknown_placeholders,
)

LONGEST = 600
_IN_BRACES = re.compile(r"\{[^{}]*\}")
# A line whose placeholders have nothing to say is left out, so a city stands on its own.
DEFAULT_WORDS: Mapping[CertificateKind, str] = {
    CertificateKind.ATTENDANCE: "took part in\n{meeting}\n{dates}\n{city}",
    CertificateKind.PRESENTATION: (
        "presented the {part}\n“{title}”\nin the session “{session}” on {held_on}\n"
        "at {meeting}, {dates}\n{city}"
    ),
    CertificateKind.SERVICE: (
        "served as {part} of\n“{title}”\non {held_on}\nat {meeting}, {dates}\n{city}"
    ),
    CertificateKind.REVIEW: "reviewed {reviews} for\n{meeting}\n{dates}\n{city}",
    CertificateKind.CREDITS: (
        "attended {hours} of accredited sessions of\n{meeting}, {dates}\n{city}\n"
        "and earned {credits}"
    ),
}
_ALWAYS = {
    **placeholders_named("certificate_name", "name", "given_name", "family_name"),
    **placeholders_named("affiliation", "country"),
    **placeholders_of(Group.MEETING),
    **placeholders_named("issued_on", "code"),
}
_ITEM = placeholders_named("part", "title", "session", "held_on", "number", "reference")
_OWN: Mapping[CertificateKind, Mapping[str, str]] = {
    CertificateKind.ATTENDANCE: placeholders_named("days_attended"),
    CertificateKind.PRESENTATION: {**_ITEM, **placeholders_named("presenter")},
    CertificateKind.SERVICE: _ITEM,
    CertificateKind.REVIEW: placeholders_named("reviews"),
    CertificateKind.CREDITS: placeholders_named("hours", "credits"),
}


def known_placeholders(kind: CertificateKind) -> dict[str, str]:
    """The words in braces that a certificate of this kind can fill, each with its meaning."""
    return {**_OWN[kind], **_ALWAYS}


def why_not(kind: CertificateKind, words: str) -> str:
    """What is wrong with the words of a kind; empty: nothing."""
    if unknown := unknown_placeholders(words, known_placeholders(kind)):
        listed = ", ".join(f"{{{each}}}" for each in unknown)
        return f"Nobody knows {listed} here. The words in braces are listed below the field."
    if set("{}") & set(_IN_BRACES.sub("", words)):
        return "A brace stands alone: each word is written {like this}, between two of them."
    if len(words) > LONGEST:
        return f"This is too long for one page; at most {LONGEST} characters."
    return ""
