"""Backgrounds and pictures: placed once in a file, in proportion, whatever they are."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from PIL import Image as Pillow
from PIL import ImageChops, ImageStat
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from badges.drawing.dots import page_image
from badges.drawing.items import Image
from badges.drawing.pictures import PDF, placed
from badges.drawing.render import badge_pdf
from badges.drawing.svg import badge_svg
from badges.layouts.layout import Background, Box, Element, ElementKind, Layout, Side
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.stock import Paper, Sheet, Stock, StockKind
from tests.badges.drawing.faces import NAMES, face

A6 = STOCKS["a6"]
RED, BLUE = (200, 0, 0), (0, 0, 200)


@dataclass(frozen=True, slots=True)
class Stored:
    media_type: str
    width: int
    height: int
    content: bytes


def image(width: int, height: int, kind: str = "PNG") -> Stored:
    target = io.BytesIO()
    Pillow.effect_noise((width, height), 60).convert("RGB").point(lambda v: v // 2 + 100).save(
        target, kind
    )
    return Stored(f"image/{kind.lower()}", width, height, target.getvalue())


def page(width: int, height: int) -> Stored:
    """A PDF whose page is red with a word in blue, and an image with soft edges."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width, height))
    canvas.setFillColorRGB(RED[0] / 255, 0, 0)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, BLUE[2] / 255)
    canvas.rect(0, 0, width, height / 4, stroke=0, fill=1)
    canvas.setFont("Times-Roman", 20)
    canvas.drawString(20, height / 2, "Embossed (word) \\ one")
    canvas.showPage()
    canvas.drawString(20, 20, "Second page")
    canvas.save()
    return Stored(PDF, width, height, target.getvalue())


def with_background(picture: Stored, badges: int) -> tuple[bytes, Layout]:
    key = uuid4()
    layout = replace(standard_layout(A6), backgrounds=(Background(key),))
    faces = [face(f"Name {number}", category=f"C{number % 3}") for number in range(badges)]
    return badge_pdf(faces, layout, Paper(A6), pictures={key: picture}), layout


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF"])
def test_background_is_in_the_file_once_however_many_badges(kind: str) -> None:
    picture = page(298, 420) if kind == "PDF" else image(300, 420, kind)
    one, many = len(with_background(picture, 1)[0]), len(with_background(picture, 30)[0])
    assert many - one < 30 * 3 * 1024
    if kind != "PDF":
        assert many < len(picture.content) * 2.2 + 30 * 3 * 1024


def test_page_of_a_pdf_keeps_its_text_its_colours_and_its_place() -> None:
    pdf, _ = with_background(page(298, 420), 2)
    text = PdfReader(io.BytesIO(pdf)).pages[1].extract_text()
    assert "Embossed (word) \\ one" in text
    assert "Second page" not in text
    seen = page_image(pdf, scale=1, page=1)
    assert seen.getpixel((4, 60)) == pytest.approx(RED, abs=3)
    assert seen.getpixel((150, 322)) == pytest.approx(BLUE, abs=3)


def test_code_stays_on_white_over_a_dark_background() -> None:
    import zxingcpp

    pdf, _ = with_background(page(298, 420), 1)
    assert len(zxingcpp.read_barcodes(page_image(pdf, scale=203 / 72))) == 1


def test_picture_is_whole_in_its_box_and_a_background_covers_it() -> None:
    box, wide = Box(10, 10, 40, 40), image(200, 100)
    inside, is_cut = placed(Image(box, uuid4()), wide)
    assert (inside, is_cut) == (Box(10, 20, 40, 20), False)
    over, is_cut = placed(Image(box, uuid4(), is_background=True), wide)
    assert (over, is_cut) == (Box(-10, 10, 80, 40), True)


def test_background_never_leaves_its_badge_on_a_sheet() -> None:
    stock, key = STOCKS["a4-4up"], uuid4()
    layout = Layout("own", "Own", *stock.size, (), (Background(key),))
    paper = Paper(stock, marks=False)
    pdf = badge_pdf([face("Bo")], layout, paper, pictures={key: page(600, 400)})
    seen = page_image(pdf, scale=1)
    assert seen.getpixel((290, 100)) == pytest.approx(RED, abs=3)
    assert seen.crop((300, 0, seen.width, seen.height)).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_badge_svg_shows_pictures(kind: str) -> None:
    picture, key = page(298, 420) if kind == "PDF" else image(30, 30), uuid4()
    logo = Element("logo", ElementKind.PICTURE, Box(70, 2, 20, 20), picture=key, side=Side.BACK)
    layout = Layout("own", "Own", 105, 148, (logo,))
    assert "data:image/png;base64," in badge_svg(face("Bo"), layout, Side.BACK, {key: picture})
    assert "data:" not in badge_svg(face("Bo"), layout, Side.FRONT, {key: picture})


def test_picture_that_is_gone_leaves_its_place_empty() -> None:
    layout = Layout("own", "Own", 105, 148, (), (Background(uuid4()),))
    assert badge_pdf([face("Bo")], layout, Paper(A6)).startswith(b"%PDF")
    assert "<image" not in badge_svg(face("Bo"), layout)


@pytest.mark.parametrize("turn", [0, 90])
def test_page_with_fonts_and_forms_looks_as_it_did(turn: int) -> None:
    key = uuid4()
    whole = badge_pdf([face(*NAMES[0]), face("Bo")], standard_layout(A6), Paper(A6))
    writer = PdfWriter(clone_from=io.BytesIO(whole))
    writer.pages[0].rotate(turn)
    target = io.BytesIO()
    writer.write(target)
    width, height = (298, 420) if not turn else (420, 298)
    layout = Layout("own", "Own", width * 25.4 / 72, height * 25.4 / 72, (), (Background(key),))
    stock = Stock("s", "s", StockKind.SHEET, layout.width, layout.height,
                  Sheet(layout.width, layout.height))  # fmt: skip
    picture = Stored(PDF, width, height, target.getvalue())
    pdf = badge_pdf([face("Bo")], layout, Paper(stock), pictures={key: picture})
    before, after = (
        page_image(each, scale=2).convert("L").resize((60, 60), Pillow.Resampling.BOX)
        for each in (target.getvalue(), pdf)
    )
    assert ImageStat.Stat(ImageChops.difference(before, after)).mean[0] < 5
    assert ImageStat.Stat(after).mean[0] < 245


def test_picture_over_a_persons_own_things_is_drawn_on_every_badge() -> None:
    stock, key = STOCKS["a4-4up"], uuid4()
    name = Element("name", ElementKind.NAME, Box(10, 10, 80, 30))
    over = Element("over", ElementKind.PICTURE, Box(20, 15, 20, 20), picture=key)
    layout = Layout("own", "Own", *stock.size, (name, over))
    for picture in (page(100, 100), image(50, 50, "JPEG")):
        pdf = badge_pdf([face("Bo"), face("Li")], layout, Paper(stock), pictures={key: picture})
        seen = page_image(pdf, scale=1)
        expected = seen.getpixel((80, 60))
        assert expected[0] < 240
        assert seen.getpixel((80 + 298, 60)) == pytest.approx(expected, abs=20)
        assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
