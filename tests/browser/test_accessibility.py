"""Every page kind: no axe violation in light and dark, wide and narrow; no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.accessible import assert_accessible, assert_fits_a_phone
from tests.browser.conftest import BrowserPage, Site
from tests.browser.crawl import Walk, route_patterns, walk_site

MakePage = Callable[..., BrowserPage]
PHONE = {"width": 390, "height": 844}
# Pages that need something done first; the journey test walks through them.
AFTER_A_STEP = {
    "/sign-in/code": "after asking for a code",
    "/sign-in/name": "after proving an unknown address",
    "/sign-in/link/{token:str}": "from the letter",
    "/my/profile/addresses/verify": "after adding an address",
    "/theme/{choice:str}": "a redirect",
}


@pytest.fixture(scope="session")
def walks(browser: Any, site: Site) -> dict[str, Walk]:
    """What somebody not signed in and each persona find by following links from the first page."""
    patterns, found = route_patterns(), {}
    for persona in ("", *site.links):
        context = browser.new_context()
        made = BrowserPage(context.new_page(), [], site)
        if persona:
            made.page.goto(site.links[persona])
            made.page.click("main form button")
        starts = ["/", "/sign-in", *(["/my"] if persona else [])]
        found[persona or "nobody"] = walk_site(made, starts, patterns)
        context.close()
    return found


def examples(walks: dict[str, Walk]) -> list[tuple[str, str, str]]:
    """(persona, kind, path): each page kind once, as the first persona who found it sees it."""
    taken: dict[str, tuple[str, str, str]] = {}
    for persona, walk in walks.items():
        for kind, paths in walk.pages.items():
            taken.setdefault(kind, (persona, kind, paths[0]))
    return list(taken.values())


def test_walk_finds_no_broken_link(walks: dict[str, Walk]) -> None:
    broken = [f"{persona}: {line}" for persona, walk in walks.items() for line in walk.broken]
    assert not broken, "\n".join(broken)


def test_walk_reaches_every_page(walks: dict[str, Walk]) -> None:
    reached = {kind for walk in walks.values() for kind in (*walk.pages, *walk.files)}
    unreached = [
        pattern
        for pattern in route_patterns()
        if pattern not in reached and pattern not in AFTER_A_STEP
    ]
    assert not unreached, "\n".join(unreached)


def test_walk_gives_personas_different_doors(walks: dict[str, Walk]) -> None:
    public = walks["nobody"].pages
    assert not [kind for kind in public if "/office" in kind or "/desk" in kind]
    assert any("/office" in kind for kind in walks["office"].pages)


@pytest.mark.parametrize(
    "look",
    [
        pytest.param({"color_scheme": "light"}, id="light-1280"),
        pytest.param({"color_scheme": "dark", "viewport": PHONE, "has_touch": True}, id="dark-390"),
    ],
)
def test_page_kinds_are_accessible(
    browser_page: MakePage, walks: dict[str, Walk], look: dict[str, Any]
) -> None:
    problems: list[str] = []
    open_pages: dict[str, BrowserPage] = {}
    for persona, kind, path in examples(walks):
        if persona not in open_pages:
            name = "" if persona == "nobody" else persona
            open_pages[persona] = browser_page(name, **look)
        made = open_pages[persona]
        made.open(path)
        for check in (assert_accessible, assert_fits_a_phone):
            try:
                check(made.page, f"{kind} ({path}, {persona})")
            except AssertionError as problem:
                problems.append(str(problem))
        made.page.set_viewport_size(look.get("viewport", {"width": 1280, "height": 900}))
    complaints = [line for made in open_pages.values() for line in made.complaints]
    assert not problems + complaints, "\n\n".join(problems + complaints)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_error_pages_are_accessible(browser_page: MakePage, theme: str) -> None:
    made = browser_page("", color_scheme=theme)
    assert made.open("/nowhere/at/all").status == 404
    assert_accessible(made.page)
    made.open("/sign-in")
    made.page.click("main form button")
    made.page.wait_for_selector(".error-summary")
    assert_accessible(made.page)
    assert_fits_a_phone(made.page)
