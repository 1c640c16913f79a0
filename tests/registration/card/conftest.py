"""A Stripe on this machine, and Plenary over it."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest
from litestar import Litestar

from conference.orm import bind, clock
from conference.orm.postgres_engine import POOL_SIZE
from conference.registration.card.cards import Cards
from conference.registration.card.rules import CheckoutInfo
from conference.registration.card.stripe_cards import StripeCards
from conference.registration.order_queries import PlacedOrder
from conference.settings import Settings
from tests.cast import NOW
from tests.registration.card.scenes import page_of
from tests.registration.card.stripe_server import KEY, WEBHOOK_SECRET, StripeServer
from tests.registration.conftest import ISSUER, Buy, Sale
from tests.web_client import BASE_URL

Hasty = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture(scope="session")
def stripe_process() -> Iterator[StripeServer]:
    server = StripeServer()
    yield server
    server.stop()


@pytest.fixture
def stripe_server(stripe_process: StripeServer) -> Iterator[StripeServer]:
    stripe_process.reset()
    yield stripe_process
    assert stripe_process.books.bugs == []


@pytest.fixture
def cards(stripe_server: StripeServer) -> Cards:
    """Stripe through the `stripe` library, as patient as it is for payers."""
    return Cards(StripeCards(KEY, WEBHOOK_SECRET, stripe_server.base), ISSUER)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch, cards: Cards) -> Hasty:
    """`with hasty():` a try is given up after half a second, where no answer is to come."""

    @contextmanager
    def run() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(cards.provider, "_timeout", 0.5)
            yield

    return run


@pytest.fixture
async def warm(db: Any) -> None:
    """PostgreSQL's connections are open, so that whatever runs at once really does."""
    if not hasattr(db, "pool"):
        return  # SQLite writes on one connection
    together = asyncio.Barrier(POOL_SIZE)

    async def connect() -> None:
        async with db.pool.acquire():
            await together.wait()

    await asyncio.gather(*(connect() for _ in range(POOL_SIZE)))


@pytest.fixture
async def placed(sale: Sale, buy: Buy) -> PlacedOrder:
    """Dan's order of 650.00 EUR, unpaid."""
    return await buy(sale.cast.dan)


@pytest.fixture
async def browser(db: Any, stripe_server: StripeServer) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a Plenary that has Stripe keys."""
    from conference.app import tell_upwards

    app = _app_with_stripe(stripe_server.base)
    tell_upwards(app.state.settings)  # whatever another app of this process was made with
    bind(db)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as made:
        yield made


@functools.cache
def _app_with_stripe(base: str) -> Litestar:
    from conference.app import create_app

    settings = Settings(
        database_url="sqlite:///unused",
        base_url=BASE_URL,
        is_demo=True,
        stripe_secret_key=KEY,
        stripe_webhook_secret=WEBHOOK_SECRET,
        stripe_api_base=base,
    )
    return create_app(settings, runs_worker=False)


@pytest.fixture
async def opened(sale: Sale, placed: PlacedOrder, cards: Cards) -> CheckoutInfo:
    """Dan is on the card page."""
    return await page_of(sale, placed, cards)
