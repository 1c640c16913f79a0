"""Synthetic books of any size, with the scripts, marks and lengths that real ones have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from abstracts.book.content import Book, BookMeeting, Entry, chapters_of
from abstracts.book.embargo import Audience, Shown
from abstracts.book.setup import Setup
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.programme_places import BookPlace, BookSession
from abstracts.vocabulary import Decision

MADE = datetime(2027, 9, 1, 12, tzinfo=UTC)
START = datetime(2027, 10, 18, 8, tzinfo=UTC)
MEETING = BookMeeting(
    "glasgow", "Signals 2027", "Society of Signals", "Europe/London", date(2027, 10, 17),
    date(2027, 10, 20), "Glasgow", "Clyde Hall",
)  # fmt: skip
NAMES = (
    ("Łukasz", "Wiśniewski"), ("Γιώργος", "Παπαδόπουλος"), ("Ольга", "Ковалёва"), ("小明", "王"),
    ("María José", "Fernández y García"), ("Anna", "Lee"), ("John", "Smith"), ("김", "민준"),
    ("Aoife", "Ní Bhriain"), ("محمد", "الأحمد"), ("Alice", "Ångström"), ("Bob", "Brennan"),
)  # fmt: skip
PLACES = (
    Affiliation("Clyde Institute of Immunology", "Glasgow", "GB"),
    Affiliation("Tay College", "Dundee", "GB"),
    Affiliation("Instituto del Mar", "Cádiz", "ES"),
    Affiliation("東京大学 医科学研究所", "Tokyo", "JP"),
)
SENTENCES = (
    "Interferon-λ restricts replication of <i>influenza A virus</i> in airway epithelium.",
    "CD8<sup>+</sup> T cells produced less IFN-γ (p ≤ 0.05) after 24 h at 37 °C.",
    "We stimulated monocytes of n = 42 donors with LPS (10 ng/ml) and measured IL-1β by ELISA.",
    "Phosphorylation of STAT1 at Y701 → nuclear translocation within 15 min.",
    "These data suggest that TGF-β and IL-10 act in concert; H<sub>2</sub>O<sub>2</sub> did not.",
    "The effect was lost in <i>Ifnlr1</i><sup>-/-</sup> mice, while α-tubulin stayed constant.",
)
NAMESPACE = UUID(int=42)


def manuscript(number: int, sentences: int = 18) -> Manuscript:
    """One abstract; every number gives another."""
    authors = tuple(
        AuthorEntry(
            *NAMES[(number + place) % len(NAMES)],
            email=f"author{number}.{place}@example.org",
            is_presenting=place == number % 2,
            is_corresponding=place == 0,
            affiliations=(PLACES[(number + place) % 4], PLACES[(number + place // 2) % 4]),
        )
        for place in range(3 + number % 6)
    )
    said = [SENTENCES[(number + n) % len(SENTENCES)] for n in range(sentences)]
    third = max(1, sentences // 3)
    body = f"<b>Background:</b> {' '.join(said[:third])}\n<b>Results:</b> {' '.join(said[third:])}"
    return Manuscript(
        title=f"IFN-λ{number} limits spread of <i>influenza A</i> in CD8<sup>+</sup> T cells",
        authors=authors,
        body=body,
        keywords="interferon λ, influenza",
        funding=f"Grant {number} of the Clyde Fund",
    )


def book(count: int, *, talks: int = 60, sentences: int = 18, **more: object) -> Book:
    """A book of talks in six symposia and posters in three sessions."""
    sessions = [
        BookSession(
            f"S{n}", f"Symposium {n}: signals in tissue", "Symposium",
            START + timedelta(hours=2 * n), START + timedelta(hours=2 * n + 1), "Hall A",
        )
        for n in range(1, 7)
    ] + [
        BookSession(
            f"P{n}", f"Poster session {n}", "Poster session", START + timedelta(days=n, hours=9),
            START + timedelta(days=n, hours=11), "Poster Hall",
        )
        for n in range(1, 4)
    ]  # fmt: skip
    entries = [_entry(n, talks, sentences, sessions) for n in range(count)]
    setup = Setup(opening="Welcome to Glasgow.\nThe committee.", closing="See you in Sydney.")
    values: dict[str, object] = {
        "meeting": MEETING, "setup": setup, "audience": Audience.PUBLIC, "shown": Shown.TEXTS,
        "release": 3, "release_name": "Final",
        "chapters": chapters_of(entries, sessions, "session"),
    }  # fmt: skip
    return Book(**{**values, **more})  # type: ignore[arg-type]


def _entry(n: int, talks: int, sentences: int, sessions: list[BookSession]) -> Entry:
    is_talk = n < talks
    session = sessions[n % 6] if is_talk else sessions[6 + n % 3]
    start = session.starts_at + timedelta(minutes=15 * (n // 6)) if is_talk else session.starts_at
    made = manuscript(n, sentences)
    return Entry(
        id=uuid5(NAMESPACE, str(n)),
        reference=f"REF{n:04}",
        manuscript=made,
        decision=Decision.ORAL if is_talk else Decision.POSTER,
        number=f"{session.code}.{n // 6 + 1}" if is_talk else f"{session.code}.04.{n // 3:02}",
        topic=1 + n % 5,
        topic_code=f"T{1 + n % 5:02}",
        topic_title=f"Topic {1 + n % 5}",
        place=BookPlace(
            session.code, n // 6, start, start + timedelta(minutes=15 if is_talk else 60),
            not is_talk, "" if is_talk else f"{n // 3:03}",
        ),
        people=tuple(uuid5(NAMESPACE, each.name) for each in made.authors),
    )  # fmt: skip
