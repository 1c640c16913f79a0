"""A served demo meeting and a Chromium, once for all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.browser.serving import NotServed, Site, built_demo, serve_demo
from tests.databases import must_have
from tests.provision import chromium

__all__ = ["BrowserPage", "Site"]
HERE = Path(__file__).parent
WIDE = {"width": 1280, "height": 900}
WITH_WORKER = {"service_workers": "allow"}
# A scanner's keys: their gaps are told by the events themselves, however busy the machine is.
SCAN = """keys => {
  const began = performance.now();
  [...keys, "Enter"].forEach((key, number) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: began + 5 * number });
    (document.activeElement ?? document.body).dispatchEvent(event);
  });
}"""
PATIENCE = 90_000  # milliseconds: a machine may be slow, and no test waits in vain for a success


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: while Playwright runs, no other event loop can in its thread."""
    mine = [item for item in items if item.path.is_relative_to(HERE)]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items[:] = [item for item in items if item not in mine] + mine


@pytest.fixture(scope="session")
def site(browser: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small demo; nothing is built where there is no browser to look at it."""
    try:
        with serve_demo(tmp_path_factory.mktemp("site"), built_demo(shared)) as served:
            yield served
    except NotServed as why:
        pytest.fail(f"the demo did not start:\n{why}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; the tests that need it skip where there is none (and fail in CI)."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError as error:
        must_have("Playwright", str(error))
    path = chromium()
    if path is None:
        must_have("Chromium", "none is on the PATH; `python -m tests.provision` installs one")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def walks(browser: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Where links lead everybody in a fresh demo; walked once for all processes."""
    from tests.browser.walks import kept_walks

    return kept_walks(browser, shared, tmp_path_factory.mktemp("walked"))


def new_context(browser: Any, **options: Any) -> Any:
    """A browser of one's own that waits as long as a slow machine needs.

    Without a service worker, which leads elsewhere when the server is slow, except `WITH_WORKER`.
    """
    usual = {"viewport": WIDE, "service_workers": "block"}
    context = browser.new_context(**{**usual, **options})
    context.set_default_timeout(PATIENCE)
    return context


def press(button: Any) -> None:
    """Clicks what leads to another page, and waits until that one is there, scripts and all.

    A navigation is no sign of it: htmx and the programme's filter write the address without one.
    """
    button.page.wait_for_load_state()
    with button.page.expect_event("load"):
        button.click()


def scan(page: Any, code: str) -> None:
    """What a scanner types, wherever the focus is."""
    page.evaluate(SCAN, code)


@dataclass(eq=False)
class Gate:
    """Holds what a browser sends until it is opened: `page.route(pattern, gate)`.

    Requests reach the test some time after the click that made them, so one that comes when the
    gate is open already goes through at once. `wait_for_one` is how a test knows that one is held.
    """

    held: list[Any] = field(default_factory=list)
    is_open: bool = False

    def __call__(self, route: Any) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def wait_for_one(self, page: Any) -> None:
        """Until a request stands before the gate."""
        ends = monotonic() + PATIENCE / 1000
        while not self.held:
            assert monotonic() < ends, "nothing was sent"
            page.wait_for_timeout(20)  # lets Playwright tell what was sent

    def open(self) -> None:
        """Lets everybody through, and whoever comes later."""
        self.is_open = True
        for route in self.held:
            route.continue_()


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """A page of one persona's own browser; `complaints` are errors that Chromium logged."""

    page: Any
    complaints: list[str]
    site: Site

    def open(self, path: str) -> Any:
        """Goes to a path of the site; the answer."""
        return self.page.goto(self.site.base_url + path)


@pytest.fixture
def browser_page(browser: Any, site: Site) -> Iterator[Callable[..., BrowserPage]]:
    """`browser_page("member")` is a browser signed in as that persona; no name is a stranger."""
    contexts: list[Any] = []

    def make(persona: str = "", **options: Any) -> BrowserPage:
        context = new_context(browser, **options)
        contexts.append(context)
        made = BrowserPage(context.new_page(), [], site)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda message: _keep_complaint(message, made.complaints))
        if persona:
            made.page.goto(site.links[persona])
            press(made.page.locator("main form button"))
        return made

    yield make
    for context in contexts:
        context.close()


def _keep_complaint(message: Any, complaints: list[str]) -> None:
    """A blocked style or script is a broken page; an expected 4xx of the test itself is not."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(message.text)
