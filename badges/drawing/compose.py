"""Where everything on one side of a badge goes, and what the operator should know before.

Pure arithmetic: `compose` gives boxes and sizes that a test can check without drawing anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from badges.drawing import bands
from badges.drawing.agendas import agenda_blocks
from badges.drawing.items import (
    Block,
    Code,
    Composition,
    Concern,
    Finding,
    Image,
    Item,
    Strip,
    Stroke,
    Turned,
    flat,
)  # fmt: skip
from badges.drawing.names import person_blocks, sizes_of
from badges.drawing.texts import (
    TEXT_TYPE,
    code_blocks,
    filled,
    fit_box,
    missing_in,
    ribbon_blocks,
    text_block,
)  # fmt: skip
from badges.faces.rules import BadgeFace
from badges.layouts.conditions import is_shown
from badges.layouts.layout import Align, Box, Element, ElementKind, Layout, Side, TypeRange
from conference.typesetting.fonts import Weight

BAND_TYPE = TypeRange(Weight.BOLD, largest=30, good=20, floor=12, lines=2)
BAND_MARGIN = 2.0
# What all badges of a category have in common; a text of other words is a person's own.
SHARED_WORDS = frozenset({"meeting", "dates", "city", "venue", "society", "category", "band"})
SHARED_KINDS = frozenset({ElementKind.BAND, ElementKind.RULE, ElementKind.PICTURE})
_WORD = re.compile(r"\{([^{}\n]*)\}")

Made = tuple[Iterable[Item], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Plan:
    """One side of a layout: what badges of a category share, drawn first, and what they do not."""

    layout: Layout
    side: Side
    shared: tuple[Element, ...]
    own: tuple[Element, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.shared or self.own or self.backgrounds)

    @property
    def backgrounds(self) -> tuple[Image, ...]:
        page = Box(0, 0, self.layout.width, self.layout.height)
        return tuple(
            Image(page, each.picture, is_background=True)
            for each in self.layout.backgrounds
            if each.side is self.side
        )

    def key(self, face: BadgeFace) -> tuple[object, ...]:
        """The same for two badges whose shared part is the same."""
        shown = tuple(is_shown(each.shown_when, face) for each in self.shared if each.shown_when)
        return (self.side, face.meeting, face.at, face.category, face.band, shown)


@lru_cache(maxsize=64)
def plan_of(layout: Layout, side: Side = Side.FRONT) -> Plan:
    """What of a side is drawn once for a category: nothing that would come to lie under a person's
    own things although it stands after them."""
    shared: list[Element] = []
    own: list[Element] = []
    for element in layout.of_side(side):
        is_below = any(element.box.overlaps(each.box) for each in own)
        (shared if _is_shared(element) and not is_below else own).append(element)
    return Plan(layout, side, tuple(shared), tuple(own))


def _is_shared(element: Element) -> bool:
    if element.kind is ElementKind.TEXT:
        return all(each[1].strip() in SHARED_WORDS for each in _WORD.finditer(element.text))
    return element.kind in SHARED_KINDS


def compose(face: BadgeFace, layout: Layout, side: Side = Side.FRONT) -> Composition:
    """Place one side. Nothing leaves its box, nothing is under its floor."""
    plan = plan_of(layout, side)
    shared, own = compose_shared(face, plan), compose_own(face, plan)
    return Composition((*shared.items, *own.items), (*shared.findings, *own.findings))


def compose_shared(face: BadgeFace, plan: Plan) -> Composition:
    """What all badges of a category share, backgrounds first."""
    made = _compose(face, plan.shared)
    return Composition((*plan.backgrounds, *made.items), made.findings)


def compose_own(face: BadgeFace, plan: Plan) -> Composition:
    """What is this person's alone."""
    return _compose(face, plan.own)


def _compose(face: BadgeFace, elements: tuple[Element, ...]) -> Composition:
    items: list[Item] = []
    findings: list[Finding] = []
    for element in elements:
        if element.shown_when and not is_shown(element.shown_when, face):
            continue
        made, found = MAKERS[element.kind](face, element.lying)
        items += _turned(made, element) if element.turn else made
        findings += found
    findings += _text_findings(face, flat(items))
    return Composition(tuple(items), tuple(findings))


def _turned(items: Iterable[Item], element: Element) -> Iterator[Item]:
    """What was laid out upright, turned; a code is drawn on the page's dots, so it turns itself."""
    if element.kind is ElementKind.QR:
        yield from (replace(each, turn=element.turn) for each in items if isinstance(each, Code))
    else:
        yield Turned(tuple(items), element.turn, element.box.middle)


def _finding(face: BadgeFace, concern: Concern, sentence: str) -> Finding:
    return Finding(face.code, face.name.whole, concern, sentence)


def _person(face: BadgeFace, element: Element) -> Made:
    return person_blocks(face, element, sizes_of(element))


def _text(face: BadgeFace, element: Element) -> Made:
    text = filled(element.text, face.values) if "{" in element.text else element.text
    if not text:
        return (), ()
    block = text_block(element, text, face.country_code)
    weight = (element.type or TEXT_TYPE).weight
    lost = () if block.fitted.missing else missing_in(text, weight, face.country_code)
    return (block,), [_missing(face, block.said, lost)] if lost else ()


def _code(face: BadgeFace, element: Element) -> Made:
    return (Code(element.box, face.token),), ()


def _token(face: BadgeFace, element: Element) -> Made:
    return code_blocks(element, face.token), ()


def _ribbons(face: BadgeFace, element: Element) -> Made:
    pills, left_out = ribbon_blocks(element, face.ribbons)
    if not left_out:
        return pills, ()
    sentence = f"No room for the ribbons {', '.join(left_out)}."
    return pills, [_finding(face, Concern.LEFT_OUT, sentence)]


def _band(face: BadgeFace, element: Element) -> Made:
    """The area in the category's colour, and its word between the patterned ends."""
    box, look = element.box, bands.BANDS[face.band]
    inset = bands.end_width(box) + BAND_MARGIN
    room = Box(box.x + inset, box.y, box.width - 2 * inset, box.height)
    text = filled(element.text, face.values) if element.text else face.category.upper()
    word = fit_box(text, element.type or BAND_TYPE, room, face.country_code)
    align = element.align if element.align is not Align.LEFT else Align.CENTRE
    return (Strip(box, face.band), Block("band", room, word, align, look.text)), ()


def _rule(face: BadgeFace, element: Element) -> Made:
    return (Stroke(element.box, bands.rule_colour(face.band)),), ()


def _picture(face: BadgeFace, element: Element) -> Made:
    return ((Image(element.box, element.picture),) if element.picture else ()), ()


def _agenda(face: BadgeFace, element: Element) -> Made:
    blocks, left = agenda_blocks(element, face.agenda)
    if not left:
        return blocks, ()
    sentence = f"The agenda is longer than its panel: {left} of {len(face.agenda)} are not on it."
    return blocks, [_finding(face, Concern.LEFT_OUT, sentence)]


MAKERS: dict[ElementKind, Callable[[BadgeFace, Element], Made]] = {
    ElementKind.NAME: _person,
    ElementKind.PERSON: _person,
    ElementKind.TEXT: _text,
    ElementKind.QR: _code,
    ElementKind.CODE: _token,
    ElementKind.RIBBONS: _ribbons,
    ElementKind.BAND: _band,
    ElementKind.RULE: _rule,
    ElementKind.PICTURE: _picture,
    ElementKind.AGENDA: _agenda,
}


def _text_findings(face: BadgeFace, items: Iterable[Item]) -> Iterator[Finding]:
    for block in items:
        if not isinstance(block, Block) or block.fitted.is_as_typed:
            continue
        if lost := block.fitted.missing:
            yield _missing(face, block.said, lost)
        if block.fitted.is_broken:
            sentence = f"The {block.said} is one long word and is broken over two lines."
            yield _finding(face, Concern.BROKEN, sentence)
        if block.fitted.is_cut:
            sentence = f"The {block.said} is too long and ends in an ellipsis."
            yield _finding(face, Concern.CUT, sentence)


def _missing(face: BadgeFace, role: str, lost: tuple[str, ...]) -> Finding:
    characters = " ".join(lost)
    sentence = f"The {role} is printed without {characters}: no font holds it."
    return _finding(face, Concern.MISSING, sentence)
