"""The printed page: its text, its size, its places, and a code that a scanner reads."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from dataclasses import replace

import pypdfium2
import pytest
import qrcode
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from qrcode.util import MODE_ALPHA_NUM, QRData

from badges.drawing import qr
from badges.drawing.bands import BANDS
from badges.drawing.render import badge_pdf
from badges.faces.rules import BadgeFace, BandStyle, grouped
from badges.layout import LAYOUTS
from conference.orm.tokens import ALPHABET
from tests.badges.drawing.faces import LONG_AFFILIATION, NAMES, TOKEN, face

DPI = 203
OFFSETS = [(0.0, 0.0), (0.25, 0.5), (0.5, 0.5), (0.75, 0.25), (0.49, 0.99)]
MM = 72 / 25.4


def tokens(number: int) -> list[str]:
    chosen = random.Random(2027)
    return ["".join(chosen.choices(ALPHABET, k=qr.LENGTH)) for _ in range(number)]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def raster(pdf: bytes, page: int = 0, offset: tuple[float, float] = (0.0, 0.0)) -> Image.Image:
    """The page at exactly 203 dpi, moved by parts of a dot, then black or white: no grey."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    fine = 4 if any(offset) else 1
    image = sheet.render(scale=fine * DPI / 72).to_pil().convert("L")
    if any(offset):
        moved = Image.new("L", (image.width + 8, image.height + 8), 255)
        moved.paste(image, (round(fine * offset[0]), round(fine * offset[1])))
        image = moved.resize((moved.width // 4, moved.height // 4), Image.Resampling.BOX)
    return image.point(lambda value: 255 if value > 127 else 0)


def decoded(image: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(image)}


@pytest.mark.parametrize("offset", OFFSETS)
def test_badge_pdf_code_decodes_at_203_dpi_wherever_the_dots_fall(
    offset: tuple[float, float],
) -> None:
    pdf = badge_pdf([face("Łukasz Wiśniewski", "Łukasz", "Wiśniewski")], LAYOUTS["a6"])
    assert decoded(raster(pdf, offset=offset)) == {TOKEN}


def test_badge_pdf_codes_of_a_sheet_all_decode_to_their_own_tokens() -> None:
    faces = [replace(face("Bo"), token=token) for token in tokens(6)]
    pdf = badge_pdf(faces, LAYOUTS["a4-4up"])
    assert decoded(raster(pdf, 0)) == {each.token for each in faces[:4]}
    assert decoded(raster(pdf, 1)) == {each.token for each in faces[4:]}


def test_symbol_is_what_the_library_draws_for_any_token() -> None:
    for token in tokens(40):
        code = qrcode.QRCode(
            version=1, error_correction=qrcode.constants.ERROR_CORRECT_Q, border=0,
            mask_pattern=qr.MASK,
        )  # fmt: skip
        code.add_data(QRData(token.encode(), mode=MODE_ALPHA_NUM), optimize=0)
        code.make(fit=False)
        expected = "".join("1" if module else "0" for row in code.modules for module in row)
        assert f"{qr.symbol(token):0441b}" == expected


def test_bars_of_many_tokens_decode() -> None:
    for token in tokens(300):
        image = Image.new("L", (29, 29), 255)
        for bar in qr.bars(token):
            for step in range(bar.length):
                image.putpixel((4 + bar.column + step, 4 + bar.row), 0)
        assert decoded(image.resize((116, 116), Image.Resampling.NEAREST)) == {token}


@pytest.mark.parametrize("token", ["", "ABC", "A" * 17, "abcdefghjkmnpqrs"])
def test_symbol_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- any ValueError will do
        qr.symbol(token)


def test_code_is_an_inch_of_whole_dots() -> None:
    assert pytest.approx(25.4) == qr.SIDE_MM
    assert 22 <= qr.SIDE_MM <= 26
    for place in (72.8, 177.8, 89.0, 237.5):
        assert qr.snapped(place) / qr.DOT_MM == pytest.approx(round(place / qr.DOT_MM))
        assert abs(qr.snapped(place) - place) <= qr.DOT_MM / 2 + 1e-9


@pytest.mark.parametrize(
    ("name", "given_name", "family"),
    NAMES[:6],
)
def test_badge_pdf_holds_the_name_as_text(name: str, given_name: str, family: str) -> None:
    text = text_of(badge_pdf([face(name, given_name, family)], LAYOUTS["a6"]))
    for part in name.split():
        assert part in text


def test_badge_pdf_says_everything_that_a_badge_must_say() -> None:
    about = face(
        "Alice Ångström", "Alice", "Ångström", category="Trainee", ribbons=("Speaker", "Chair"),
        band=BandStyle.GREEN,
    )  # fmt: skip
    text = text_of(badge_pdf([about], LAYOUTS["a6"]))
    for part in (
        "Alice", "Ångström", "Clyde Institute", "United Kingdom", "TRAINEE", "Speaker", "Chair",
        "Signals 2027", "17–20 October 2027, Glasgow", "Registration K7M2QX",
    ):  # fmt: skip
        assert part in text, part
    assert grouped(TOKEN) in text.replace("\n", "-")


def test_badge_pdf_says_what_its_outlines_stand_for() -> None:
    pdf = badge_pdf([face("محمد الأحمد", "محمد", "الأحمد")], LAYOUTS["a6"])
    reader = PdfReader(io.BytesIO(pdf))
    assert [entry.title for entry in reader.outline] == ["محمد الأحمد"]
    content = reader.pages[0].get_contents().get_data().decode("latin-1")
    assert f"/ActualText <feff{'محمد'.encode('utf-16-be').hex()}>" in content


def test_badge_pdf_sets_every_script_in_one_file() -> None:
    faces = [face(*name) for name in NAMES] + [face("汉 鬟 龍 陳 喆 さ 直 각"), face("直美 さ")]
    text = text_of(badge_pdf(faces, LAYOUTS["a4-4up"]))
    for sign in "汉龍陳喆さ각λЖŁỗ".replace("λ", "ώ").replace("Ж", "К"):
        assert sign in text, sign


@pytest.mark.parametrize(("key", "size"), [("a6", (105, 148)), ("a4-4up", (210, 297))])
def test_badge_pdf_page_is_exactly_its_paper(key: str, size: tuple[float, float]) -> None:
    reader = PdfReader(io.BytesIO(badge_pdf([face("Bo")], LAYOUTS[key])))
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(
        (size[0] * MM, size[1] * MM), abs=0.01
    )


@pytest.mark.parametrize(("badges", "pages"), [(1, 1), (4, 1), (5, 2)])
def test_badge_pdf_puts_four_on_a_sheet_in_order(badges: int, pages: int) -> None:
    faces = [replace(face(f"Name{number}"), token=tokens(5)[number]) for number in range(badges)]
    pdf = badge_pdf(faces, LAYOUTS["a4-4up"])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == pages
    found = zxingcpp.read_barcodes(raster(pdf))
    corners = {code.text: quarter(code.position.top_left) for code in found}
    assert corners == {each.token: (index % 2, index // 2) for index, each in enumerate(faces[:4])}


def quarter(point: zxingcpp.Point) -> tuple[int, int]:
    half = (105 / 25.4 * DPI, 148.5 / 25.4 * DPI)
    return int(point.x > half[0]), int(point.y > half[1])


def test_badge_pdf_draws_crop_marks_on_the_cut_lines() -> None:
    image = raster(badge_pdf([face("Bo")], LAYOUTS["a4-4up"]))
    column, row = round(105 / 25.4 * DPI), round(148.5 / 25.4 * DPI)
    assert any(image.getpixel((column + step, 8)) == 0 for step in (-1, 0, 1))
    assert any(image.getpixel((8, row + step)) == 0 for step in (-1, 0, 1))


def test_badge_pdf_draws_no_ink_outside_a_badge_on_the_sheet() -> None:
    image = raster(badge_pdf([face(*NAMES[14], affiliation=LONG_AFFILIATION)], LAYOUTS["a4-4up"]))
    middle = round(105 / 25.4 * DPI)
    right = image.crop((middle + 14, 40, image.width - 40, round(148 / 25.4 * DPI)))
    assert right.getextrema() == (255, 255)


def luminance(web: str) -> float:
    parts = [int(web[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", list(BandStyle))
def test_band_word_stands_out_from_its_colour(style: BandStyle) -> None:
    band = BANDS[style]
    high, low = sorted((luminance(band.fill), luminance(band.text)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_band_patterns_differ_where_colours_might_not_be_seen() -> None:
    patterns = [band.pattern for band in BANDS.values()]
    assert len(set(patterns)) == len(patterns)


def test_badge_pdf_is_the_same_for_the_same_badges() -> None:
    faces: Iterable[BadgeFace] = [face("Bo"), face("王小明")]
    assert badge_pdf(list(faces), LAYOUTS["a6"]) == badge_pdf(list(faces), LAYOUTS["a6"])
