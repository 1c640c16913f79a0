"""How certificates look: sizes, colours, and the QR code."""

from __future__ import annotations

from badges.papers.symbols import QUIET_ZONE, Symbol
from conference.typesetting.columns import marks_block
from conference.typesetting.fonts import Weight
from conference.typesetting.pagination import Block
from conference.typesetting.paper import A4, MM
from conference.typesetting.rich import Span

INK, MUTED, ACCENT, HAIR = "#1a222d", "#545d6a", "#0e5364", "#b9c4c9"
PORTRAIT, LANDSCAPE = A4, (A4[1], A4[0])
SOCIETY = Span("", 15, ACCENT, Weight.BOLD)
TITLE = Span("", 36, INK, Weight.BOLD)
CERTIFY = Span("", 12.5, MUTED)
NAME = Span("", 32, ACCENT, Weight.BOLD)
TEXT = Span("", 13.5, INK)
STRONG = Span("", 10.5, INK, Weight.BOLD)
PLAIN = Span("", 10, INK)
SMALL = Span("", 8.5, MUTED)
QR_SIDE = 27 * MM


def symbol_block(symbol: Symbol, x: float, alt: str) -> Block:
    """A QR code with its quiet zone, QR_SIDE wide; `alt` says what it opens."""
    return marks_block(symbol.bars(), symbol.side, QUIET_ZONE, x, QR_SIDE, alt)
