"""The desk with the hands on the keyboard only, and with one hand on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import PHONE, assert_accessible
from tests.browser.conftest import BrowserPage, Gate, press

MakePage = Callable[..., BrowserPage]
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture
def desk(browser_page: MakePage) -> BrowserPage:
    return browser_page("desk")


def find(desk: BrowserPage, text: str) -> list[str]:
    """Types into the box, which has the focus; the names of the hits."""
    page = desk.page
    expect(page.locator("#field-q")).to_be_focused()
    page.keyboard.type(text, delay=5)
    page.locator(f"#results [data-hits-of='{text}']").wait_for(state="attached")
    names: list[str] = page.locator("#results .result__name a").all_inner_texts()
    return names


def test_desk_journey_by_keyboard_alone(desk: BrowserPage) -> None:
    """Type, walk to somebody who is ready, P, a print is asked for, Esc, the next one."""
    desk.open("/demo/desk")
    page, keys = desk.page, desk.page.keyboard
    names = find(desk, "an")
    ready = page.locator("[data-hit]").evaluate_all(
        "hits => hits.findIndex((hit) => hit.querySelector('[data-print-hit]'))"
    )
    for _ in range(ready + 1):
        keys.press("ArrowDown")
    assert page.evaluate(FOCUSED) == names[ready]
    keys.press("p")
    page.wait_for_url("**/desk/people/*")
    page.get_by_text("Yes: in").wait_for()
    assert page.locator("iframe").get_attribute("src").endswith("/badge.pdf")
    keys.press("Escape")
    page.wait_for_url("**/demo/desk")
    expect(page.locator("[data-opened]")).to_contain_text(names[ready])
    find(desk, "an")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "field-q"
    keys.press("ArrowDown")
    keys.type("x")  # typing goes on in the box
    assert page.locator("#field-q").input_value() == "anx"
    keys.press("Escape")
    assert page.locator("#field-q").input_value() == ""
    assert page.evaluate(FOCUSED) == "field-q"
    assert desk.complaints == []


def test_desk_undoes_from_the_toast_and_leaves_it_to_the_page(desk: BrowserPage) -> None:
    desk.open("/demo/desk")
    find(desk, "el")
    page = desk.page
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 600"))  # it goes away after ten seconds
    page.locator("[data-print-hit]").last.click()
    toast = page.locator("[data-toast]")
    toast.get_by_role("button", name="Undo").click()
    page.get_by_text("Ready to come in").wait_for()
    assert page.locator("[data-toast]").count() == 0


def test_desk_shows_a_slow_answer_never_over_a_later_one(desk: BrowserPage) -> None:
    """The first answer is held back until the second has come."""
    desk.open("/demo/desk")
    page, gate = desk.page, Gate()
    page.route("**/demo/desk?q=zz", gate)
    expect(page.locator("#field-q")).to_be_focused()
    page.keyboard.type("zz", delay=5)
    gate.wait_for_one(page)
    page.keyboard.press("Escape")
    find(desk, "an")
    for route in gate.held:
        route.fulfill(status=200, content_type="text/html", body="<p>stale</p>")
    page.evaluate("new Promise((done) => setTimeout(done, 150))")
    assert "stale" not in page.locator("#results").inner_text()


def test_desk_pages_are_accessible_and_reached_with_a_thumb(
    browser_page: MakePage, desk: BrowserPage
) -> None:
    desk.open("/demo/desk?q=an")
    assert_accessible(desk.page)
    press(desk.page.locator("[data-open]").first)
    assert_accessible(desk.page)
    desk.open("/demo/desk/calculator")
    assert_accessible(desk.page)
    office = browser_page("office")
    office.open("/demo/desk/supervisor")
    assert_accessible(office.page)
    phone = browser_page("desk", viewport=PHONE, has_touch=True)
    phone.open("/demo/desk?q=an")
    assert min(_heights(phone.page)) >= 44


def _heights(page: Any) -> list[float]:
    """Of what one presses all day: the box and the buttons of the hits."""
    pressed = page.locator("#field-q, [data-print-hit]")
    heights: list[float] = pressed.evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().height)"
    )
    return heights


def test_my_badge_follows_what_is_typed(browser_page: MakePage) -> None:
    attendee = browser_page("attendee")
    attendee.open("/my")
    page = attendee.page
    press(page.get_by_role("region", name="My badge").get_by_role("link").first)
    with page.expect_response(lambda answer: "badge.svg?name=" in answer.url):
        page.locator("#field-badge_name").fill("Wolfeschlegelsteinhausenbergerdorff" * 4)
    page.locator("[data-fits]").filter(has_not_text="This fits").wait_for()
    assert_accessible(page)
    assert attendee.complaints == []
