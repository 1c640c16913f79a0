"""A walk-in and a kiosk in a browser: each step accessible, each scan and press as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
# A scanner's keys in one task: no gap between them, wherever the machine is busy.
WEDGE = """keys => [...keys, "Enter"].forEach((key) =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))"""
EVA = {
    "email": "eva.ek@walkin.example", "given_name": "Eva", "family_name": "Ek",
    "affiliation": "Örebro Hospital",
}  # fmt: skip


def test_walk_in_then_kiosk(browser_page: MakePage) -> None:
    desk = browser_page("desk", service_workers="block")  # it leads elsewhere if we are slow
    desk.page.add_init_script("performance.now = () => 0")  # a page left alone goes back
    code = _register_walk_in(desk)
    _be_the_kiosk(desk)
    _check_in(desk, code)
    assert desk.complaints == []


def _register_walk_in(desk: BrowserPage) -> str:
    page = desk.page
    desk.open("/demo/desk/till")
    page.fill("[name=desk]", "Desk 7")
    press(page.locator("form[action$='/till/station'] button"))
    desk.open("/demo/desk/walk-in")
    for name, value in EVA.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=country]", "SE")
    page.get_by_label(re.compile("^Non-member:")).check()
    press(page.get_by_role("button", name="See the price"))
    assert "/desk/walk-in/" in page.url
    assert_accessible(page)
    page.check("[value=cash]")
    page.fill("[name=given]", "5000")
    press(page.get_by_role("button", name="Take, let in and print"))
    expect(page.locator("text=Give back")).to_be_visible()
    assert_accessible(page)
    return page.locator(".facts a").first.inner_text()


def _be_the_kiosk(desk: BrowserPage) -> None:
    desk.open("/demo/desk/kiosks")
    press(desk.page.get_by_role("button", name="Make this screen the kiosk"))
    assert desk.page.url.endswith("/demo/kiosk")
    assert_accessible(desk.page)
    assert desk.page.locator("nav").count() == 0
    assert desk.open("/demo/kiosk/staff").status == 200
    assert_accessible(desk.page)


def _check_in(desk: BrowserPage, code: str) -> None:
    page = desk.page
    desk.open("/demo/kiosk")
    page.wait_for_selector("[data-kiosk][data-ready]")
    page.evaluate(WEDGE, code)
    page.wait_for_url("**/demo/kiosk/you")
    assert_accessible(page)
    expect(page.locator("text=Your badge was printed before")).to_be_visible()
    press(page.locator("button:has-text('Check in')"))
    expect(page.locator("h1")).to_have_text("Welcome, Eva Ek")
    assert_accessible(page)
    press(page.get_by_role("link", name="Next person"))
    assert page.url.endswith("/demo/kiosk")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Check in")
