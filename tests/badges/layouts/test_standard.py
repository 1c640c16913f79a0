"""The layout that every stock has before anybody draws one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.layouts.layout import Box, ElementKind, Layout, Side
from badges.layouts.standard import LARGE_MM, SMALLEST_CODE_MM, standard_layout
from badges.layouts.words import BADGE_PLACEHOLDERS
from badges.stock.catalogue import STOCKS
from badges.stock.stock import Sheet, Stock, StockKind
from conference.letters.placeholders import unknown_placeholders

NEEDED = {ElementKind.QR, ElementKind.CODE, ElementKind.RIBBONS, ElementKind.BAND}


def assert_apart(layout: Layout) -> None:
    for side in Side:
        page = Box(0, 0, layout.width, layout.height)
        boxes = [each.box for each in layout.of_side(side)]
        for box in boxes:
            assert page.holds(box), (side, box)
            assert box.width > 0
            assert box.height > 0
        for one, other in itertools.combinations(boxes, 2):
            assert not one.overlaps(other), (side, one, other)


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_standard_layout_says_all_that_a_badge_needs_and_keeps_its_floors(stock: Stock) -> None:
    layout = standard_layout(stock)
    assert_apart(layout)
    front = layout.of_side(Side.FRONT)
    kinds = {each.kind for each in front}
    assert kinds >= NEEDED
    assert kinds & {ElementKind.NAME, ElementKind.PERSON}
    least = 12 if min(stock.size) >= LARGE_MM else 8
    for each in front:
        is_small_print = each.kind is ElementKind.CODE or each.id.endswith("revision")
        floors = [sizes.floor for sizes in (each.type, each.small) if sizes]
        assert all(floor >= (6 if is_small_print else least) for floor in floors), each.id
        assert unknown_placeholders(each.text, BADGE_PLACEHOLDERS) == []
    assert len({each.id for each in layout.elements}) == len(layout.elements)


@settings(max_examples=40, deadline=None)
@given(st.floats(40, 220), st.floats(40, 300), st.floats(0, 5))
def test_standard_layout_is_sound_on_any_stock_somebody_adds(
    width: float, height: float, safe: float
) -> None:
    stock = Stock("own", "Own", StockKind.SHEET, width, height, Sheet(width, height), safe=safe)
    layout = standard_layout(stock)
    assert_apart(layout)
    code = next(each for each in layout.elements if each.kind is ElementKind.QR)
    assert min(code.box.width, code.box.height) >= SMALLEST_CODE_MM


@pytest.mark.parametrize("key", ["a6", "cr80", "us-4x3", "durable-1453"])
def test_standard_layout_keeps_to_the_safe_margin_but_for_the_band(key: str) -> None:
    stock = replace(STOCKS[key], safe=5.0)
    inner = Box(5.0, 5.0, stock.width - 10, stock.height - 10)
    for each in standard_layout(stock).elements:
        assert each.kind is ElementKind.BAND or inner.holds(each.box), each
