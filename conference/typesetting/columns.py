"""Lines in the middle of a column or at its edge: how a certificate and a letter are set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from conference.typesetting.pagination import (
    Block,
    Group,
    Part,
    Picture,
    PlacedRow,
    Row,
    Rule,
    Words,
)
from conference.typesetting.rich import Atom, RichLine, Span
from conference.typesetting.setting import Line
from conference.typesetting.wrapping import wrap

LEADING = 1.42


@dataclass(frozen=True, slots=True)
class Column:
    """Where lines stand: their middle or their left edge, and the room they have."""

    x: float
    room: float
    is_centred: bool = True

    def begins(self, width: float) -> float:
        """Where a line of this width begins."""
        return self.x - width / 2 if self.is_centred else self.x


def words_block(
    text: str, style: Span, column: Column, *, tag: str = "P", country: str = "", gap: float = 0
) -> Block:
    """A paragraph whose lines are kept and evened out where one is too long."""
    rows = [
        _row(line, style, column)
        for part in text.split("\n")
        for line in evened(part, style, column.room, country)
    ]
    return Block(tuple(rows), tag, gap)


def text_block(
    text: str, style: Span, column: Column, *, tag: str = "P", country: str = "", gap: float = 0
) -> Block:
    """A paragraph as a letter has it: each line as full as it gets."""
    rows = [
        _row(line, style, column)
        for part in text.split("\n")
        for line in wrap(part, style.size, column.room, style.weight, country)
    ]
    return Block(tuple(rows), tag, gap)


def evened(text: str, style: Span, room: float, country: str = "") -> tuple[Line, ...]:
    """The lines of a text, none much shorter than the others."""
    lines = wrap(text, style.size, room, style.weight, country)
    if len(lines) < 2:
        return lines
    for share in range(60, 100, 4):
        tried = wrap(text, style.size, room * share / 100, style.weight, country)
        if len(tried) == len(lines):
            return tried
    return lines


def fitted(
    text: str, style: Span, sizes: Sequence[float], room: float, lines: int, country: str = ""
) -> Span:
    """The style at the largest of the sizes at which the text takes at most so many lines and
    breaks no word; the smallest one if none does."""
    for size in sizes:
        tried = replace(style, size=size)
        if _count(text, tried, room, country) <= lines and _is_whole(text, tried, room, country):
            return tried
    return replace(style, size=sizes[-1])


def _count(text: str, style: Span, room: float, country: str) -> int:
    parts = (wrap(part, style.size, room, style.weight, country) for part in text.split("\n"))
    return sum(len(part) for part in parts)


def _is_whole(text: str, style: Span, room: float, country: str) -> bool:
    return all(
        len(wrap(word, style.size, room, style.weight, country)) == 1 for word in text.split()
    )


def _row(line: Line, style: Span, column: Column) -> Row:
    width = line.width * style.size
    atom = Atom(style, line, width, 0.0, True)
    rich = RichLine((atom,), width, line.is_right_to_left)
    words = Words(column.begins(width), style.size, rich)
    return Row(style.size * LEADING, (words,))


def ruled(block: Block, x: float, width: float, colour: str, height: float = 0.6) -> Block:
    """The block with a line above it, which is not read."""
    line = Row(5, (Rule(x, 0, width, height, colour),))
    return replace(block, rows=(line, *block.rows))


def picture_block(
    key: str, size: tuple[int, int], column: Column, tallest: float, alt: str, gap: float = 0
) -> Block:
    """A picture as large as its column and `tallest` allow, in its own shape; `alt` says what it
    is. `size` is its pixels."""
    wide, high = size
    scale = min(column.room / wide, tallest / high)
    width, height = wide * scale, high * scale
    picture = Picture(column.begins(width), 0, width, height, key)
    return Block((Row(height, (picture,)),), "Figure", gap, alt=alt)


def marks_block(
    bars: Iterable[tuple[int, int, int]], side: int, quiet: int, x: float, size: float, alt: str
) -> Block:
    """A QR code with its quiet zone, `size` wide: (column, row, length) of its dark bars."""
    module = size / (side + 2 * quiet)
    parts: tuple[Part, ...] = tuple(
        Rule(x + (column + quiet) * module, (row + quiet) * module, length * module, module,
             "#000000")
        for column, row, length in bars
    )  # fmt: skip
    return Block((Row(size, parts),), "Figure", alt=alt)


def height_of(blocks: Iterable[Block]) -> float:
    """What blocks take one under the other."""
    return sum(block.gap + block.height for block in blocks)


def placed(blocks: Iterable[Block], group: Group, top: float) -> list[PlacedRow]:
    """The rows of blocks one under the other."""
    rows: list[PlacedRow] = []
    y = top
    for block in blocks:
        y += block.gap
        for place, row in enumerate(block.rows):
            rows.append(PlacedRow(y, row, block, group, not place))
            y += row.height
    return rows
