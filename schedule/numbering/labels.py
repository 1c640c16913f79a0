"""Board labels: one large number a page or a label, with what hangs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conference.typesetting.blocks import Block, Style, lowered, stack, text
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import A4, MM, About, Mark, Rectangle, paint
from conference.typesetting.setting import set_line
from conference.web.marks import unmarked

INK, MUTED = "#1a222d", "#545d6a"


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    board: str
    code: str
    title: str
    presenter: str
    session: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of labels: how many across and down, and how large its number may be."""

    size: tuple[float, float]
    across: int
    down: int
    number: float
    title: float
    small: float
    padding: float

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of one label."""
        return self.size[0] / self.across, self.size[1] / self.down


SHEETS = {
    "page": Sheet((A4[1], A4[0]), 1, 1, 250, 24, 16, 18 * MM),
    "label": Sheet(A4, 2, 4, 60, 9.5, 8, 7 * MM),
}


def labels_pdf(labels: Sequence[Label], meeting: str, sheet: Sheet) -> bytes:
    """A label for each board, in order; a number that is too wide is set smaller, never cut."""
    each_page = sheet.across * sheet.down
    pages = []
    for start in range(0, len(labels), each_page):
        marks: list[Mark] = []
        for place, label in enumerate(labels[start : start + each_page]):
            left = (place % sheet.across) * sheet.cell[0]
            top = (place // sheet.across) * sheet.cell[1]
            marks += _marks(label, sheet, left, top)
        pages.append(marks)
    return paint(pages or [[]], About(f"Board labels, {meeting}"), sheet.size)


def _marks(label: Label, sheet: Sheet, left: float, top: float) -> list[Mark]:
    x, room = left + sheet.padding, sheet.cell[0] - 2 * sheet.padding
    line = set_line(label.board, Weight.BOLD)
    size = min(sheet.number, room / max(line.width, 0.1))
    title = unmarked(label.title)
    words = stack(
        text(label.board, Style(size, INK, Weight.BOLD), x, room * 1.02),
        _shortened(title, Style(sheet.title, INK, Weight.BOLD), x, room),
        text(label.presenter, Style(sheet.title, INK), x, room),
        text(" · ".join(filter(None, (label.code, label.session))), _small(sheet), x, room),
        gap=sheet.small * 0.4,
    )
    edges: list[Mark] = []
    if sheet.across > 1:
        edges.append(Rectangle(left, top, sheet.cell[0], 0.3, MUTED))
        edges.append(Rectangle(left, top, 0.3, sheet.cell[1], MUTED))
    return [*edges, *lowered(words, top + sheet.padding * 0.7)]


def _shortened(words: str, style: Style, x: float, room: float) -> Block:
    """At most three lines; a longer title ends with an ellipsis, the book has all of it."""
    block = text(words, style, x, room)
    if len(block.marks) <= 3:
        return block
    while len(block.marks) > 3:
        words = words[: int(len(words) * 0.92)].rstrip()
        block = text(f"{words} …", style, x, room)
    return block


def _small(sheet: Sheet) -> Style:
    return Style(sheet.small, MUTED)
