"""Blocks of a page: set text, rules and panels, side by side, stacked, and flowed over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from conference.typesetting.fonts import Weight
from conference.typesetting.paper import Mark, Rectangle, Text
from conference.typesetting.wrapping import wrap

LEADING = 1.36  # from baseline to baseline, in type sizes
RISE = 1.0  # from a line's top to its baseline


@dataclass(frozen=True, slots=True)
class Style:
    size: float
    colour: str
    weight: Weight = Weight.REGULAR


@dataclass(frozen=True, slots=True)
class Block:
    """Marks in points from the block's top; `head` goes above it where a page begins with it."""

    height: float
    marks: tuple[Mark, ...] = ()
    head: Block | None = None


NOTHING = Block(0)


def text(words: str, style: Style, x: float, room: float, *, country: str = "") -> Block:
    """A paragraph that begins at x."""
    lines = wrap(words, style.size, room, style.weight, country)
    marks = tuple(
        Text(x, style.size * (RISE + LEADING * n), line, style.size, style.colour)
        for n, line in enumerate(lines)
    )
    return Block(style.size * LEADING * len(lines), marks)


def text_to(words: str, style: Style, edge: float, room: float) -> Block:
    """A paragraph whose lines end at the edge, as numbers do."""
    left = text(words, style, 0, room)
    marks = tuple(
        replace(mark, x=edge - mark.line.width * mark.size)
        for mark in left.marks
        if isinstance(mark, Text)
    )
    return replace(left, marks=marks)


def rule(x: float, width: float, colour: str, thickness: float = 0.6) -> Block:
    return Block(thickness, (Rectangle(x, 0, width, thickness, colour),))


def space(height: float) -> Block:
    return Block(height)


def stack(*blocks: Block, gap: float = 0) -> Block:
    """One under the other; empty ones take no gap."""
    marks: list[Mark] = []
    height = 0.0
    for block in (each for each in blocks if each.height):
        height += gap if height else 0
        marks += lowered(block, height)
        height += block.height
    return Block(height, tuple(marks))


def beside(*blocks: Block) -> Block:
    """Side by side, with their tops in line."""
    height = max((block.height for block in blocks), default=0)
    return Block(height, tuple(mark for block in blocks for mark in block.marks))


def panel(block: Block, x: float, width: float, colour: str, padding: float) -> Block:
    """On a coloured ground with room around it; what is inside keeps its x."""
    height = block.height + 2 * padding
    ground = Rectangle(x, 0, width, height, colour)
    return Block(height, (ground, *lowered(block, padding)))


def lower(block: Block, by: float) -> Block:
    """With room above it, so that small words share a baseline with larger ones."""
    return Block(block.height + by, lowered(block, by)) if block.height else block


def lowered(block: Block, by: float) -> tuple[Mark, ...]:
    """The block's marks further down."""
    return tuple(replace(mark, y=mark.y + by) for mark in block.marks)


def flow(
    blocks: Sequence[Block], *, first: float, top: float, bottom: float
) -> list[tuple[Mark, ...]]:
    """Pages of marks: the first page begins at `first`, the others at `top`; none is split."""
    pages: list[list[Mark]] = [[]]
    y = first
    for block in blocks:
        if y + block.height > bottom and pages[-1]:
            pages.append([])
            y = top
            if block.head:
                pages[-1] += lowered(block.head, y)
                y += block.head.height
        pages[-1] += lowered(block, y)
        y += block.height
    return [tuple(page) for page in pages]


def overlay(
    pages: Sequence[tuple[Mark, ...]], make: Callable[[int, int], Block]
) -> list[tuple[Mark, ...]]:
    """Puts on each page what is made of its number, from 1, and of how many there are."""
    return [(*page, *make(number, len(pages)).marks) for number, page in enumerate(pages, start=1)]
