"""Lines of Latin, Greek and Cyrillic set from pairs of neighbours: what a shaper says of them.

In these scripts, without ligatures, a letter's place depends on itself and the next one alone, so
that a pair shaped once serves every text it stands in. Anything else is left to the shaper.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import uharfbuzz as hb

from conference.typesetting import fonts

PLAIN = {"liga": False, "dlig": False, "ccmp": False}
SPANS = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x2026))
NEVER = frozenset({"M", "C"})  # marks stack, and what controls is not printed
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph and where its pen moves, in thousandths of an em."""

    number: int
    advance: int
    right: int
    up: int


@dataclass(frozen=True, slots=True)
class Plain:
    """The glyphs of a text, their width, and how high and how low their ink goes."""

    glyphs: tuple[Placed, ...]
    width: int
    top: int
    bottom: int


@cache
def simple(key: str) -> frozenset[str]:
    """The characters of a font that stand one beside the other, from left to right."""
    characters = (chr(code) for first, last in SPANS for code in range(first, last + 1))
    return frozenset(each for each in characters if fonts.has(key, each) and _is_simple(each))


def _is_simple(character: str) -> bool:
    return (
        unicodedata.category(character)[0] not in NEVER
        and unicodedata.bidirectional(character) not in RIGHT_TO_LEFT
    )


class _Pairs(dict[str, Placed | None]):
    """By two characters, the first one's glyph; None where shaping does more than kern."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def __missing__(self, pair: str) -> Placed | None:
        self[pair] = self._shaped(pair)
        return self[pair]

    def _shaped(self, pair: str) -> Placed | None:
        buffer = hb.Buffer()
        buffer.add_str(pair)
        buffer.guess_segment_properties()
        buffer.direction = "ltr"
        hb.shape(fonts.shaper(self.key), buffer, PLAIN)
        numbers = [info.codepoint for info in buffer.glyph_infos]
        if numbers != [fonts.nominal_glyph(self.key, each) for each in pair]:
            return None
        moved = any(each.x_offset or each.y_offset for each in buffer.glyph_positions)
        return None if moved else Placed(numbers[0], buffer.glyph_positions[0].x_advance, 0, 0)


class _Inks(dict[str, tuple[int, int]]):
    """By character, how high its ink goes above the baseline and how low below it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def __missing__(self, character: str) -> tuple[int, int]:
        ink = fonts.glyph(self.key, fonts.nominal_glyph(self.key, character))
        self[character] = (ink.top, -ink.bottom)
        return self[character]


_pairs = cache(_Pairs)
_inks = cache(_Inks)


def plain(text: str, key: str) -> Plain | None:
    """The text as one run of the font, or None where it needs a shaper."""
    if not text or not simple(key).issuperset(text):
        return None
    pairs = _pairs(key)
    glyphs: list[Placed] = []
    for pair in map(str.__add__, text, [*text[1:], ""]):
        placed = pairs[pair]
        if placed is None:
            return None
        glyphs.append(placed)
    inks = _inks(key)
    extents = [inks[each] for each in set(text)]
    return Plain(
        tuple(glyphs),
        sum([each.advance for each in glyphs]),
        max([top for top, _ in extents]),
        max([bottom for _, bottom in extents]),
    )
