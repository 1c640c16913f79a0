"""Pages of rows written as one PDF: links, outline, pictures, a structure tree, a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from conference.typesetting import fonts
from conference.typesetting.operators import draw_line, fill
from conference.typesetting.pagination import Page, PageOf, Part, Picture, PlacedRow, Rule, Words
from conference.typesetting.paper import A4, About
from conference.typesetting.rich import Atom, RichLine, Span, rich_lines
from conference.typesetting.setting import Line, set_line
from conference.typesetting.tagging import Tags

UNDERLINE = 0.09  # of the type size, below the baseline


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page beside its text: rows with their tops, never read as content."""

    rows: tuple[tuple[float, tuple[Part, ...]], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished PDF."""

    body: bytes
    pages: int


def write(
    pages: Sequence[Page],
    about: About,
    *,
    furniture: Mapping[int, Furniture],
    pictures: Mapping[str, bytes],
    size: tuple[float, float] = A4,
    language: str = "en",
) -> Written:
    """The pages as a tagged PDF; the same pages give the same bytes."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, pageCompression=1, invariant=1, lang=language)
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("Plenary")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    writer = _Writer(canvas, size[1], anchors_of(pages), pictures)
    for number, page in enumerate(pages, start=1):
        writer.page(page, number, furniture.get(number))
    writer.tags.finish()
    canvas.showOutline()
    canvas.save()
    return Written(target.getvalue(), len(pages))


def anchors_of(pages: Sequence[Page]) -> dict[str, int]:
    """On which page each anchor is, counted from 1."""
    return {
        placed.block.anchor: number
        for number, page in enumerate(pages, start=1)
        for placed in page.rows
        if placed.block.anchor and placed.starts_block
    }


class _Writer:
    """Writes operators straight into the canvas: reportlab itself neither shapes nor kerns."""

    def __init__(
        self, canvas: Canvas, height: float, anchors: dict[str, int], pictures: Mapping[str, bytes]
    ) -> None:
        self.canvas, self.height, self.anchors = canvas, height, anchors
        self.document: Any = canvas._doc
        self.pictures = pictures
        self.tags = Tags(canvas)
        self._images: dict[str, str] = {}
        self._words: dict[tuple[str, str], list[tuple[str, str]] | None] = {}

    def page(self, page: Page, number: int, furniture: Furniture | None) -> None:
        """One page: its furniture as an artifact, then its blocks in reading order."""
        if furniture:
            self.code("/Artifact BMC")
            for top, parts in furniture.rows:
                self.parts(parts, top)
            self.code("EMC")
        for placed in page.rows:
            if placed.starts_block:
                self._arrive(placed)
            self.tags.open(placed.group, placed.block)
            self.parts(placed.row.parts, placed.y)
        self.tags.close_page()
        self.canvas.showPage()
        self.tags.page_written(number)

    def _arrive(self, placed: PlacedRow) -> None:
        """The anchor and the outline entry of a block that begins here."""
        block = placed.block
        if block.anchor:
            top = self.height - placed.y + 6
            self.canvas.bookmarkHorizontal(block.anchor, 0, top)
        if block.bookmark and block.anchor:
            mark = block.bookmark
            self.canvas.addOutlineEntry(mark.title, block.anchor, mark.level, closed=True)

    def code(self, operators: str) -> None:
        self.canvas._code.append(operators)

    def parts(self, parts: Sequence[Part], top: float) -> None:
        for part in parts:
            if isinstance(part, Words):
                self.words(part.line, part.x, self.height - top - part.base)
            elif isinstance(part, PageOf):
                self._page_of(part, top)
            elif isinstance(part, Rule):
                low = self.height - top - part.y - part.height
                area = f"{part.x:.2f} {low:.2f} {part.width:.2f} {part.height:.2f}"
                self.code(f"q {fill(part.colour)} {area} re f Q")
            else:
                self._picture(part, top)

    def _page_of(self, part: PageOf, top: float) -> None:
        number = self.anchors.get(part.anchor)
        if number is not None:
            [line] = rich_lines([_with_text(part.style, str(number))], 100)
            self.words(line, part.x - line.width, self.height - top - part.base)

    def _picture(self, part: Picture, top: float) -> None:
        """Embedded when it is first used; then it is only named again."""
        low = self.height - top - part.y - part.height
        name = self._images.get(part.key)
        if name is None:
            reader = _reader(self.pictures[part.key])
            self.canvas.drawImage(reader, part.x, low, part.width, part.height, mask="auto")
            self._images[part.key] = self.canvas._formsinuse[-1]
            return
        self.canvas._formsinuse.append(name)
        area = f"{part.width:.4f} 0 0 {part.height:.4f} {part.x:.4f} {low:.4f}"
        self.code(f"q {area} cm /{self.document.getXObjectName(name)} Do Q")

    def words(self, line: RichLine, x: float, y: float) -> None:
        """A line with its baseline beginning at x, y; right to left, it is set span by span."""
        if any(not run.is_text for atom in line.atoms for run in atom.line.runs):
            self._shaped(line, x, y)
        else:
            self.code(" ".join(self._plain(line, x, y)))
        self._decorate(line, x, y)

    def _plain(self, line: RichLine, x: float, y: float) -> Iterator[str]:
        """One text object: neighbouring words of a style are one string, spaces included."""
        yield f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"
        colour, font, rise = "", ("", 0.0), 0.0
        shown: list[str] = []
        for atom in line.atoms:
            span = atom.span
            for name, codes in self._encoded(atom):
                if (name, span.size) != font or span.rise != rise or span.colour != colour:
                    if shown:
                        yield f"[{''.join(shown)}] TJ"
                        shown = []
                    if span.colour != colour:
                        colour = span.colour
                        yield fill(colour)
                    if (name, span.size) != font:
                        font = (name, span.size)
                        yield f"{name} {span.size:.4g} Tf"
                    if span.rise != rise:
                        rise = span.rise
                        yield f"{rise:.3g} Ts"
                shown.append(codes)
        yield f"[{''.join(shown)}] TJ"
        yield "0 Ts ET" if rise else "ET"

    def _encoded(self, atom: Atom) -> list[tuple[str, str]]:
        """(font, codes with their kerning) of an atom, worked out once a document."""
        key = (atom.text, atom.span.weight.value)
        known = self._words.get(key)
        if known is None:
            known = self._words[key] = list(_codes(self.document, _line_of(atom)))
        return known

    def _shaped(self, line: RichLine, x: float, y: float) -> None:
        """Neighbours of one style are set together, so that their scripts stand in their order."""
        turned = line.is_right_to_left
        pieces = _pieces(line.atoms)
        for place, (span, text) in enumerate(reversed(pieces) if turned else pieces):
            set_text = set_line(text.rstrip() if turned else text, span.weight, "", turned)
            if turned and place:  # the space behind a piece stands on its left
                x += set_line(text, span.weight).width * span.size - set_text.width * span.size
            up = y + span.rise
            self.code(f"q {fill(span.colour)}")
            self.code("\n".join(draw_line(self.document, set_text, span.size, x, up)))
            self.code("Q")
            x += set_text.width * span.size

    def _decorate(self, line: RichLine, x: float, y: float) -> None:
        """Underlines, and the areas that links answer in."""
        for atom in line.atoms:
            span, end = atom.span, x + atom.width
            if span.is_underlined:
                low = y - UNDERLINE * 2 * span.size
                wide = atom.width + atom.space
                area = f"{x:.2f} {low:.2f} {wide:.2f} {span.size / 16:.2f}"
                self.code(f"q {fill(span.colour)} {area} re f Q")
            if span.target:
                self._link(span, (x, y - 0.25 * span.size, end, y + 0.8 * span.size))
            x = end + atom.space

    def _link(self, span: Span, area: tuple[float, float, float, float]) -> None:
        if span.target.startswith(("https://", "http://", "mailto:")):
            self.canvas.linkURL(span.target, area, relative=0, thickness=0)
        elif span.target in self.anchors:
            self.canvas.linkAbsolute("", span.target, area, thickness=0)


def _pieces(atoms: Sequence[Atom]) -> list[tuple[Span, str]]:
    made: list[tuple[Span, str]] = []
    for atom in atoms:
        if made and made[-1][0] is atom.span:
            made[-1] = (atom.span, made[-1][1] + atom.text)
        else:
            made.append((atom.span, atom.text))
    return made


def _line_of(atom: Atom) -> Line:
    """The atom's line, with its space set in it."""
    return set_line(atom.text, atom.span.weight) if atom.space else atom.line


def _codes(document: Any, line: Line) -> Iterator[tuple[str, str]]:
    for run in line.runs:
        font = fonts.embedded(run.key)
        done = 0
        for subset, codes in font.splitString(run.text, document):
            shown = ["<"]
            for code, glyph in zip(codes, run.glyphs[done : done + len(codes)], strict=True):
                shown.append(f"{code:02x}")
                kern = fonts.glyph(run.key, glyph.number).advance - glyph.advance
                if kern:
                    shown.append(f">{kern}<")
            done += len(codes)
            shown.append(">")
            yield font.getSubsetInternalName(subset, document), "".join(shown)


def _with_text(style: Span, text: str) -> Span:
    return Span(text, style.size, style.colour, style.weight, style.rise, style.target)


@lru_cache(maxsize=8)
def _reader(body: bytes) -> ImageReader:
    return ImageReader(Image.open(BytesIO(body)))
