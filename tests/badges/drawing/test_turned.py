"""Elements turned in their boxes: drawn, fitted and scanned as upright ones, only turned."""

from __future__ import annotations

import io
from dataclasses import replace
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops
from pypdf import PdfReader

from badges.drawing.compose import compose
from badges.drawing.dots import page_dots
from badges.drawing.items import Turned
from badges.drawing.render import badge_pdf
from badges.drawing.report import pre_print_report
from badges.drawing.svg import badge_svg
from badges.faces.rules import BandStyle
from badges.layouts.layout import Align, Background, Box, Element, ElementKind, Layout, Turn
from badges.layouts.queries import StoredPicture
from badges.layouts.standard import standard_layout
from badges.layouts.stored import read_layout, write_layout
from badges.stock.catalogue import STOCKS
from badges.stock.stock import POINTS_PER_MM, Paper, Sheet, Stock, StockKind
from tests.badges.drawing.faces import AGENDA, TOKEN, face

WIDE, HIGH = 120.0, 80.0
ANNA = face(
    "Anna-Maria Bergström", "Anna-Maria", "Bergström",
    band=BandStyle.ORANGE, category="Exhibitor", ribbons=("Speaker", "Session chair"),
    agenda=AGENDA[:3],
)  # fmt: skip
BOXES = {
    ElementKind.NAME: Box(5, 5, 70, 22),
    ElementKind.TEXT: Box(5, 30, 60, 9),
    ElementKind.RIBBONS: Box(5, 40, 40, 14),
    ElementKind.CODE: Box(50, 42, 30, 9),
    ElementKind.QR: Box(86, 4, 30, 30),
    ElementKind.RULE: Box(5, 57, 60, 1.5),
    ElementKind.AGENDA: Box(70, 36, 45, 26),
    ElementKind.BAND: Box(0, 64, 120, 16),
}
UPRIGHT = tuple(
    Element(kind.value, kind, box, text="{meeting}" if kind is ElementKind.TEXT else "")
    for kind, box in BOXES.items()
)


def on_its_own(layout: Layout) -> Paper:
    sheet = Sheet(layout.width, layout.height)
    return Paper(Stock("own", "Own", StockKind.ROLL, layout.width, layout.height, sheet))


def whole_turned(turn: Turn) -> Layout:
    """The same badge with everything turned, box by box, so that all of it is turned as one."""
    width, height = (HIGH, WIDE) if turn.is_across else (WIDE, HIGH)

    def carried(box: Box) -> Box:
        x, y = {
            Turn.UPRIGHT: (box.x, box.y),
            Turn.RIGHT: (HIGH - box.bottom, box.x),
            Turn.OVER: (WIDE - box.right, HIGH - box.bottom),
            Turn.LEFT: (box.y, WIDE - box.right),
        }[turn]
        sides = (box.height, box.width) if turn.is_across else (box.width, box.height)
        return Box(x, y, *sides)

    elements = tuple(replace(each, box=carried(each.box), turn=turn) for each in UPRIGHT)
    return Layout("own", "Own", width, height, elements)


def picture_of(layout: Layout) -> Image.Image:
    page = pypdfium2.PdfDocument(badge_pdf([ANNA], layout, on_its_own(layout)))[0]
    return page.render(scale=3).to_pil().convert("L")


@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.OVER, Turn.LEFT])
def test_turned_badge_is_the_upright_one_turned(turn: Turn) -> None:
    upright = picture_of(whole_turned(Turn.UPRIGHT))
    back = picture_of(whole_turned(turn)).rotate(turn.value, expand=True).resize(upright.size)
    # The code snaps to whole dots of the page, so that it may lie half a dot aside.
    for each in (upright, back):
        each.paste(255, tuple(round(side * 3 * POINTS_PER_MM) for side in (85, 3, 117, 35)))
    differs = ImageChops.difference(upright, back).histogram()
    assert sum(differs[128:]) < 0.002 * upright.width * upright.height
    assert sum(upright.histogram()[:60]) > 1_000  # there is something on it


@pytest.mark.parametrize("turn", list(Turn))
def test_turned_text_is_selected_fits_alike_and_stays_in_its_box(turn: Turn) -> None:
    layout = whole_turned(turn)
    upright, shown = compose(ANNA, whole_turned(Turn.UPRIGHT)), compose(ANNA, layout)
    assert [each.fitted for each in shown.blocks] == [each.fitted for each in upright.blocks]
    pdf = badge_pdf([ANNA], layout, on_its_own(layout))
    said = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert {"Anna-Maria", "Bergström", "EXHIBITOR"} <= set(said.replace("\n", " ").split())
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    at = text.get_text_range().index("EXHIBITOR")
    left, bottom, right, top = text.get_charbox(at)
    band = next(each for each in layout.elements if each.kind is ElementKind.BAND).box
    letter = Box(left / POINTS_PER_MM, layout.height - top / POINTS_PER_MM,
                 (right - left) / POINTS_PER_MM, (top - bottom) / POINTS_PER_MM)  # fmt: skip
    assert band.holds(letter, tolerance=0.5)


@pytest.mark.parametrize("turn", list(Turn))
def test_turned_code_scans_at_the_dots_of_a_label_printer(turn: Turn) -> None:
    layout = whole_turned(turn)
    paper = on_its_own(layout)
    paper = replace(paper, stock=replace(paper.stock, dots_per_inch=203))
    dots = page_dots(badge_pdf([ANNA], layout, paper), 203)
    (code,) = zxingcpp.read_barcodes(dots.convert("L"))
    assert code.text == TOKEN
    assert round(code.orientation) % 360 in {turn.value, (turn.value - 360) % 360}


def test_turned_panel_of_a_folded_badge_turns_twice() -> None:
    """A strip on the back half of a butterfly, which stands on its head until it is folded."""
    stock = STOCKS["butterfly-96x134"]
    layout = standard_layout(stock)
    band = next(each for each in layout.elements if each.id == "back-band")
    strip = replace(band, box=Box(0, 0, 16, stock.height), turn=Turn.LEFT)
    pdf = badge_pdf([ANNA], replace(layout, elements=(strip,)), Paper(stock))
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    words = text.get_text_range()
    (x0, low, x1, high), last = (
        text.get_charbox(words.index("E")),
        text.get_charbox(words.rindex("R")),
    )
    assert min(x0, x1) > (stock.width - 16) * POINTS_PER_MM  # the strip's side is the other one
    assert last[1] < low < high  # it reads downwards: a quarter to the left, and half round
    assert high < stock.height * POINTS_PER_MM


def test_turned_picture_and_svg_turn_about_the_middle() -> None:
    logo = uuid4()
    target = io.BytesIO()
    Image.new("RGB", (200, 50), "black").save(target, "PNG")
    stored = StoredPicture(logo, "Logo", "image/png", 200, 50, target.getvalue())
    element = Element("logo", ElementKind.PICTURE, Box(10, 10, 10, 40), picture=logo,
                      turn=Turn.RIGHT)  # fmt: skip
    layout = Layout("own", "Own", 60, 60, (element,), (Background(uuid4()),))
    pictures = {logo: stored}
    drawn = badge_svg(ANNA, layout, pictures=pictures)
    assert '<g transform="rotate(90 15 30)">' in drawn
    pdf = badge_pdf([ANNA], layout, on_its_own(layout), pictures=pictures)
    shown = page_dots(pdf, 254)  # ten dots a millimetre
    assert shown.point(lambda value: 255 - value).getbbox() == pytest.approx(
        (100, 100, 200, 500), abs=2
    )


def test_report_says_what_a_turned_strip_cuts() -> None:
    low = Element("strip", ElementKind.TEXT, Box(5, 5, 8, 30), text="{affiliation}",
                  align=Align.CENTRE, turn=Turn.LEFT)  # fmt: skip
    layout = Layout("own", "Own", WIDE, HIGH, (low,))
    (finding,) = pre_print_report([replace(ANNA, affiliation="Institute of " * 9)], layout)
    assert "affiliation is too long" in finding.sentence
    (item,) = compose(ANNA, layout).items
    assert isinstance(item, Turned)
    assert item.about == (9, 20)


def test_stored_layout_keeps_its_turns_and_old_ones_are_upright() -> None:
    layout = whole_turned(Turn.LEFT)
    content = write_layout(layout)
    assert read_layout("own", "Own", content).layout == layout
    old = content.replace(',"turn":270', "")
    read = read_layout("own", "Own", old).layout
    assert read is not None
    assert {each.turn for each in read.elements} == {Turn.UPRIGHT}
