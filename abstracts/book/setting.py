"""How the book looks: sizes, colours, and paragraphs set in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from conference.typesetting.fonts import Weight
from conference.typesetting.pagination import Block, Bookmark, Frame, PageOf, Part, Row, Words
from conference.typesetting.paper import A4, MM
from conference.typesetting.rich import RichLine, Span, rich_lines
from conference.web.marks import Run

INK, MUTED, ACCENT, BAD = "#1a222d", "#545d6a", "#0e5364", "#9b1c1c"
LEFT, RIGHT = 22 * MM, A4[0] - 22 * MM
WIDTH = RIGHT - LEFT
FRAME = Frame(24 * MM, A4[1] - 22 * MM)
LEADING = 1.36
TEXT = Span("", 9.5, INK)
SMALL = Span("", 8, MUTED)
STRONG = replace(TEXT, weight=Weight.BOLD)


def said(style: Span, text: str, **more: object) -> Span:
    """The text in a style."""
    return replace(style, text=text, **more)  # type: ignore[arg-type]


def spans_of(runs: Iterable[Run], style: Span) -> list[Span]:
    """Marked text as spans: italic, bold, raised, lowered."""
    return [_span(run, style) for run in runs]


def _span(run: Run, style: Span) -> Span:
    is_bold = run.is_bold or style.weight in (Weight.BOLD, Weight.BOLD_ITALIC)
    is_italic = run.is_italic or style.weight in (Weight.ITALIC, Weight.BOLD_ITALIC)
    plain = replace(style, text=run.text, weight=_WEIGHTS[is_bold, is_italic])
    if run.is_raised:
        return plain.raised(run.text)
    if run.is_lowered:
        return plain.lowered(run.text)
    return plain


_WEIGHTS = {
    (False, False): Weight.REGULAR,
    (True, False): Weight.BOLD,
    (False, True): Weight.ITALIC,
    (True, True): Weight.BOLD_ITALIC,
}


def paragraph(
    spans: Sequence[Span],
    *,
    tag: str = "P",
    gap: float = 0.0,
    left: float = LEFT,
    room: float = WIDTH,
    keeps_next: bool = False,
    anchor: str = "",
    bookmark: Bookmark | None = None,
    hang: float = 0.0,
    is_left_to_right: bool = False,
) -> Block:
    """A block of lines, all but the first indented by `hang`; right-to-left text ends right."""
    lines = rich_lines(spans, room - hang, is_left_to_right=is_left_to_right)
    size = max((span.size / (0.68 if span.rise else 1) for span in spans), default=TEXT.size)
    rows = tuple(
        _row(line, left + (hang if place else 0), room, size) for place, line in enumerate(lines)
    )
    return Block(rows, tag, gap, anchor, bookmark, keeps_next)


def _row(line: RichLine, left: float, room: float, size: float) -> Row:
    x = left + room - line.width if line.is_right_to_left else left
    return Row(size * LEADING, (Words(x, size, line),))


def with_page(block: Block, anchor: str, style: Span, edge: float = RIGHT) -> Block:
    """The block with the page of an anchor at the end of its last line."""
    *rows, last = block.rows
    number: Part = PageOf(edge, style.size, anchor, style)
    return replace(block, rows=(*rows, replace(last, parts=(*last.parts, number))))


def one_line(spans: Sequence[Span], x: float, *, ends: bool = False) -> tuple[Part, ...]:
    """A line at x, or ending there; what does not fit in the page's width is left out."""
    lines = rich_lines(spans, WIDTH)
    if not lines:
        return ()
    line = lines[0]
    return (Words(x - line.width if ends else x, 0, line),)
