"""What every page must be: free of axe violations, readable at 320 px, silent in the console."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

NARROW = {"width": 320, "height": 640}
_STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def assert_accessible(page: Any, where: str = "") -> None:
    """Zero axe violations on the page as it stands."""
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, f"{where or page.url}\n{results.generate_report()}"


def assert_fits_a_phone(page: Any, where: str = "") -> None:
    """No sideways scrolling at 320 CSS px (WCAG 1.4.10); leaves the page that narrow."""
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{where or page.url} is {width} px wide: {page.evaluate(_STICKING_OUT)}"
