"""Runs the migrations of all four packages once, whoever starts first."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from piccolo.apps.migrations.commands.forwards import run_forwards

from conference.orm import sqlite_migrations
from conference.orm.engine import current_engine
from conference.orm.postgres_engine import PooledPostgresEngine
from conference.orm.sqlite_engine import PooledSQLiteEngine

LOCK_ID = 0x1C15_2026
log = structlog.get_logger("plenary.migrate")


class MigrationFailed(Exception):
    """A migration did not run; the text is Piccolo's."""


@asynccontextmanager
async def migration_lock() -> AsyncIterator[None]:
    """Holds every other process that would migrate the same database."""
    engine = current_engine()
    if isinstance(engine, PooledSQLiteEngine):
        Path(engine.path).parent.mkdir(parents=True, exist_ok=True)
        with await asyncio.to_thread(open, f"{engine.path}.migrate-lock", "w") as file:
            await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
            yield
        return
    assert isinstance(engine, PooledPostgresEngine)
    connection = await engine.get_new_connection()
    try:
        await connection.execute(f"SELECT pg_advisory_lock({LOCK_ID})")
        yield
    finally:
        await connection.close()


async def migrate() -> str:
    """Brings the bound database to the newest schema and returns what was done.

    Raises MigrationFailed; a failed migration leaves the schema as it was.
    """
    sqlite_migrations.install()
    async with migration_lock():
        path, printed = list(sys.path), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                result = await run_forwards("all")
        finally:
            sys.path[:] = path  # Piccolo puts every migrations folder on it
    if not result.success:
        raise MigrationFailed(f"{result.message}\n{printed.getvalue()}")
    done = printed.getvalue()
    if "Running" in done:
        log.info("migrated", ran=done.count("Running"))
    return done
