"""The abstract book against a bare Platypus story that draws the same text."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate

from abstracts.book.citation import citation
from abstracts.book.content import Book
from abstracts.book.pdf import Making, book_pdf
from abstracts.book.setting import FRAME, LEADING, LEFT
from abstracts.writing.printing import printed
from conference.typesetting import fonts
from conference.typesetting.fonts import SANS, Weight
from conference.typesetting.paper import A4
from tests.abstracts.book.books import MADE, book
from tests.bench.timing import Table, in_turns

SANS_KEYS = {weight: SANS[weight].key for weight in Weight}


async def bench_book(*, abstracts: int, rounds: int) -> list[Table]:
    """Time and pages of a book; the floor has no contents, index, links, tags or kerning."""
    made = book(abstracts)
    making = Making(MADE, {})

    async def floor() -> None:
        plain_book(made)

    async def ours() -> None:
        book_pdf(made, making)

    pages = len(PdfReader(BytesIO(plain_book(made))).pages)
    rows = await in_turns(floor, {"the book": ours}, count=abstracts, rounds=rounds)
    title = (
        f"A book of {abstracts} abstracts: {book_pdf(made, making).pages} pages with cover, "
        f"contents and indexes; floor {pages} pages, the same text alone"
    )
    words = "reportlab Platypus: Paragraphs of the same text and size, each abstract kept together"
    return [Table(title, "abstracts", words, rows)]


def plain_book(made: Book) -> bytes:
    """The same text in the library's own paragraphs, with the same fonts, size and frame."""
    for key in SANS_KEYS.values():
        fonts.embedded(key)
    name = SANS_KEYS[Weight.REGULAR]
    pdfmetrics.registerFontFamily(
        name, name, SANS_KEYS[Weight.BOLD], SANS_KEYS[Weight.ITALIC],
        SANS_KEYS[Weight.BOLD_ITALIC],
    )  # fmt: skip
    text = ParagraphStyle("text", fontName=name, fontSize=9.5, leading=9.5 * LEADING)
    small = ParagraphStyle("small", text, fontSize=8, leading=8 * LEADING)
    title = ParagraphStyle("title", text, fontSize=11.5, leading=11.5 * LEADING, spaceBefore=15)
    story = []
    for entry in made.entries:
        shown = printed(entry.manuscript)
        names = ", ".join(f"{e.name}<sup>{e.raised}</sup>" for e in shown.authors)
        lines = [
            Paragraph(f"<b>{entry.number} {entry.manuscript.title}</b>", title),
            Paragraph(names, text),
            Paragraph("; ".join(shown.institutions), small),
            *(Paragraph(line, text) for line in entry.manuscript.body.split("\n")),
            Paragraph(f"<b>Keywords:</b> {shown.keywords}", small),
            Paragraph(f"<b>Funding:</b> {shown.funding}", small),
            Paragraph(f"Cite as: {citation(made, entry)}", small),
        ]
        story.append(KeepTogether(lines))
    target = BytesIO()
    SimpleDocTemplate(
        target, pagesize=A4, leftMargin=LEFT, rightMargin=LEFT, topMargin=FRAME.top,
        bottomMargin=A4[1] - FRAME.bottom,
    ).build(story)  # fmt: skip
    return target.getvalue()
