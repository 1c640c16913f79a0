"""The programme chair decides with cut-offs and keys, and sees the letters; nothing is released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
DECISIONS = "/demo/committee/decisions"


def open_fields(page: Any) -> list[str]:
    """The names of the decisions that can still be made."""
    names: list[str] = page.locator("select[data-was]").evaluate_all("all => all.map(e => e.name)")
    return names


def test_chair_decides_with_cut_offs_and_sees_the_letters(browser_page: MakePage) -> None:
    chair = browser_page("chair")
    page = chair.page
    chair.open(DECISIONS)
    slider = page.locator('input[type="range"]').first
    assert slider.is_visible()
    with page.expect_response(lambda answer: "/decisions/counts" in answer.url):
        slider.evaluate(
            "e => { e.value = e.max; e.dispatchEvent(new Event('input', {bubbles: true}));"
            " e.dispatchEvent(new Event('change', {bubbles: true})); }"
        )
    page.get_by_text("With these cut-offs. Nothing is held yet.").wait_for()
    assert float(page.locator("#field-oral").input_value()) == float(slider.input_value())
    press(page.get_by_role("button", name="Show what this gives"))
    page.get_by_role("heading", name="What these cut-offs give").wait_for()
    if page.get_by_role("button", name="Hold these decisions").count():
        press(page.get_by_role("button", name="Hold these decisions"))
        page.get_by_text("Nobody was told.").wait_for()
    else:
        chair.open(DECISIONS)

    names = open_fields(page)
    assert len(names) > 1
    page.locator(f'select[name="{names[0]}"]').focus()
    page.keyboard.press("r")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name") == names[1]
    page.keyboard.press("w")
    page.get_by_text("not saved yet.").wait_for()
    page.fill("#field-why", "The committee looked at both again.")
    press(page.get_by_role("button", name="Hold these decisions"))
    page.get_by_text("Nobody was told.").wait_for()
    kept = page.locator(f'select[name="{names[0]}"]').input_value()
    assert kept == "rejected"

    chair.open(f"{DECISIONS}/release")
    letters = page.locator("pre.letter").all_inner_texts()
    assert any("could not accept it for this meeting" in text for text in letters)
    assert any("is on the waiting list" in text for text in letters)
    assert not any("{" in text for text in letters)
    assert chair.complaints == []
