"""A document as A4 pages: for a window envelope, and for whoever must book it."""

from __future__ import annotations

from conference.orm.money import format_money
from conference.registration.documents import look
from conference.registration.documents.content import DocumentContent, Party, Received
from conference.registration.documents.lines_table import table, totals
from conference.registration.documents.rules import DocumentKind
from conference.typesetting.blocks import (
    NOTHING,
    Block,
    Style,
    beside,
    flow,
    lower,
    lowered,
    overlay,
    panel,
    rule,
    space,
    stack,
    text,
    text_to,
)
from conference.typesetting.paper import A4, About, paint
from conference.web.formats import country_name, day

NO_INVOICE = "This is not an invoice, and gives no right to deduct tax."
PADDING = 11
HALF = look.WIDTH / 2


def document_pdf(content: DocumentContent) -> bytes:
    """The document as PDF; the same document is the same bytes, whenever it is asked for."""
    top = _top(content)
    blocks = [
        _title(content),
        *table(content),
        space(8),
        totals(content),
        space(16),
        _notes(content),
        _money(content),
    ]
    title_at = max(look.TITLE_AT, look.WINDOW_AT + _window(content).height + 24)
    body = flow(blocks, first=title_at, top=look.TOP, bottom=look.BOTTOM)
    first = (*top.marks, *body[0])
    pages = overlay([first, *body[1:]], lambda number, of: _frame(content, number, of))
    about = About(f"{content.title} {content.number}", content.issuer.name, content.event)
    return paint(pages, about)


def _top(content: DocumentContent) -> Block:
    """The letterhead, the window and what one asks for first when one calls."""
    marks = [
        *lowered(_letterhead(content.issuer), look.HEAD_AT),
        *lowered(_window(content), look.WINDOW_AT),
        *lowered(_facts(content), look.WINDOW_AT),
    ]
    return Block(look.TITLE_AT, tuple(marks))


def _letterhead(issuer: Party) -> Block:
    room = look.FACTS_X - look.LEFT - 20
    rest = [issuer.address, country_name(issuer.country) if issuer.country else ""]
    if issuer.tax_number:
        rest.append(f"Tax number {issuer.tax_number}")
    words = "\n".join(each for each in rest if each)
    return beside(
        text(issuer.name, look.NAME, look.LEFT, room),
        text(words, look.SMALL, look.FACTS_X, look.RIGHT - look.FACTS_X),
    )


def _window(content: DocumentContent) -> Block:
    """The sender in one small line, and the address as the post wants it."""
    room = look.FACTS_X - look.LEFT - 20
    sender = " · ".join([content.issuer.name, *content.issuer.address.split("\n")])
    to = content.bill_to
    lines = [to.address, country_name(to.country) if to.country else ""]
    return stack(
        text(sender, look.TINY, look.LEFT, room),
        space(5),
        text(to.name, look.STRONG, look.LEFT, room),
        text("\n".join(each for each in lines if each), look.TEXT, look.LEFT, room),
    )


def _facts(content: DocumentContent) -> Block:
    facts = [
        (content.title, content.number),
        ("Date", day(content.issued_on)),
        ("Order", content.order),
        ("Your reference", content.purchase_order),
        ("Your tax number", content.bill_to.tax_number),
        ("Corrects", content.corrects),
        ("Please pay by", day(content.due_on) if content.due_on else ""),
    ]
    rows = (
        beside(
            lower(text(label, look.LABEL, look.FACTS_X, look.FACTS_LABEL), 2),
            text(value, look.TEXT, look.FACTS_VALUE_X, look.RIGHT - look.FACTS_VALUE_X),
        )
        for label, value in facts
        if value
    )
    return stack(*rows, gap=2)


def _title(content: DocumentContent) -> Block:
    under = [content.event]
    if content.corrects:
        under.append(f"Credit for invoice {content.corrects}. {content.reason}".strip())
    warning = (
        text(NO_INVOICE, look.STRONG, look.LEFT, look.WIDTH)
        if content.kind is DocumentKind.PRO_FORMA
        else NOTHING
    )
    return stack(
        text(content.title, look.TITLE, look.LEFT, look.WIDTH),
        text("\n".join(under), look.TEXT, look.LEFT, look.WIDTH),
        warning,
        space(16),
    )


def _notes(content: DocumentContent) -> Block:
    notes = [text(note, look.TEXT, look.LEFT, look.WIDTH) for note in content.notes]
    return stack(*notes, space(12), gap=2) if notes else NOTHING


def _money(content: DocumentContent) -> Block:
    """What came, what is given back, or what is to be paid, until when and whereto."""
    if content.received:
        return _panel(_received(content.received, content.currency))
    if content.due:
        return _panel(_to_pay(content))
    if content.settled:
        return _panel(_words(content.settled, look.STRONG))
    return NOTHING


def _panel(block: Block) -> Block:
    return panel(block, look.LEFT, look.WIDTH, look.TINT, PADDING)


def _words(words: str, style: Style, x: float = look.LEFT + PADDING, room: float = 0) -> Block:
    return text(words, style, x, room or look.WIDTH - 2 * PADDING)


def _received(received: Received, currency: str) -> Block:
    how = f"{received.method}, {day(received.on)}"
    how += f", reference {received.reference}" if received.reference else ""
    due = received.due
    rest = (
        f"Still due on this order: {format_money(due, currency)}."
        if due
        else "Nothing is due any more."
    )
    return stack(
        _words(f"Received with thanks: {format_money(received.amount, currency)}", look.LARGE),
        _words(how, look.TEXT),
        _words(rest, look.TEXT),
        gap=2,
    )


def _to_pay(content: DocumentContent) -> Block:
    due = format_money(content.due, content.currency)
    until = f" by {day(content.due_on)}" if content.due_on else ""
    paid = content.gross - content.due
    room = HALF - 2 * PADDING
    left = stack(
        _words(
            f"Write on the transfer: {content.reference or content.order}", look.TEXT, room=room
        ),
        _words(f"{format_money(paid, content.currency)} is paid already.", look.TEXT, room=room)
        if paid > 0
        else NOTHING,
        gap=2,
    )
    bank = _words(content.bank, look.TEXT, look.LEFT + HALF, room) if content.bank else NOTHING
    please = _words(f"Please pay {due}{until}", look.LARGE)
    return stack(please, space(3), beside(left, bank))


def _frame(content: DocumentContent, number: int, of: int) -> Block:
    """The foot of every page, and the head of those that follow the first."""
    edge = 70
    foot = stack(
        rule(look.LEFT, look.WIDTH, look.HAIR),
        space(5),
        beside(
            text(content.footer, look.TINY, look.LEFT, look.WIDTH - edge),
            text_to(f"Page {number} of {of}", look.TINY, look.RIGHT, edge),
        ),
    )
    marks = lowered(foot, look.FOOT_AT)
    if number > 1:
        words = f"{content.title} {content.number}, {day(content.issued_on)}"
        head = beside(
            text(words, look.SMALL, look.LEFT, look.WIDTH),
            text_to(content.issuer.name, look.SMALL, look.RIGHT, HALF),
        )
        marks = (*marks, *lowered(head, look.HEAD_AT))
    return Block(A4[1], marks)
