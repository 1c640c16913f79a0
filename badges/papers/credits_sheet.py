"""The certificate of credits: A4 portrait, with the table of sessions; it may take more pages."""

from __future__ import annotations

from dataclasses import replace

from badges.papers.content import CertificateContent, CreditRow, grouped
from badges.papers.setting import (
    HAIR,
    INK,
    MUTED,
    PLAIN,
    PORTRAIT,
    SMALL,
    STRONG,
)
from badges.papers.sheet import EDGE, Measures, foot, heading, statement
from badges.papers.symbols import Symbol
from conference.typesetting.columns import Column, height_of, placed, words_block
from conference.typesetting.pagination import Block, Group, Page, Part, Row, Rule, Words
from conference.typesetting.paper import MM
from conference.typesetting.rich import Span

TALL = Measures(*PORTRAIT, 24 * MM)
LEFT, RIGHT = 24 * MM, PORTRAIT[0] - 24 * MM
DAY, NUMBER = 31 * MM, 21 * MM
TITLE = RIGHT - LEFT - DAY - 2 * NUMBER - 4 * MM
TOP = EDGE + 13 * MM
SIZE = 11.5
LAST = 3  # blocks that stay together at the end: a session and the two sums
LOWEST = TALL.height - EDGE - 10 * MM  # of a page that nobody signs


def credits_pages(content: CertificateContent, symbol: Symbol) -> list[Page]:
    """The statement and the table; who signs and the code stand on the last page, with the sums
    and a session at least."""
    group = Group(())
    top = [*heading(content, TALL), *_statement(content)]
    pages = [Page(placed(top, group, TOP), content.kind.heading)]
    y = TOP + height_of(top) + 8 * MM
    blocks = _table(content)
    for place, block in enumerate(blocks):
        is_end = place >= len(blocks) - LAST
        needs = blocks[place:] if is_end else blocks[place : place + 1]
        if y + height_of(needs) > (TALL.foot if is_end else LOWEST):
            again = _again(content, len(pages) + 1)
            pages.append(Page(placed(again, group, TOP), content.kind.heading))
            y = TOP + height_of(again)
        pages[-1].rows += placed([block], group, y)
        y += block.height
    pages[-1].rows += foot(content, symbol, TALL, group)
    return pages


def _statement(content: CertificateContent) -> list[Block]:
    first, *rest = statement(content, TALL, SIZE)
    by = words_block(content.accreditation, replace(SMALL, size=9), TALL.middle, gap=8)
    return [replace(first, gap=12), *rest, by]


def _table(content: CertificateContent) -> list[Block]:
    total = sum(row.credited for row in content.rows)
    whole = _line(("", "Together", "", str(total)), replace(STRONG, size=9))
    earned = _line(("", "Credits", "", content.earned.split(" ")[0]), replace(STRONG, size=9))
    return [_head(), *(_session(row) for row in content.rows), whole, earned]


def _head() -> Block:
    said = ("Day", "Session", "Minutes there", "Credited")
    return _line(said, replace(SMALL, size=8, colour=MUTED))


def _again(content: CertificateContent, number: int) -> list[Block]:
    """The top of a further page: whose it is, under which code."""
    what = f"{content.kind.heading} {grouped(content.code)}, page {number}"
    column = Column(LEFT, RIGHT - LEFT, is_centred=False)
    whose = words_block(content.name, replace(SMALL, colour=INK), column, country=content.country)
    return [words_block(what, SMALL, column), whose, replace(_head(), gap=6)]


def _session(row: CreditRow) -> Block:
    title = f"{row.title}\n{row.reason}" if row.reason else row.title
    said = (row.day, title, str(row.present), str(row.credited))
    return _line(said, replace(PLAIN, size=9, colour=INK if row.credited else MUTED))


def _line(said: tuple[str, str, str, str], style: Span) -> Block:
    """Four cells side by side, and a hairline under them; read as one line."""
    day, title, there, credited = said
    middle = LEFT + DAY + TITLE
    cells = [
        words_block(day, style, Column(LEFT, DAY, is_centred=False)),
        words_block(title, style, Column(LEFT + DAY, TITLE, is_centred=False)),
        words_block(there, style, Column(middle + NUMBER / 2, NUMBER)),
        words_block(credited, style, Column(middle + 4 * MM + NUMBER * 1.5, NUMBER)),
    ]
    height = max(cell.height for cell in cells) + 4
    parts = [
        part
        for cell in cells
        for place, row in enumerate(cell.rows)
        for part in _lowered(row, place * row.height)
    ]
    line = Rule(LEFT, height - 2.5, RIGHT - LEFT, 0.5, HAIR)
    return Block((Row(height, (*parts, line)),))


def _lowered(row: Row, by: float) -> list[Part]:
    return [replace(part, base=part.base + by) for part in row.parts if isinstance(part, Words)]
