"""Fitting text into a width: shrink in one step, then two lines, then an ellipsis, never less.

Sizes are points. `room` is the width in points; a line's own width is in ems.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from badges.layouts.layout import TypeRange
from conference.typesetting.setting import Line, set_line

ELLIPSIS = "…"
HYPHEN = "-"
JOINER = "\u200d"
LINE_GAP_EM = 0.12
WORD_WORTH = 0.7  # of the letters that fit, kept when the cut moves to a word's end
COMMA_WORTH = 1.25  # how much wider a line may become to break after a comma
STEP_PT = 0.1
# A line may break after a space, a hyphen, or between two Han or kana characters.
BREAK = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(?=[\u3040-\u30ff\u4e00-\u9fff])|(?<=[\s-])")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text as it will be printed.

    `is_cut` says that an ellipsis stands for the rest, `is_broken` that a hyphen was added.
    """

    lines: tuple[Line, ...]
    size: float
    is_cut: bool = False
    is_broken: bool = False

    @property
    def height(self) -> float:
        """From the top of the first line's ink to the bottom of the last one's, in points."""
        if len(self.lines) == 1:
            return (self.lines[0].ascent + self.lines[0].descent) * self.size
        ink = sum(line.ascent + line.descent for line in self.lines)
        return (ink + LINE_GAP_EM * max(0, len(self.lines) - 1)) * self.size

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0) * self.size

    @property
    def is_as_typed(self) -> bool:
        lost = any(line.missing for line in self.lines)
        return not (lost or self.is_cut or self.is_broken)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(char for line in self.lines for char in line.missing))


def fit_size(width: float, room: float, largest: float) -> float:
    """The largest size at which a line of `width` ems is no wider than `room`; exact, no loop."""
    size = largest if width <= 0 else min(largest, room / width)
    return math.floor(size / STEP_PT) * STEP_PT


@lru_cache(maxsize=8192)
def fit(text: str, sizes: TypeRange, room: float, country_code: str = "") -> Fitted:
    """Set the text as large as it goes: one line at a good size, else two, else cut at the floor.

    One line that shrinks less than two lines would is kept, so a short name is never broken.
    """
    if not text:
        return Fitted((), sizes.floor)
    whole = set_line(text, sizes.weight, country_code)
    one = Fitted((whole,), fit_size(whole.width, room, sizes.largest))
    if one.size >= sizes.good:
        return one
    best = one
    for again in (_in_two, _broken_word) if sizes.lines > 1 else ():
        two = again(text, sizes, room, country_code)
        best = two if two and two.size > best.size else best
        if best.size >= sizes.floor:
            return best
    return best if best.size >= sizes.floor else _cut(text, sizes, room, country_code)


def _pair(pair: tuple[str, str], sizes: TypeRange, country_code: str) -> tuple[Line, Line]:
    first, second = (set_line(part, sizes.weight, country_code) for part in pair)
    return first, second


def _widest(lines: tuple[Line, ...]) -> float:
    return max(line.width for line in lines)


def _in_two(text: str, sizes: TypeRange, room: float, country_code: str) -> Fitted | None:
    """The split whose longer half is shortest, or nearly so after a comma."""
    places = [found.start() for found in BREAK.finditer(text)]
    splits = [(text[:place].rstrip(), text[place:].lstrip()) for place in places]
    pairs = [_pair(split, sizes, country_code) for split in splits if all(split)]
    if not pairs:
        return None
    best = min(pairs, key=_widest)
    after_comma = [pair for pair in pairs if pair[0].text.endswith(",")]
    phrased = min(after_comma, key=_widest, default=best)
    chosen = phrased if _widest(phrased) <= _widest(best) * COMMA_WORTH else best
    return Fitted(chosen, fit_size(_widest(chosen), room, sizes.largest))


def _broken_word(text: str, sizes: TypeRange, room: float, country_code: str) -> Fitted | None:
    """A word too long even for two lines' floor, broken in its middle: better than a stump."""
    middle = _cluster_end(text, len(text) // 2)
    if not 2 <= middle < len(text):
        return None
    pair = _pair((text[:middle] + HYPHEN, text[middle:]), sizes, country_code)
    return Fitted(pair, fit_size(_widest(pair), room, sizes.largest), is_broken=True)


def _cluster_end(text: str, place: int) -> int:
    """The next place where a letter ends with all that stands on it."""
    while place < len(text) and _joins(text[place - 1], text[place]):
        place += 1
    return place


def _joins(before: str, character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or JOINER in (before, character)


def _cut(text: str, sizes: TypeRange, room: float, country_code: str) -> Fitted:
    """At the floor, as many whole words as fit, and an ellipsis for the rest."""
    lines: list[Line] = []
    rest = text
    while rest and len(lines) < sizes.lines:
        is_last = len(lines) == sizes.lines - 1
        line, rest = _fill(rest, sizes, room, country_code, is_last=is_last)
        lines.append(line)
    return Fitted(tuple(lines), sizes.floor, is_cut=True)


def _fill(
    text: str, sizes: TypeRange, room: float, country_code: str, *, is_last: bool
) -> tuple[Line, str]:
    """One line of the cut text and what is left for the next."""
    ends = [found.start() for found in BREAK.finditer(text)] if not is_last else []
    for end in [len(text), *sorted(ends, reverse=True)]:
        line = set_line(text[:end].rstrip(), sizes.weight, country_code)
        if end > 0 and line.width * sizes.floor <= room:
            return line, text[end:].lstrip()
    return _stump(text, sizes, room, country_code), ""


def _stump(text: str, sizes: TypeRange, room: float, country_code: str) -> Line:
    """The longest beginning that fits with an ellipsis, at a word's end if that costs little."""
    for end in range(len(text) - 1, 0, -1):
        if _joins(text[end - 1], text[end]):
            continue
        line = set_line(text[:end].rstrip(" ,-") + ELLIPSIS, sizes.weight, country_code)
        if line.width * sizes.floor <= room:
            word_end = max((found.start() for found in BREAK.finditer(text[: end + 1])), default=0)
            end = word_end if word_end > end * WORD_WORTH else end
            return set_line(text[:end].rstrip(" ,-") + ELLIPSIS, sizes.weight, country_code)
    return set_line(ELLIPSIS, sizes.weight, country_code)
