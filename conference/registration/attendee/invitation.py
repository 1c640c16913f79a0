"""The letter of invitation as an A4 page, and the code by which an embassy can check it (T08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from conference.orm import tokens
from conference.registration.signing.rules import NOBODY, Signatory
from conference.typesetting.columns import (
    Column,
    marks_block,
    picture_block,
    placed,
    ruled,
    text_block,
)
from conference.typesetting.fonts import Weight
from conference.typesetting.pagination import Block, Frame, Group, PlacedRow, paginate
from conference.typesetting.paper import A4, MM, About
from conference.typesetting.rich import Span
from conference.typesetting.writer import write
from conference.web.formats import country_name, day

INK, MUTED, ACCENT = "#1a222d", "#545d6a", "#0e5364"
LEFT, RIGHT = 25 * MM, A4[0] - 25 * MM
WIDTH = RIGHT - LEFT
TOP, BOTTOM = 25 * MM, A4[1] - 25 * MM
HEAD = Span("", 14, ACCENT, Weight.BOLD)
TITLE = Span("", 16, INK, Weight.BOLD)
TEXT = Span("", 10.5, INK)
STRONG = Span("", 10.5, INK, Weight.BOLD)
SMALL = Span("", 8.5, MUTED)
CODE_LENGTH = 10
SQUARE, QUIET_MODULES = 26 * MM, 4
HAND, HAND_ROOM = 17 * MM, 70 * MM  # the signature at most
CHECK = SQUARE + 6 * MM  # at the foot of the last page: the code and its square
WHOLE = Column(LEFT, WIDTH, is_centred=False)


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
    signer: Signatory = NOBODY


def verification_code(secret: str, request: UUID, registration: str, issued_at: object) -> str:
    """The registration's code and ten characters that only this issue of the letter has.

    Issued anew, the letter has another code and the old one is void.
    """
    mark = tokens.derive(secret, "visa-letter", request, issued_at, length=CODE_LENGTH)
    return f"{registration}-{mark[:5]}-{mark[5:]}"


def invitation_pdf(letter: Invitation, pictures: Mapping[str, bytes] = {}) -> bytes:
    """The letter as a tagged PDF: the name of the passport, the meeting, that the fee is paid.

    `pictures` holds the signature by its digest.
    """
    group = Group((*_head(letter), *_body(letter), *_end(letter)))
    pages = paginate([group], Frame(TOP, BOTTOM - CHECK))
    pages[-1].rows += _check(letter, group, BOTTOM - CHECK + 6 * MM)
    title = f"Letter of invitation, {letter.passport_name}, {letter.meeting}"
    about = About(title, letter.society, letter.meeting)
    return write(pages, about, furniture={}, pictures=pictures).body


def _head(letter: Invitation) -> Iterator[Block]:
    rest = "\n".join(filter(None, (letter.society_address, letter.contact_email)))
    yield _words(letter.society, HEAD)
    if rest:
        yield _words(rest, SMALL, gap=4)
    date = ruled(_words(day(letter.issued_on), TEXT), LEFT, WIDTH, ACCENT, 1.2)
    first, *others = date.rows
    yield replace(date, rows=(replace(first, height=26), *others), gap=6)
    yield _words(letter.embassy or "To whom it may concern", TEXT, gap=14)
    yield _words(f"Letter of invitation: {letter.passport_name}", TITLE, tag="H1", gap=24)


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
    blocks = [_words(words, TEXT, gap=9 if place else 14) for place, words in enumerate(paragraphs)]
    return [*blocks[:-1], replace(blocks[-1], keeps_next=True)]


def _end(letter: Invitation) -> list[Block]:
    """Who signs, on one page with the last words: nobody signs an empty page."""
    *blocks, last = _signing(letter)
    return [*(replace(each, keeps_next=True) for each in blocks), last]


def _signing(letter: Invitation) -> Iterator[Block]:
    """On the signature, or for the pen."""
    signer = letter.signer
    yield _words("For the organisers", TEXT, gap=26)
    if signer.hand:
        alt = f"Signature of {signer.signed_by}" if signer.signed_by else "Signature"
        size, room = (signer.hand.width, signer.hand.height), replace(WHOLE, room=HAND_ROOM)
        yield picture_block(signer.hand.digest, size, room, HAND, alt, gap=8)
    yield _words(signer.signed_by or letter.society, STRONG, gap=4 if signer.hand else 34)
    if signer.signed_as:
        yield _words(signer.signed_as, TEXT)
    if signer.signed_by:
        yield _words(letter.society, TEXT)


def _check(letter: Invitation, group: Group, top: float) -> list[PlacedRow]:
    """The code, the address that tells whether it is genuine, and a square that opens it."""
    column = replace(WHOLE, room=WIDTH - SQUARE - 6 * MM)
    code = text_block(f"Verification code {letter.code}", STRONG, column)
    words = f"Whether this letter is genuine and still valid: {letter.check_at}"
    said = [ruled(code, LEFT, WIDTH, MUTED, 0.5), text_block(words, SMALL, column, gap=5)]
    return [*placed(said, group, top), *placed([_square(letter.check_at)], group, top + 6)]


def _square(address: str) -> Block:
    """The QR code of the address, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(address)
    matrix = code.get_matrix()
    bars = ((x, y, run) for y, row in enumerate(matrix) for x, run in _dark_runs(row))
    alt = f"The code opens {address}"
    return marks_block(bars, len(matrix), QUIET_MODULES, RIGHT - SQUARE, SQUARE, alt)


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark neighbours begin in a row, and how many they are."""
    x = 0
    for is_dark, group in groupby(row):
        length = len(list(group))
        if is_dark:
            yield x, length
        x += length


def _words(words: str, style: Span, *, tag: str = "P", gap: float = 0) -> Block:
    return text_block(words, style, WHOLE, tag=tag, gap=gap)
