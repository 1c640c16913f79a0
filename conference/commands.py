"""What the verbs of the command share: settings, the open database, the meeting they speak of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, ParamSpec

from conference.logs import configure_logs
from conference.meetings import queries
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, bind, engine_from_url
from conference.orm.migrations import migrate
from conference.settings import Settings

P = ParamSpec("P")
OPERATOR = Actor.system("operator")


class CommandFailed(Exception):
    """A verb that could not do its work; the text is one sentence for the operator."""


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[None]:
    """The bound, migrated database with its connections open."""
    configure_logs()
    engine: Any = engine_from_url(settings.database_url)
    bind(engine)
    await migrate()
    await engine.start_connection_pool()
    try:
        yield
    finally:
        await engine.close_connection_pool()


async def meeting_named(slug: str) -> MeetingInfo:
    """The meeting of this slug; with one meeting in the database it may be left out.

    Raises CommandFailed, naming the meetings there are.
    """
    slugs = await queries.all_slugs()
    if not slug and len(slugs) == 1:
        slug = slugs[0]
    found = await queries.meeting_by_slug(slug) if slug else None
    if found is None:
        known = ", ".join(slugs) or "none yet; run `plenary demo` or import a programme"
        raise CommandFailed(f"Name a meeting with --meeting. There are: {known}.")
    return found


def in_database(verb: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Runs an async verb against the migrated database of DATABASE_URL."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def inside() -> None:
            async with opened_database(read_settings()):
                await verb(*args, **kwargs)

        asyncio.run(inside())

    return run


def read_settings(*, is_demo: bool = False) -> Settings:
    """What the environment says."""
    return Settings.from_environment(is_demo=is_demo)
