"""The look of a document: measures in points, colours that survive a black and white printer."""

from __future__ import annotations

from conference.typesetting.blocks import Style
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import A4, MM

INK, MUTED, ACCENT, HAIR, TINT = "#1a222d", "#545d6a", "#0e5364", "#ddd8cb", "#eef4f5"

LEFT, RIGHT = 22 * MM, A4[0] - 20 * MM
WIDTH = RIGHT - LEFT
TOP = 30 * MM  # where a following page begins
BOTTOM = A4[1] - 31 * MM
HEAD_AT, WINDOW_AT, TITLE_AT = 16 * MM, 48 * MM, 92 * MM  # the window of a C6/5 envelope
FACTS_X, FACTS_VALUE_X = 118 * MM, 145 * MM
FACTS_LABEL = FACTS_VALUE_X - FACTS_X - 6
FOOT_AT = A4[1] - 25 * MM

NAME = Style(13, ACCENT, Weight.BOLD)
TITLE = Style(20, INK, Weight.BOLD)
TEXT = Style(9.5, INK)
STRONG = Style(9.5, INK, Weight.BOLD)
LARGE = Style(12, INK, Weight.BOLD)
SMALL = Style(8, MUTED)
LABEL = Style(7.5, MUTED)
TINY = Style(7, MUTED)
