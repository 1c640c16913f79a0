"""What stands on a badge. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from conference.people.access import Role
from schedule.rules import Part

CODE_GROUP = 4


class BandStyle(StrEnum):
    """How a category's band looks: the word says it, the pattern repeats it, the colour helps."""

    PLAIN = "plain"
    BLACK = "black"
    BLUE = "blue"
    GREEN = "green"
    ORANGE = "orange"
    PURPLE = "purple"
    VERMILLION = "vermillion"


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name and how it stands on the badge: a large line, and a smaller one or none."""

    whole: str
    large: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """Everything printed on one badge. No diet, no health, no address (G01)."""

    name: PrintedName
    registered: PrintedName
    affiliation: str
    country: str
    country_code: str
    category: str
    band: BandStyle
    ribbons: tuple[str, ...]
    token: str
    code: str
    meeting: str = ""
    occasion: str = ""


RIBBON_OF_PART = {
    Part.SPEAKER: "Speaker",
    Part.CHAIR: "Session chair",
    Part.PRESENTER: "Presenter",
    Part.DISCUSSANT: "Discussant",
    Part.ORGANISER: "Organiser",
}


RIBBON_OF_ROLE = {
    Role.PROGRAMME: "Programme committee",
    Role.OFFICE: "Staff",
    Role.DESK: "Staff",
}


def ribbons(parts: Collection[Part], roles: Collection[Role]) -> tuple[str, ...]:
    """The ribbons of what a person does in the programme and for the meeting, each once.

    Reviewers and treasurers get none: who reviews is nobody's business.
    """
    words = [word for part, word in RIBBON_OF_PART.items() if part in parts]
    words += [word for role, word in RIBBON_OF_ROLE.items() if role in roles]
    return tuple(dict.fromkeys(words))


def band_style(text: str) -> BandStyle:
    """The band of a stored word; one that nobody knows is plain, never an error."""
    return next((style for style in BandStyle if style == text), BandStyle.PLAIN)


def grouped(token: str) -> str:
    """A token as people read it aloud: groups of four."""
    parts = [token[start : start + CODE_GROUP] for start in range(0, len(token), CODE_GROUP)]
    return "-".join(parts)


def printed_name(name: str, given: str, family: str) -> PrintedName:
    """How a name stands on the badge (R07).

    The name on the badge is the person's own: it is split only where it ends or begins with
    the family name as a word; otherwise it stays one line.
    """
    if family and name.endswith(f" {family}"):
        return PrintedName(name, name[: -len(family) - 1].rstrip(), family)
    if given and family and name == f"{family} {given}":
        return PrintedName(name, given, family)
    return PrintedName(name, name)
