"""The programme in a real browser: filtering as one types, stars before and after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
from playwright.sync_api import expect

from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
PROGRAMME = "/demo/programme"
SHOWN = "items => items.filter(item => !item.hidden).map(item => item.id)"


def shown(page: Any) -> list[str]:
    """The sessions on screen."""
    codes: list[str] = page.locator("[data-item]").evaluate_all(SHOWN)
    return codes


def answered(page: Any) -> list[str]:
    """The sessions that the server shows to somebody without JavaScript at the same address."""
    address = page.evaluate("location.href")  # of now: Playwright hears of it a moment later
    tree = lxml.html.fromstring(page.context.request.get(address).text())
    return [str(each.get("id")) for each in tree.xpath("//*[@data-item and not(@hidden)]")]


def test_filter_as_typed_shows_what_the_server_shows_at_the_same_address(
    browser_page: MakePage,
) -> None:
    stranger = browser_page()
    stranger.open(PROGRAMME)
    page = stranger.page
    everything = shown(page)
    name = page.locator(".talk-lines__what .muted").first.inner_text()

    letters = "abcdefghijklmnopqrstuvwxyz"
    for typed in (name, name.upper(), "plenary hall", "Ł ø é", *letters, "no such thing at all"):
        page.fill("#q", typed)
        assert shown(page) == answered(page), typed
    assert page.locator("[data-nothing]").is_visible()

    page.fill("#q", "")
    page.locator("[data-day-tab]").nth(2).click()
    page.select_option("#filter-kind", index=1)
    assert shown(page) == answered(page)
    assert "day=" in page.evaluate("location.search")
    assert "kind=" in page.evaluate("location.search")

    kept = shown(page)
    page.reload()
    assert shown(page) == kept
    press(page.locator("[data-clear]"))
    assert shown(page) == everything

    press(page.get_by_role("link", name="Grid of rooms"))
    press(page.locator("[data-day-tab]").nth(1))
    for typed in ("a", "plenary", name, "no such thing at all"):
        page.fill("#q", typed)
        assert shown(page) == answered(page), typed
    press(page.get_by_role("link", name="List"))
    assert page.input_value("#q") == "no such thing at all"
    assert stranger.complaints == []


def test_star_of_a_stranger_is_kept_and_merged_at_sign_in(browser_page: MakePage) -> None:
    browser = browser_page()
    browser.open(PROGRAMME)
    page = browser.page
    star = page.locator("li[data-item] > .star-place button").nth(3)
    code = star.get_attribute("value")

    star.focus()
    page.keyboard.press("Enter")
    starred = page.locator('li[data-item] button.star[aria-pressed="true"]')
    page.reload()
    expect(starred).to_have_count(1)
    page.check("#starred")
    assert shown(page) == [code]
    page.reload()
    expect(starred).to_have_count(1)
    assert shown(page) == [code]  # the address says it, and the stars are here

    page.goto(browser.site.links["member"])
    press(page.locator("main form button"))
    browser.open(PROGRAMME)
    page.get_by_text("1 star of this browser is in your agenda now.").wait_for()
    assert page.evaluate("localStorage.length") == 0
    browser.open("/demo/my-agenda")
    assert page.locator(f'button.star[value="{code}"]').get_attribute("aria-pressed") == "true"

    page.locator(f'button.star[value="{code}"]').click()
    page.get_by_text("Star taken away.").wait_for()
    assert browser.complaints == []
