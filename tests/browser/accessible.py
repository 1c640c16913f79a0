"""What every page must be: free of axe violations in every look, readable at 320 px."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.browser.conftest import WIDE

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
_STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def problems_of(page: Any, where: str = "") -> list[str]:
    """axe violations in light on a wide screen and in dark on a phone, and sideways scrolling."""
    page.wait_for_load_state()
    where, found = where or page.url, []
    for scheme, size in (("light", WIDE), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        results = _violations(page)
        if results.violations_count:
            found.append(f"{where}, {scheme}, {size['width']} px\n{results.generate_report()}")
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:  # WCAG 1.4.10
        found.append(f"{where} is {width} px wide: {page.evaluate(_STICKING_OUT)}")
    page.set_viewport_size(WIDE)
    return found


def _violations(page: Any) -> AxeResults:
    """The half megabyte of axe is given to a page once, not for every look at it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate("axe.run({resultTypes: ['violations']})"))


def assert_accessible(page: Any, where: str = "") -> None:
    """Nothing to complain of in any look; the page is wide again afterwards."""
    problems = problems_of(page, where)
    assert not problems, "\n\n".join(problems)
