"""The shell by keyboard, with and without JavaScript, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import BrowserPage

MakePage = Callable[..., BrowserPage]


def focused(page: Any, what: str = "textContent") -> str:
    return str(page.evaluate(f"document.activeElement.{what}")).strip()


def test_first_tab_is_the_skip_link(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/")
    made.page.keyboard.press("Tab")
    assert focused(made.page) == "Skip to the content"
    made.page.keyboard.press("Enter")
    assert focused(made.page, "id") == "main"


def test_wrong_form_moves_focus_to_the_summary(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "nobody")
    made.page.keyboard.press("Enter")
    made.page.wait_for_selector(".error-summary")
    assert "error-summary" in focused(made.page, "className")
    assert made.page.title().startswith("Error: ")
    made.page.keyboard.press("Tab")
    made.page.keyboard.press("Enter")
    assert focused(made.page, "id") == "field-email"
    assert made.page.input_value("#field-email") == "nobody"
    described = made.page.get_attribute("#field-email", "aria-describedby")
    assert "Write an e-mail address" in made.page.inner_text(f"#{described.split()[-1]}")


def test_form_is_sent_once_however_often_it_is_pressed(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "pressed-twice@example.org")
    sent: list[str] = []
    made.page.on("request", lambda each: sent.append(each.method))
    made.page.dblclick("main form button")
    made.page.wait_for_url("**/sign-in/code")
    assert sent.count("POST") == 1


def test_page_shown_again_from_history_can_be_sent_again(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "back@example.org")
    made.page.click("main form button")
    made.page.wait_for_url("**/sign-in/code")
    made.page.go_back()
    made.page.click("main form button")
    made.page.wait_for_url("**/sign-in/code")


def test_sign_in_works_without_javascript(browser_page: MakePage) -> None:
    made = browser_page("", java_script_enabled=False)
    made.page.goto(made.site.links["member"])
    made.page.click("main form button")
    made.open("/my")
    assert made.page.locator("h1").count() == 1
    made.page.click("text=Sign out")
    assert made.open("/my").url.endswith("/sign-in?next=/my")


def test_dark_is_chosen_by_device_and_by_hand(browser_page: MakePage) -> None:
    def ground(page: Any) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    by_device = browser_page("", color_scheme="dark")
    by_device.open("/")
    by_hand = browser_page("", color_scheme="light")
    by_hand.open("/")
    light = ground(by_hand.page)
    by_hand.page.click("footer >> text=Dark")
    assert ground(by_hand.page) == ground(by_device.page) != light
    by_device.page.click("footer >> text=Light")
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
