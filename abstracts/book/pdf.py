"""The book as one PDF: cover, contents, chapters, errata, indexes (item "The book")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from abstracts.book.author_index import IndexEntry, Mention, index_of, keyword_index
from abstracts.book.content import Book, Chapter
from abstracts.book.embargo import Audience, Shown
from abstracts.book.entry_setting import Figures, entry_blocks, when
from abstracts.book.furnishing import HEADING, index_pages, running_lines
from abstracts.book.setting import (
    ACCENT,
    BAD,
    FRAME,
    INK,
    LEFT,
    MUTED,
    SMALL,
    STRONG,
    TEXT,
    WIDTH,
    paragraph,
    said,
    spans_of,
    with_page,
)  # fmt: skip
from conference.typesetting.pagination import (
    Block,
    Bookmark,
    Group,
    Page,
    Row,
    Rule,
    paginate,
)  # fmt: skip
from conference.typesetting.paper import About
from conference.typesetting.rich import Span
from conference.typesetting.writer import Written, anchors_of, write
from conference.web.formats import days_span, instant
from conference.web.marks import lines_of

LAYOUT = "2"  # part of what a kept file is known by: count up when the layout changes
ENTRY = said(TEXT, "", size=8.5)
NOT_PUBLIC = "Not public: for the programme committee"
AUTHORS, KEYWORDS, ERRATA, OPENING, CLOSING = "authors", "keywords", "errata", "opening", "closing"


@dataclass(frozen=True, slots=True)
class Making:
    """When the book is made, and the pictures in it."""

    made_at: datetime
    figures: Mapping[UUID, bytes]


def book_pdf(book: Book, making: Making) -> Written:
    """Every page names the state it was made from; the same book gives the same pages."""
    figures = Figures(making.figures)
    front = [*paginate([_cover(book, making)], FRAME), *paginate(_contents(book), FRAME)]
    pages = [*front, *paginate(_body(book, figures), FRAME)]
    pages += _index(pages, index_of(book.entries), "Author index", AUTHORS)
    if words := keyword_index(book.entries):
        pages += _index(pages, words, "Keyword index", KEYWORDS)
    bodies = {str(key): body for key, body in making.figures.items()}
    subject = f"{book.meeting.title}, {book.state_words}"
    return write(
        pages,
        About(book.title, book.meeting.society, subject),
        furniture=running_lines(pages, _foot(book, making), title=book.title),
        pictures=bodies,
    )


def _cover(book: Book, making: Making) -> Group:
    meeting = book.meeting
    place = ", ".join(filter(None, (meeting.venue, meeting.city)))
    big = said(STRONG, "", size=30, colour=INK)
    mid = said(TEXT, "", size=14, colour=INK)
    bookmark = Bookmark(0, book.title)
    blocks = [
        paragraph([said(mid, meeting.society, colour=ACCENT)], gap=0),
        Block((Row(150, ()),), "P"),
        paragraph([said(big, book.title)], tag="H1", anchor="cover", bookmark=bookmark),
        Block((Row(14, (Rule(LEFT, 8, 60, 3, ACCENT),)),), "P"),
        paragraph([said(mid, meeting.title)], gap=10),
        paragraph([said(mid, days_span(meeting.starts_on, meeting.ends_on))], gap=4),
        *([paragraph([said(mid, place)], gap=4)] if place else []),
        *([paragraph([said(mid, _journal(book))], gap=18)] if book.setup.journal else []),
        Block((Row(40, ()),), "P"),
        paragraph([said(TEXT, _made(book, making), colour=MUTED)]),
        *_notice(book),
    ]
    return Group(tuple(blocks))


def _journal(book: Book) -> str:
    setup = book.setup
    parts = (f"volume {setup.volume}" if setup.volume else "", setup.issue)
    return ", ".join(filter(None, (f"Supplement to {setup.journal}", *parts)))


def _made(book: Book, making: Making) -> str:
    return f"Made {instant(making.made_at, book.meeting.zone)}, {book.state_words}."


def _notice(book: Book) -> list[Block]:
    """What a reader of this audience is told about the embargo."""
    if book.audience is Audience.COMMITTEE:
        return [paragraph([said(STRONG, f"{NOT_PUBLIC}.", colour=BAD)], gap=8)]
    if book.shown is Shown.TITLES:
        words = "Titles and authors only: the texts are not public yet."
        return [paragraph([said(STRONG, words)], gap=8)]
    return []


def _contents(book: Book) -> list[Group]:
    mark = Bookmark(0, "Contents")
    heading = paragraph([said(HEADING, "Contents")], tag="H1", anchor="contents", bookmark=mark)
    rows = [heading]
    if book.setup.opening:
        rows.append(_content("Before the abstracts", "", OPENING))
    for chapter in book.chapters:
        rows.append(_content(chapter.title, _when(book, chapter), _anchor(chapter)))
    last = (
        ("Closing words", CLOSING, bool(book.setup.closing)),
        ("Corrections", ERRATA, bool(book.errata)),
        ("Author index", AUTHORS, True),
        ("Keyword index", KEYWORDS, bool(keyword_index(book.entries))),
    )
    rows += [_content(title, "", anchor) for title, anchor, is_there in last if is_there]
    return [Group(tuple(rows), "Contents", starts_page=True, is_loose=True)]


def _content(title: str, words: str, anchor: str) -> Block:
    style = said(TEXT, "", size=10, target=anchor)
    line = with_page(paragraph([said(style, title)], gap=6, room=WIDTH - 30), anchor, style)
    below = paragraph([said(SMALL, words)], room=WIDTH - 30) if words else Block(())
    return replace(line, rows=(*line.rows, *below.rows), tag="TOCI")


def _when(book: Book, chapter: Chapter) -> str:
    session = chapter.session
    if session is None:
        count = len(chapter.entries)
        return f"{count} {'abstract' if count == 1 else 'abstracts'}"
    times = when(session.starts_at, session.ends_at, book.meeting.zone)
    return " · ".join(filter(None, (session.kind, times, session.room)))


def _anchor(chapter: Chapter) -> str:
    return f"chapter-{chapter.key}"


def _body(book: Book, figures: Figures) -> Iterable[Group]:
    """Chapters with their abstracts; a heading never stands without its first abstract."""
    if book.setup.opening:
        yield _prose(book.setup.opening, "Before the abstracts", OPENING)
    for place, chapter in enumerate(book.chapters):
        heading = _heading(book, chapter)
        for number, entry in enumerate(chapter.entries):
            blocks = entry_blocks(book, entry, figures)
            if not number:
                blocks = (*heading, *blocks)
            yield Group(blocks, chapter.title, starts_page=not place and not number)
    if book.setup.closing:
        yield _prose(book.setup.closing, "Closing words", CLOSING)
    if book.errata:
        yield _errata(book)


def _heading(book: Book, chapter: Chapter) -> tuple[Block, ...]:
    title = paragraph(
        [said(HEADING, chapter.title, size=14)],
        tag="H1",
        gap=26,
        keeps_next=True,
        anchor=_anchor(chapter),
        bookmark=Bookmark(0, chapter.title),
    )
    words = paragraph([said(SMALL, _when(book, chapter), size=9)], gap=2, keeps_next=True)
    line = Block((Row(5, (Rule(LEFT, 4, WIDTH, 0.8, ACCENT),)),), "P", keeps_next=True)
    return title, words, line


def _prose(text: str, title: str, anchor: str) -> Group:
    heading = paragraph(
        [said(HEADING, title)], tag="H1", anchor=anchor, bookmark=Bookmark(0, title),
        keeps_next=True,
    )  # fmt: skip
    lines = [line for line in lines_of(text) if line]
    blocks = [paragraph(spans_of(line, TEXT), gap=6) for line in lines]
    return Group((heading, *blocks), title, starts_page=True)


def _errata(book: Book) -> Group:
    heading = paragraph(
        [said(HEADING, "Corrections")], tag="H1", anchor=ERRATA,
        bookmark=Bookmark(0, "Corrections"), keeps_next=True,
    )  # fmt: skip
    blocks = [heading]
    for each in book.errata:
        link = said(STRONG, f"{each.code}  ", colour=ACCENT, target=each.reference)
        told = f" {instant(each.at, book.meeting.zone)}"
        blocks += [
            paragraph([link, said(STRONG, each.title), said(SMALL, told)], gap=9, keeps_next=True),
            paragraph([said(TEXT, " ".join(each.sentences))]),
        ]
    return Group(tuple(blocks), "Corrections", starts_page=True)


def _index(
    pages: Sequence[Page], entries: Sequence[IndexEntry], title: str, anchor: str
) -> list[Page]:
    """Names with the pages of their abstracts; bold where the person presents."""
    anchors = anchors_of(pages)
    lines = ((entry.letter, _index_line(entry, anchors)) for entry in entries)
    return index_pages(title, anchor, lines, starts_page=False)


def _index_line(entry: IndexEntry, anchors: Mapping[str, int]) -> list[Span]:
    spans = [said(ENTRY, entry.name)]
    if entry.apart:
        spans.append(said(ENTRY, f" ({entry.apart})", colour=MUTED))
    spans.append(said(ENTRY, "  "))
    for place, (number, mention) in enumerate(by_page(entry.mentions, anchors)):
        style = replace(ENTRY, weight=STRONG.weight) if mention.is_presenting else ENTRY
        comma = said(ENTRY, ", ")
        page = replace(style, text=str(number), target=mention.reference, colour=ACCENT)
        spans += [comma, page] if place else [page]
    return spans


def by_page(mentions: Sequence[Mention], anchors: Mapping[str, int]) -> list[tuple[int, Mention]]:
    """Each page once, in order; of two abstracts on a page the one that the person presents."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        number = anchors.get(mention.reference)
        if number and (number not in found or mention.is_presenting):
            found[number] = mention
    return sorted(found.items(), key=lambda each: each[0])


def _foot(book: Book, making: Making) -> list[Span]:
    words = [said(SMALL, _made(book, making))]
    if book.audience is Audience.COMMITTEE:
        words.append(said(SMALL, f"  {NOT_PUBLIC}", colour=BAD, weight=STRONG.weight))
    return words
