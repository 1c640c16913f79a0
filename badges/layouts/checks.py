"""What is wrong with a layout, before anything is printed by it. Pure.

A fault stops a save, because badges printed so are waste; a remark is something to look at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from badges.layouts.conditions import find_condition_fault
from badges.layouts.layout import POINTS_PER_MM, Box, Element, ElementKind, Layout, Side, TypeRange
from badges.layouts.words import BADGE_PLACEHOLDERS, KIND_WORDS, WITH_TYPE, numbered, side_words
from badges.stock.stock import Stock
from conference.letters.placeholders import unknown_placeholders

CODE_MODULES = 29  # version 1 with its quiet zone of four on either side
LEAST_MODULE_MM = 0.5
LEAST_CODE_MM = CODE_MODULES * LEAST_MODULE_MM
LEAST_POINTS = 6.0
READABLE_POINTS = 12.0
SMALL_STOCK_MM = 70.0  # stock that is read at arm's length
READABLE_SMALL = 8.0
TO_TYPE_POINTS = 9.0  # a code that somebody holds in the hand to type it
MAY_BLEED = frozenset({ElementKind.BAND, ElementKind.RULE, ElementKind.PICTURE})
MAY_LIE_UNDER = frozenset({ElementKind.PICTURE, ElementKind.BAND})
NAMES = frozenset({ElementKind.NAME, ElementKind.PERSON})


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about an element, or about the whole with "" as element.

    `field` is the form's field it is about; a fault stops a save.
    """

    element: str
    field: str
    sentence: str
    is_fault: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a layout of this meeting may name: its categories and pictures."""

    categories: Collection[str] = ()
    pictures: Collection[UUID] = ()


def check_layout(layout: Layout, stock: Stock, known: Known | None = None) -> list[Remark]:
    """Faults first, then what is worth a look, in the order of the elements."""
    known = known or Known()
    names = _names_in_sentences(layout)
    found = [
        remark for each in layout.elements
        for remark in _of_element(each, names[each.id], stock, known)
    ]  # fmt: skip
    found += _of_codes(layout, names)
    found += _of_pairs(layout, names)
    found += _of_backgrounds(layout, known)
    found += _of_whole(layout)
    return sorted(found, key=lambda remark: not remark.is_fault)


def faults_by_field(remarks: Collection[Remark]) -> dict[str, str]:
    """The first fault of each field of the form, named as the form names it."""
    found: dict[str, str] = {}
    for each in remarks:
        if each.is_fault:
            found.setdefault(f"{each.element}.{each.field}" if each.element else "", each.sentence)
    return found


def _fault(element: Element, field: str, sentence: str) -> Remark:
    return Remark(element.id, field, sentence, is_fault=True)


def _look(element: Element, field: str, sentence: str) -> Remark:
    return Remark(element.id, field, sentence, is_fault=False)


def named(element: Element) -> str:
    """An element as a sentence names it, where there is no other one of this name."""
    word = KIND_WORDS[element.kind]
    return f"{word} “{element.text[:30]}”" if element.text else word


def names_of(layout: Layout) -> dict[str, str]:
    """Every element's name by its id; those of the same name are told apart by their number."""
    elements = layout.elements
    ids = [each.id for each in elements]
    return dict(zip(ids, numbered([named(each) for each in elements]), strict=True))


def _names_in_sentences(layout: Layout) -> dict[str, str]:
    """With the place as well, where the name alone would not tell which one is meant."""
    names = names_of(layout)
    places = {each.id: f" ({round(each.box.y, 1):g} mm from the top)" for each in layout.elements}
    return {
        each.id: names[each.id] + ("" if names[each.id] == named(each) else places[each.id])
        for each in layout.elements
    }


def _of_element(element: Element, name: str, stock: Stock, known: Known) -> Iterator[Remark]:
    begins = "" if name == named(element) else f"{name}: "
    yield from _of_place(element, name, stock)
    yield from _of_type(element, name, stock)
    if unknown := unknown_placeholders(element.text, BADGE_PLACEHOLDERS):
        words = ", ".join(f"{{{each}}}" for each in unknown)
        yield _fault(element, "text", f"{begins}A badge knows no {words}.")
    if fault := find_condition_fault(element.shown_when, known.categories):
        yield _fault(element, "shown_text", f"{begins}{fault}")
    if element.kind is ElementKind.TEXT and not element.text.strip():
        yield _look(element, "text", f"{begins}This text is empty.")
    if element.kind is ElementKind.PICTURE:
        yield from _of_picture(element, begins, known)


def _of_picture(element: Element, begins: str, known: Known) -> Iterator[Remark]:
    if element.picture is None:
        yield _look(element, "picture", f"{begins}No picture is chosen for this box.")
    elif element.picture not in known.pictures:
        sentence = f"{begins}This picture is not there any more: choose another."
        yield _fault(element, "picture", sentence)


def _of_place(element: Element, name: str, stock: Stock) -> Iterator[Remark]:
    face, box = Box(0, 0, stock.width, stock.height), element.box
    if not face.holds(box):
        field = "x" if box.x < 0 or box.right > face.right + 0.01 else "y"
        size = f"{stock.width:g} × {stock.height:g} mm"
        yield _fault(element, field, f"{name} leaves the badge of {size}.")
        return
    safe = stock.safe
    inside = Box(safe, safe, stock.width - 2 * safe, stock.height - 2 * safe)
    if element.kind not in MAY_BLEED and not inside.holds(box):
        sentence = f"{name} is nearer than {safe:g} mm to the edge: it may be cut off."
        yield _look(element, "x", sentence)


def _of_type(element: Element, name: str, stock: Stock) -> Iterator[Remark]:
    if element.kind not in WITH_TYPE:
        return
    for field, sizes in (("", element.type), ("small_", element.small)):
        if sizes is not None:
            yield from _of_sizes(element, name, field, sizes, stock)


def _of_sizes(
    element: Element, name: str, field: str, sizes: TypeRange, stock: Stock
) -> Iterator[Remark]:
    if not sizes.floor <= sizes.good <= sizes.largest:
        sentence = "The smallest size is at most the good one, and that at most the largest."
        yield _fault(element, f"{field}good", sentence)
    if sizes.floor < LEAST_POINTS:
        sentence = f"Nobody reads less than {LEAST_POINTS:g} pt."
        yield _fault(element, f"{field}floor", sentence)
    elif sizes.floor < readable_points(element, stock):
        least = readable_points(element, stock)
        sentence = f"{name} may shrink to {sizes.floor:g} pt; {least:g} pt is readable."
        yield _look(element, f"{field}floor", sentence)
    if element.lying.box.height * POINTS_PER_MM < sizes.floor * 0.7:
        low, field = ("narrow", "width") if element.turn.is_across else ("low", "height")
        sentence = f"{name} is too {low} a box for {sizes.floor:g} pt."
        yield _look(element, field, sentence)


def readable_points(element: Element, stock: Stock) -> float:
    """The least size that people read on this stock: from afar, at arm's length, or in the hand."""
    is_small = min(stock.width, stock.height) < SMALL_STOCK_MM
    if "{revision}" in element.text:
        return LEAST_POINTS  # for the desk alone
    if element.kind is ElementKind.CODE:
        return LEAST_POINTS if is_small else TO_TYPE_POINTS
    if element.side is not Side.FRONT or element.kind is ElementKind.BAND:
        return READABLE_SMALL
    return READABLE_SMALL if is_small else READABLE_POINTS


def _of_codes(layout: Layout, names: Mapping[str, str]) -> Iterator[Remark]:
    for code in layout.elements:
        if code.kind is not ElementKind.QR:
            continue
        if min(code.box.width, code.box.height) < LEAST_CODE_MM - 0.01:
            sentence = (
                f"A QR code is at least {LEAST_CODE_MM:g} × {LEAST_CODE_MM:g} mm with its white "
                "margin: smaller ones do not scan."
            )
            yield _fault(code, "width", sentence)
        elif abs(code.box.width - code.box.height) > 0.5:
            yield _look(code, "height", "The box of a QR code is not square; the code will be.")
        yield from _over(code, layout, names)


def _over(code: Element, layout: Layout, names: Mapping[str, str]) -> Iterator[Remark]:
    """What covers a code, or lies in its white margin."""
    place = layout.elements.index(code)
    for index, each in enumerate(layout.elements):
        if each is code or each.side is not code.side or not each.box.overlaps(code.box):
            continue
        if each.kind in MAY_LIE_UNDER and index < place:
            continue
        sentence = f"{names[each.id]} lies on the QR code or its white margin: it will not scan."
        yield _fault(each, "x", sentence)


def _of_pairs(layout: Layout, names: Mapping[str, str]) -> Iterator[Remark]:
    """Texts that may be printed over one another: both shown without a condition."""
    texts = [
        each for each in layout.elements
        if each.kind in WITH_TYPE and each.kind is not ElementKind.BAND and not each.shown_when
    ]  # fmt: skip
    for one, other in combinations(texts, 2):
        if one.side is other.side and one.box.overlaps(other.box, tolerance=0.3):
            yield _look(other, "x", f"{names[other.id]} and {names[one.id]} share some place.")


def _of_backgrounds(layout: Layout, known: Known) -> Iterator[Remark]:
    for each in layout.backgrounds:
        if each.picture not in known.pictures:
            sentence = (
                f"The background of the {side_words(each.side).lower()} is not there any more."
            )
            yield Remark("", "", sentence, is_fault=True)


def _of_whole(layout: Layout) -> Iterator[Remark]:
    kinds = {each.kind for each in layout.elements}
    if not kinds & NAMES:
        yield Remark("", "", "There is no name on this badge.", is_fault=False)
    if ElementKind.QR not in kinds:
        yield Remark("", "", "Without a QR code no door can scan this badge.", is_fault=False)
