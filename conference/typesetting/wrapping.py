"""Breaking text into set lines that fit a width; nothing is shrunk and nothing is cut."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

from conference.typesetting.fonts import Weight
from conference.typesetting.setting import Line, set_line

UNPRINTABLE = "?"
# After a space, a hyphen or a slash, or between two Han, kana or Hangul characters, the first of
# which a stop or a closing bracket may follow.
_EAST = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
_CLOSING = "、。，．：；！？」』】）》〉"
BREAK = re.compile(rf"(?<=[{_EAST}{_CLOSING}])(?=[{_EAST}])|(?<=[\s/-])")


@lru_cache(maxsize=4096)
def wrap(
    text: str, size: float, room: float, weight: Weight = Weight.REGULAR, country: str = ""
) -> tuple[Line, ...]:
    """The text in lines of at most `room` points at a type size; a line break in it is kept.

    A word that is wider than the room is broken where the room ends. What no font can set is
    printed as a question mark, never left out in silence.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        rest = printable(paragraph, weight).strip()
        while rest:
            end = _end_of_line(rest, size, room, weight, country)
            lines.append(set_line(rest[:end].strip(), weight, country))
            rest = rest[end:].lstrip()
    return tuple(lines)


def printable(text: str, weight: Weight = Weight.REGULAR) -> str:
    """The text with a question mark for each character that no shipped font holds."""
    text = text.replace("\t", " ")
    missing = set_line(text, weight).missing
    return "".join(UNPRINTABLE if each in missing else each for each in text)


def _end_of_line(text: str, size: float, room: float, weight: Weight, country: str) -> int:
    """How many characters the next line takes."""

    def fits(end: int) -> bool:
        return set_line(text[:end].rstrip(), weight, country).width * size <= room

    if fits(len(text)):
        return len(text)
    breaks = [found.start() for found in BREAK.finditer(text) if 0 < found.start() < len(text)]
    fitting = _last_fitting(breaks, fits)
    return fitting or _last_fitting(range(1, len(text)), fits) or 1


def _last_fitting(ends: Sequence[int], fits: Callable[[int], bool]) -> int:
    """The largest end that fits, found by halving; 0 if none does."""
    count = bisect_left(ends, True, key=lambda end: not fits(end))
    return ends[count - 1] if count else 0
