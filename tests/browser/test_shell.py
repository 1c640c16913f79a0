"""The shell by keyboard, with and without JavaScript, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import BrowserPage, Gate, press

MakePage = Callable[..., BrowserPage]


def test_first_tab_is_the_skip_link(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/")
    made.page.keyboard.press("Tab")
    expect(made.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    made.page.keyboard.press("Enter")
    expect(made.page.locator("#main")).to_be_focused()


def test_wrong_form_moves_focus_to_the_summary(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "nobody")
    made.page.keyboard.press("Enter")
    expect(made.page.locator(".error-summary")).to_be_focused()
    assert made.page.title().startswith("Error: ")
    made.page.keyboard.press("Tab")
    made.page.keyboard.press("Enter")
    expect(made.page.locator("#field-email")).to_be_focused()
    assert made.page.input_value("#field-email") == "nobody"
    described = made.page.get_attribute("#field-email", "aria-describedby")
    assert "Write an e-mail address" in made.page.inner_text(f"#{described.split()[-1]}")


def test_form_is_sent_once_however_often_it_is_pressed(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "pressed-twice@example.org")
    sent: list[str] = []
    gate = Gate()  # nobody answers meanwhile
    made.page.on("request", lambda each: sent.append(each.method))
    made.page.route("**/sign-in", gate)
    box = made.page.locator("main form button").bounding_box()
    for _ in range(2):
        made.page.mouse.click(box["x"] + 8, box["y"] + 8)
    gate.open()
    made.page.wait_for_url("**/sign-in/code")
    assert sent.count("POST") == 1


def test_page_shown_again_from_history_can_be_sent_again(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "back@example.org")
    press(made.page.locator("main form button"))
    assert made.page.url.endswith("/sign-in/code")
    made.page.go_back()
    press(made.page.locator("main form button"))
    assert made.page.url.endswith("/sign-in/code")


def test_sign_in_works_without_javascript(browser_page: MakePage) -> None:
    made = browser_page("", java_script_enabled=False)
    made.page.goto(made.site.links["member"])
    press(made.page.locator("main form button"))
    made.open("/my")
    assert made.page.locator("h1").count() == 1
    press(made.page.get_by_text("Sign out"))
    assert made.open("/my").url.endswith("/sign-in?next=/my")


def test_dark_is_chosen_by_device_and_by_hand(browser_page: MakePage) -> None:
    def ground(page: Any) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    by_device = browser_page("", color_scheme="dark")
    by_device.open("/")
    by_hand = browser_page("", color_scheme="light")
    by_hand.open("/")
    light = ground(by_hand.page)
    press(by_hand.page.locator("footer").get_by_text("Dark"))
    assert ground(by_hand.page) == ground(by_device.page) != light
    press(by_device.page.locator("footer").get_by_text("Light"))
    assert ground(by_device.page) == light


def test_pages_ask_no_other_host(browser_page: MakePage) -> None:
    made = browser_page("member")
    hosts: set[str] = set()
    made.page.on("request", lambda each: hosts.add(each.url.split("/")[2]))
    for path in ("/", "/my", "/sign-in"):
        made.open(path)
    assert hosts == {made.site.base_url.removeprefix("http://")}
    assert made.complaints == []


def test_touch_targets_are_large_enough(browser_page: MakePage) -> None:
    made = browser_page("", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    made.open("/sign-in")
    small = made.page.evaluate(
        "[...document.querySelectorAll('main button, main input:not([type=hidden]), header a')]"
        ".map((each) => each.getBoundingClientRect())"
        ".filter((box) => box.width && box.height < 36).length"
    )
    assert small == 0
