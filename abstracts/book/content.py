"""The content of a book: abstracts in chapters, as one audience may read them at one moment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import msgspec

from abstracts.book.embargo import Audience, Shown
from abstracts.book.setup import Setup
from abstracts.manuscript import AuthorEntry, Manuscript
from abstracts.programme_places import BookPlace, BookSession
from abstracts.vocabulary import Decision
from conference.people.rules import fold
from conference.web.marks import unmarked

UNPLACED = "Without a place in the programme"
NO_TOPIC = "Without a topic"


@dataclass(frozen=True, slots=True)
class BookMeeting:
    """What a book says of its meeting."""

    slug: str
    title: str
    society: str
    zone: str
    starts_on: date
    ends_on: date
    city: str = ""
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One abstract: reference, programme code if frozen, and as much of its text as is shown."""

    id: UUID
    reference: str
    manuscript: Manuscript
    decision: Decision
    number: str = ""
    topic: int = 0
    topic_code: str = ""
    topic_title: str = ""
    is_late: bool = False
    is_withdrawn: bool = False
    place: BookPlace | None = None
    people: tuple[UUID | None, ...] = ()
    presented_by: str = ""  # who is no author of it

    @property
    def code(self) -> str:
        """What the reader calls it: the programme code, or the reference before there is one."""
        return self.number or self.reference

    @property
    def title(self) -> str:
        """The title without marks."""
        return unmarked(self.manuscript.title)

    @property
    def presenter(self) -> AuthorEntry | None:
        """The author who presents."""
        return next((each for each in self.manuscript.authors if each.is_presenting), None)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A session or a topic with its abstracts."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    session: BookSession | None = None


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was corrected of an abstract after the book was frozen."""

    reference: str
    code: str
    title: str
    sentences: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that exports are made of: they can show nothing that is not in here."""

    meeting: BookMeeting
    setup: Setup
    audience: Audience
    shown: Shown
    release: int = 0
    release_name: str = ""
    chapters: tuple[Chapter, ...] = ()
    errata: tuple[Erratum, ...] = field(default=())

    @property
    def entries(self) -> list[Entry]:
        """Every abstract in the order of the book."""
        return [entry for chapter in self.chapters for entry in chapter.entries]

    @property
    def title(self) -> str:
        """As set up, else after the meeting."""
        return self.setup.title or f"Abstracts of {self.meeting.title}"

    @property
    def state_words(self) -> str:
        """Which state of the programme it was made from."""
        if not self.release:
            return "before the first release of the programme"
        name = f" ({self.release_name})" if self.release_name else ""
        return f"from release {self.release}{name}"

    @property
    def digest(self) -> str:
        """Differs as soon as anything in it differs."""
        return hashlib.sha256(msgspec.json.encode(self, enc_hook=str)).hexdigest()

    def find(self, code: str) -> Entry | None:
        """An abstract by reference or programme code."""
        wanted = code.upper()
        known = (e for e in self.entries if wanted in (e.reference.upper(), e.number.upper()))
        return next(known, None)


def chapters_of(
    entries: Sequence[Entry], sessions: Sequence[BookSession], order: str
) -> tuple[Chapter, ...]:
    """The abstracts by session in the order of time, or by topic; each abstract once."""
    by_topic = order == "topic"
    chapters = _by_topic(entries) if by_topic else _by_session(entries, sessions)
    return tuple(chapter for chapter in chapters if chapter.entries)


def _by_session(entries: Sequence[Entry], sessions: Sequence[BookSession]) -> list[Chapter]:
    found: dict[str, list[Entry]] = {session.code: [] for session in sessions}
    rest: list[Entry] = []
    for entry in entries:
        at = found.get(entry.place.session) if entry.place else None
        (rest if at is None else at).append(entry)
    made = [
        Chapter(each.code, each.title, tuple(sorted(found[each.code], key=in_session)), each)
        for each in sessions
    ]
    last = UNPLACED if made and any(each.entries for each in made) else "Abstracts"
    return [*made, Chapter("rest", last, tuple(sorted(rest, key=in_topic)))]


def _by_topic(entries: Sequence[Entry]) -> list[Chapter]:
    topics = {(e.topic or 10_000, e.topic_code): e.topic_title for e in entries}
    return [
        Chapter(
            key=code or "none",
            title=title or NO_TOPIC,
            entries=tuple(sorted((e for e in entries if e.topic_code == code), key=in_topic)),
        )
        for (_, code), title in sorted(topics.items())
    ]


def in_session(entry: Entry) -> tuple[object, ...]:
    """Talks by their time, posters by code, then by board."""
    place = entry.place
    if place is None or place.is_poster:
        board = natural(place.board) if place else ()
        return 1, not entry.number, natural(entry.number), board, *_author_key(entry)
    return 0, place.starts_at, place.position, entry.reference


def in_topic(entry: Entry) -> tuple[object, ...]:
    """By topic, code, first author, reference (B01)."""
    return entry.topic or 10_000, not entry.number, natural(entry.number), *_author_key(entry)


def _author_key(entry: Entry) -> tuple[str, str, str]:
    first = entry.manuscript.authors[:1]
    names = (fold(first[0].family_name), fold(first[0].given_name)) if first else ("", "")
    return *names, entry.reference


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts P2 before P10: digits as numbers, the rest as text."""
    parts: list[str] = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)
