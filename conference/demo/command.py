"""`plenary demo`: build the synthetic meeting unless it is there, say who one can be, serve it."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import click

from conference import server
from conference.commands import CommandFailed, opened_database
from conference.demo.build import STAGES, build_demo
from conference.demo.ground import SLUG
from conference.demo.personas import PERSONAS
from conference.demo.shape import first_day
from conference.meetings import queries as meetings
from conference.orm import clock
from conference.orm.tables import AuditEntry
from conference.people.sign_in import make_link
from conference.settings import Settings

LINKS_LAST = timedelta(days=30)
IS_PART_OF_SQLITE = ("", "-wal", "-shm", "-journal")


def run(settings: Settings, size: str, seed: int, host: str, port: int, *, serves: bool) -> None:
    """Builds the demo if the database does not hold this very one, then serves it.

    Raises CommandFailed rather than touch a database that holds anything else.
    """
    if settings.base_url == Settings().base_url:
        settings = replace(settings, base_url=f"http://{host}:{port}")
    asyncio.run(_prepare(settings, size, seed))
    click.echo(f"\n{settings.base_url}/{SLUG}\n")
    for key, title, link in asyncio.run(_links(settings)):
        click.echo(f"  {key:<10} {title:<34} {link}")
    click.echo("\nEach link signs you in as that person. Everybody here is invented.")
    if serves:
        server.run(settings, host, port)


async def _prepare(settings: Settings, size: str, seed: int) -> None:
    today = clock.now().date()
    if await _holds(settings, size, seed, today):
        click.echo("The demo is there already.")
        return
    _remove_old(settings)
    async with opened_database(settings):
        with _bar() as progress:
            made = await build_demo(
                size=size, seed=seed, today=today, settings=settings, progress=progress
            )
    click.echo(str(made))


async def _holds(settings: Settings, size: str, seed: int, today: date) -> bool:
    """Whether the database holds this demo, still to come. Raises CommandFailed for another use."""
    async with opened_database(settings):
        slugs = await meetings.all_slugs()
        found = await meetings.meeting_by_slug(SLUG)
        if not slugs:
            return False
        if found is None or not found.is_synthetic or slugs != [SLUG]:
            raise CommandFailed(
                "This database holds meetings that are not the demo's. Name another one with "
                "DATABASE_URL, for example sqlite:///var/demo.sqlite."
            )
        is_this = await _built_as(size, seed) and found.starts_on == first_day(today)
        if not is_this and not settings.database_url.startswith("sqlite:"):
            raise CommandFailed(
                "This database holds another demo. Empty it, or name another one with DATABASE_URL."
            )
        return is_this


async def _built_as(size: str, seed: int) -> bool:
    rows = await AuditEntry.select(AuditEntry.changes).where(AuditEntry.verb == "build_demo")
    return any(json.loads(row["changes"]) == {"size": size, "seed": seed} for row in rows)


def _remove_old(settings: Settings) -> None:
    """A demo of another size, seed or week gives way; only files of SQLite are ever removed."""
    parts = urlsplit(settings.database_url)
    if parts.scheme != "sqlite":
        return
    for end in IS_PART_OF_SQLITE:
        Path(unquote(parts.path[1:]) + end).unlink(missing_ok=True)


async def _links(settings: Settings) -> list[tuple[str, str, str]]:
    now = clock.now()
    async with opened_database(settings):
        return [
            (
                persona.key,
                persona.title,
                await make_link(
                    address=persona.email,
                    base_url=settings.base_url,
                    now=now,
                    lasts=LINKS_LAST,
                    next_path=persona.looks_at,
                    is_reusable=True,
                ),
            )
            for persona in PERSONAS
        ]


@contextmanager
def _bar() -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal; where there is none, a line a stage."""
    bar: Any = click.progressbar(length=len(STAGES), label="Building the demo", show_eta=False)
    with bar:

        def progress(done: int, stage: str) -> None:
            bar.label = stage or "The demo is built"
            bar.update(done - bar.pos)
            bar.render_progress()

        yield progress
