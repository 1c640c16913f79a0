"""One abstract as it is set in the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from PIL import Image, UnidentifiedImageError

from abstracts.book.citation import citation
from abstracts.book.content import Book, Entry
from abstracts.book.setting import (
    ACCENT,
    BAD,
    LEFT,
    MUTED,
    SMALL,
    STRONG,
    TEXT,
    WIDTH,
    paragraph,
    said,
    spans_of,
)  # fmt: skip
from abstracts.vocabulary import DECISION_WORDS
from abstracts.writing.printing import Printed, PrintedAuthor, printed
from conference.typesetting.fonts import Weight
from conference.typesetting.pagination import Block, Bookmark, Picture, Row
from conference.typesetting.paper import MM
from conference.typesetting.rich import Span
from conference.web.formats import hours, local_day, zone_name
from conference.web.marks import runs

TITLE = said(STRONG, "", size=11.5)
CODE = said(STRONG, "", size=9.5, colour=ACCENT)
HEAD = said(TEXT, "", size=8.5, colour=MUTED)
PLACE = said(TEXT, "", size=8, weight=Weight.ITALIC)
FIGURE_WIDTH, FIGURE_HEIGHT = 110 * MM, 75 * MM
LONGEST_BOOKMARK = 90


@dataclass(frozen=True, slots=True)
class Figures:
    """The pictures of the book, by abstract."""

    bodies: Mapping[UUID, bytes]


def entry_blocks(book: Book, entry: Entry, figures: Figures) -> tuple[Block, ...]:
    """Code and place, title, authors, institutions, then as much of the text as is shown."""
    label = f"{entry.code} {entry.title}"
    mark = Bookmark(1, label if len(label) <= LONGEST_BOOKMARK else f"{label[:88].rstrip()}…")
    head = paragraph(
        _head(book, entry), gap=15, keeps_next=True, anchor=entry.reference, bookmark=mark
    )
    title = paragraph(
        spans_of(runs(entry.manuscript.title), TITLE), tag="H2", gap=1.5, keeps_next=True
    )
    if entry.is_withdrawn:
        return head, title, paragraph([said(STRONG, "WITHDRAWN", colour=BAD)], gap=2)
    shown = printed(entry.manuscript)
    return (
        head,
        title,
        *_names(shown, entry.presented_by),
        *_text(shown),
        *_figure(entry, figures),
        *_end(book, entry, shown),
    )


def _head(book: Book, entry: Entry) -> list[Span]:
    words = [DECISION_WORDS[entry.decision]]
    place = entry.place
    if place and not place.is_cancelled and not entry.is_withdrawn:
        if place.board:
            words.append(f"Board {place.board}")
        words.append(when(place.starts_at, place.ends_at, book.meeting.zone))
    if entry.number:
        words.append(f"Reference {entry.reference}")
    return [said(CODE, f"{entry.code}  "), said(HEAD, " · ".join(words))]


def when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Day with its weekday, from, until, zone: all computed (N01)."""
    from_until = hours(starts_at, ends_at, zone)
    return f"{local_day(starts_at, zone)}, {from_until} {zone_name(starts_at, zone)}"


def _names(shown: Printed, presented_by: str) -> list[Block]:
    spans: list[Span] = []
    for place, author in enumerate(shown.authors):
        comma = ", " if place < len(shown.authors) - 1 else ""
        spans.append(said(TEXT, author.name, is_underlined=author.is_presenting))
        if raised := _raised(author):
            spans.append(TEXT.raised(raised))
        if comma:
            spans.append(said(TEXT, comma))
    blocks = [_listed(spans, 3)] if spans else []
    places: list[Span] = []
    for number, institution in enumerate(shown.institutions, start=1):
        if shown.is_numbered:
            places.append(PLACE.raised(str(number)))
        end = "; " if number < len(shown.institutions) else ""
        places.append(said(PLACE, f"{institution}{end}"))
    if places:
        blocks.append(_listed(places, 1.5))
    mails = [each.email for each in shown.authors if each.email]
    if mails:
        blocks.append(paragraph([said(SMALL, f"* {', '.join(mails)}")], gap=1, keeps_next=True))
    if presented_by:
        words = f"Presented by {presented_by}"
        blocks.append(paragraph([said(SMALL, words)], gap=1, keeps_next=True))
    return blocks


def _listed(spans: list[Span], gap: float) -> Block:
    """Names in their order, from left to right in whatever script the first one is."""
    return paragraph(spans, gap=gap, keeps_next=True, is_left_to_right=True)


def _raised(author: PrintedAuthor) -> str:
    star = "*" if author.is_corresponding else ""
    return ",".join(filter(None, (author.raised, star)))


def _text(shown: Printed) -> list[Block]:
    lines = [line for line in shown.lines if line]
    return [
        paragraph(spans_of(line, TEXT), gap=2 if place else 5) for place, line in enumerate(lines)
    ]


def _figure(entry: Entry, figures: Figures) -> list[Block]:
    figure, body = entry.manuscript.figure, figures.bodies.get(entry.id)
    if figure is None or body is None:
        return []
    try:
        width, height = Image.open(BytesIO(body)).size
    except (UnidentifiedImageError, OSError):
        return []
    scale = min(FIGURE_WIDTH / width, FIGURE_HEIGHT / height)
    wide, high = width * scale, height * scale
    picture = Picture(LEFT + (WIDTH - wide) / 2, 0, wide, high, str(entry.id))
    alt = figure.alt or "Figure of the abstract"
    block = Block((Row(high, (picture,)),), "Figure", 6, keeps_next=True, alt=alt)
    if not figure.caption:
        return [block]
    return [block, paragraph(spans_of(runs(figure.caption), SMALL), tag="Caption", gap=3)]


def _end(book: Book, entry: Entry, shown: Printed) -> list[Block]:
    told = "; ".join(f"{each.name}: {each.text.rstrip('.')}" for each in shown.disclosures)
    notes = (
        ("Keywords", shown.keywords),
        ("Funding", shown.funding),
        ("Ethics", shown.ethics),
        ("Trial registration", shown.trial),
        ("Disclosures", told),
    )
    blocks = [
        paragraph(
            [said(SMALL, f"{word}: ", weight=Weight.BOLD), *spans_of(runs(text), SMALL)], gap=2
        )
        for word, text in notes
        if text
    ]
    if shown.lines:
        blocks.append(paragraph([said(SMALL, f"Cite as: {citation(book, entry)}")], gap=2))
    return blocks
