"""Own stock: what its form accepts, says and keeps; its page; the calibration sheet as printed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import httpx
import pypdfium2
import pytest
import zxingcpp
from lxml import html
from msgspec.structs import replace as changed
from pypdf import PdfReader

from badges.stock import actions, queries
from badges.stock.calibration import calibration_pdf
from badges.stock.calibration_words import TEST_CODE
from badges.stock.catalogue import STOCKS
from badges.stock.errors import UnknownStock
from badges.stock.forms import StockForm, form_of, read_stock
from badges.stock.sketch import sketch
from badges.stock.stock import POINTS_PER_MM, Fold, Paper, StockKind
from conference.orm import Actor
from conference.web.problems import Invalid
from tests.badges.conftest import Hall
from tests.badges.reading import words
from tests.cast import NOW

DESK = Actor.system("the desk")
INSERTS = StockForm(
    "Inserts 90 × 55", width="90", height="55", paper_width="210", paper_height="297"
)


@pytest.mark.parametrize("key", STOCKS)
def test_read_back_the_same_stock_when_catalogue_is_copied(key: str) -> None:
    assert read_stock(form_of(STOCKS[key]), key) == STOCKS[key]


def test_fill_the_paper_when_nothing_is_said() -> None:
    sheet = read_stock(INSERTS, "own").sheet
    assert (sheet.columns, sheet.rows) == (2, 5)
    assert (sheet.left, sheet.top) == (15.0, 11.0)  # in the middle


def test_be_one_badge_on_paper_of_its_own_size_when_only_its_size_is_said() -> None:
    form = StockForm("Card", width="85,6", height="53,98 mm", kind=StockKind.CARD)
    stock = read_stock(form, "own")
    assert stock.size == (85.6, 53.98)
    assert (stock.sheet.width, stock.sheet.height, stock.sheet.places) == (85.6, 53.98, 1)
    folded = read_stock(StockForm("Fold", "80", "120", fold=Fold.BUTTERFLY), "own")
    assert (folded.kind, folded.sheet.height) == (StockKind.FOLD, 240.0)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"columns": 3}, "columns", "3 badges need 270 mm: 60 mm more than the paper's 210 mm"),
        ({"columns": 3}, "columns", "At most 2 fit."),
        ({"rows": 6, "top": "10"}, "rows", "6 badges need 340 mm: 43 mm more"),
        ({"gap_x": "31", "columns": 2, "left": "0"}, "columns", "1 mm more"),
        ({"width": "220"}, "width", "220 mm wide: 10 mm more than the paper's 210 mm."),
        ({"left": "130"}, "width", "begins 130 mm from the edge and is 90 mm wide: 10 mm more"),
        ({"height": "150", "fold": Fold.BUTTERFLY}, "height", "300 mm high: 3 mm more"),
        ({"safe": "21"}, "safe", "leaves 13 mm to print on"),
        ({"corner": "30"}, "corner", "At most 27.5 mm"),
        ({"width": "ninety"}, "width", "Write millimetres"),
        ({"width": "nan"}, "width", "from 20 to 500"),
        ({"height": "5"}, "height", "from 20 to 500"),
        ({"title": "\u200b"}, "title", "Give the stock a name."),
    ],
)
def test_say_by_how_much_it_does_not_fit(change: dict[str, Any], field: str, says: str) -> None:
    form = changed(INSERTS, **change)
    with pytest.raises(Invalid) as refused:
        read_stock(form, "own")
    assert says in refused.value.errors[field]


def test_fit_exactly_without_complaint() -> None:
    form = StockForm("Exact", "105", "148.5", paper_width="210", paper_height="297",
                     columns=2, rows=2)  # fmt: skip
    assert read_stock(form, "own").sheet.places == 4


def test_draw_every_place_inside_the_paper() -> None:
    for stock in STOCKS.values():
        drawing = sketch(stock)
        assert len(drawing.places) == stock.sheet.places
        for x, y, width, height in drawing.places:
            assert x + width <= stock.sheet.width + 0.01
            assert y + height <= stock.sheet.height + 0.01


async def test_keep_own_stock_beside_the_catalogue(hall: Hall) -> None:
    one = await actions.add_stock(hall.meeting.id, INSERTS, by=DESK, now=NOW)
    twin = changed(INSERTS, title="Inserts, 90 × 55")
    two = await actions.add_stock(hall.meeting.id, twin, by=DESK, now=NOW)
    shadow = changed(INSERTS, title="A6")
    third = await actions.add_stock(hall.meeting.id, shadow, by=DESK, now=NOW)
    assert (one.key, two.key, third.key) == ("inserts-90-55", "inserts-90-55-2", "a6-2")
    narrow = changed(INSERTS, width="85")
    await actions.change_stock(hall.meeting.id, one.key, narrow, by=DESK, now=NOW)
    await actions.retire_stock(hall.meeting.id, two.key, is_retired=True, by=DESK, now=NOW)
    offered = await queries.stocks_of(hall.meeting.id)
    assert set(offered) == {*STOCKS, one.key, third.key}
    assert offered[one.key].width == 85.0
    assert await queries.stock_named(hall.meeting.id, two.key) == two  # what uses it still prints
    with pytest.raises(UnknownStock):
        new = changed(INSERTS, title="Unheard of")
        await actions.change_stock(hall.meeting.id, "a6", new, by=DESK, now=NOW)


async def test_refuse_stock_of_the_same_title_beside_its_field(
    carol: httpx.AsyncClient, hall: Hall, post: Any
) -> None:
    home = f"/{hall.meeting.slug}/desk/stocks"
    first = await actions.add_stock(hall.meeting.id, INSERTS, by=DESK, now=NOW)
    other = changed(INSERTS, title="Lunch")
    second = await actions.add_stock(hall.meeting.id, other, by=DESK, now=NOW)
    await actions.retire_stock(hall.meeting.id, first.key, is_retired=True, by=DESK, now=NOW)
    typed = {"title": " inserts  90 ×  55 ", "width": "81", "height": "50", "fold": "none"}
    for path in (f"{home}/new", f"{home}/{second.key}/change"):
        refused = await post(carol, path, typed, follow_redirects=False)
        again = html.fromstring(refused.text)
        assert refused.status_code == 422
        assert "though it is retired" in again.get_element_by_id("error-title").text_content()
        assert again.xpath("//input[@name='width']/@value") == ["81"]
    assert len(await queries.own_stocks(hall.meeting.id)) == 2
    same = await post(carol, f"{home}/{second.key}/change", typed | {"title": "LUNCH"},
                      follow_redirects=False)  # fmt: skip
    assert same.status_code == 303  # its own title is nobody else's


async def test_add_stock_on_its_page(carol: httpx.AsyncClient, hall: Hall, post: Any) -> None:
    home = f"/{hall.meeting.slug}/desk/stocks"
    start = await carol.get(f"{home}/new?from=durable-1445")
    form = html.fromstring(start.text)
    assert form.xpath("//input[@name='width']/@value") == ["90"]
    typed = {
        "title": "Größe 1", "width": "90", "height": "54,5", "columns": "3",
        "paper_width": "210", "paper_height": "297", "kind": "sheet", "fold": "none",
    }  # fmt: skip
    refused = await post(carol, f"{home}/new", typed, follow_redirects=False)
    assert refused.status_code == 422
    again = html.fromstring(refused.text)
    assert again.xpath("//input[@name='height']/@value") == ["54,5"]
    assert "60 mm more" in again.get_element_by_id("error-columns").text_content()
    assert await queries.own_stocks(hall.meeting.id) == ()
    added = await post(carol, f"{home}/new", typed | {"columns": "2"}, follow_redirects=True)
    assert "Größe 1" in words(added)
    assert str(added.url).endswith("/desk/stocks/grosse-1")
    retired = await post(carol, f"{home}/grosse-1/retire", {}, follow_redirects=True)
    assert "retired" in words(retired)
    assert (await carol.get(f"{home}/a6/change")).status_code == 404


async def test_list_stocks_in_the_same_statements(
    carol: httpx.AsyncClient, hall: Hall, count_statements: Any
) -> None:
    home = f"/{hall.meeting.slug}/desk/stocks"
    counts = []
    for number in range(3):
        title = changed(INSERTS, title=f"Size {number}")
        await actions.add_stock(hall.meeting.id, title, by=DESK, now=NOW)
        with count_statements() as counted:
            assert (await carol.get(home)).status_code == 200
        counts.append(len(counted))
    assert len(set(counts)) == 1


async def test_print_calibration_sheet_for_a_printer(carol: httpx.AsyncClient, hall: Hall) -> None:
    address = f"/{hall.meeting.slug}/desk/stocks/avery-5395/calibration.pdf"
    answer = await carol.get(address, params={"right": -8, "down": 5})
    sheet = PdfReader(io.BytesIO(answer.content)).pages[0]
    assert [float(sheet.mediabox.width), float(sheet.mediabox.height)] == pytest.approx([612, 792])
    assert TEST_CODE in sheet.extract_text()
    assert (await carol.get(address, params={"right": 5000})).status_code == 400


def dots(paper: Paper) -> Any:
    """The sheet as it prints, at 20 dots a millimetre."""
    page = pypdfium2.PdfDocument(calibration_pdf(paper))[0]
    return page.render(scale=20 / POINTS_PER_MM, grayscale=True).to_pil()


@pytest.mark.parametrize("key", ["a4-4up", "dymo-11356", "a4-fold"])
def test_read_the_test_code_off_the_sheet(key: str) -> None:
    codes = zxingcpp.read_barcodes(dots(Paper(STOCKS[key])))
    assert [code.text for code in codes] == [TEST_CODE]


def test_put_crosses_on_corners_moved_by_the_offset() -> None:
    """Avery L4785: the last label's lower right corner is at 193 mm, 283 mm."""
    picture = dots(Paper(STOCKS["avery-l4785"], offset_x=0.5))
    beside, below = (round(193.5 * 20), (283 * 20) + 40), (round(193.5 * 20) + 40, 283 * 20)
    assert picture.getpixel(beside) < 100
    assert picture.getpixel(below) < 100
    assert picture.getpixel((beside[0] - 10, beside[1])) > 200  # half a millimetre away


def test_number_places_and_show_long_control_lines() -> None:
    text = PdfReader(io.BytesIO(calibration_pdf(Paper(STOCKS["avery-l4785"])))).pages[0]
    said = text.extract_text()
    assert {str(number) for number in range(1, 11)} <= set(said.split())
    assert said.count("100 mm") >= 2


def test_print_calibration_sheet_of_any_size() -> None:
    tiny = replace(STOCKS["cr80"], width=20.0, height=20.0)
    assert calibration_pdf(Paper(tiny)).startswith(b"%PDF")
