"""The report before printing, and badges as dots."""

from __future__ import annotations

import pytest
import zxingcpp

from badges.drawing import qr
from badges.drawing.raster import badge_raster
from badges.drawing.report import Concern, pre_print_report
from badges.layouts.layout import Box, Element, ElementKind, Layout
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
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


@pytest.mark.parametrize(
    ("key", "dots", "size"), [("zebra-4x6", 203, (812, 1218)), ("dymo-11356", 300, (1051, 484))]
)
def test_badge_raster_is_one_bit_a_dot_and_decodes(
    key: str, dots: int, size: tuple[int, int]
) -> None:
    image = badge_raster(face("Łukasz Wiśniewski"), standard_layout(STOCKS[key]), dots)
    assert (image.mode, image.size) == ("1", size)
    assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [TOKEN]
    dark = image.convert("L").histogram()[0] / (size[0] * size[1])
    assert 0.02 < dark < 0.4


@pytest.mark.parametrize(("key", "dots"), [("us-4x6", 203), ("cr80", 300), ("durable-1453", 203)])
def test_badge_raster_draws_every_module_as_a_block_of_whole_dots(key: str, dots: int) -> None:
    layout = standard_layout(STOCKS[key])
    image = badge_raster(face("Bo"), layout, dots).convert("L")
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
