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
# Marks what a list or table only repeats: the fifth and later of the neighbours that are built
# alike, down to every class, role, state and name of an attribute.
_MARK_REPEATS = """() => {
  const SEEN_OF_A_KIND = 4;
  const UNIQUE = /^aria-(label|labelledby|describedby|controls|owns|details)$/;
  const TELLING = /^(class|role|type|lang|dir|data-(state|look|kind)|aria-.*)$/;
  const known = new WeakMap();
  const build = (each) => {
    if (!known.has(each)) {
      const names = [...each.attributes].map(({ name, value }) =>
        TELLING.test(name) && !UNIQUE.test(name) ? `${name}=${value}` : name);
      const words = each.children.length || each.textContent.trim() ? "" : "empty";
      known.set(each, `${each.tagName} ${names.sort()} ${words}(${[...each.children].map(build)})`);
    }
    return known.get(each);
  };
  const mark = (parent) => {
    const seen = new Map();
    for (const each of parent.children) {
      const times = (seen.get(build(each)) || 0) + 1;
      seen.set(build(each), times);
      if (times > SEEN_OF_A_KIND && each.children.length) each.setAttribute("data-repeats", "");
      else if (!(each instanceof SVGElement)) mark(each);
    }
  };
  mark(document.body);
}"""
_UNMARK = """() => document.querySelectorAll("[data-repeats]")
  .forEach((each) => each.removeAttribute("data-repeats"))"""
# Nothing comes from another host: axe need not fetch the style sheets anew to read them.
_LOOK = """() => axe.run(
  { exclude: ["[data-repeats]"] }, { resultTypes: ["violations"], preload: false })"""


def problems_of(page: Any, where: str = "") -> list[str]:
    """axe violations in light on a wide screen and in dark on a phone, and sideways scrolling.

    Of neighbours that are built alike axe looks at the first four, in their place among the others;
    that a page need not be scrolled sideways is asked of all.
    """
    page.wait_for_load_state()
    where, found = where or page.url, []
    page.evaluate(_MARK_REPEATS)
    for scheme, size in (("light", WIDE), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        results = _violations(page)
        if results.violations_count:
            found.append(f"{where}, {scheme}, {size['width']} px\n{results.generate_report()}")
    page.evaluate(_UNMARK)
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
    return AxeResults(page.evaluate(_LOOK))


def assert_accessible(page: Any, where: str = "") -> None:
    """Nothing to complain of in any look; the page is wide again afterwards."""
    problems = problems_of(page, where)
    assert not problems, "\n\n".join(problems)
