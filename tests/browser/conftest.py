"""A served demo meeting and a Chromium, once for all browser tests."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import must_have
from tests.provision import chromium

SECONDS_TO_START = 120
PERSONA = re.compile(r"^\W*(\w+).*?(https?://\S+/sign-in/link/\S+)")
WIDE = {"width": 1280, "height": 900}


HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: while Playwright runs, no other event loop can in its thread."""
    mine = [item for item in items if item.path.is_relative_to(HERE)]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items[:] = [item for item in items if item not in mine] + mine


@dataclass(frozen=True, slots=True)
class Site:
    """A running Plenary: its address, a sign-in link for each persona, and its database."""

    base_url: str
    links: dict[str, str]
    database_url: str
    log: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, built and served as `make demo` does it, over a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database_url = f"sqlite:///{folder / 'site.sqlite'}"
    log = folder / "server.log"
    command = ["demo", "--size", "small", "--seed", "1", "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "conference.cli", *command],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DATABASE_URL": database_url, "PLENARY_LOG_LEVEL": "warning"},
        )
    base_url = f"http://127.0.0.1:{port}"
    try:
        _await_health(base_url, server, log)
        yield Site(base_url, _persona_links(log.read_text()), database_url, log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await_health(base_url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base_url}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)  # a process that starts says so nowhere else
    pytest.fail(f"the demo did not start:\n{log.read_text()[-3000:]}")


def _persona_links(printed: str) -> dict[str, str]:
    """The first word of each printed line that holds a sign-in link, and the link."""
    found = (PERSONA.match(line) for line in printed.splitlines())
    return {match[1].lower(): match[2] for match in found if match}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; the tests that need it skip where there is none (and fail in CI)."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = chromium()
    if path is None:
        must_have("Chromium", "none is on the PATH; `python -m tests.provision` installs one")
    with sync_api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


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
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        made = BrowserPage(context.new_page(), [], site)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda message: _keep_complaint(message, made.complaints))
        if persona:
            made.page.goto(site.links[persona])
            made.page.click("main form button")
        return made

    yield make
    for context in contexts:
        context.close()


def _keep_complaint(message: Any, complaints: list[str]) -> None:
    """A blocked style or script is a broken page; an expected 4xx of the test itself is not."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(message.text)
