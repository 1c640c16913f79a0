"""A lost badge that costs something, and a printer that is silent: said before, and mended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, press
from tests.browser.test_desk import codes

MakePage = Callable[..., BrowserPage]


@pytest.fixture
def desk(browser_page: MakePage) -> BrowserPage:
    return browser_page("desk")


def open_somebody(desk: BrowserPage) -> None:
    """Opens somebody without a badge whose category costs something on site."""
    for code in codes(desk):
        path = f"/demo/desk/people/{code}"
        shown = desk.page.request.get(desk.site.base_url + path).text()
        if re.search(r"<dt>Order</dt><dd>\w+, [1-9]", shown):
            desk.open(path)
            return
    raise AssertionError("everybody has a badge")


def test_a_slip_on_lost_is_read_before_it_charges_and_is_taken_back(desk: BrowserPage) -> None:
    open_somebody(desk)
    page = desk.page
    press(page.locator("[data-key=p]"))
    page.get_by_label("Lost: make a new code").check()
    press(page.get_by_role("button", name="Print again"))
    page.locator("form[data-charge][data-ready]").wait_for()
    button = page.locator("form[data-charge] button")
    expect(button).to_have_text("Print again")
    page.get_by_label("Lost: make a new code").check()
    expect(button).to_have_text(re.compile(r"^Lost: charge [\d,.]+ USD$"))
    page.get_by_label("Misprint: same code").check()
    expect(button).to_have_text("Print again")
    page.get_by_label("Lost: make a new code").check()
    press(button)
    expect(page.locator(".verdict__word")).to_contain_text("No: Unpaid")

    press(page.get_by_role("link", name="Take it back or waive it").first)
    assert_accessible(page)
    page.get_by_label("It was pressed by mistake").check()
    page.get_by_label("Why").fill("It was in the bag")
    press(page.get_by_role("button", name=re.compile("Take .* back")))
    expect(page.locator(".verdict__word")).to_contain_text("Already in")
    press(page.get_by_role("button", name="Print the new badge"))
    expect(page.locator("[data-print]")).to_be_visible()
    assert page.get_by_role("button", name="Print the new badge").count() == 0
    assert desk.complaints == []


def test_a_slip_on_lost_without_scripts_is_asked_once_more(browser_page: MakePage) -> None:
    desk = browser_page("desk", java_script_enabled=False)
    open_somebody(desk)
    page = desk.page
    press(page.locator("[data-key=p]"))
    page.get_by_label("Lost: make a new code").check()
    press(page.get_by_role("button", name="Print again"))
    page.get_by_label("Lost: make a new code").check()
    press(page.get_by_role("button", name="Print again"))
    expect(page.locator(".error-summary")).to_contain_text("Nothing is charged yet")
    expect(page.locator(".verdict__word")).to_contain_text("Already in")
    expect(page.get_by_role("button", name=re.compile("^Lost: charge"))).to_be_visible()


def test_a_badge_at_a_silent_printer_is_printed_here(desk: BrowserPage) -> None:
    desk.open("/demo/desk")
    page = desk.page
    page.get_by_label("Where badges are printed").select_option(label="Desk 2: Silent")
    press(page.get_by_role("button", name="Save"))
    expect(page.locator("main")).to_contain_text("The printer “Desk 2” is silent")
    open_somebody(desk)
    expect(page.locator("main")).to_contain_text("The printer “Desk 2” is silent")
    press(page.locator("[data-key=p]"))
    expect(page.locator("#at-printer")).to_contain_text("The badge waits in its queue.")
    assert_accessible(page)
    press(page.get_by_role("button", name="Print here instead"))
    expect(page.locator("[data-print]")).to_be_visible()
    assert page.locator("#at-printer").count() == 0
    assert desk.complaints == []


def test_the_page_follows_a_printer_without_a_reload(
    desk: BrowserPage, browser_page: MakePage
) -> None:
    """Another screen takes the badge out of the queue: this one says so and asks no more."""
    desk.open("/demo/desk")
    page = desk.page
    page.get_by_label("Where badges are printed").select_option(label="Desk 2: Silent")
    press(page.get_by_role("button", name="Save"))
    open_somebody(desk)
    press(page.locator("[data-key=p]"))
    expect(page.locator("#at-printer[hx-get]")).to_have_attribute("data-step", "stuck")
    queue = page.locator("#at-printer a", has_text="Its queue").get_attribute("href")
    code = page.url.split("?")[0].rsplit("/", 1)[1]
    other = browser_page("supervisor")
    other.open(str(queue))
    row = other.page.locator("li", has=other.page.locator(f'a[href$="{code}"]'))
    press(row.get_by_role("button", name=re.compile("Cancel")))
    expect(page.locator('#at-printer[data-step="cancelled"]')).to_contain_text("taken out")
    assert page.locator("#at-printer[hx-get]").count() == 0
    assert desk.complaints == []
