"""Words in their boxes: lines with placeholders, paragraphs, ribbons, the token. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from math import floor

from badges.drawing.fit import ELLIPSIS, Fitted, fit
from badges.drawing.items import Block
from badges.faces.rules import grouped
from badges.layouts.layout import Align, Box, Element, TypeRange
from badges.stock.stock import POINTS_PER_MM
from conference.letters.placeholders import fill_line, placeholders_in
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import Line, set_line
from conference.typesetting.wrapping import wrap

LONGEST_BEGINNING = 24  # characters
TEXT_TYPE = TypeRange(Weight.REGULAR, largest=14, good=12, floor=9)
RIBBON_TYPE = TypeRange(Weight.BOLD, largest=13, good=12, floor=12)
CODE_TYPE = TypeRange(Weight.REGULAR, largest=12, good=9, floor=6)
PILL_PADDING_EM, PILL_HEIGHT_EM, PILL_GAP_EM = 0.53, 1.483, 0.35
CODE_LINES = (1, 2, 4)
CODE_GAP_EM = 0.05
USUAL_CODE = "7KQM-2XVT-9WER-01ZA"
SHRINK = 0.93
_DANGLING = re.compile(r"^[\s,·|/–-]+|[\s,·|/–-]+$")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words of an element; a line whose placeholders are all empty is left out.

    A comma or a dash that a missing value left at the end of a line goes with it.
    """
    if "{" not in text:
        return text
    lines = (
        _DANGLING.sub("", fill_line(line, values)) if "{" in line else line
        for line in text.replace("\r\n", "\n").split("\n")
    )
    return "\n".join(lines).strip("\n")


def what_it_holds(element: Element) -> str:
    """What a report calls a text: its placeholders in words, else how it begins."""
    names = [name.replace("_", " ") for name in placeholders_in(element.text)]
    return " and ".join(names) or f"text “{element.text[:LONGEST_BEGINNING].strip()}”"


def text_block(element: Element, text: str, country_code: str = "") -> Block:
    """A line or two fitted in the element's box, or a paragraph from its top."""
    sizes = element.type or TEXT_TYPE
    if "\n" in text or sizes.lines > 2:
        return _paragraph(element, text, sizes, country_code)
    fitted = fit_box(text, sizes, element.box, country_code)
    called = what_it_holds(element)
    return Block(element.id, element.box, fitted, aligned(element.align, fitted), called=called)


def aligned(align: Align, fitted: Fitted) -> Align:
    """Words that read from right to left begin on the right."""
    if align is Align.LEFT and fitted.lines and fitted.lines[0].is_right_to_left:
        return Align.RIGHT
    return align


def fit_box(text: str, sizes: TypeRange, box: Box, country_code: str = "") -> Fitted:
    """The text as large as width and height of the box let it be, never under its floor."""
    room = box.height * POINTS_PER_MM
    found = fit(text, sizes, box.width * POINTS_PER_MM, country_code)
    if found.height <= room:
        return found
    if len(found.lines) > 1 and found.height * sizes.floor / found.size > room:
        found = fit(text, replace(sizes, lines=1), box.width * POINTS_PER_MM, country_code)
    if found.height <= room:
        return found
    return replace(found, size=max(sizes.floor, found.size * room / found.height))


@lru_cache(maxsize=1024)
def _wrapped(text: str, sizes: TypeRange, width: float, height: float, country: str) -> Fitted:
    """A paragraph at the largest size that fits; cut at the floor."""
    size = sizes.largest
    while True:
        lines = _paragraph_lines(text, sizes, size, width, country)
        whole = Fitted(lines, size)
        if whole.height <= height or size <= sizes.floor:
            break
        size = max(sizes.floor, size * SHRINK)
    if whole.height <= height:
        return whole
    kept = list(lines)
    while len(kept) > 1 and Fitted(tuple(kept), size).height > height:
        kept.pop()
    last = fit(f"{kept[-1].text} {ELLIPSIS}", replace(sizes, lines=1), width, country)
    return Fitted((*kept[:-1], *last.lines[:1]), size, is_cut=True)


def _paragraph_lines(
    text: str, sizes: TypeRange, size: float, width: float, country: str
) -> tuple[Line, ...]:
    """Each of the text's own lines wrapped; an empty one stays, as a gap."""
    return tuple(
        line
        for words in text.split("\n")
        for line in wrap(words, size, width, sizes.weight, country) or (set_line(""),)
    )


def _paragraph(element: Element, text: str, sizes: TypeRange, country: str) -> Block:
    """From the box's top, so that what follows a short text is white paper."""
    box = element.box
    width, height = box.width * POINTS_PER_MM, box.height * POINTS_PER_MM
    found = _wrapped(text, sizes, width, height, country)
    used = Box(box.x, box.y, box.width, min(box.height, found.height / POINTS_PER_MM))
    called = what_it_holds(element)
    return Block(element.id, used, found, aligned(element.align, found), called=called)


def missing_in(text: str, weight: Weight, country_code: str) -> tuple[str, ...]:
    """The characters of a text that no shipped font holds."""
    return set_line(text.replace("\n", " "), weight, country_code).missing


def code_blocks(element: Element, token: str) -> Iterator[Block]:
    """The token in groups of four, in as many lines as make it largest in its box.

    A token is never cut: where its box is too small even for four lines it is set smaller.
    """
    sizes, box = element.type or CODE_TYPE, element.box
    lines, size = _code_lines(grouped(token), _line_count(sizes, box), sizes, box)
    top = box.y
    for line in lines:
        fitted = Fitted((line,), size)
        height = fitted.height / POINTS_PER_MM
        yield Block("token", Box(box.x, top, box.width, height), fitted, element.align)
        top += height + CODE_GAP_EM * size / POINTS_PER_MM


@lru_cache(maxsize=256)
def _line_count(sizes: TypeRange, box: Box) -> int:
    """In how many lines a usual code is largest."""
    return max(CODE_LINES, key=lambda count: _code_lines(USUAL_CODE, count, sizes, box)[1])


def _code_lines(
    code: str, count: int, sizes: TypeRange, box: Box
) -> tuple[tuple[Line, ...], float]:
    """The code in so many lines, and the size at which they fit."""
    each = -(-(len(code) + 1) // count)
    texts = [code[at : at + each].rstrip("-") for at in range(0, len(code), each)]
    lines = tuple(set_line(text, sizes.weight) for text in texts)
    em = sum(line.ascent + line.descent for line in lines) + CODE_GAP_EM * (len(lines) - 1)
    widest = max(line.width for line in lines)
    size = min(sizes.largest, box.width * POINTS_PER_MM / widest, box.height * POINTS_PER_MM / em)
    return lines, floor(size * 10) / 10


def ribbon_blocks(
    element: Element, ribbons: tuple[str, ...]
) -> tuple[list[Block], tuple[str, ...]]:
    """Ribbons from left to right, then down; and those for which there is no room."""
    sizes, box = element.type or RIBBON_TYPE, element.box
    em = sizes.largest / POINTS_PER_MM
    padding, height, gap = PILL_PADDING_EM * em, PILL_HEIGHT_EM * em, PILL_GAP_EM * em
    x, y = box.x, box.y
    pills: list[Block] = []
    for index, ribbon in enumerate(ribbons):
        text = fit(ribbon, sizes, (box.width - 2 * padding) * POINTS_PER_MM)
        width = text.width / POINTS_PER_MM + 2 * padding
        if x > box.x and x + width > box.right:
            x, y = box.x, y + height + gap
        if y + height > box.bottom + 0.01:
            return pills, ribbons[index:]
        frame = Box(x, y, width, height)
        pills.append(Block("ribbon", frame, text, Align.CENTRE, is_framed=True))
        x += width + gap
    return pills, ()
