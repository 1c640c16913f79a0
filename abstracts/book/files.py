"""The files made of a book. The PDF is kept until anything in it changes, for each audience."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from abstracts.book.citation import bibtex, ris
from abstracts.book.content import Book
from abstracts.book.embargo import Audience
from abstracts.book.jats import jats_xml
from abstracts.book.making import made_apart
from abstracts.book.pdf import LAYOUT, Making
from abstracts.book.queries import book_of, figures_of
from abstracts.book.table import book_csv
from abstracts.tables.book import BookFile
from conference.meetings.rules import MeetingInfo
from conference.orm.engine import transaction

PDF = "book.pdf"
_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class MadeFile:
    """Bytes for a reader; `etag` differs as soon as the book differs."""

    body: bytes
    etag: str
    made_at: datetime
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Format:
    """A file that is quick to make."""

    title: str
    media_type: str
    make: Callable[[Book], bytes]


FORMATS = {
    "abstracts.xml": Format("JATS XML, for a journal", "application/xml", jats_xml),
    "abstracts.csv": Format("Table (CSV)", "text/csv; charset=utf-8", book_csv),
    "abstracts.bib": Format(
        "BibTeX",
        "application/x-bibtex; charset=utf-8",
        lambda book: bibtex(book, book.entries).encode(),
    ),
    "abstracts.ris": Format(
        "RIS, for reference managers",
        "application/x-research-info-systems; charset=utf-8",
        lambda book: ris(book, book.entries).encode(),
    ),
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept PDF without its bytes."""

    audience: Audience
    digest: str
    made_at: datetime
    pages: int


async def book_file(meeting: MeetingInfo, audience: Audience, now: datetime) -> MadeFile | None:
    """The PDF as the audience may read it now; None while nothing is shown.

    It is made once from each state of the book, beside the event loop; whoever asks meanwhile waits
    for the same bytes. A kept file is served only if it was made of exactly this content.
    """
    book = await book_of(meeting, audience, now)
    if not book.entries:
        return None
    digest = await asyncio.to_thread(digest_of, book)
    kept = await _kept(meeting.id, audience, digest)
    if kept:
        return kept
    async with _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        kept = await _kept(meeting.id, audience, digest)
        return kept or await _make(meeting.id, book, digest, now)


def digest_of(book: Book) -> str:
    """Names the content, the audience and the layout."""
    return hashlib.sha256(f"{LAYOUT} {book.audience} {book.digest}".encode()).hexdigest()


async def kept_files(meeting: UUID) -> list[KeptFile]:
    """Which PDFs are kept; one statement, without their bytes."""
    rows = await BookFile.select(
        BookFile.audience, BookFile.digest, BookFile.made_at, BookFile.pages
    ).where(BookFile.meeting == meeting, BookFile.name == PDF)
    return [
        KeptFile(Audience(row["audience"]), row["digest"], row["made_at"], row["pages"])
        for row in rows
    ]


async def _kept(meeting: UUID, audience: Audience, digest: str) -> MadeFile | None:
    row: dict[str, Any] | None = (
        await BookFile.select(BookFile.body, BookFile.made_at, BookFile.pages)
        .where(
            BookFile.meeting == meeting,
            BookFile.name == PDF,
            BookFile.audience == audience.value,
            BookFile.digest == digest,
        )
        .first()
    )
    if row is None:
        return None
    return MadeFile(bytes(row["body"]), f'"{digest[:32]}"', row["made_at"], row["pages"])


async def _make(meeting: UUID, book: Book, digest: str, now: datetime) -> MadeFile:
    """Makes the PDF and keeps it in place of the one before."""
    with_figure = [entry.id for entry in book.entries if entry.manuscript.figure]
    figures = {key: body for key, (_, body) in (await figures_of(with_figure)).items()}
    written = await made_apart(book, Making(now, figures))
    async with transaction():
        await BookFile.delete().where(
            BookFile.meeting == meeting,
            BookFile.name == PDF,
            BookFile.audience == book.audience.value,
        )
        await BookFile.insert(
            BookFile(
                created_at=now,
                meeting=meeting,
                name=PDF,
                audience=book.audience.value,
                digest=digest,
                made_at=now,
                pages=written.pages,
                body=written.body,
            )
        ).on_conflict(action="DO NOTHING")
    return MadeFile(written.body, f'"{digest[:32]}"', now, written.pages)
