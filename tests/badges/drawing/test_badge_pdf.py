"""The printed page: its text, its size, its places, and a code that a scanner reads."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

from badges.drawing import qr
from badges.drawing.bands import BANDS
from badges.drawing.compose import compose
from badges.drawing.render import badge_pdf
from badges.faces.rules import BadgeFace, BandStyle, grouped
from badges.layouts.layout import Box, Element, ElementKind, Layout, Side
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.grid import back_place, place
from badges.stock.stock import Flip, Paper
from conference.orm.tokens import ALPHABET
from tests.badges.drawing.faces import AGENDA, LONG_AFFILIATION, NAMES, TOKEN, face

DPI = 203
OFFSETS = [(0.0, 0.0), (0.25, 0.5), (0.5, 0.5), (0.75, 0.25), (0.49, 0.99)]
MM = 72 / 25.4


def tokens(number: int) -> list[str]:
    chosen = random.Random(2027)
    return ["".join(chosen.choices(ALPHABET, k=qr.LENGTH)) for _ in range(number)]


def printed(faces: list[BadgeFace], key: str = "a6", **paper: object) -> bytes:
    stock = STOCKS[key]
    return badge_pdf(faces, standard_layout(stock), Paper(stock, **paper))  # type: ignore[arg-type]


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


@pytest.mark.parametrize("key", STOCKS)
def test_codes_of_every_stock_decode_at_203_dpi(key: str) -> None:
    stock = STOCKS[key]
    count = stock.sheet.places
    faces = [
        replace(face("Łukasz Wiśniewski"), token=token, band=list(BandStyle)[at % 7])
        for at, token in enumerate(tokens(count))
    ]
    pdf = printed(faces, key)
    assert decoded(raster(pdf)) == {each.token for each in faces}


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("key", ["a6", "cr80", "durable-1453", "dymo-11356", "zebra-4x3"])
def test_code_decodes_wherever_the_dots_fall(key: str, offset: tuple[float, float]) -> None:
    stock = STOCKS[key]
    single = replace(stock.sheet, width=stock.width, height=stock.height, columns=1, rows=1,
                     left=0.0, top=0.0)  # fmt: skip
    paper = Paper(replace(stock, sheet=single))
    pdf = badge_pdf([face("Łukasz Wiśniewski")], standard_layout(stock), paper)
    assert decoded(raster(pdf, offset=offset)) == {TOKEN}


@pytest.mark.parametrize("name", NAMES[:6])
def test_badge_pdf_holds_the_name_as_text(name: tuple[str, str, str]) -> None:
    text = text_of(printed([face(*name)]))
    for part in name[0].split():
        assert part in text


def test_badge_pdf_says_everything_that_a_badge_must_say() -> None:
    about = face(
        "Alice Ångström", "Alice", "Ångström", category="Trainee", ribbons=("Speaker", "Chair"),
        band=BandStyle.GREEN,
    )  # fmt: skip
    text = text_of(printed([about]))
    for part in (
        "Alice", "Ångström", "Clyde Institute", "United Kingdom", "TRAINEE", "Speaker", "Chair",
        "Signals 2027", "17–20 October 2027, Glasgow", "Registration K7M2QX",
    ):  # fmt: skip
        assert part in text, part
    assert grouped(TOKEN) in text.replace("\n", "-")


def test_badge_pdf_says_what_its_outlines_stand_for() -> None:
    reader = PdfReader(io.BytesIO(printed([face("محمد الأحمد", "محمد", "الأحمد"), face("Bo")])))
    assert [entry.title for entry in reader.outline] == ["محمد الأحمد", "Bo"]
    assert [reader.get_destination_page_number(each) for each in reader.outline] == [0, 1]
    content = reader.pages[0].get_contents().get_data().decode("latin-1")
    assert f"/ActualText <feff{'محمد'.encode('utf-16-be').hex()}>" in content


def test_badge_pdf_sets_every_script_in_one_file() -> None:
    faces = [face(*name) for name in NAMES] + [face("汉 鬟 龍 陳 喆 さ 直 각"), face("直美 さ")]
    text = text_of(printed(faces, "a4-4up"))
    for sign in "汉龍陳喆さ각ώКŁỗ":
        assert sign in text, sign


def shown_codes(reader: PdfReader) -> Iterator[tuple[str, int]]:
    """Font and code of every character shown as text, on pages and in forms."""
    for page in reader.pages:
        forms = [form.get_object() for form in page["/Resources"].get("/XObject", {}).values()]
        for part in (page.get_contents(), *(ContentStream(form, reader) for form in forms)):
            font = ""
            for operands, operator in part.operations:
                font = str(operands[0]) if operator == b"Tf" else font
                for text in operands[0] if operator == b"TJ" else ():
                    if not isinstance(text, (int, float)):
                        raw = text if isinstance(text, bytes) else text.original_bytes
                        yield from ((font, code) for code in raw)


def embedded(reader: PdfReader, name: str) -> TTFont:
    font = reader.pages[0]["/Resources"]["/Font"][name].get_object()
    return TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))


def test_badge_pdf_never_shows_a_box() -> None:
    """Every code shown leads to a glyph of its own in the font that the file carries."""
    odd = [face("😀 Bo 𒀀", affiliation="Institute \ue000 ☃ of 𠮷 Ⴀ"), face("𒀀𒁀", registered="ᚠ")]
    pdf = printed([face(*name) for name in NAMES] + odd)
    reader = PdfReader(io.BytesIO(pdf))
    used: dict[str, set[int]] = {}
    for name, code in shown_codes(reader):
        used.setdefault(name, set()).add(code)
    assert sum(map(len, used.values())) > 60
    for name, codes in used.items():
        font = embedded(reader, name)
        glyphs = {code: font.getBestCmap() or font["cmap"].tables[0].cmap for code in codes}
        for code, known in glyphs.items():
            assert font.getGlyphID(known[code]) != 0, (name, code)
    text = text_of(pdf)
    for lost in "😀𒀀\ue000☃ᚠ\ufffd":
        assert lost not in text


@pytest.mark.parametrize("name", NAMES)
def test_compose_sets_no_glyph_that_its_font_lacks(name: tuple[str, str, str]) -> None:
    shown = compose(face(*name, affiliation="\ue000 ☃ 東京 कखग"), standard_layout(STOCKS["cr80"]))
    lines = [line for block in shown.blocks for line in block.fitted.lines]
    assert all(glyph.number for line in lines for run in line.runs for glyph in run.glyphs)


@pytest.mark.parametrize("key", STOCKS)
def test_badge_pdf_page_is_exactly_its_paper(key: str) -> None:
    sheet = STOCKS[key].sheet
    box = PdfReader(io.BytesIO(printed([face("Bo")], key))).pages[0].mediabox
    expected = (sheet.width * MM, sheet.height * MM)
    assert (float(box.width), float(box.height)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("badges", "pages"), [(0, 1), (1, 1), (4, 1), (5, 2)])
def test_badge_pdf_puts_four_on_a_sheet_in_order(badges: int, pages: int) -> None:
    faces = [replace(face(f"Name{number}"), token=tokens(5)[number]) for number in range(badges)]
    pdf = printed(faces, "a4-4up")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == pages
    corners = {
        code.text: (int(code.position.top_left.x > 839), int(code.position.top_left.y > 1187))
        for code in zxingcpp.read_barcodes(raster(pdf))
    }
    assert corners == {each.token: (index % 2, index // 2) for index, each in enumerate(faces[:4])}


def test_badge_pdf_begins_at_the_first_free_place_and_keeps_the_printers_offset() -> None:
    plain, moved = (
        zxingcpp.read_barcodes(raster(printed([face("Bo")], "a4-4up", **paper)))[0].position
        for paper in ({"first_place": 3}, {"first_place": 3, "offset_x": 2.0, "offset_y": -3.0})
    )
    assert plain.top_left.x > 839
    assert plain.top_left.y > 1187
    shift = (moved.top_left.x - plain.top_left.x, moved.top_left.y - plain.top_left.y)
    assert shift == pytest.approx((2 * 8, -3 * 8), abs=2)


@pytest.mark.parametrize("flip", [Flip.LONG_EDGE, Flip.SHORT_EDGE])
def test_back_of_a_badge_lies_behind_its_front(flip: Flip) -> None:
    stock = STOCKS["a4-4up"]
    code = Element("f", ElementKind.QR, Box(10, 10, 30, 30))
    layout = Layout("own", "Own", *stock.size, (code, replace(code, id="b", side=Side.BACK)))
    faces = [replace(face("Bo"), token=token) for token in tokens(3)]
    paper = Paper(stock, flip=flip)
    pdf = badge_pdf(faces, layout, paper)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    found = {each.text: each for each in zxingcpp.read_barcodes(raster(pdf, 1))}
    for index, each in enumerate(faces):
        at = back_place(paper, index)
        middle = (at.x + 25, at.y + 25)
        if at.rotated:
            middle = (at.x + stock.width - 25, at.y + stock.height - 25)
        corners = found[each.token].position
        seen = (
            (corners.top_left.x + corners.bottom_right.x) / 2 / DPI * 25.4,
            (corners.top_left.y + corners.bottom_right.y) / 2 / DPI * 25.4,
        )
        assert seen == pytest.approx(middle, abs=0.6)
        assert place(paper, index).page == 0


def test_butterfly_turns_its_back_upside_down() -> None:
    found = zxingcpp.read_barcodes(raster(printed([face("Bo")], "butterfly-96x134")))
    above, below = sorted(found, key=lambda each: each.position.top_left.y)
    assert (above.text, below.text) == (TOKEN, TOKEN)
    assert abs(above.orientation) == 0
    assert abs(below.orientation) == 180


def test_sheet_folded_twice_has_the_agenda_and_practical_words() -> None:
    text = text_of(printed([face("Bo", agenda=AGENDA[:3])], "a4-fold"))
    for part in ("My agenda", "Sunday 17 October 2027", "9:00–9:45", "Clyde Auditorium", "Found?"):
        assert part in text


def test_badge_pdf_draws_crop_marks_on_the_cut_lines_unless_told_not_to() -> None:
    for marks in (True, False):
        image = raster(printed([face("Bo")], "a4-4up", marks=marks))
        column, row = round(105 / 25.4 * DPI), round(148.5 / 25.4 * DPI)
        assert any(image.getpixel((column + step, 8)) == 0 for step in (-1, 0, 1)) is marks
        assert any(image.getpixel((8, row + step)) == 0 for step in (-1, 0, 1)) is marks


def test_crop_marks_move_with_the_printers_offset() -> None:
    image = raster(printed([face("Bo")], "a4-4up", offset_x=2.0))
    column = round(107 / 25.4 * DPI)
    assert any(image.getpixel((column + step, 8)) == 0 for step in (-1, 0, 1))
    assert all(image.getpixel((column - 16 + step, 8)) == 255 for step in (-1, 0, 1))


def test_folded_stock_leaves_the_page_behind_it_empty() -> None:
    pdf = printed([face("Bo")], "butterfly-96x134", flip=Flip.LONG_EDGE, marks=False)
    assert [bool(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages] == [True, False]


def test_badge_pdf_draws_no_ink_outside_a_badge_on_the_sheet() -> None:
    image = raster(printed([face(*NAMES[14], affiliation=LONG_AFFILIATION)], "a4-4up"))
    middle = round(105 / 25.4 * DPI)
    right = image.crop((middle + 14, 40, image.width - 40, round(148 / 25.4 * DPI)))
    assert right.getextrema() == (255, 255)


def test_badge_pdf_is_small_and_the_same_for_the_same_badges() -> None:
    faces = [replace(face(*NAMES[at % 9]), token=token) for at, token in enumerate(tokens(60))]
    pdf = printed(faces, "a4-4up")
    assert pdf == printed(faces, "a4-4up")
    assert len(pdf) / len(faces) <= 3 * 1024


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
