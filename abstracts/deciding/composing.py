"""A letter of a decision on one real abstract, to each of its recipients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.deciding.letter_texts import DUTIES, LetterText
from abstracts.vocabulary import OUTCOME_WORDS, Decision, Outcome
from conference.letters.placeholders import fill_in
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.web.formats import days_span, instant

KINDS = {
    Outcome.ORAL: "abstract_accepted",
    Outcome.LIGHTNING: "abstract_accepted",
    Outcome.POSTER: "abstract_accepted",
    Outcome.WAITLISTED: "abstract_waitlisted",
    Outcome.REJECTED: "abstract_rejected",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to; `person` once they are known."""

    name: str
    address: str
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """An abstract as its letters speak of it, and whom they go to: each address once (V07).

    `chief`: who presents, and who submitted it.
    """

    id: UUID
    code: str
    title: str
    topic: str
    authors: str
    presenter: str
    recipients: tuple[Recipient, ...]
    chief: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an abstract is presented, as letters say it; "" for what is not known yet."""

    session: str = ""
    number: str = ""


NOWHERE = Placed()


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one abstract: the outcome and what belongs to it."""

    outcome: Outcome
    note: str = ""
    waiting_rank: int | None = None
    comments: tuple[str, ...] = ()
    place: Placed = NOWHERE


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, where links lead to, and the two days that hold for everybody."""

    meeting: MeetingInfo
    base_url: str
    answer_by: datetime | None = None
    register_by: datetime | None = None


def letters_of(desk: Desk, subject: Subject, told: Told, text: LetterText) -> Iterator[Letter]:
    """One letter to each recipient; everything but the name is filled in once."""
    values = values_of(desk, subject, told)
    about = fill_in(text.subject, values).strip()
    body = fill_in(text.body, {**values, "name": _HERE})
    for each in subject.recipients:
        yield _letter(desk, each, KINDS[told.outcome], about, body.replace(_HERE, each.name))


def values_of(desk: Desk, subject: Subject, told: Told) -> dict[str, str]:
    """What each placeholder says of this abstract; `name` is the recipient's."""
    meeting = desk.meeting
    home = f"{desk.base_url}/{meeting.slug}"
    is_accepted = told.outcome.value in _DECISIONS
    return {
        "reference": subject.code,
        "title": subject.title,
        "authors": subject.authors,
        "presenter": subject.presenter,
        "topic": subject.topic,
        "outcome": _word(told.outcome),
        "session": told.place.session if is_accepted else "",
        "number": told.place.number if is_accepted else "",
        "duties": DUTIES.get(told.outcome, ""),
        "waiting_rank": str(told.waiting_rank or ""),
        "answer_by": _moment(desk.answer_by, meeting) if is_accepted else "",
        "answer_link": f"{home}/abstracts/{subject.code}/answer" if is_accepted else "",
        "register_by": _moment(desk.register_by, meeting) if is_accepted else "",
        "register_link": f"{home}/register",
        "abstract_link": f"{home}/abstracts/{subject.code}",
        "note": told.note,
        "comments": _comments(told.comments),
        "meeting": meeting.title,
        "dates": days_span(meeting.starts_on, meeting.ends_on),
        "city": meeting.city,
        "society": meeting.society_name,
    }


_DECISIONS = {each.value for each in Decision}
_HERE = "\ue000"  # a private character: no name or title has it


def _word(outcome: Outcome) -> str:
    return OUTCOME_WORDS[outcome].lower()


def _moment(value: datetime | None, meeting: MeetingInfo) -> str:
    return instant(value, meeting.zone) if value else ""


def _comments(texts: tuple[str, ...]) -> str:
    if not texts:
        return ""
    said = "\n\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
    return f"From the reviewers:\n\n{said}"


def _letter(desk: Desk, to: Recipient, kind: str, subject: str, body: str) -> Letter:
    return Letter(kind, to.address, subject, body, to.person, desk.meeting.id)
