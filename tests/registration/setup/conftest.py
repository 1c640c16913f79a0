"""The office of the meeting on sale, at the cast's hour, and short ways to read what it set."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from conference.orm import clock
from tests.cast import NOW
from tests.registration.conftest import Sale
from tests.web_client import SignIn


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client
