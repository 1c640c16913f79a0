"""The letter of invitation as an A4 page, and the code by which an embassy can check it (T08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from conference.orm import tokens
from conference.typesetting.blocks import Block, Style, beside, flow, rule, space, stack, text
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import A4, MM, About, Rectangle, paint
from conference.web.formats import country_name, day

INK, MUTED, ACCENT = "#1a222d", "#545d6a", "#0e5364"
LEFT, RIGHT = 25 * MM, A4[0] - 25 * MM
WIDTH = RIGHT - LEFT
TOP, BOTTOM = 25 * MM, A4[1] - 25 * MM
HEAD = Style(14, ACCENT, Weight.BOLD)
TITLE = Style(16, INK, Weight.BOLD)
TEXT = Style(10.5, INK)
STRONG = Style(10.5, INK, Weight.BOLD)
SMALL = Style(8.5, MUTED)
CODE_LENGTH = 10
SQUARE, QUIET_MODULES = 26 * MM, 4


@dataclass(frozen=True, slots=True)
class Invitation:
    """Everything that the letter says; a snapshot of the request and the meeting."""

    society: str
    society_address: str
    contact_email: str
    meeting: str
    venue: str
    starts_on: date
    ends_on: date
    passport_name: str
    nationality: str
    passport_number: str
    affiliation: str
    embassy: str
    registration: str
    category: str
    issued_on: date
    code: str
    check_at: str


def verification_code(secret: str, request: UUID, registration: str, issued_at: object) -> str:
    """The registration's code and ten characters that only this issue of the letter has.

    Issued anew, the letter has another code and the old one is void.
    """
    mark = tokens.derive(secret, "visa-letter", request, issued_at, length=CODE_LENGTH)
    return f"{registration}-{mark[:5]}-{mark[5:]}"


def invitation_pdf(letter: Invitation) -> bytes:
    """The letter as PDF: the name of the passport, the meeting, that the fee is paid."""
    blocks = [
        _head(letter),
        space(26),
        _words(day(letter.issued_on), TEXT),
        space(14),
        _words(letter.embassy or "To whom it may concern", TEXT),
        space(24),
        _words(f"Letter of invitation: {letter.passport_name}", TITLE),
        space(14),
        *_body(letter),
        space(30),
        _words("For the organisers", TEXT),
        space(4),
        _words(letter.society, STRONG),
        space(36),
        _check(letter),
    ]
    pages = flow(blocks, first=TOP, top=TOP, bottom=BOTTOM)
    title = f"Letter of invitation, {letter.meeting}"
    return paint(pages, About(title, letter.society, letter.meeting))


def _head(letter: Invitation) -> Block:
    rest = "\n".join(filter(None, (letter.society_address, letter.contact_email)))
    return stack(
        _words(letter.society, HEAD), _words(rest, SMALL), rule(LEFT, WIDTH, ACCENT, 1.2), gap=4
    )


def _body(letter: Invitation) -> list[Block]:
    where = f" in {letter.venue}" if letter.venue else ""
    passport = f", passport number {letter.passport_number}" if letter.passport_number else ""
    of = f" of {letter.affiliation}" if letter.affiliation else ""
    paragraphs = (
        "Dear Sir or Madam,",
        f"We invite {letter.passport_name}{of}, national of "
        f"{country_name(letter.nationality)}{passport}, to take part in {letter.meeting}, which "
        f"is held{where} from {day(letter.starts_on)} to {day(letter.ends_on)}.",
        f"{letter.passport_name} is registered as “{letter.category}” under the number "
        f"{letter.registration}. The registration fee is settled.",
        "Travel, accommodation and insurance are not provided by the organisers unless this is "
        "agreed in another letter. This letter gives no right to enter or to stay in the country.",
        "Please grant the visa that is needed for the days of the meeting and the journey.",
    )
    return [block for words in paragraphs for block in (_words(words, TEXT), space(9))]


def _check(letter: Invitation) -> Block:
    """The code, the address that tells whether it is genuine, and a square that opens it."""
    room = WIDTH - SQUARE - 6 * MM
    said = stack(
        text(f"Verification code {letter.code}", STRONG, LEFT, room),
        text(
            f"Whether this letter is genuine and still valid: {letter.check_at}", SMALL, LEFT, room
        ),
        gap=5,
    )
    return stack(rule(LEFT, WIDTH, MUTED, 0.5), beside(said, _square(letter.check_at)), gap=5)


def _square(address: str) -> Block:
    """The QR code of the address, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(address)
    matrix = code.get_matrix()
    side = SQUARE / len(matrix)
    marks = [
        Rectangle(RIGHT - SQUARE + x * side, y * side, side * run, side, "#000000")
        for y, row in enumerate(matrix)
        for x, run in _dark_runs(row)
    ]
    return Block(SQUARE, tuple(marks))


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark neighbours begin in a row, and how many they are."""
    x = 0
    for is_dark, group in groupby(row):
        length = len(list(group))
        if is_dark:
            yield x, length
        x += length


def _words(words: str, style: Style) -> Block:
    return text(words, style, LEFT, WIDTH)
