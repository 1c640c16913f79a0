"""The desk by keyboard and scanner: live search, a wedge scan, P, and what typing does not do."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import BrowserPage, scan

MakePage = Callable[..., BrowserPage]
READY = "[data-desk][data-ready]"


@pytest.fixture
def desk(browser_page: MakePage) -> BrowserPage:
    return browser_page("desk")


def codes(desk: BrowserPage) -> list[str]:
    """Registration codes of people who are not here and whose badges are not printed."""
    answer = desk.page.request.get(f"{desk.site.base_url}/demo/desk/badges.pdf?here=not_yet")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    return re.findall(r"Registration (\w{6})", text)


def token_of(desk: BrowserPage, code: str) -> str:
    path = f"{desk.site.base_url}/demo/desk/people/{code}/badge.pdf"
    page = PdfReader(io.BytesIO(desk.page.request.get(path).body())).pages[0]
    groups = re.findall(r"([0-9A-Z]{4})-([0-9A-Z]{4})", page.extract_text())
    return "".join(group for pair in groups for group in pair)


def forget_focus(page: Any) -> None:
    page.evaluate("document.activeElement.blur()")


def stays(page: Any, act: Callable[[], None]) -> bool:
    """Whether an act leads nowhere, not even by what it starts within a third of a second."""
    page.evaluate(
        "navigation.addEventListener('navigate', (event) => (window.left = event.destination.url))"
    )
    act()
    return bool(page.evaluate("new Promise((ok) => setTimeout(() => ok(!window.left), 300))"))


def test_search_shows_people_while_typing(desk: BrowserPage) -> None:
    desk.open("/demo/desk")
    box = desk.page.locator("#field-q")
    expect(box).to_be_focused()
    box.press_sequentially("example")
    desk.page.locator(".result__name").first.wait_for()
    desk.page.wait_for_url("**/demo/desk?q=example&listed=yes")
    box.press("Escape")
    desk.page.locator("#results .result__name").first.wait_for(state="detached")
    assert desk.complaints == []


def test_back_from_a_person_shows_the_search_that_led_there(desk: BrowserPage) -> None:
    """Not the one before it, which was sent and stands in the address; also for a single hit."""
    code = codes(desk)[0]
    desk.open("/demo/desk?q=example")
    box, hits = desk.page.locator("#field-q"), desk.page.locator("#results [data-open]")
    hits.nth(1).wait_for()
    box.fill("")
    box.press_sequentially(code)
    desk.page.wait_for_url(f"**/demo/desk?q={code}&listed=yes")
    hits.first.click()
    desk.page.wait_for_url(f"**/demo/desk/people/{code}")

    desk.page.go_back()

    desk.page.wait_for_url(f"**/demo/desk?q={code}&listed=yes")
    expect(box).to_have_value(code)
    expect(hits).to_have_count(1)
    assert code in hits.first.get_attribute("href")


def test_scan_opens_the_person_from_anywhere(desk: BrowserPage) -> None:
    first, second, *_ = codes(desk)
    token = token_of(desk, second)
    desk.open(f"/demo/desk/people/{first}")
    desk.page.wait_for_selector(READY)
    scan(desk.page, token.lower())
    desk.page.wait_for_url(f"**/people/{second}")


def test_slow_typing_is_no_scan(desk: BrowserPage) -> None:
    first, second, *_ = codes(desk)
    desk.open(f"/demo/desk/people/{first}")
    desk.page.wait_for_selector(READY)
    forget_focus(desk.page)

    def slowly() -> None:
        desk.page.keyboard.type(second, delay=70)
        desk.page.keyboard.press("Enter")

    assert stays(desk.page, slowly)


def test_scan_on_a_page_without_a_box_opens_the_person_too(desk: BrowserPage) -> None:
    code = codes(desk)[0]
    desk.open("/demo/desk/arrivals")
    desk.page.wait_for_selector("[data-wedge-home][data-ready]")
    scan(desk.page, code)
    desk.page.wait_for_url(f"**/demo/desk/people/{code}")
    assert desk.complaints == []


def test_key_p_checks_in_and_prints_once_and_never_while_typing(desk: BrowserPage) -> None:
    code = codes(desk)[-1]
    desk.open(f"/demo/desk/people/{code}")
    name = desk.page.locator("#field-badge_name")
    assert stays(desk.page, lambda: name.press_sequentially("p"))
    assert desk.page.get_by_text("Ready to come in").is_visible()
    forget_focus(desk.page)
    desk.page.keyboard.press("p")
    desk.page.get_by_text("Yes: in").wait_for()
    frame = desk.page.locator("iframe")
    assert frame.get_attribute("src") == f"/demo/desk/people/{code}/badge.pdf"
    desk.page.reload()
    desk.page.get_by_text("Already in").wait_for()
    assert desk.page.locator("iframe").count() == 0
    assert desk.complaints == []
