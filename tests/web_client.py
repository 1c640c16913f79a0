"""The app in the test's own event loop, a signed-in client, and forms with their token."""

from __future__ import annotations

import functools
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from conference.orm import bind, clock
from conference.orm.statements import count_statements as counter
from conference.people.rules import PersonInfo
from conference.settings import Settings
from conference.web.sessions import COOKIE, SessionStore

BASE_URL = "http://testserver"
REMEMBERING = (
    "schedule.queries.releases",
    "schedule.queries.programme",
    "schedule.queries.draft_memory",
    "schedule.calendars.texts",
    "schedule.embed.hosts",
)

SignIn = Callable[[httpx.AsyncClient, PersonInfo], Awaitable[None]]
Post = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, base_url=BASE_URL, is_demo=True)


@pytest.fixture
async def app(db: Any, settings: Settings) -> Litestar:
    """The app over the test's database; letters stay in the outbox."""
    from conference.app import tell_upwards

    made = _one_app()
    tell_upwards(settings)  # whatever another app of this process was made with
    bind(db)
    return made


@functools.cache
def _one_app() -> Litestar:
    """Made once: it finds the bound database anew with every request."""
    from conference.app import create_app

    everywhere = Settings(database_url="sqlite:///unused", base_url=BASE_URL, is_demo=True)
    made = create_app(everywhere, runs_worker=False)
    gc.freeze()  # see pytest_collection_finish
    return made


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as made:
        yield made


@pytest.fixture
def new_client(app: Litestar) -> Callable[[], httpx.AsyncClient]:
    """A second browser."""
    transport = httpx.ASGITransport(app=app)
    return lambda: httpx.AsyncClient(transport=transport, base_url=BASE_URL)


@pytest.fixture
def sign_in() -> SignIn:
    """Signs a person in without the letter: `await sign_in(client, cast.alice)`."""

    async def run(client: httpx.AsyncClient, person: PersonInfo) -> None:
        import msgspec

        session_id = f"test-session-{person.id}-{clock.now().timestamp()}"
        data = msgspec.json.encode({"person": str(person.id)})
        await SessionStore().set(session_id, data)
        client.cookies.set(COOKIE, session_id)

    return run


@pytest.fixture
def post() -> Post:
    """Posts a form as a browser does, token included: `await post(client, path, {...})`.

    Lists send a field several times; `files` makes it multipart.
    """

    async def run(
        client: httpx.AsyncClient, path: str, data: dict[str, Any] | None = None, **options: Any
    ) -> httpx.Response:
        if "plenary_csrf" not in client.cookies:
            await client.get("/sign-in")
        form = {**(data or {}), "_csrf_token": client.cookies["plenary_csrf"]}
        return await client.post(path, data=form, **options)

    return run


@pytest.fixture
def count_statements(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`with count_statements() as seen: ...; len(seen)` counts what was sent to the database.

    What the program remembers for a second it remembers for the test: no machine is too slow.
    """
    for module in REMEMBERING:
        monkeypatch.setattr(f"{module}.FRESH_SECONDS", 3600.0)
    return counter
