"""Paragraphs of mixed styles in lines: each word is shaped once, whatever it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from conference.typesetting.fonts import UNITS, Weight
from conference.typesetting.setting import Line, set_line
from conference.typesetting.wrapping import BREAK, UNPRINTABLE

RAISED, LOWERED, SMALLER = 0.33, -0.14, 0.68  # of the type size
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `target` is an anchor or a web address that it links to."""

    text: str
    size: float
    colour: str = "#1a222d"
    weight: Weight = Weight.REGULAR
    rise: float = 0.0
    target: str = ""
    is_underlined: bool = False

    def raised(self, text: str) -> Span:
        """The same style, small and above the line."""
        return replace(self, text=text, size=self.size * SMALLER, rise=self.size * RAISED)

    def lowered(self, text: str) -> Span:
        """The same style, small and below the line."""
        return replace(self, text=text, size=self.size * SMALLER, rise=self.size * LOWERED)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece that is never broken, and the room of the space behind it, in points."""

    span: Span
    line: Line
    width: float
    space: float
    ends_word: bool

    @property
    def text(self) -> str:
        """What it says, with the space behind it if there is one."""
        return f"{self.line.text} " if self.space else self.line.text


@dataclass(frozen=True, slots=True)
class RichLine:
    """Atoms side by side; `width` without the space behind the last one."""

    atoms: tuple[Atom, ...]
    width: float
    is_right_to_left: bool = False


@lru_cache(maxsize=65536)
def set_word(text: str, weight: Weight) -> Line:
    """A word set in type; what no font holds is a question mark."""
    line = set_line(text, weight)
    if not line.missing:
        return line
    return set_line("".join(UNPRINTABLE if c in line.missing else c for c in text), weight)


@lru_cache(maxsize=64)
def space_width(weight: Weight) -> float:
    """The room of a space, in ems."""
    return set_line("\u00a0", weight).runs[0].width / UNITS


def rich_lines(
    spans: Iterable[Span], room: float, *, is_left_to_right: bool = False
) -> list[RichLine]:
    """The spans in lines of at most `room` points, broken between words.

    A word that is wider than the room is broken where the room ends; nothing is cut. The lines read
    as the first letter does, or from left to right whatever it is.
    """
    lines: list[RichLine] = []
    held: list[Atom] = []
    width = 0.0
    for word in _words(spans):
        needs = sum(atom.width for atom in word)
        if held and width + needs > room:
            lines.append(_line(held))
            held, width = [], 0.0
        for piece in _fitting(word, needs, room):
            if held and width + piece.width > room and needs > room:
                lines.append(_line(held))
                held, width = [], 0.0
            held.append(piece)
            width += piece.width + piece.space
    if held:
        lines.append(_line(held))
    base = bool(lines) and not is_left_to_right and lines[0].atoms[0].line.is_right_to_left
    return [replace(line, is_right_to_left=base) for line in lines] if base else lines


def _line(atoms: list[Atom]) -> RichLine:
    width = sum(atom.width + atom.space for atom in atoms) - atoms[-1].space
    return RichLine(tuple(atoms), width)


def _words(spans: Iterable[Span]) -> Iterator[list[Atom]]:
    """Runs of atoms that stay together: "CD8" and its raised "+" are one word."""
    word: list[Atom] = []
    for span in spans:
        tokens = BREAK.split(_SPACES.sub(" ", span.text)) if span.text else []
        for place, token in enumerate(tokens, start=1):
            atom = _atom(span, token, is_last=place == len(tokens))
            if atom is None:
                word = _spaced(word, span) if word else word
                continue
            if word and word[-1].ends_word:
                yield word
                word = []
            word.append(atom)
    if word:
        yield word


def _atom(span: Span, token: str, *, is_last: bool) -> Atom | None:
    core = token.rstrip()
    if not core:
        return None
    line = set_word(core, span.weight)
    has_space = len(core) < len(token)
    space = space_width(span.weight) * span.size if has_space else 0.0
    return Atom(
        span, line, line.width * span.size, space, has_space or _may_end(span, core, is_last)
    )


def _may_end(span: Span, core: str, is_last: bool) -> bool:
    """Whether a line may end behind it without a space: never inside a raised "-/-", and Hangul
    keeps its words together."""
    if span.rise:
        return False
    is_hangul = "\uac00" <= core[-1] <= "\ud7a3"
    return core[-1] in "-/" or not (is_last or is_hangul)


def _spaced(word: list[Atom], span: Span) -> list[Atom]:
    """A word whose space begins the next span."""
    space = space_width(span.weight) * word[-1].span.size
    return [*word[:-1], replace(word[-1], space=space, ends_word=True)]


def _fitting(word: list[Atom], needs: float, room: float) -> Iterator[Atom]:
    if needs <= room:
        yield from word
        return
    for atom in word:
        if atom.width <= room:
            yield atom
        else:
            yield from _broken(atom, room)


def _broken(atom: Atom, room: float) -> Iterator[Atom]:
    """A piece that is wider than the room, in pieces that are not."""
    text, size, weight = atom.line.text, atom.span.size, atom.span.weight
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and set_word(text[start : end + 1], weight).width * size <= room:
            end += 1
        line = set_word(text[start:end], weight)
        is_last = end == len(text)
        yield Atom(atom.span, line, line.width * size, atom.space if is_last else 0.0, is_last)
        start = end
