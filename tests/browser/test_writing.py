"""An author writes on a phone, loses the connection, and goes on at a laptop."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import BrowserPage, Gate, press

SAVED = re.compile(r"^Saved \d")
READY = "#manuscript[data-ready]"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LIST = (
    "A. Smith1,2*, B. Jones2; 1 University of Clydeside, Glasgow, UK; 2 Institute Y, Lyon, France"
)


def start(made: BrowserPage) -> Any:
    """The form of a new abstract in the call that is open."""
    made.page.goto(made.site.base_url)
    made.open("/demo/abstracts")
    press(made.page.get_by_role("link", name="New abstract").first)
    made.page.wait_for_selector(READY)
    return made.page


def state(page: Any, words: str | re.Pattern[str]) -> None:
    """Waits until the line about saving says this."""
    page.locator("#draft-state").filter(has_text=words).wait_for()


def test_author_loses_the_connection_and_goes_on_at_a_laptop(
    browser_page: Callable[..., BrowserPage],
) -> None:
    phone = browser_page("member", **PHONE)
    page = start(phone)
    page.fill("#field-title", "Interferon lambda at barriers")
    state(page, SAVED)
    page.wait_for_url("**/edit")  # the first save gives the draft its own address

    page.context.set_offline(True)
    page.fill("#field-body", "Written in a tunnel.")
    state(page, "Not saved: no connection. Kept on this device")
    page.context.set_offline(False)
    state(page, SAVED)

    laptop = browser_page("member")
    laptop.open("/demo/abstracts")
    press(laptop.page.get_by_role("link", name="Interferon lambda at barriers"))
    press(laptop.page.get_by_role("link", name="Continue writing"))
    assert laptop.page.input_value("#field-body") == "Written in a tunnel."
    laptop.page.fill("#field-body", "Written in a tunnel, mended at a desk.")
    state(laptop.page, SAVED)

    page.fill("#field-body", "Written on the phone again.")
    state(page, "changed in another window or on another device")
    page.reload()
    assert page.input_value("#field-body") == "Written in a tunnel, mended at a desk."
    page.get_by_role("button", name="Restore my text").click()
    state(page, SAVED)
    expect(page.locator("#field-body")).to_have_value("Written on the phone again.")
    assert [line for line in phone.complaints if "Failed to fetch" not in line] == []
    assert laptop.complaints == []


def test_text_kept_offline_is_offered_on_return(
    browser_page: Callable[..., BrowserPage],
) -> None:
    made = browser_page("stranger")
    page = start(made)
    page.context.set_offline(True)
    page.fill("#field-title", "Never sent")
    state(page, "Kept on this device")
    page.goto("about:blank")
    page.context.set_offline(False)
    made.open("/demo/abstracts")
    press(page.locator("#unsaved-list").get_by_role("link", name="Never sent"))
    page.get_by_text("You have unsaved text from").wait_for()
    page.get_by_role("button", name="Discard it").click()
    page.reload()
    page.wait_for_selector(READY)
    assert page.get_by_text("You have unsaved text from").is_hidden()


def test_marks_greek_and_preview_by_keyboard(browser_page: Callable[..., BrowserPage]) -> None:
    made = browser_page("member")
    page = start(made)
    page.fill("#field-title", "IFN-")
    page.focus("#field-title")
    page.keyboard.press("End")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # italic
    page.keyboard.type("x")
    assert page.input_value("#field-title") == "IFN-<i>x</i>"
    bar = page.get_by_role("toolbar").first
    bar.get_by_role("button", name="Greek letters and signs").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.input_value("#field-title") == "IFN-<i>xα</i>"
    page.wait_for_selector("#preview i:has-text('xα')")
    assert made.complaints == []


WORD = """<html><style>p { margin: 0 }</style><body><p class=MsoNormal><span lang=EN-US>IFN-</span>
<span style='font-family:Symbol'>g</span> in CD8<sup>+</sup> “cells” of
<i style='mso-bidi-font-style:normal'>M. musculus</i><o:p></o:p></p><p>Second.</p></body>"""
DOCS = """<b style="font-weight:normal"><p><span style="font-style:italic">E. coli</span>
<span style="vertical-align:super">2</span></p></b><script>alert(1)</script>"""
PASTE = """([html, area]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  area.focus();
  const how = { clipboardData, bubbles: true, cancelable: true };
  area.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def test_paste_from_a_word_processor_keeps_marks_and_greek_only(
    browser_page: Callable[..., BrowserPage],
) -> None:
    made = browser_page("member")
    page = start(made)
    area = page.locator("#field-body")
    page.evaluate(PASTE, [WORD, area.element_handle()])
    first = "IFN- γ in CD8<sup>+</sup> “cells” of <i>M. musculus</i>\nSecond."
    assert area.input_value() == first
    page.keyboard.press("Control+z")
    assert area.input_value() == ""
    page.evaluate(PASTE, [DOCS, area.element_handle()])
    assert area.input_value() == "<i>E. coli</i> <sup>2</sup>"
    assert made.complaints == []


def hold_move(route: Any, gate: Gate) -> None:
    """The answer to a move takes its time, all others come at once."""
    if "down-author" in (route.request.post_data or ""):
        gate(route)
    else:
        route.fallback()


def test_authors_are_pasted_and_dragged_into_order(
    browser_page: Callable[..., BrowserPage],
) -> None:
    made = browser_page("member")
    page = start(made)
    page.get_by_text("Paste a list of authors").click()
    page.fill("#field-pasted", LIST)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_text("2 authors read from your list").wait_for()
    page.wait_for_selector("#preview >> text=A. Smith")

    handle = page.locator("[data-author='1'] [data-handle]")
    handle.hover()
    top = page.locator("[data-author='0']").bounding_box()
    page.mouse.down()
    page.mouse.move(top["x"] + 20, top["y"] + 4, steps=5)
    page.mouse.up()
    page.get_by_text("B. Jones is now author 1 of 3.").wait_for(state="attached")
    gate = Gate()
    page.route("**/demo/abstracts/**", lambda route: hold_move(route, gate))
    page.keyboard.press("Enter")  # the first button of the moved row: down again
    gate.wait_for_one(page)
    with page.expect_response("**/abstracts/count"):  # what it changes is no move
        page.locator("#manuscript").dispatch_event("input")
    gate.open()
    page.get_by_text("B. Jones is now author 2 of 3.").wait_for(state="attached")
    page.get_by_role("link", name="Choose the topic that fits best").first.click()
    page.wait_for_function("(document.activeElement.id || location.hash).endsWith('field-topic')")
    names = page.locator("[data-author]").evaluate_all("rows => rows.map(r => r.dataset.name)")
    assert names[:2] == ["A. Smith", "B. Jones"]
    assert made.complaints == []
