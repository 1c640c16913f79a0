"""The lines of a document and their sums, in columns whose numbers stand under one another."""

from __future__ import annotations

from decimal import Decimal

from conference.orm.money import format_money
from conference.registration.documents import look
from conference.registration.documents.content import DocumentContent, PrintedLine, TaxSum
from conference.typesetting.blocks import (
    NOTHING,
    Block,
    Style,
    beside,
    rule,
    space,
    stack,
    text,
    text_to,
)

QUANTITY_TO, NET_TO, RATE_TO = look.RIGHT - 190, look.RIGHT - 122, look.RIGHT - 78
SUMS_FROM = look.RIGHT - 240
NUMBER = 90  # room for one
BETWEEN = 12


def amount(value: int, currency: str) -> str:
    """ "-1,234.50": without the currency, which the heading names."""
    return format_money(value, currency).rsplit(" ", 1)[0]


def percent(points: int) -> str:
    """ "22 %", "7.7 %" of basis points."""
    return f"{(Decimal(points) / 100).normalize():f} %"


def table(content: DocumentContent) -> list[Block]:
    """A row for each line; every page that goes on with it repeats the headings."""
    head = _headings(content)
    rows = [_row(line, content) for line in content.lines]
    return [head, *(Block(row.height, row.marks, head) for row in rows)]


def _shows_tax(content: DocumentContent) -> bool:
    return content.has_tax and content.received is None


def _headings(content: DocumentContent) -> Block:
    shows_tax = _shows_tax(content)
    cells = [
        text("Description", look.LABEL, look.LEFT, 200),
        _cell("Quantity", QUANTITY_TO if shows_tax else NET_TO, look.LABEL),
        _cell(
            f"Gross, {content.currency}" if shows_tax else content.currency, look.RIGHT, look.LABEL
        ),
    ]
    if shows_tax:
        cells += [
            _cell(f"Net, {content.currency}", NET_TO, look.LABEL),
            _cell(content.tax_word, RATE_TO, look.LABEL),
        ]
    return stack(beside(*cells), space(3), rule(look.LEFT, look.WIDTH, look.INK, 0.8), space(1))


def _row(line: PrintedLine, content: DocumentContent) -> Block:
    shows_tax = _shows_tax(content)
    edge = QUANTITY_TO if shows_tax else NET_TO
    room = edge - 36 - BETWEEN - look.LEFT
    # Each on a line of its own: an Arabic name beside an English reason would turn both around.
    small = [text(part, look.SMALL, look.LEFT, room) for part in (line.whose, line.reason)]
    cells = [
        stack(text(line.title, look.TEXT, look.LEFT, room), *small),
        _cell(str(abs(line.quantity)), edge, look.TEXT),
        _cell(amount(line.amount, content.currency), look.RIGHT, look.TEXT),
    ]
    if shows_tax:
        cells += [
            _cell(amount(line.net, content.currency), NET_TO, look.TEXT),
            _cell(percent(line.tax_points), RATE_TO, look.TEXT),
        ]
    return stack(space(4.5), beside(*cells), space(4.5), rule(look.LEFT, look.WIDTH, look.HAIR))


def totals(content: DocumentContent) -> Block:
    """Net, the tax of each rate, and what it comes to; kept together on one page."""
    width = look.RIGHT - SUMS_FROM
    sums = []
    if _shows_tax(content):
        sums.append(_sum("Net", amount(content.net, content.currency), look.TEXT))
        sums += [_tax_sum(each, content) for each in content.tax_sums]
    whole = _sum("Total", format_money(content.gross, content.currency), look.LARGE)
    line = rule(SUMS_FROM, width, look.ACCENT, 1.2)
    return stack(*sums, stack(space(2), line, space(4)) if sums else NOTHING, whole, gap=3)


def _tax_sum(each: TaxSum, content: DocumentContent) -> Block:
    net = amount(each.net, content.currency)
    words = f"{content.tax_word} {percent(each.points)} on {net}"
    return _sum(words, amount(each.tax, content.currency), look.TEXT)


def _sum(words: str, value: str, style: Style) -> Block:
    room = look.RIGHT - SUMS_FROM
    return beside(text(words, style, SUMS_FROM, room - NUMBER / 2), _cell(value, look.RIGHT, style))


def _cell(words: str, edge: float, style: Style) -> Block:
    return text_to(words, style, edge, room=look.WIDTH)
