"""A certificate on one A4 page, landscape; and what stands on every certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace

from badges.papers.content import CertificateContent, grouped
from badges.papers.setting import (
    ACCENT,
    CERTIFY,
    HAIR,
    INK,
    LANDSCAPE,
    MUTED,
    NAME,
    PLAIN,
    QR_SIDE,
    SMALL,
    SOCIETY,
    STRONG,
    TEXT,
    TITLE,
    symbol_block,
)
from badges.papers.symbols import Symbol
from conference.typesetting.columns import (
    Column,
    fitted,
    height_of,
    picture_block,
    placed,
    ruled,
    words_block,
)
from conference.typesetting.pagination import Block, Group, Page, PlacedRow, Rule
from conference.typesetting.paper import MM
from conference.typesetting.rich import Span
from conference.typesetting.writer import Furniture
from conference.web.formats import day

EDGE = 11 * MM
NAME_SIZES = (40, 36, 32, 28, 25, 22)
TWO_LINES = (26, 23, 20, 17, 14)
TEXT_SIZES = (17, 15.5, 14, 12.5, 11.5, 10.5, 9.5, 8.5)
HAND = 17 * MM  # the tallest signature
BAND = 40 * MM  # at the foot: date, signature, code


@dataclass(frozen=True, slots=True)
class Measures:
    """One size of paper."""

    width: float
    height: float
    side: float  # what stays free left and right

    @property
    def middle(self) -> Column:
        return Column(self.width / 2, self.width - 2 * self.side)

    @property
    def foot(self) -> float:
        """The top of the band at the foot."""
        return self.height - EDGE - 8 * MM - BAND


WIDE = Measures(*LANDSCAPE, 30 * MM)


def certificate_page(content: CertificateContent, symbol: Symbol) -> Page:
    """Society, title, name, words; date, signature and code at the foot."""
    group = Group(())
    head = heading(content, WIDE)
    top = EDGE + 13 * MM
    body = _body(content, WIDE, WIDE.foot - top - height_of(head) - 8 * MM)
    room = WIDE.foot - top - height_of(head)
    rows = placed(head, group, top)
    rows += placed(body, group, top + height_of(head) + (room - height_of(body)) * 0.45)
    return Page([*rows, *foot(content, symbol, WIDE, group)], content.kind.heading)


def heading(content: CertificateContent, paper: Measures) -> list[Block]:
    column = paper.middle
    society = fitted(content.society, SOCIETY, (15, 14, 13, 12, 11), column.room, 2)
    title = fitted(content.kind.heading, TITLE, (36, 32, 28, 24), column.room, 1)
    return [
        words_block(content.society, society, column),
        words_block(content.kind.heading, title, column, tag="H1", gap=10),
    ]


def _body(content: CertificateContent, paper: Measures, room: float) -> list[Block]:
    """In the largest type that lets everything stand on the page."""
    for size in TEXT_SIZES:
        blocks = statement(content, paper, size)
        if height_of(blocks) <= room:
            break
    return blocks


def statement(content: CertificateContent, paper: Measures, size: float) -> list[Block]:
    """Who, and what is certified."""
    column = paper.middle
    name = _name_style(content, column.room)
    blocks = [
        words_block("This is to certify that", CERTIFY, column),
        words_block(content.name, name, column, gap=7, country=content.country),
        words_block(content.words, replace(TEXT, size=size), column, gap=12),
    ]
    note = _said(content)
    if note:
        blocks.append(words_block(note, replace(CERTIFY, size=10.5), column, gap=6))
    return blocks


def _name_style(content: CertificateContent, room: float) -> Span:
    """Two lines at a dignified size rather than one at a small one."""
    one = fitted(content.name, NAME, NAME_SIZES, room, 1, content.country)
    if one.size > NAME_SIZES[-1]:
        return one
    return fitted(content.name, NAME, TWO_LINES, room, 2, content.country)


def _said(content: CertificateContent) -> str:
    """A note that the words do not say already."""
    return "" if content.note in content.words else content.note


def foot(
    content: CertificateContent, symbol: Symbol, paper: Measures, group: Group
) -> list[PlacedRow]:
    """Where and when, who signs, and how it is verified."""
    left, right = paper.side - 6 * MM, paper.width - paper.side + 6 * MM
    qr_x = right - QR_SIDE
    wide = (qr_x - left) / 2
    date = Column(left, wide - 8 * MM, is_centred=False)
    signing = Column(left + wide, wide - 6 * MM, is_centred=False)
    line = paper.foot + 22 * MM
    rows = placed(_dated(content, date), group, line)
    rows += _hand(content, signing, group, line)
    rows += placed(_signed(content, signing), group, line)
    at = f"The code opens {content.check_at}"
    rows += placed([symbol_block(symbol, qr_x, at)], group, paper.foot + 2 * MM)
    rows += placed(_verified(content, right, qr_x), group, paper.foot + 2 * MM + QR_SIDE)
    return rows


def _dated(content: CertificateContent, column: Column) -> list[Block]:
    where = f"{content.issued_at}, " if content.issued_at else ""
    date = words_block(f"{where}{day(content.issued_on)}", PLAIN, column)
    return [ruled(date, column.x, column.room, MUTED)]


def _hand(
    content: CertificateContent, column: Column, group: Group, line: float
) -> list[PlacedRow]:
    """The signature, standing on the line on which the name is printed."""
    if content.signature is None:
        return []
    size = (content.signature.width, content.signature.height)
    alt = f"Signature of {content.signed_by}" if content.signed_by else "Signature"
    room = replace(column, room=column.room * 0.8)
    hand = picture_block(content.signature.digest, size, room, HAND, alt)
    return placed([hand], group, line - hand.height + 1)


def _signed(content: CertificateContent, column: Column) -> list[Block]:
    by = content.signed_by or "For the society"
    of = content.signed_as or content.society
    signer = words_block(by, STRONG, column)
    return [ruled(signer, column.x, column.room, MUTED), words_block(of, SMALL, column)]


def _verified(content: CertificateContent, right: float, qr_x: float) -> list[Block]:
    column = Column((right + qr_x) / 2, QR_SIDE + 7 * MM)
    host = content.check_at.removeprefix("https://").removeprefix("http://")
    code = replace(SMALL, colour=INK, weight=STRONG.weight, size=9)
    return [
        words_block(grouped(content.code), code, column),
        words_block(host.rsplit("/", 1)[0], replace(SMALL, size=7), column),
    ]


def frame(paper: Measures) -> Furniture:
    """A double line around the page; nothing to read."""
    rules = [*_box(paper, EDGE, 1.4, ACCENT), *_box(paper, EDGE + 2.2 * MM, 0.5, HAIR)]
    return Furniture(((0, tuple(rules)),))


def _box(paper: Measures, inset: float, line: float, colour: str) -> list[Rule]:
    wide, high = paper.width - 2 * inset, paper.height - 2 * inset
    return [
        Rule(inset, inset, wide, line, colour),
        Rule(inset, inset + high - line, wide, line, colour),
        Rule(inset, inset, line, high, colour),
        Rule(inset + wide - line, inset, line, high, colour),
    ]
