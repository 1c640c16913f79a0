"""The walks of every persona through the served demo, once for all that look at its pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import msgspec

from tests.browser.accessible import problems_of
from tests.browser.conftest import BrowserPage, Site, new_context, press
from tests.browser.crawl import Walk, route_patterns, walk_site
from tests.browser.serving import built_demo, one_at_a_time, serve_demo

NOBODY = "nobody"
STAFF = ("chair", "desk", "supervisor", "office", "treasurer", "admin")


def kept_walks(browser: Any, shared: Path, own: Path) -> dict[str, Walk]:
    """The walks through a demo that no test has touched, by whichever process comes first."""
    with one_at_a_time(shared, "walks.json") as file:
        if not file.exists():
            with serve_demo(own, built_demo(shared)) as site:
                found = walk_as_everybody(browser, site)
            file.write_bytes(msgspec.json.encode(found))
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Walk])


def walk_as_everybody(browser: Any, site: Site) -> dict[str, Walk]:
    """What somebody not signed in and each persona find by following links from the first page."""
    patterns, found = route_patterns(), dict[str, Walk]()
    for persona in ("", *site.links):
        context = new_context(browser)
        made = BrowserPage(context.new_page(), [], site)
        if persona:
            made.page.goto(site.links[persona])
            press(made.page.locator("main form button"))
        starts = ["/", "/sign-in", *(["/my"] if persona else [])]
        found[persona or NOBODY] = walk_site(made, starts, patterns, list(found.values()))
        context.close()
    return found


def examples(walks: dict[str, Walk]) -> list[tuple[str, str, str]]:
    """(persona, kind, path): each page kind once, as the first persona who found it sees it."""
    taken: dict[str, tuple[str, str, str]] = {}
    for persona, walk in walks.items():
        for kind, paths in walk.pages.items():
            taken.setdefault(kind, (persona, kind, paths[0]))
    return list(taken.values())


def problems_met(
    browser_page: Callable[..., BrowserPage], walks: dict[str, Walk], personas: Collection[str]
) -> list[str]:
    """What is wrong with the page kinds that these personas are the first to find."""
    problems: list[str] = []
    open_pages: dict[str, BrowserPage] = {}
    for persona, kind, path in examples(walks):
        if persona not in personas:
            continue
        if persona not in open_pages:
            open_pages[persona] = browser_page("" if persona == NOBODY else persona)
        made = open_pages[persona]
        made.open(path)
        problems += problems_of(made.page, f"{kind} ({path}, {persona})")
    return problems + [line for made in open_pages.values() for line in made.complaints]
