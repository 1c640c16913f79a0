"""People at their browsers, the meeting of `sale`, and the clock that comes by."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from conference.orm import clock
from conference.people.rules import PersonInfo
from tests.cast import NOW
from tests.registration.conftest import Sale
from tests.registration.situations.walking import Walker
from tests.web_client import Post, SignIn

At = Callable[[PersonInfo], Awaitable[Walker]]


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def at(
    sale: Sale, new_client: Callable[[], httpx.AsyncClient], sign_in: SignIn, post: Post
) -> AsyncIterator[At]:
    """`await at(sale.cast.dan)` is Dan at a browser of his own, signed in."""
    async with AsyncExitStack() as browsers:

        async def sit_down(person: PersonInfo) -> Walker:
            browser = await browsers.enter_async_context(new_client())
            await sign_in(browser, person)
            return Walker(sale, browser, post)

        yield sit_down
