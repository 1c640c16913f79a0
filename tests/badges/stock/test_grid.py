"""The arithmetic of sheets: what fits, where it lies, front against back, and real folding."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.stock.catalogue import STOCKS
from badges.stock.grid import (
    back_place,
    crop_marks,
    cut_lines,
    fold_lines,
    how_many_fit,
    page_count,
    panels,
    place,
    place_size,
    sheet_count,
)
from badges.stock.stock import Flip, Paper, Sheet, Stock, StockKind

FOUR_UP = STOCKS["a4-4up"]


@pytest.mark.parametrize(
    ("available", "size", "gap", "expected"),
    [
        (210, 105, 0, 2),  # fits exactly
        (297, 148, 0, 2),
        (0.3, 0.1, 0, 3),  # 0.3 / 0.1 is 2.9999999999999996
        (174, 80, 14, 2),  # two and the gap between them, exactly
        (173.9, 80, 14, 1),
        (100, 101, 0, 0),
        (100, 0, 0, 0),
        (100, 5, -5, 0),
        (215.9, 101.6, 0, 2),
    ],
)
def test_count_what_fits(available: float, size: float, gap: float, expected: int) -> None:
    assert how_many_fit(available, size, gap) == expected


sizes = st.integers(50, 4000).map(lambda tenths: tenths / 10)
gaps = st.integers(0, 300).map(lambda tenths: tenths / 10)


@settings(max_examples=40)
@given(st.integers(1, 12), sizes, gaps, st.integers(-3, 3))
def test_count_is_the_most_that_fits(count: int, size: float, gap: float, spare: int) -> None:
    available = count * size + (count - 1) * gap + spare / 10
    found = how_many_fit(available, size, gap)
    taken = found * size + max(0, found - 1) * gap
    assert taken <= available + 1e-3
    assert (found + 1) * size + found * gap > available - 1e-3
    if spare >= 0 and spare / 10 < size + gap:
        assert found == count


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A sheet filled with as many badges as fit, used up to some place, for either flip."""
    width, height = draw(sizes.filter(lambda w: w >= 20)), draw(sizes.filter(lambda h: h >= 20))
    gap_x, gap_y, left, top = draw(gaps), draw(gaps), draw(gaps), draw(gaps)
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    sheet = Sheet(
        2 * left + columns * width + (columns - 1) * gap_x,
        top + rows * height + (rows - 1) * gap_y + draw(gaps),
        columns, rows, left, top, width + gap_x, height + gap_y,
    )  # fmt: skip
    stock = Stock("own", "Own", StockKind.SHEET, width, height, sheet, has_cuts=True)
    first = draw(st.integers(0, sheet.places - 1))
    return Paper(stock, first_place=first, flip=draw(st.sampled_from(Flip)))


@settings(max_examples=40)
@given(papers(), st.integers(1, 60))
def test_lay_every_badge_on_paper_and_none_on_another(paper: Paper, badges: int) -> None:
    stock, sheet = paper.stock, paper.stock.sheet
    fronts = [place(paper, index) for index in range(badges)]
    for at in fronts:
        assert -1e-6 <= at.x <= sheet.width - stock.width + 1e-6
        assert -1e-6 <= at.y <= sheet.height - stock.height + 1e-6
    for one, other in combinations(fronts, 2):
        apart = abs(one.x - other.x) > stock.width - 1e-6
        below = abs(one.y - other.y) > stock.height - 1e-6
        assert one.page != other.page or apart or below
    assert len({(at.page, round(at.x, 3), round(at.y, 3)) for at in fronts}) == badges
    pages = {at.page for at in fronts} | {back_place(paper, n).page for n in range(badges)}
    assert pages == set(range(page_count(paper, badges)))
    assert sheet_count(paper, badges) == -(-(badges + paper.first_place) // sheet.places)


@settings(max_examples=40)
@given(papers(), st.integers(0, 40))
def test_print_back_behind_its_front_when_sheet_is_turned(paper: Paper, index: int) -> None:
    """The sheet as an object: what the printer puts on its reverse, seen through the paper."""
    if paper.flip is Flip.NONE:
        return
    stock, sheet = paper.stock, paper.stock.sheet
    front, back = place(paper, index), back_place(paper, index)
    assert back.page == front.page + 1
    about_vertical = (paper.flip is Flip.LONG_EDGE) == (sheet.height >= sheet.width)
    corner = (back.x, back.y)
    if about_vertical:
        behind = (sheet.width - corner[0] - stock.width, corner[1])
    else:
        behind = (corner[0], sheet.height - corner[1] - stock.height)
    assert behind == pytest.approx((front.x, front.y), abs=1e-6)
    assert back.rotated is not about_vertical


def test_begin_at_first_free_place_when_sheet_was_used() -> None:
    paper = Paper(FOUR_UP, first_place=3)
    assert [(place(paper, n).page, place(paper, n).x) for n in range(3)] == [
        (0, 105.0), (1, 0.0), (1, 105.0)
    ]  # fmt: skip
    assert (page_count(paper, 1), page_count(paper, 2), page_count(paper, 0)) == (1, 2, 0)


def test_move_both_sides_by_the_printers_offset() -> None:
    plain = Paper(FOUR_UP, flip=Flip.LONG_EDGE)
    moved = replace(plain, offset_x=0.3, offset_y=-1.2)
    for put in (place, back_place):
        was, now = put(plain, 2), put(moved, 2)
        assert (now.x - was.x, now.y - was.y) == pytest.approx((0.3, -1.2))


def test_cut_where_badges_touch_once() -> None:
    assert cut_lines(FOUR_UP) == ((0.0, 105.0, 210.0), (0.5, 148.5, 296.5))
    marks = crop_marks(FOUR_UP)
    assert (105.0, 0.0, 105.0, 3.0) in marks
    assert (0.0, 148.5, 3.0, 148.5) in marks
    assert (105.0, 147.0, 105.0, 150.0) in marks  # the cross in the middle
    assert len(marks) == len(set(marks)) == 12
    assert all(0 <= x <= 210 and 0 <= y <= 297 for x0, y0, x1, y1 in marks for x, y in
               ((x0, y0), (x1, y1)))  # fmt: skip


def test_cut_nothing_when_sheet_is_perforated_or_one_badge() -> None:
    assert cut_lines(STOCKS["us-4x3"]) == cut_lines(STOCKS["a6"]) == ((), ())
    assert crop_marks(STOCKS["us-4x3"]) == ()


def test_fold_in_the_middle() -> None:
    assert fold_lines(STOCKS["butterfly-96x134"]) == ((), (134.0,))
    assert fold_lines(STOCKS["a4-fold"]) == ((105.0,), (148.5,))
    assert fold_lines(FOUR_UP) == ((), ())


Corner = tuple[float, float]


class Leaf:
    """A panel of real paper, printed on one side: where its top left and top right came to lie.

    The sheet lies print side up, x to the right, y down. `faces` is +1 while the print looks up.
    """

    def __init__(self, x: float, y: float, width: float, height: float, rotated: bool) -> None:
        left, right = (x, y), (x + width, y)
        low_left, low_right = (x, y + height), (x + width, y + height)
        # Read upright, a panel printed upside down begins at the lower right of its area.
        self.top_left, self.top_right = (low_right, low_left) if rotated else (left, right)
        self.bottom_left = right if rotated else low_left
        self.faces, self.layer = 1, 0

    def fold_behind(self, axis: str, at: float, layers: int) -> None:
        """Mirrored at the crease and turned over, below everything that lies there already."""
        place = 0 if axis == "x" else 1
        for name in ("top_left", "top_right", "bottom_left"):
            corner = list(getattr(self, name))
            corner[place] = 2 * at - corner[place]
            setattr(self, name, tuple(corner))
        self.faces, self.layer = -self.faces, 1 - 2 * layers - self.layer

    def middle(self) -> Corner:
        (x0, y0), (x1, y1) = self.top_right, self.bottom_left
        return ((x0 + x1) / 2, (y0 + y1) / 2)

    def is_upright(self) -> bool:
        """Read by who looks at its print with the badge hanging: the top edge is above."""
        return self.top_left[1] < self.bottom_left[1] and self._runs_right()

    def _runs_right(self) -> bool:
        """From above text runs to greater x; whoever looks from behind sees x mirrored."""
        return (self.top_right[0] - self.top_left[0]) * self.faces > 0


def leaves(stock: Stock) -> dict[str, Leaf]:
    return {
        panel.side: Leaf(panel.x, panel.y, stock.width, stock.height, panel.rotated)
        for panel in panels(stock)
    }


def test_read_upright_on_both_sides_when_butterfly_is_folded() -> None:
    stock = STOCKS["butterfly-96x134"]
    sheet = leaves(stock)
    sheet["back"].fold_behind("y", stock.height, layers=1)
    assert [(name, leaf.faces, leaf.is_upright()) for name, leaf in sheet.items()] == [
        ("front", 1, True), ("back", -1, True)
    ]  # fmt: skip
    assert sheet["front"].middle() == sheet["back"].middle()


def test_read_upright_on_four_pages_when_sheet_is_folded_twice() -> None:
    """First the upper half behind, then the left half behind: as one folds a greeting card."""
    stock = STOCKS["a4-fold"]
    sheet = leaves(stock)
    for name in ("agenda", "practical"):
        sheet[name].fold_behind("y", stock.height, layers=1)
    for name in ("back", "practical"):
        sheet[name].fold_behind("x", stock.width, layers=2)
    assert all(leaf.is_upright() for leaf in sheet.values())
    assert len({leaf.middle() for leaf in sheet.values()}) == 1
    from_above = sorted(sheet, key=lambda name: -sheet[name].layer)
    assert len({leaf.layer for leaf in sheet.values()}) == 4
    assert from_above == ["front", "agenda", "practical", "back"]
    looks = {name: leaf.faces for name, leaf in sheet.items()}
    # Front outwards; agenda on the front's inside, practical facing it; back outwards.
    assert looks == {"front": 1, "agenda": -1, "practical": 1, "back": -1}


def test_stand_on_its_head_when_nothing_was_turned() -> None:
    """The simulation can fail: a back half printed upright is upside down on the worn badge."""
    leaf = Leaf(0, 134, 96, 134, rotated=False)
    leaf.fold_behind("y", 134, layers=1)
    assert not leaf.is_upright()


def test_take_the_whole_sheet_when_folded() -> None:
    assert place_size(STOCKS["a4-fold"]) == (210.0, 297.0)
    assert place_size(STOCKS["butterfly-82x101"]) == (82.0, 203.0)
    assert place_size(FOUR_UP) == (105.0, 148.0)
