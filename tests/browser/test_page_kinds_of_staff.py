"""The page kinds that only staff find: as free of violations as everybody's."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import BrowserPage
from tests.browser.crawl import Walk
from tests.browser.walks import STAFF, problems_met

MakePage = Callable[..., BrowserPage]


def test_page_kinds_of_staff_are_accessible(browser_page: MakePage, walks: dict[str, Walk]) -> None:
    problems = problems_met(browser_page, walks, STAFF)
    assert not problems, "\n\n".join(problems)
