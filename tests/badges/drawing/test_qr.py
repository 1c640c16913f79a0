"""The code itself: what the library would draw, on whole dots, read by a scanner."""

from __future__ import annotations

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.util import MODE_ALPHA_NUM, QRData

from badges.drawing import operators, qr
from badges.layouts.layout import ElementKind
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from conference.orm.tokens import ALPHABET

TOKENS = st.text(alphabet=ALPHABET, min_size=qr.LENGTH, max_size=qr.LENGTH)


@settings(max_examples=40, deadline=None)
@given(TOKENS)
def test_symbol_is_what_the_library_draws_for_any_token(token: str) -> None:
    code = qrcode.QRCode(
        version=1, error_correction=qrcode.constants.ERROR_CORRECT_Q, border=0,
        mask_pattern=qr.MASK,
    )  # fmt: skip
    code.add_data(QRData(token.encode(), mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=False)
    expected = "".join("1" if module else "0" for row in code.modules for module in row)
    assert f"{qr.symbol(token):0441b}" == expected


@settings(max_examples=40, deadline=None)
@given(TOKENS)
def test_bars_decode_and_operators_draw_the_same_modules(token: str) -> None:
    image = Image.new("L", (qr.SIDE, qr.SIDE), 255)
    for bar in qr.bars(token):
        for step in range(bar.length):
            image.putpixel((qr.QUIET_ZONE + bar.column + step, qr.QUIET_ZONE + bar.row), 0)
    drawn = Image.new("L", (qr.SIDE, qr.SIDE), 255)
    for part in operators.bars(token).split(" re ")[:-1]:
        x, y, length, _ = map(int, part.split())
        for step in range(length):
            drawn.putpixel((x + step, qr.SIDE - 1 - y), 0)
    assert drawn.tobytes() == image.tobytes()
    (found,) = zxingcpp.read_barcodes(image.resize((116, 116), Image.Resampling.NEAREST))
    assert found.text == token


@pytest.mark.parametrize("token", ["", "ABC", "A" * 17, "abcdefghjkmnpqrs"])
def test_symbol_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- any ValueError will do
        qr.symbol(token)


@pytest.mark.parametrize("dots_per_inch", [203, 300, 600])
@settings(max_examples=40, deadline=None)
@given(st.floats(0, 300), st.floats(0, 300), st.floats(5, 60))
def test_code_lies_on_whole_dots_of_half_a_millimetre_or_more(
    dots_per_inch: int, x: float, y: float, side: float
) -> None:
    dot = qr.MM_PER_INCH / dots_per_inch
    raster = qr.on_dots(x, y, side, side, dots_per_inch)
    for length in (raster.x, raster.y, raster.module):
        assert length / dot == pytest.approx(round(length / dot), abs=1e-6)
    assert raster.module >= qr.SMALLEST_MODULE_MM
    assert abs(raster.x + raster.side / 2 - x - side / 2) <= dot / 2 + 1e-9
    if side >= 15.5:
        assert side - 29 * dot <= raster.side <= side + 1e-6


@pytest.mark.parametrize(("key", "stock"), STOCKS.items())
def test_code_of_every_stock_is_large_enough(key: str, stock) -> None:
    layout = standard_layout(stock)
    box = next(each.box for each in layout.elements if each.kind is ElementKind.QR)
    raster = qr.on_dots(0, 0, box.width, box.height, stock.dots_per_inch or qr.OFFICE_DOTS)
    low, high = (22, 26) if stock.size in {(105.0, 148.0), (101.6, 76.2)} else (14.5, 26)
    assert low <= raster.side <= high
    assert box.width >= raster.side - 1e-6
