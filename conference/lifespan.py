"""What runs as long as the app does: the database's connections, the letters, periodic work,
and what modules list as WORKERS in their `pages.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from litestar import Litestar

from conference.letters import worker
from conference.orm import clock, current_engine
from conference.orm.migrations import migrate
from conference.settings import Settings
from conference.web.limits import delete_expired_counts
from conference.web.sessions import delete_expired_sessions

# Work that goes on beside the requests until the event is set; the thing in hand is finished.
Worker = Callable[[Settings, asyncio.Event], Coroutine[Any, Any, None]]


@asynccontextmanager
async def open_database(_app: Litestar) -> AsyncIterator[None]:
    """The migrated database with its connections open, and swept of what has expired."""
    engine: Any = current_engine()
    await migrate()
    await engine.start_connection_pool()
    await delete_expired_sessions()
    await delete_expired_counts(clock.now())
    yield
    await engine.close_connection_pool()


@asynccontextmanager
async def send_letters(app: Litestar) -> AsyncIterator[None]:
    """Letters are sent beside the requests; at the end the worker finishes the one in hand."""
    async with beside_requests(lambda stop: worker.run(app.state.settings, stop)):
        yield


@asynccontextmanager
async def beside_requests(
    work: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
) -> AsyncIterator[None]:
    """Work beside the requests; at the end what it has in hand is finished."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(stop))
    try:
        yield
    finally:
        stop.set()
        with suppress(asyncio.CancelledError):
            await task
