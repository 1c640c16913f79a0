"""The report before printing, and badges as dots."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from badges.drawing import qr
from badges.drawing.dots import page_dots
from badges.drawing.render import badge_pdf
from badges.drawing.report import Concern, pre_print_report
from badges.layouts.layout import Box, Element, ElementKind, Layout
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.stock import Paper
from tests.badges.drawing.faces import AGENDA, LONG_AFFILIATION, TOKEN, face

A6 = standard_layout(STOCKS["a6"])


def test_report_is_empty_when_everything_prints_as_typed() -> None:
    assert pre_print_report([face("Alice Ångström"), face("王小明")], A6) == []


def test_report_lists_every_name_and_every_character_that_will_not_look_as_typed() -> None:
    faces = [
        face("Alice Ångström", code="GOOD00"),
        face("𒀀𒁀", registered="Enheduanna", code="ODD000"),
        face("W" * 90, code="LONG00"),
        face("Bo", affiliation="Institute 😀 ☃", code="SNOW00"),
        face("Bo", affiliation=LONG_AFFILIATION * 2, code="WIDE00"),
    ]
    found = {(each.code, each.concern) for each in pre_print_report(faces, A6)}
    assert found == {
        ("ODD000", Concern.REGISTERED),
        ("LONG00", Concern.CUT),
        ("SNOW00", Concern.MISSING),
        ("WIDE00", Concern.CUT),
    }


def test_report_says_once_what_a_whole_category_shares() -> None:
    long = Element("t", ElementKind.TEXT, Box(5, 5, 30, 5), text="{meeting} " + "wide " * 30)
    layout = Layout("own", "Own", 105, 148, (long,))
    (finding,) = pre_print_report([face("Bo"), face("Li")], layout)
    assert (finding.code, finding.name, finding.concern) == ("", "All of Member", Concern.CUT)


def test_report_looks_at_every_side() -> None:
    layout = standard_layout(STOCKS["a4-fold"])
    (finding,) = pre_print_report([face("Bo", agenda=AGENDA)], layout)
    assert "agenda" in finding.sentence


def dots_of(name: str, key: str) -> Image.Image:
    """A badge as its label printer is sent it."""
    stock = STOCKS[key]
    pdf = badge_pdf([face(name)], standard_layout(stock), Paper(stock, marks=False))
    return page_dots(pdf, stock.dots_per_inch)


@pytest.mark.parametrize(("key", "size"), [("zebra-4x6", (812, 1218)), ("dymo-11356", (1051, 484))])
def test_badge_in_dots_is_one_bit_a_dot_and_decodes(key: str, size: tuple[int, int]) -> None:
    image = dots_of("Łukasz Wiśniewski", key)
    assert (image.mode, image.size) == ("1", size)
    assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [TOKEN]
    dark = image.convert("L").histogram()[0] / (size[0] * size[1])
    assert 0.02 < dark < 0.4


@pytest.mark.parametrize("key", ["us-4x6", "zebra-4x3", "brother-62", "dymo-11356"])
def test_badge_in_dots_draws_every_module_as_a_block_of_whole_dots(key: str) -> None:
    layout, dots = standard_layout(STOCKS[key]), STOCKS[key].dots_per_inch
    image = dots_of("Bo", key).convert("L")
    box = next(each.box for each in layout.elements if each.kind is ElementKind.QR)
    at = qr.on_dots(box.x, box.y, box.width, box.height, dots)
    dot = qr.MM_PER_INCH / dots
    left, top, side = round(at.x / dot), round(at.y / dot), round(at.module / dot)
    dark = {(bar.column + step, bar.row) for bar in qr.bars(TOKEN) for step in range(bar.length)}
    for row in range(-qr.QUIET_ZONE, qr.MODULES + qr.QUIET_ZONE):
        for column in range(-qr.QUIET_ZONE, qr.MODULES + qr.QUIET_ZONE):
            x, y = left + (column + qr.QUIET_ZONE) * side, top + (row + qr.QUIET_ZONE) * side
            block = image.crop((x, y, x + side, y + side)).getextrema()
            assert block == ((0, 0) if (column, row) in dark else (255, 255)), (column, row)


def test_report_calls_a_text_by_what_it_holds() -> None:
    layout = standard_layout(STOCKS["us-4x3"])
    said = [
        each.sentence for each in pre_print_report([face("Bo", affiliation="x " * 300)], layout)
    ]
    assert any(sentence.startswith("The affiliation is too long") for sentence in said)
