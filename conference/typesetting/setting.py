"""A line of text set in type: fonts chosen by character, shaped, measured and put in visual order.

A run whose glyphs stand one for one for its characters is kept as text, so that it can be searched
and copied. Any other run (Arabic, Indic, stacked marks) is drawn as outlines, which is right for
every script, and carries its text beside it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from conference.typesetting import fonts
from conference.typesetting.fonts import UNITS, Weight
from conference.typesetting.pairs import PLAIN, RIGHT_TO_LEFT, Placed, plain

MIN_ASCENT, MIN_DESCENT = 760, 210  # so that lines without accents or tails keep the rhythm
INVISIBLE = frozenset({"Cf", "Cc"})
JOINERS = "\u200c\u200d"  # Persian and Indic names need them
WITH_MARKS = {"liga": False, "dlig": False}
COMPOSED = frozenset(file.key for file in fonts.OTHER)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters in one font and one direction."""

    text: str
    key: str
    glyphs: tuple[Placed, ...]
    is_text: bool

    @property
    def width(self) -> int:
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """A set line at 1/1000 em; multiply by the type size. `missing` must be empty to print it."""

    text: str
    runs: tuple[Run, ...]
    width: float
    ascent: float
    descent: float
    missing: tuple[str, ...]
    is_right_to_left: bool


def _font_of(character: str, current: str, chain: tuple[fonts.FontFile, ...]) -> str:
    if current and fonts.has(current, character):
        return current
    found = (file.key for file in chain if fonts.has(file.key, character))
    return next(found, "")


def _font_runs(text: str, chain: tuple[fonts.FontFile, ...]) -> Iterator[tuple[str, str]]:
    """Neighbours of one font; a Han or Latin letter never stays in a font only for being there."""
    current, held = "", ""
    for character in text:
        if character in JOINERS and not (current and fonts.has(current, character)):
            continue
        sticky = current if unicodedata.category(character)[0] in "MZPC" else ""
        key = _font_of(character, sticky, chain)
        if key != current and held:
            yield current, held
            held = ""
        current, held = key, held + character
    if held:
        yield current, held


def _direction_runs(text: str, told: bool | None = None) -> tuple[list[tuple[bool, str]], bool]:
    """Runs of one direction in reading order, and whether the whole line reads right to left: as
    told, else as its first letter does."""
    strong = [_strong_direction(character) for character in text]
    base = next((side for side in strong if side is not None), False) if told is None else told
    runs: list[tuple[bool, str]] = []
    for place, character in enumerate(text):
        side = strong[place]
        if side is None:
            side = _neutral_direction(strong, place, base)
        if runs and runs[-1][0] == side:
            runs[-1] = (side, runs[-1][1] + character)
        else:
            runs.append((side, character))
    return runs, base


def _strong_direction(character: str) -> bool | None:
    kind = unicodedata.bidirectional(character)
    if kind in RIGHT_TO_LEFT:
        return True
    return False if kind in {"L", "EN"} else None


def _neutral_direction(strong: list[bool | None], place: int, base: bool) -> bool:
    before = next((side for side in reversed(strong[:place]) if side is not None), base)
    after = next((side for side in strong[place + 1 :] if side is not None), base)
    return before if before == after else base


def _shape(text: str, key: str, right_to_left: bool) -> Run:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    has_marks = any(unicodedata.category(character) == "Mn" for character in text)
    # Arabic fonts compose a dotted letter from its shape and its dots: joining needs `ccmp`.
    is_composed = has_marks or key in COMPOSED
    hb.shape(fonts.shaper(key), buffer, WITH_MARKS if is_composed else PLAIN)
    glyphs = tuple(
        Placed(info.codepoint, position.x_advance, position.x_offset, position.y_offset)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )
    return Run(text, key, glyphs, not right_to_left and _is_plain(text, key, glyphs))


def _is_plain(text: str, key: str, glyphs: tuple[Placed, ...]) -> bool:
    return len(text) == len(glyphs) and all(
        glyph.number == fonts.nominal_glyph(key, character) and not (glyph.right or glyph.up)
        for character, glyph in zip(text, glyphs, strict=True)
    )


@lru_cache(maxsize=8192)
def set_line(
    text: str,
    weight: Weight = Weight.REGULAR,
    country_code: str = "",
    is_right_to_left: bool | None = None,
) -> Line:
    """Set one line. Characters that no shipped font holds are left out and listed as missing.

    A part of a longer line is told which way that line reads.
    """
    key = fonts.SANS[weight].key
    if not is_right_to_left and (found := plain(text, key)):
        run = Run(text, key, found.glyphs, is_text=True)
        ascent, descent = max(MIN_ASCENT, found.top), max(MIN_DESCENT, found.bottom)
        return Line(text, (run,), found.width / UNITS, ascent / UNITS, descent / UNITS, (), False)
    return _set_in_runs(text, weight, country_code, is_right_to_left)


def _set_in_runs(
    text: str, weight: Weight, country_code: str, is_right_to_left: bool | None
) -> Line:
    """Font by font and direction by direction, each run shaped, in visual order."""
    chain = fonts.chain(weight, fonts.is_japanese(text, country_code))
    shown = "".join(c for c in text if c in JOINERS or unicodedata.category(c) not in INVISIBLE)
    directions, base = _direction_runs(shown, is_right_to_left)
    runs: list[Run] = []
    missing: list[str] = []
    for right_to_left, piece in reversed(directions) if base else directions:
        set_piece = []
        for key, part in _font_runs(piece, chain):
            if key:
                set_piece.append(_shape(part, key, right_to_left))
            else:
                missing.extend(part)
        runs.extend(reversed(set_piece) if right_to_left else set_piece)
    ascent, descent = _ink(runs)
    width = sum(run.width for run in runs) / UNITS
    return Line(text, tuple(runs), width, ascent, descent, tuple(dict.fromkeys(missing)), base)


def _ink(runs: list[Run]) -> tuple[float, float]:
    ascent, descent = MIN_ASCENT, MIN_DESCENT
    for run in runs:
        for placed in run.glyphs:
            ink = fonts.glyph(run.key, placed.number)
            ascent = max(ascent, ink.top + placed.up)
            descent = max(descent, -ink.bottom - placed.up)
    return ascent / UNITS, descent / UNITS
