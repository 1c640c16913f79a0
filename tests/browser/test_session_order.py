"""The talks of a session put in order by keyboard and by dragging; what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage
from tests.browser.test_board import next_undo, take_back

MakePage = Callable[..., BrowserPage]
BOARD = "/demo/committee/programme"


@pytest.fixture
def session(browser_page: MakePage) -> Iterator[BrowserPage]:
    """A symposium of the demo; what was moved is taken back afterwards."""
    made = browser_page("chair")
    before = next_undo(made)
    made.open(f"{BOARD}/sessions/{symposium(made)}")
    yield made
    take_back(made, before)


def symposium(made: BrowserPage) -> str:
    made.open("/demo/programme?kind=symposium")
    href = made.page.locator("a[href*='/programme/sessions/']", has_text="Symposium").first
    return str(href.get_attribute("href")).split("/sessions/")[1].split("#")[0]


def order(page: Any) -> list[str]:
    found: list[str] = page.locator("tr[data-slot]").evaluate_all(
        "rows => rows.map(row => row.dataset.slot)"
    )
    return found


def said(page: Any, words: str) -> None:
    """The last thing that a move does is to say what became of it."""
    expect(page.locator("main > p[role='status']")).to_contain_text(words)


def test_talks_are_put_in_order_by_keyboard_and_by_dragging(session: BrowserPage) -> None:
    page = session.page
    first, second, third, *rest = order(page)
    page.fill("#field-subtitle", "typed and kept")

    page.locator(f"tr[data-slot='{first}'] a.slot__title").focus()
    page.keyboard.press("Alt+ArrowDown")
    said(page, f"is now 2 of {len(rest) + 3}")
    by_key = order(page)
    focused = page.evaluate("document.activeElement.closest('tr')?.dataset.slot")
    page.locator(f"tr[data-slot='{first}']").evaluate(
        "row => row.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    handle = page.locator(f"tr[data-slot='{third}'] [data-handle]").bounding_box()
    top = page.locator(f"tr[data-slot='{second}']").bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    page.mouse.down()
    page.mouse.move(handle["x"], top["y"] + 30)
    page.mouse.move(handle["x"], top["y"] + 2)
    page.mouse.up()
    said(page, "is now 1 of")
    by_drag = order(page)

    assert by_key == [second, first, third, *rest]
    assert focused == first
    assert by_drag == [third, second, first, *rest]
    assert page.input_value("#field-subtitle") == "typed and kept"
    assert_accessible(page)
    page.locator("#details-form .actions button[value='save']").click()
    page.get_by_text("Saved. It is public with the next release.").wait_for()
