"""A walk-in and a kiosk in a browser: each step accessible, each scan and press as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, press, scan

MakePage = Callable[..., BrowserPage]
EVA = {
    "email": "eva.ek@walkin.example", "given_name": "Eva", "family_name": "Ek",
    "affiliation": "Örebro Hospital",
}  # fmt: skip
ON_THE_BADGE = "Eva เกษม"
CLOCK = """() => {
  let now = 0;
  performance.now = () => now; // a page left alone goes back
  window.letPass = (seconds) => { now += seconds * 1000; };
}"""
LOADED = """() => [...document.fonts].filter((each) => each.status !== "unloaded")
  .map((each) => each.unicodeRange)"""


def test_walk_in_then_kiosk(browser_page: MakePage) -> None:
    desk = browser_page("desk")
    desk.page.add_init_script(f"({CLOCK})()")
    code = _register_walk_in(desk)
    _send_out_again(desk, code)
    _be_the_kiosk(desk)
    _check_in(desk, code)
    _come_again(desk, code)
    assert desk.complaints == []


def _register_walk_in(desk: BrowserPage) -> str:
    page = desk.page
    desk.open("/demo/desk/till")
    page.fill("[name=desk]", "Desk 7")
    press(page.locator("form[action$='/till/station'] button"))
    desk.open("/demo/desk/walk-in")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    assert page.locator("[name=category]").count() == 0
    assert page.evaluate(LOADED) == []  # Latin alone needs no font of ours
    assert_accessible(page)
    for name, value in EVA.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=country]", "SE")
    page.locator("[name=is_asked][data-country=SE]").wait_for(state="attached")
    assert page.input_value("[name=family_name]") == "Ek"
    assert_accessible(page)
    page.get_by_label(re.compile("^Non-member:")).check()
    press(page.get_by_role("button", name="See the price"))
    assert "/desk/walk-in/" in page.url
    assert_accessible(page)
    page.fill("[name=badge_name]", ON_THE_BADGE)
    expect(page.locator("#walk-in-badge")).to_have_attribute("src", re.compile("name=Eva"))
    expect(page.locator("[data-fits]")).to_contain_text("fits")
    page.check("[value=cash]")
    page.fill("[name=given]", "5000")
    press(page.get_by_role("button", name="Take, let in and print"))
    expect(page.locator("text=Give back")).to_be_visible()
    assert_accessible(page)
    return page.locator(".facts a").first.inner_text()


def _send_out_again(desk: BrowserPage, code: str) -> None:
    desk.open(f"/demo/desk/people/{code}")
    press(desk.page.locator("main form:not([data-toast]) button:text-is('Undo check-in')"))


def _be_the_kiosk(desk: BrowserPage) -> None:
    desk.open("/demo/desk/kiosks")
    press(desk.page.get_by_role("button", name="Make this screen the kiosk"))
    assert desk.page.url.endswith("/demo/kiosk")
    assert_accessible(desk.page)
    assert desk.page.locator("nav").count() == 0
    assert desk.open("/demo/kiosk/staff").status == 200
    assert_accessible(desk.page)


def _scan(desk: BrowserPage, code: str) -> None:
    desk.open("/demo/kiosk")
    desk.page.wait_for_selector("[data-kiosk][data-ready]")
    scan(desk.page, code)
    desk.page.wait_for_url("**/demo/kiosk/you")
    assert_accessible(desk.page)


def _check_in(desk: BrowserPage, code: str) -> None:
    page = desk.page
    _scan(desk, code)
    expect(page.locator("text=Your badge was printed before")).to_be_visible()
    press(page.locator("button:has-text('Check in')"))
    expect(page.locator("h1")).to_have_text(f"Welcome, {ON_THE_BADGE}")
    page.wait_for_function(
        "[...document.fonts].some((e) => e.status === 'loaded' && e.unicodeRange === 'U+E01-E5B')"
    )
    assert_accessible(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Check in")


def _come_again(desk: BrowserPage, code: str) -> None:
    """Who is in already is told when; the page goes by itself, later for whoever touches it."""
    page = desk.page
    _scan(desk, code)
    expect(page.locator("#already")).to_contain_text("You are already checked in, since ")
    assert page.locator("main form[action$='/print']").count() == 0
    page.wait_for_selector("[data-return][data-ready]")
    page.evaluate("letPass(29)")
    page.locator("h1").dispatch_event("pointerdown")
    page.evaluate("letPass(29)")
    expect(page.locator("[data-return] p")).to_contain_text("Back to the start in 1 second")
    page.evaluate("letPass(1)")
    page.wait_for_url("**/demo/kiosk")
    expect(page.locator("h1")).to_have_text("Check in")
