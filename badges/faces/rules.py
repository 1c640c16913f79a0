"""What stands on a badge. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class AgendaLine:
    """An item of the person's own agenda, in the words of the venue's clock."""

    day: str
    time: str
    title: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting as a badge names it."""

    meeting: str = ""
    dates: str = ""
    city: str = ""
    venue: str = ""
    society: str = ""


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
    category_key: str = ""
    given: str = ""
    family_name: str = ""
    at: Occasion = Occasion()
    revision: int = 1
    agenda: tuple[AgendaLine, ...] = field(default=(), compare=False)

    @property
    def values(self) -> dict[str, str]:
        """What each placeholder of a badge says of this one."""
        return {
            "name": self.registered.whole,
            "given_name": self.given,
            "family_name": self.family_name,
            "badge_name": self.name.whole,
            "affiliation": self.affiliation,
            "country": self.country,
            "meeting": self.meeting,
            "dates": self.at.dates,
            "city": self.at.city,
            "venue": self.at.venue,
            "society": self.at.society,
            "category": self.category,
            "registration": self.code,
            "band": self.category.upper(),
            "ribbons": ", ".join(self.ribbons),
            "token": grouped(self.token),
            "revision": str(self.revision) if self.revision > 1 else "",
        }


AWARD_WINNER, FIRST_TIMER = "Award winner", "First time here"
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
    Role.SUPERVISOR: "Staff",
}


@dataclass(frozen=True, slots=True)
class Merits:
    """What earns a person ribbons: nothing of it is typed for the badge (G01).

    `offices` are the titles of seats in the society's council.
    """

    parts: frozenset[Part] = frozenset()
    roles: frozenset[Role] = frozenset()
    offices: tuple[str, ...] = ()
    is_winner: bool = False
    is_first_timer: bool = False


def ribbons(of: Merits) -> tuple[str, ...]:
    """The ribbons of what a person is, each once, the most telling one first.

    Reviewers and treasurers get none: who reviews is nobody's business.
    """
    words = [*of.offices]
    words += [word for part, word in RIBBON_OF_PART.items() if part in of.parts]
    words += [AWARD_WINNER] if of.is_winner else []
    words += [word for role, word in RIBBON_OF_ROLE.items() if role in of.roles]
    words += [FIRST_TIMER] if of.is_first_timer else []
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
