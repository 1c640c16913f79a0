"""What may change after the deadline, until when, and what becomes of an agreement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from abstracts.manuscript import AuthorEntry
from abstracts.vocabulary import AbstractState, Agreement
from conference.people.rules import normal_address

ASK_PAUSE = timedelta(days=1)


class Ground(StrEnum):
    """Why a co-author objects (situation 16)."""

    UNASKED = "unasked"
    NAME = "name"
    ORDER = "order"
    OTHER = "other"


GROUND_WORDS = {
    Ground.UNASKED: "I did not agree to be an author",
    Ground.NAME: "My name or institution is wrong",
    Ground.ORDER: "The order of the authors is wrong",
    Ground.OTHER: "Something else",
}

OBJECTION_WORDS = {
    Ground.UNASKED: "did not agree to be an author",
    Ground.NAME: "says that their name or institution is wrong",
    Ground.ORDER: "says that the order of the authors is wrong",
    Ground.OTHER: "objects",
}

CHANGEABLE = frozenset({AbstractState.SUBMITTED, AbstractState.WAITLISTED, AbstractState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of one address, and what it said. `is_open`: an objection not yet settled."""

    email: str
    name: str
    shown: str
    state: Agreement
    is_open: bool = False

    def may_ask_anew(self, shown: str) -> bool:
        """Whether what they objected to is no longer what the abstract says."""
        return self.state is Agreement.OBJECTED and self.shown != shown


@dataclass(frozen=True, slots=True)
class AskingPlan:
    """Whom to write to, and which requests end; all by address, in the order of the authors."""

    ask: tuple[AuthorEntry, ...] = ()
    again: tuple[AuthorEntry, ...] = ()
    ended: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


def authors_line(authors: Iterable[AuthorEntry]) -> str:
    """The authors in order, as a letter names them."""
    return ", ".join(author.name for author in authors)


def plan_asking(
    authors: tuple[AuthorEntry, ...], own: Collection[str], known: Iterable[Asked]
) -> AskingPlan:
    """Asks each author with an address but the submitter's `own`, once (N03).

    Whoever is no longer an author is not asked any more; their objection is settled by it. Who
    objected is asked again once names, institutions or order have changed.
    """
    asked = {each.email: each for each in known}
    to_ask = {
        normal_address(author.email): author
        for author in authors
        if author.email and normal_address(author.email) not in own
    }
    gone = [each for each in asked.values() if each.email not in to_ask]
    shown = shown_of(authors)
    return AskingPlan(
        ask=tuple(author for email, author in to_ask.items() if email not in asked),
        again=tuple(
            author
            for email, author in to_ask.items()
            if email in asked and asked[email].may_ask_anew(shown)
        ),
        ended=tuple(each.email for each in gone if not each.is_open),
        settled=tuple(each.email for each in gone if each.is_open),
    )


def shown_of(authors: Iterable[AuthorEntry]) -> str:
    """Names, institutions and order: what a co-author agrees to."""
    return "\n".join(
        f"{author.name}; {'; '.join(place.institution for place in author.affiliations)}"
        for author in authors
    )


def is_named_in_book(withdrawn_at: datetime | None, frozen_at: datetime | None) -> bool:
    """A13: withdrawn before the book was frozen it is gone; afterwards it stays, WITHDRAWN."""
    if frozen_at is None or withdrawn_at is None:
        return False
    return withdrawn_at >= frozen_at


def is_erratum(frozen_at: datetime | None, now: datetime) -> bool:
    """A change after the book was frozen is told in the list of errata."""
    return frozen_at is not None and now >= frozen_at


def is_free(until: datetime | None, frozen_at: datetime | None, now: datetime) -> bool:
    """A12: presenters change freely until the day set for it, else until the book is frozen."""
    last = until or frozen_at
    return last is None or now < last


def is_before(until: datetime | None, now: datetime) -> bool:
    """Whether something may still be asked for; without a day it always may."""
    return until is None or now < until


def with_presenter(authors: tuple[AuthorEntry, ...], place: int) -> tuple[AuthorEntry, ...]:
    """The same authors, of whom the one at `place` presents."""
    return tuple(
        replace(author, is_presenting=number == place) for number, author in enumerate(authors)
    )


def may_ask_again(asked_at: datetime | None, now: datetime) -> bool:
    """One letter a day: a lost one is sent again, nobody is pestered."""
    return asked_at is None or now - asked_at >= ASK_PAUSE
