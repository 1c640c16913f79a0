"""Every stock against what its standard or its maker publishes, in points. Nothing is read back
from the catalogue but the stock itself: the figures stand here as they were published."""

from __future__ import annotations

import pytest

from badges.stock.catalogue import DEFAULT_STOCK, STOCKS
from badges.stock.grid import page_count, panels, place, place_size
from badges.stock.stock import POINTS_PER_MM, Paper, Stock, StockKind

A4 = (595.276, 841.890)  # ISO 216: 210 x 297 mm
LETTER = (612.0, 792.0)  # ANSI A: 8.5 x 11 in

# (key, paper, badge, places, first corner from the top left, last corner) in points of 1/72 in.
PUBLISHED = [
    ("a6", (297.638, 419.528), (297.638, 419.528), 1, (0, 0), (0, 0)),
    ("a4-4up", A4, (297.638, 419.528), 4, (0, 1.417), (297.638, 420.945)),
    ("a7", A4[::-1], (209.764, 297.638), 8, (1.417, 0), (630.709, 297.638)),
    ("a7-wide", A4, (297.638, 209.764), 8, (0, 1.417), (297.638, 630.709)),
    ("us-4x3", LETTER, (288, 216), 6, (18, 72), (306, 504)),
    ("avery-l4785", A4, (226.772, 141.732), 10, (51.024, 36.850), (320.315, 660.472)),
    ("avery-5395", LETTER, (243, 168), 8, (49.5, 42), (319.5, 582)),
    ("durable-1445", A4, (255.118, 153.071), 10, (42.520, 34.016), (297.638, 646.299)),
    ("durable-1456", A4, (255.118, 170.079), 8, (42.520, 80.787), (297.638, 591.024)),
    ("durable-1453", A4, (212.598, 113.386), 12, (85.039, 80.787), (297.638, 647.717)),
    ("herma-4412", A4, (226.772, 141.732), 10, (49.606, 38.268), (318.898, 661.890)),
    ("butterfly-96x134", (272.126, 759.685), (272.126, 379.843), 1, (0, 0), (0, 0)),
    ("butterfly-82x101", (232.441, 575.433), (232.441, 287.717), 1, (0, 0), (0, 0)),
    ("a4-fold", A4, (297.638, 420.945), 1, (0, 0), (0, 0)),
    ("us-4x6", (288, 432), (288, 432), 1, (0, 0), (0, 0)),
    ("zebra-4x3", (288, 216), (288, 216), 1, (0, 0), (0, 0)),
    ("zebra-4x6", (288, 432), (288, 432), 1, (0, 0), (0, 0)),
    ("cr80", (242.646, 153.014), (242.646, 153.014), 1, (0, 0), (0, 0)),
    ("brother-62", (283.465, 175.748), (283.465, 175.748), 1, (0, 0), (0, 0)),
    ("brother-62x100", (283.465, 175.748), (283.465, 175.748), 1, (0, 0), (0, 0)),
    ("dymo-99014", (286.299, 153.071), (286.299, 153.071), 1, (0, 0), (0, 0)),
    ("dymo-30856", (300.472, 175.748), (300.472, 175.748), 1, (0, 0), (0, 0)),
    ("dymo-11356", (252.283, 116.220), (252.283, 116.220), 1, (0, 0), (0, 0)),
]


def points(*millimetres: float) -> tuple[float, ...]:
    return tuple(each * POINTS_PER_MM for each in millimetres)


@pytest.mark.parametrize("published", PUBLISHED, ids=[each[0] for each in PUBLISHED])
def test_keep_published_geometry(published: tuple[object, ...]) -> None:
    key, paper_size, badge, places, first, last = published
    stock = STOCKS[str(key)]
    paper = Paper(stock)
    begin, end = place(paper, 0), place(paper, stock.sheet.places - 1)
    near = {"abs": 0.002}
    assert points(stock.sheet.width, stock.sheet.height) == pytest.approx(paper_size, **near)
    assert points(*stock.size) == pytest.approx(badge, **near)
    assert stock.sheet.places == places
    assert points(begin.x, begin.y) == pytest.approx(first, **near)
    assert points(end.x, end.y) == pytest.approx(last, **near)


def test_publish_every_stock() -> None:
    assert {each[0] for each in PUBLISHED} == set(STOCKS)
    assert DEFAULT_STOCK in STOCKS
    assert all(stock.source and stock.title for stock in STOCKS.values())


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_stay_on_the_paper_when_stock_is_full(stock: Stock) -> None:
    paper = Paper(stock)
    width, height = place_size(stock)
    for index in range(stock.sheet.places):
        at = place(paper, index)
        assert at.x >= 0
        assert at.x + width <= stock.sheet.width + 1e-3
        assert at.y >= 0
        assert at.y + height <= stock.sheet.height + 1e-3
    assert page_count(paper, stock.sheet.places) == 1
    assert page_count(paper, stock.sheet.places + 1) == 2
    assert all(panel.x + stock.width <= width + 1e-6 for panel in panels(stock))


def test_be_whole_dots_when_label_is_four_by_six_at_203_dpi() -> None:
    stock = STOCKS["us-4x6"]
    assert [int(size / 25.4 * stock.dots_per_inch) for size in stock.size] == [812, 1218]
    zebra = STOCKS["zebra-4x3"]
    assert zebra.width <= 104  # the print head of a ZD421


def test_feed_narrow_printers_short_edge_first() -> None:
    assert STOCKS["dymo-99014"].media == (54.0, 101.0)
    assert STOCKS["brother-62"].media[0] == 62.0
    assert STOCKS["a4-4up"].media == (210.0, 297.0)


def test_call_card_by_its_standard() -> None:
    card = STOCKS["cr80"]
    assert (card.kind, card.width, card.height, card.safe) == (StockKind.CARD, 85.60, 53.98, 3.0)
