"""Several elements of a badge at once, by mouse and by keyboard, and elements that are turned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
TITLE, DATES, RULE, BAND = "front-title", "front-dates", "front-rule", "front-band"
PRESSED = "[data-box][aria-pressed=true]"
HEAD = (TITLE, DATES, RULE)
Boxes = dict[str, tuple[float, ...]]


@pytest.fixture
def drawn(browser_page: MakePage, request: pytest.FixtureRequest) -> BrowserPage:
    """A new layout on A6 in the office's browser."""
    made = browser_page("office")
    made.open("/demo/desk/layouts")
    made.page.fill("#field-title", f"Drawn by {request.node.name}")
    press(made.page.get_by_role("button", name="Draw it"))
    made.page.locator(".dz--on").wait_for()
    return made


def boxes(page: Any) -> Boxes:
    """Every element's place as the fields say it: x, y, width, height, turn."""
    found: Boxes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#elements > *")].map((each) => {
          const id = each.dataset.element;
          const value = (name) => Number(each.querySelector(`[name="${id}.${name}"]`).value);
          return [id, ["x", "y", "width", "height", "turn"].map(value)];
        }))"""
    )
    return {id: tuple(values) for id, values in found.items()}


def chosen(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        PRESSED, "all => all.map((each) => each.dataset.box)"
    )
    return found


def middle(page: Any, id: str) -> tuple[float, float]:
    place = page.locator(f"[data-box='{id}']").bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def undo(page: Any) -> None:
    page.get_by_role("button", name="Undo").click()


def test_several_are_framed_moved_and_taken_back_with_the_mouse(drawn: BrowserPage) -> None:
    page = drawn.page
    before = boxes(page)
    stage = page.locator("[data-stage]").bounding_box()
    mm = stage["width"] / 105
    page.mouse.move(stage["x"] + mm, stage["y"] + mm)
    page.mouse.down()
    page.mouse.move(stage["x"] + 104 * mm, stage["y"] + (before[RULE][1] + 3) * mm, steps=4)
    page.mouse.up()
    assert set(chosen(page)) == set(HEAD)
    assert page.get_by_text("3 elements are chosen.").is_visible()

    page.keyboard.down("Control")  # without snapping
    page.mouse.move(*middle(page, TITLE))
    page.mouse.down()
    x, y = middle(page, TITLE)
    page.mouse.move(x + 2 * mm, y + 6 * mm, steps=4)
    page.mouse.up()
    page.keyboard.up("Control")
    after = boxes(page)
    for id in HEAD:
        assert after[id][1] - before[id][1] == pytest.approx(6, abs=0.3)
        assert after[id][2:] == before[id][2:]
    gaps = {round(after[id][0] - before[id][0], 2) for id in HEAD}
    assert len(gaps) == 1, "they stay together"
    assert {id: after[id] for id in after if id not in HEAD} == {
        id: before[id] for id in before if id not in HEAD
    }

    page.keyboard.down("Shift")
    page.locator(f"[data-box='{RULE}']").click()
    page.keyboard.up("Shift")
    assert set(chosen(page)) == {TITLE, DATES}
    page.locator(f"[data-box='{DATES}']").click()
    assert chosen(page) == [DATES]
    undo(page)
    assert boxes(page) == before
    assert drawn.complaints == []


def test_several_are_lined_up_spread_copied_and_removed_with_the_keyboard(
    drawn: BrowserPage,
) -> None:
    page = drawn.page
    said = page.locator("[data-say]")
    page.locator(f"[data-box='{TITLE}']").focus()
    for key in ("Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert set(chosen(page)) == {TITLE, DATES}, "Tab looks, Space takes"
    page.keyboard.press("Space")
    assert set(chosen(page)) == set(HEAD)
    assert "3 elements" in (said.text_content() or "")
    assert_accessible(page)

    def rights() -> set[float]:
        return {round(now[id][0] + now[id][2], 1) for id in HEAD}

    before = now = boxes(page)
    assert len(rights()) > 1
    page.keyboard.press("Control+ArrowRight")
    now = boxes(page)
    assert rights() == {round(max(before[id][0] + before[id][2] for id in HEAD), 1)}
    assert "aligned right" in (said.text_content() or "")
    page.keyboard.press("v")
    spread = boxes(page)
    order = sorted(HEAD, key=lambda id: spread[id][1])
    ends = [(spread[id][1], spread[id][1] + spread[id][3]) for id in order]
    assert ends[1][0] - ends[0][1] == pytest.approx(ends[2][0] - ends[1][1], abs=0.02)
    undo(page)
    assert boxes(page) == now, "one step each"
    undo(page)
    assert boxes(page) == before

    page.locator(f"[data-box='{TITLE}']").focus()
    page.keyboard.press("Control+d")
    page.locator("#elements > *").nth(len(before) + 2).wait_for(state="attached")
    made = boxes(page)
    copies = [id for id in made if id not in before]
    assert len(copies) == 3
    assert set(chosen(page)) == set(copies)
    page.keyboard.press("Delete")
    assert boxes(page) == before
    page.keyboard.press("Control+a")
    assert len(chosen(page)) == len(before)
    page.keyboard.press("Delete")
    assert boxes(page) == {}
    undo(page)
    undo(page)
    assert boxes(page) == made
    undo(page)
    assert boxes(page) == before
    assert drawn.complaints == []


def test_strip_is_turned_with_its_box_and_saved_without_leaving_the_page(
    drawn: BrowserPage,
) -> None:
    page = drawn.page
    page.locator(f"[data-box='{BAND}']").focus()
    page.keyboard.press("r")
    x, y, width, height, turn = boxes(page)[BAND]
    assert (width, height, turn) == (20, 105, 90)
    assert x + width <= 105
    assert y + height <= 148
    assert "turned right" in (page.locator("[data-say]").text_content() or "")
    page.locator(".dz-picture g[transform^='rotate(90']").wait_for(state="attached")
    place = page.locator(f"[data-box='{BAND}']").bounding_box()
    assert place["height"] > 4 * place["width"]
    page.keyboard.press("Shift+R")
    assert boxes(page)[BAND][2:] == (105, 20, 0)
    page.get_by_role("button", name="Turn a quarter to the left").click()
    page.keyboard.press("Control+s")
    page.locator("[data-saved]", has_text="Saved.").wait_for()
    assert page.locator("[data-version-word]").text_content() == "2"
    undo(page)
    assert boxes(page)[BAND][4] == 0, "what was before the save comes back too"
    page.get_by_role("button", name="Redo").click()
    saved = boxes(page)[BAND]
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator(".dz--on").wait_for()
    assert boxes(page)[BAND] == saved
    assert saved[4] == 270


def test_what_a_failing_network_does_not_take_is_still_there(drawn: BrowserPage) -> None:
    page = drawn.page
    page.locator(f"[data-box='{TITLE}']").focus()
    page.keyboard.press("Shift+ArrowDown")
    mine = boxes(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Not saved: the server does not answer.").first.wait_for()
    assert boxes(page) == mine
    assert page.get_by_text("Not saved yet").is_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[data-saved]", has_text="Saved.").wait_for()
    assert page.get_by_text("Not saved yet").is_hidden()
    assert boxes(page) == mine


def test_finger_chooses_several_with_the_button(drawn: BrowserPage, browser_page: MakePage) -> None:
    phone = browser_page("office", viewport={"width": 390, "height": 844}, has_touch=True)
    phone.open(drawn.page.url.removeprefix(drawn.site.base_url))
    page = phone.page
    page.locator(".dz--on").wait_for()
    several = page.get_by_role("button", name="Several")
    several.tap()
    expect(several).to_have_attribute("aria-pressed", "true")
    for id in (TITLE, DATES):
        page.locator(f"[data-box='{id}']").tap()
    expect(page.locator(PRESSED)).to_have_count(2)
    assert set(chosen(page)) == {TITLE, DATES}
    page.locator(f"[data-box='{TITLE}']").tap()
    expect(page.locator(PRESSED)).to_have_count(1)
    assert chosen(page) == [DATES]
    page.locator(f"[data-box='{TITLE}']").tap()
    expect(page.locator(PRESSED)).to_have_count(2)
    page.get_by_role("button", name="Line up the right edges").tap()
    expect(page.locator("[data-say]")).to_have_text("2 elements aligned right.")
