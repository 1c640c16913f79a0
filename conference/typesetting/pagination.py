"""Rows in blocks in groups, put on pages: what is short stays whole, what is long splits well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from conference.typesetting.rich import RichLine, Span

SHORT = 0.62  # of a page: a group up to this height is never split
TALL = 12  # rows: an entry of a list that is taller may be split
LINES_BEFORE = LINES_AFTER = 3  # at least, of a paragraph that is split


@dataclass(frozen=True, slots=True)
class Words:
    """A set line; `base` is its baseline below the row's top."""

    x: float
    base: float
    line: RichLine


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled area below the row's top."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, filling its rectangle; `key` names its bytes."""

    x: float
    y: float
    width: float
    height: float
    key: str


@dataclass(frozen=True, slots=True)
class PageOf:
    """The number of the page that an anchor is on, ending at x; known when all is placed."""

    x: float
    base: float
    anchor: str
    style: Span


Part = Words | Rule | Picture | PageOf


@dataclass(frozen=True, slots=True)
class Row:
    """What is never split: one line, or a picture."""

    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are one thing to a reader: a heading, a paragraph, a figure.

    `tag` is its PDF structure type, `alt` what a figure says to who does not see it.
    """

    rows: tuple[Row, ...]
    tag: str = "P"
    gap: float = 0.0
    anchor: str = ""
    bookmark: Bookmark | None = None
    keeps_next: bool = False
    alt: str = ""

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay on one page while they are short; `head` is what the page says above."""

    blocks: tuple[Block, ...]
    head: str = ""
    starts_page: bool = False
    is_loose: bool = False  # a list: may be split between its blocks, however short it is

    @property
    def height(self) -> float:
        return sum(block.gap + block.height for block in self.blocks)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row on a page: its top, measured down from the page's top."""

    y: float
    row: Row
    block: Block
    group: Group
    starts_block: bool


@dataclass(slots=True)
class Page:
    """What is on one page."""

    rows: list[PlacedRow] = field(default_factory=list)
    head: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text stands on a page."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Step:
    """A row with the gap above it and whether a page may begin with it."""

    gap: float
    row: Row
    block: Block
    starts_block: bool
    may_break: bool


def paginate(groups: Iterable[Group], frame: Frame) -> list[Page]:
    """Pages in order. A group that is not taller than SHORT of a page is never split.

    A longer one splits between blocks, or inside a paragraph with at least three lines on both
    sides.
    """
    pages: list[Page] = []
    y = frame.bottom
    for group in groups:
        steps = _steps(group)
        if group.starts_page:
            y = frame.bottom
        while steps:
            if y >= frame.bottom or not pages:
                pages.append(Page(head=group.head))
                y = frame.top
            at_top = y == frame.top
            count = _fitting(steps, frame.bottom - y, at_top)
            if count < len(steps):
                count = _split(group, steps, count, frame, at_top)
            y = _put(pages[-1], steps[:count], group, y)
            pages[-1].head = pages[-1].head or group.head
            steps = steps[count:]
            if steps:
                y = frame.bottom
    return pages


def _put(page: Page, steps: Sequence[_Step], group: Group, y: float) -> float:
    is_top = not page.rows
    for step in steps:
        y += 0 if is_top else step.gap
        is_top = False
        page.rows.append(PlacedRow(y, step.row, step.block, group, step.starts_block))
        y += step.row.height
    return y


def _fitting(steps: Sequence[_Step], room: float, at_top: bool) -> int:
    """How many of the steps there is room for."""
    used = 0.0
    for count, step in enumerate(steps):
        used += (0 if at_top and not count else step.gap) + step.row.height
        if used > room + 0.01:
            return count
    return len(steps)


def _split(group: Group, steps: Sequence[_Step], fitting: int, frame: Frame, at_top: bool) -> int:
    """How many steps stay on this page; 0 sends all to the next one."""
    if not group.is_loose and not at_top and _height(steps) <= SHORT * frame.height:
        return 0
    for count in range(fitting, 0, -1):
        if steps[count].may_break:
            return count
    return max(1, fitting) if at_top else 0


def _height(steps: Sequence[_Step]) -> float:
    return sum(step.gap + step.row.height for step in steps)


def _steps(group: Group) -> list[_Step]:
    made: list[_Step] = []
    keeps = True
    for block in group.blocks:
        for place, row in enumerate(block.rows):
            if group.is_loose and place:
                may_break = len(block.rows) > TALL
            elif place:
                may_break = LINES_BEFORE <= place <= len(block.rows) - LINES_AFTER
            else:
                may_break = not keeps
            made.append(_Step(0 if place else block.gap, row, block, not place, may_break))
        keeps = block.keeps_next
    return made


def in_columns(pages: Sequence[Page], count: int, step: float) -> list[Page]:
    """Narrow pages side by side: each next one of `count` stands `step` points to the right."""
    made = []
    for start in range(0, len(pages), count):
        together = Page(head=pages[start].head)
        for place, page in enumerate(pages[start : start + count]):
            together.rows += [_moved(placed, place * step) for placed in page.rows]
        made.append(together)
    return made


def _moved(placed: PlacedRow, by: float) -> PlacedRow:
    if not by:
        return placed
    parts = tuple(replace(part, x=part.x + by) for part in placed.row.parts)
    return replace(placed, row=replace(placed.row, parts=parts))
