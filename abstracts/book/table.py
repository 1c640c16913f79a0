"""The book as a table: one line an abstract, safe for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from abstracts.book.citation import citation, doi_of, plain_text
from abstracts.book.content import Book, Chapter, Entry
from abstracts.vocabulary import DECISION_WORDS
from abstracts.writing.printing import printed
from conference.web.sheets import Cell, csv_of

HEADINGS = (
    "Programme code", "Reference", "State", "Presentation", "Session", "Starts", "Ends", "Board",
    "Topic", "Title", "Authors", "Institutions", "Presenting author", "Text", "Keywords",
    "Funding", "Ethics", "Trial registration", "Disclosures", "DOI", "Citation", "Made from",
)  # fmt: skip


def book_csv(book: Book) -> bytes:
    """Exactly what the audience of the book may read (A14); instants are ISO, UTC."""
    return csv_of(HEADINGS, _rows(book))


def _rows(book: Book) -> Iterator[list[Cell]]:
    for chapter in book.chapters:
        for entry in chapter.entries:
            yield _row(book, chapter, entry)


def _row(book: Book, chapter: Chapter, entry: Entry) -> list[Cell]:
    shown, place, presenter = printed(entry.manuscript), entry.place, entry.presenter
    told = "; ".join(f"{each.name}: {each.text}" for each in shown.disclosures)
    return [
        entry.number,
        entry.reference,
        "WITHDRAWN" if entry.is_withdrawn else "",
        DECISION_WORDS[entry.decision],
        chapter.session.title if chapter.session else "",
        place.starts_at if place else None,
        place.ends_at if place else None,
        place.board if place else "",
        entry.topic_title,
        entry.title,
        ", ".join(f"{each.name}{_numbers(each.raised)}" for each in shown.authors),
        "; ".join(f"{n} {line}" for n, line in enumerate(shown.institutions, start=1)),
        entry.presented_by or (presenter.name if presenter else ""),
        plain_text(entry),
        shown.keywords,
        shown.funding,
        shown.ethics,
        shown.trial,
        told,
        doi_of(book, entry),
        "" if entry.is_withdrawn else citation(book, entry),
        book.state_words,
    ]


def _numbers(raised: str) -> str:
    return f" ({raised})" if raised else ""
