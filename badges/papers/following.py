"""What follows when something was not shown (A15), each thing confirmed by a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from abstracts.vocabulary import AwardState
from badges.papers.rules import Item


class Kind(StrEnum):
    """What follows."""

    PUBLICATION = "publication"
    AWARD = "award"
    CERTIFICATE = "certificate"


class Standing(StrEnum):
    """Whether somebody has decided it."""

    OPEN = "open"
    SO = "so"
    LEFT = "left"


STANDING_WORDS: Mapping[tuple[Kind, Standing], tuple[str, str]] = {
    (Kind.PUBLICATION, Standing.OPEN): ("Published; to be confirmed", "warn"),
    (Kind.PUBLICATION, Standing.SO): ("Not published", "bad"),
    (Kind.PUBLICATION, Standing.LEFT): ("Left published", ""),
    (Kind.AWARD, Standing.OPEN): ("Not forfeited yet; to be confirmed", "warn"),
    (Kind.AWARD, Standing.SO): ("Forfeited", "bad"),
    (Kind.AWARD, Standing.LEFT): ("Left as it is", ""),
    (Kind.CERTIFICATE, Standing.OPEN): ("Void; its holder is not told yet", "warn"),
    (Kind.CERTIFICATE, Standing.SO): ("Void, its holder is told", "bad"),
    (Kind.CERTIFICATE, Standing.LEFT): ("Void; its holder knows already", ""),
}
MORE_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.PUBLICATION: ("Decided, and then more of it was recorded; to be confirmed", "warn"),
    Kind.AWARD: ("Left as it is, and then more was recorded; to be confirmed", "warn"),
}
NOT_SHOWN = "It was not shown at the meeting."  # why a certificate is void
HELD = (AwardState.OFFERED, AwardState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided of one thing that follows; `items` are the codes of what had been recorded,
    `out` of those that left the programme with it."""

    is_so: bool
    reason: str
    by_name: str
    at: datetime
    letters: int
    was: str = ""
    items: tuple[str, ...] = ()
    out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is written to."""

    name: str
    address: str
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows from all of `items` that were missed; `bar` says why it cannot be
    confirmed now, `about` is the id of the abstract or of the award's cycle, `gone` what became of
    the abstract since: withdrawn, declined, released."""

    kind: Kind
    subject: str
    items: tuple[Item, ...]
    title: str
    readers: tuple[Reader, ...]
    answer: Answer | None = None
    bar: str = ""
    about: UUID | None = None
    gone: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.items)

    @property
    def is_reopened(self) -> bool:
        """Whether more of it was recorded after it was decided: it is decided anew, for all."""
        if self.answer is None or self.gone or set(self.codes) <= set(self.answer.items):
            return False
        return self.kind is Kind.PUBLICATION or (self.kind is Kind.AWARD and not self.answer.is_so)

    @property
    def standing(self) -> Standing:
        if self.answer is None or self.is_reopened:
            return Standing.OPEN
        return Standing.SO if self.answer.is_so else Standing.LEFT

    @property
    def words(self) -> tuple[str, str]:
        """Where it stands, and in which colour."""
        if self.is_reopened:
            return MORE_WORDS[self.kind]
        word, colour = STANDING_WORDS[self.kind, self.standing]
        return (f"{word}; {self.gone} since" if self.gone else word), colour

    @property
    def address(self) -> str:
        """The end of its page's address."""
        return f"{self.kind}/{self.subject}"


@dataclass(frozen=True, slots=True)
class Absence:
    """That one person did not show `item`: how it is known, who recorded it."""

    person: UUID
    name: str
    note: str
    by_name: str
    at: datetime
    item: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A session, a talk or a poster, or all that was missed of one abstract, with whoever did not
    show it; `others` had a part in it too, `shown` is what else the abstract has in the programme,
    `gone` what became of it since."""

    items: tuple[Item, ...]
    absences: tuple[Absence, ...]
    others: tuple[str, ...]
    follows: tuple[Consequence, ...]
    shown: tuple[Item, ...] = ()
    gone: str = ""

    @property
    def item(self) -> Item:
        """The first of it."""
        return self.items[0]

    @property
    def is_open(self) -> bool:
        return any(each.standing is Standing.OPEN for each in self.follows)

    @property
    def reason(self) -> str:
        """What a decision about it begins with."""
        return "It was not shown: " + "; ".join(dict.fromkeys(each.note for each in self.absences))

    def of(self, item: Item) -> tuple[Absence, ...]:
        """Who did not show this part of it."""
        return tuple(each for each in self.absences if each.item == item.code)


def once(readers: Iterable[Reader]) -> tuple[Reader, ...]:
    """One for each address."""
    return tuple({each.address.lower(): each for each in readers if each.address}.values())


def find(missed: Iterable[Missed], kind: str, subject: str) -> tuple[Missed, Consequence] | None:
    """One thing that follows, with what was missed."""
    return next(
        (
            (one, each)
            for one in missed
            for each in one.follows
            if each.kind == kind and each.subject == subject
        ),
        None,
    )
