"""The badge designer by mouse and by keyboard: drawn, taken back, saved, and saved by two.

And the batch that prints by it: what it shows is what its fields say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, Gate, press

MakePage = Callable[..., BrowserPage]
LAYOUTS = "/demo/desk/layouts"
TITLE, RULE = "front-title", "front-rule"


@pytest.fixture
def drawn(browser_page: MakePage, request: pytest.FixtureRequest) -> BrowserPage:
    """A new layout on A6 in the office's browser; no two of a size have the same title."""
    made = browser_page("office")
    made.open(LAYOUTS)
    made.page.fill("#field-title", f"Drawn in {request.node.name}")
    press(made.page.get_by_role("button", name="Draw it"))
    made.page.locator(".dz--on").wait_for()
    return made


def box(page: Any, id: str) -> tuple[float, ...]:
    names = ("x", "y", "width", "height")
    return tuple(float(page.input_value(f"[id='field-{id}.{name}']")) for name in names)


def grip(page: Any, selector: str) -> tuple[float, float]:
    place = page.locator(selector).bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def pull(page: Any, start: tuple[float, float], right: float, down: float, key: str = "") -> None:
    """From a point by so many pixels, in a few steps, perhaps with a key held."""
    page.mouse.move(*start)
    page.mouse.down()
    if key:
        page.keyboard.down(key)
    page.mouse.move(start[0] + right, start[1] + down, steps=5)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


def pixels(page: Any) -> float:
    """Of one millimetre on the canvas."""
    return float(page.locator("[data-stage]").bounding_box()["width"]) / 105.0


def select(page: Any, id: str) -> None:
    page.locator(f"[data-box='{id}']").click()


def test_element_is_dragged_snapped_resized_and_taken_back(drawn: BrowserPage) -> None:
    page = drawn.page
    mm = pixels(page)
    x, y, width, height = box(page, TITLE)
    select(page, TITLE)
    pull(page, grip(page, f"[data-box='{TITLE}']"), 4 * mm, 20 * mm, key="Control")
    freely = box(page, TITLE)
    pull(page, grip(page, f"[data-box='{TITLE}']"), -3.5 * mm, 0)
    snapped = box(page, TITLE)
    pull(page, grip(page, ".dz-handle--se"), -20 * mm, 2 * mm)
    resized = box(page, TITLE)

    assert freely[0] == pytest.approx(x + 4, abs=0.2)
    assert freely[1] == pytest.approx(y + 20, abs=0.2)
    assert snapped[0] == x == box(page, RULE)[0]  # the left edges of all the others
    assert resized[0] == x
    assert resized[2] == pytest.approx(width - 20, abs=1.3)
    assert resized[3] > height
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    assert box(page, TITLE) == (x, y, width, height)
    page.get_by_role("button", name="Redo").click()
    assert box(page, TITLE) == freely
    assert drawn.complaints == []


def test_keyboard_alone_draws_and_the_picture_follows(drawn: BrowserPage) -> None:
    page = drawn.page
    x, y, width, height = box(page, TITLE)
    page.locator(f"[data-box='{TITLE}']").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Alt+ArrowLeft", "Alt+Shift+ArrowDown"):
        page.keyboard.press(key)
    assert box(page, TITLE) == (x + 0.5, y + 5, width - 0.5, height + 5)
    assert "from the left" in (page.locator("[data-say]").text_content() or "")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.box") not in ("", None, TITLE)

    count = page.locator("[data-box]").count()
    page.locator(f"[data-box='{TITLE}']").focus()
    page.keyboard.press("Control+d")
    page.locator("[data-box='text']").wait_for()
    assert page.locator("[data-box]").count() == count + 1
    page.locator("[id='field-text.text']").fill("Bring {diet} and {name}")
    page.locator(".dz-remark--fault", has_text="{diet}").wait_for()
    page.locator("[data-box='text']").focus()
    page.keyboard.press("Delete")
    page.locator(".dz-remark--fault").wait_for(state="detached")
    assert page.locator("[data-box]").count() == count
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Undo").click()
    assert page.input_value("[id='field-text.text']") == "Bring {diet} and {name}"
    page.locator(".dz-remark--fault", has_text="{diet}").wait_for()
    assert drawn.complaints == []


def test_other_side_and_other_names_are_shown(drawn: BrowserPage) -> None:
    page = drawn.page
    name = page.locator(".dz-picture title").first.text_content()
    page.get_by_role("button", name="Next name").click()
    page.wait_for_function(
        "before => document.querySelector('.dz-picture title').textContent !== before", arg=name
    )
    page.select_option("#dz-side", "back")
    assert page.locator("[data-box]").count() == 0
    page.select_option("#dz-kind", "agenda")
    page.get_by_role("button", name="Add it").click()
    page.locator("[data-box='agenda'][aria-pressed='true']").wait_for()
    assert page.input_value("[id='field-agenda.side']") == "back"
    assert_accessible(page)


def test_refused_save_says_each_fault_once_and_nothing_lies_on_it(drawn: BrowserPage) -> None:
    page = drawn.page
    select(page, TITLE)
    for size in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        page.fill(f"[id='field-{TITLE}.text']", "{diet}")
        fault = page.locator("[data-findings] li", has_text="{diet}")
        expect(fault).to_have_count(1)  # of the preview, which is drawn before it is saved
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Not saved: first mend").wait_for()
        expect(fault).to_have_count(1)
        page.wait_for_function(
            """() => {
              const line = document.querySelector("[data-findings] li").getBoundingClientRect();
              const bar = document.querySelector(".dz-save").getBoundingClientRect();
              const isApart = line.bottom <= bar.top || line.top >= bar.bottom
                || line.right <= bar.left || line.left >= bar.right;
              return isApart && line.top >= 0 && line.bottom <= innerHeight;
            }"""
        )
        page.fill(f"[id='field-{TITLE}.text']", "{meeting}")
        expect(page.locator("[data-findings]")).not_to_contain_text("{diet}")
    assert drawn.complaints == []


def test_save_of_a_second_browser_is_kindly_refused(
    drawn: BrowserPage, browser_page: MakePage
) -> None:
    page, other = drawn.page, browser_page("admin")
    path = page.url.removeprefix(drawn.site.base_url)
    other.open(path)
    other.page.locator(".dz--on").wait_for()
    for each, key in ((page, "ArrowDown"), (other.page, "ArrowRight")):
        each.locator(f"[data-box='{TITLE}']").focus()
        each.keyboard.press(key)
    mine, theirs = box(page, TITLE), box(other.page, TITLE)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved. Badges that are printed from now on").wait_for()
    assert box(page, TITLE) == mine

    other.page.get_by_role("button", name="Save", exact=True).click()
    other.page.get_by_text("saved version 2").wait_for()
    assert box(other.page, TITLE) == theirs
    assert_accessible(other.page)
    press(other.page.get_by_role("button", name="Save mine as a copy"))
    other.page.get_by_text("Saved as “Drawn in test_save_of_a_second").wait_for()
    assert box(other.page, TITLE) == theirs
    page.reload()
    assert box(page, TITLE) == mine


def test_designer_is_usable_on_a_phone(drawn: BrowserPage, browser_page: MakePage) -> None:
    phone = browser_page("office", viewport={"width": 390, "height": 844}, has_touch=True)
    phone.open(drawn.page.url.removeprefix(drawn.site.base_url))
    page = phone.page
    page.locator(".dz--on").wait_for()
    page.locator(f"[data-box='{TITLE}']").tap()
    handle = page.locator(".dz-handle--se").bounding_box()
    canvas, fields = (page.locator(each).bounding_box() for each in (".dz-stage", "#elements"))
    assert min(handle["width"], handle["height"]) >= 24
    assert fields["y"] > canvas["y"] + canvas["height"]
    page.fill(f"[id='field-{TITLE}.y']", "12")
    drawn_at = page.evaluate(
        """(id) => ["[data-box='" + id + "']", ".dz-stage"]
          .map((each) => document.querySelector(each).getBoundingClientRect().y)
          .reduce((box, stage) => box - stage)""",
        TITLE,
    )
    assert drawn_at == pytest.approx(12 * canvas["width"] / 105, abs=2)


def test_batch_is_made_only_as_its_fields_say(browser_page: MakePage) -> None:
    desk = browser_page("desk")
    desk.open("/demo/desk/badges")
    page, gate = desk.page, Gate()
    make = page.get_by_role("button", name="Make the file")
    paper = page.locator(".print-paper")
    expect(paper).to_contain_text("A6, one badge a page")
    page.route("**/desk/badges", gate)
    page.select_option("#field-stock", "a4-4up")
    gate.wait_for_one(page)
    expect(make).to_be_disabled()
    gate.open()
    expect(paper).to_contain_text("A4, four A6 badges to cut; from place 1 of 4")
    expect(make).to_be_enabled()
    page.get_by_text("Order, arrivals, layout, marks").click()
    page.fill("#field-first_place", "9")
    expect(page.locator("#error-first_place")).to_contain_text("write 1 to 4")
    expect(make).to_have_count(0)
    expect(page.locator("#field-first_place")).to_be_focused()
    assert_accessible(page)
    page.fill("#field-first_place", "3")
    expect(paper).to_contain_text("from place 3 of 4")
    expect(page.locator("#error-first_place")).to_have_count(0)
    expect(page.locator("#proposal-said")).to_contain_text("from place 3 of 4")
    preview = page.get_by_role("link", name="Preview").get_attribute("href")
    assert "stock=a4-4up&first_place=3" in preview
    assert desk.complaints == []
