"""Changing a layout one element at a time, as the form's buttons do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from badges.layouts.checks import LEAST_CODE_MM
from badges.layouts.layout import Box, Element, ElementKind, Layout, Side, Turn, TypeRange
from badges.layouts.placing import place_for
from badges.layouts.stored import MOST_ELEMENTS
from badges.stock.stock import Stock
from conference.typesetting.fonts import Weight

STEP_MM = 3.0
CODE_MM = 22.0

# What a new element of each kind begins with: share of the width, height in mm, type.
_BEGINNINGS: Mapping[ElementKind, tuple[float, float]] = {
    ElementKind.NAME: (1.0, 26.0),
    ElementKind.PERSON: (1.0, 44.0),
    ElementKind.TEXT: (1.0, 6.0),
    ElementKind.QR: (0.0, CODE_MM),
    ElementKind.CODE: (0.4, 9.0),
    ElementKind.RIBBONS: (0.6, 16.0),
    ElementKind.BAND: (2.0, 14.0),
    ElementKind.RULE: (1.0, 1.0),
    ElementKind.PICTURE: (0.4, 20.0),
    ElementKind.AGENDA: (1.0, 80.0),
}


def new_element(kind: ElementKind, layout: Layout, stock: Stock, side: Side) -> Element:
    """An element of this kind in the badge, within its safe margin and in a free place: near the
    top, a band near the bottom. It is smaller where only that is free."""
    safe = min(stock.safe, layout.width / 10)
    share, height = _BEGINNINGS[kind]
    inner = layout.width - 2 * safe
    width = CODE_MM if kind is ElementKind.QR else min(layout.width, inner * share)
    if kind is ElementKind.QR:
        width = height = min(CODE_MM, inner, layout.height - 2 * safe)
    height = min(height, layout.height - 2 * safe)
    left = 0.0 if width > inner else safe
    top = layout.height - height if kind is ElementKind.BAND else safe
    wished = Box(round(left, 1), round(top, 1), round(width, 1), round(height, 1))
    edge = 0.0 if width > inner else safe
    area = Box(edge, edge, layout.width - 2 * edge, layout.height - 2 * edge)
    box = place_for(kind, wished, _smaller(kind, wished), area, layout.of_side(side))
    is_small = min(stock.size) < 70
    return Element(
        new_id(kind.value, layout), kind, box, side=side,
        text="{meeting}" if kind is ElementKind.TEXT else "",
        type=_beginning_type(kind, is_small), small=_beginning_small(kind, is_small),
    )  # fmt: skip


def _smaller(kind: ElementKind, wished: Box) -> list[tuple[float, float]]:
    """The sizes that an element of this kind may begin with where there is no room for it."""
    if kind is ElementKind.QR:
        return [(size, size) for size in (18.0, LEAST_CODE_MM) if size < wished.width]
    shares = [(1.0, 0.75)]
    if kind is not ElementKind.BAND:
        shares += [(0.6, 1.0), (0.6, 0.75), (0.4, 0.75)]
    return [(round(wished.width * x, 1), round(wished.height * y, 1)) for x, y in shares]


def _beginning_type(kind: ElementKind, is_small: bool) -> TypeRange | None:
    floor = 8.0 if is_small else 12.0
    if kind in (ElementKind.NAME, ElementKind.PERSON):
        return TypeRange(Weight.BOLD, 24 if is_small else 48, 18 if is_small else 34, floor + 3, 2)
    if kind is ElementKind.BAND:
        return TypeRange(Weight.BOLD, 14 if is_small else 28, 12 if is_small else 20, floor, 2)
    if kind is ElementKind.CODE:
        return TypeRange(Weight.REGULAR, floor, floor - 2, 6 if is_small else 9)
    if kind in (ElementKind.TEXT, ElementKind.RIBBONS, ElementKind.AGENDA):
        return TypeRange(Weight.REGULAR, floor + 2, floor, floor)
    return None


def _beginning_small(kind: ElementKind, is_small: bool) -> TypeRange | None:
    if kind not in (ElementKind.NAME, ElementKind.PERSON):
        return None
    return TypeRange(
        Weight.BOLD, 14 if is_small else 28, 12 if is_small else 20, 9 if is_small else 14, 2
    )


def new_id(stem: str, layout: Layout) -> str:
    """An id that no element has yet: "text", "text-2", …"""
    taken = {each.id for each in layout.elements}
    stem, number = stem.split(":")[0][:30], 1
    while (made := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return made


def add(layout: Layout, element: Element) -> Layout:
    """The layout with one more element on top; unchanged when it holds as many as it may."""
    if len(layout.elements) >= MOST_ELEMENTS:
        return layout
    return replace(layout, elements=(*layout.elements, element))


def copy_of(layout: Layout, id: str) -> Layout:
    """The layout with a copy of an element beside it, a little lower, still in the badge."""
    found = next((each for each in layout.elements if each.id == id), None)
    if found is None:
        return layout
    box = replace(found.box, x=found.box.x + STEP_MM, y=found.box.y + STEP_MM)
    made = replace(found, id=new_id(found.kind.value, layout), box=_on_badge(box, layout))
    return add(layout, made)


def _on_badge(box: Box, layout: Layout) -> Box:
    """The box as near as it can be to where it is, on the badge and no larger than it."""
    width, height = min(box.width, layout.width), min(box.height, layout.height)
    x = max(0.0, min(box.x, layout.width - width))
    y = max(0.0, min(box.y, layout.height - height))
    return Box(round(x, 2), round(y, 2), width, height)


def without(layout: Layout, id: str) -> Layout:
    """The layout without an element."""
    return replace(layout, elements=tuple(each for each in layout.elements if each.id != id))


def turned(layout: Layout, id: str, turn: Turn = Turn.RIGHT) -> Layout:
    """The layout with an element and its box turned about its middle, kept on the badge."""
    return replace(
        layout,
        elements=tuple(
            _turned(each, turn, layout) if each.id == id else each for each in layout.elements
        ),
    )


def _turned(element: Element, turn: Turn, layout: Layout) -> Element:
    box = _on_badge(element.box.turned(turn), layout)
    return replace(element, box=box, turn=element.turn.plus(turn))


def moved(layout: Layout, id: str, by: int) -> Layout:
    """The layout with an element drawn before (-1: further down) or after (+1: further up) the
    next one of its side."""
    elements = list(layout.elements)
    place = next((index for index, each in enumerate(elements) if each.id == id), None)
    if place is None:
        return layout
    side = elements[place].side
    ways = range(place + by, len(elements) if by > 0 else -1, by)
    other = next((index for index in ways if elements[index].side is side), None)
    if other is None:
        return layout
    elements.insert(other, elements.pop(place))
    return replace(layout, elements=tuple(elements))
