"""What a fixture writes is built once in a process, and put back for every later test.

`cast = await lay("cast", build)` gives what `build()` returned, over the rows that it inserted.
"""

from __future__ import annotations

import copy
import functools
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from piccolo.conf.apps import Finder
from piccolo.table import sort_table_classes

from conference.orm import transaction
from conference.orm.sqlite_engine import PooledSQLiteEngine

T = TypeVar("T")
Row = tuple[Any, ...]
Build = Callable[[], Awaitable[Any]]
Lay = Callable[[str, Build], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a fixture returned, and how its rows come back."""

    value: Any
    put_back: Callable[[Any], Awaitable[None]]


@functools.cache
def tables_parents_first() -> tuple[str, ...]:
    return tuple(t._meta.tablename for t in sort_table_classes(Finder().get_table_classes()))


@pytest.fixture(scope="session")
def kept_rows() -> dict[tuple[str, str], Kept]:
    """By engine and name."""
    return {}


@pytest.fixture
def lay(db: Any, kept_rows: dict[tuple[str, str], Kept]) -> Lay:
    """The first call of a name builds and keeps, the later ones put the rows back.

    `build` may only insert, and must not depend on anything but what was laid before it.
    """

    async def run(name: str, build: Build) -> Any:
        key = (db.engine_type, name)
        if known := kept_rows.get(key):
            await known.put_back(db)
        else:
            known = kept_rows[key] = await _build_and_keep(db, name, build)
        return copy.deepcopy(known.value)

    return run


async def _build_and_keep(db: Any, name: str, build: Build) -> Kept:
    before = await _all_rows(db)
    value = await build()
    after = await _all_rows(db)
    changed = [table for table, rows in before.items() if not rows <= after[table]]
    assert not changed, f"{name!r} may insert rows, not change them: {changed}"
    new = {table: rows for table in after if (rows := after[table] - before[table])}
    if isinstance(db, PooledSQLiteEngine):
        return Kept(value, _sqlite_rows(new))
    return Kept(value, await _postgres_rows(db, name, new))


async def _all_rows(db: Any) -> dict[str, set[Row]]:
    """Every table's rows: as SQLite stores them, or PostgreSQL's ids and text."""
    if isinstance(db, PooledSQLiteEngine):
        with closing(sqlite3.connect(db.path)) as plain:  # without Piccolo's conversions
            return {t: set(plain.execute(f'SELECT * FROM "{t}"')) for t in tables_parents_first()}
    async with db.pool.acquire() as connection:
        return {
            table: {
                tuple(row) for row in await connection.fetch(f'SELECT id, t::text FROM "{table}" t')
            }
            for table in tables_parents_first()
        }


def _sqlite_rows(new: dict[str, set[Row]]) -> Callable[[Any], Awaitable[None]]:
    """They are inserted as they were stored."""

    def insert(raw: sqlite3.Connection) -> None:
        raw.execute("PRAGMA defer_foreign_keys = 1")
        for table, rows in new.items():
            places = ", ".join("?" * len(next(iter(rows))))
            raw.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)

    async def put_back(db: Any) -> None:
        async with transaction() as running:
            await running.connection.call(insert)

    return put_back


async def _postgres_rows(
    db: Any, name: str, new: dict[str, set[Row]]
) -> Callable[[Any], Awaitable[None]]:
    """A schema holds copies of them, and a function that brings them back."""
    schema, inserts = f"kept_{name}", []
    async with db.pool.acquire() as connection:
        await connection.execute(f'CREATE SCHEMA "{schema}"')
        for table, rows in new.items():
            ids = ", ".join(f"'{id}'" for id, _ in rows)
            copied = f'SELECT * FROM public."{table}" WHERE id IN ({ids})'
            await connection.execute(f'CREATE TABLE "{schema}"."{table}" AS {copied}')
            inserts.append(f'INSERT INTO public."{table}" SELECT * FROM "{schema}"."{table}";')
        await connection.execute(procedure(f'"{schema}".put_back', inserts))

    async def put_back(db: Any) -> None:
        async with db.pool.acquire() as connection:
            await connection.execute(f'SELECT "{schema}".put_back()')

    return put_back


def procedure(name: str, statements: Iterable[str]) -> str:
    """A function of PostgreSQL, which plans its statements once for a connection."""
    body = "\n".join(statements)
    return f"CREATE FUNCTION {name}() RETURNS void LANGUAGE plpgsql AS $$BEGIN\n{body}\nEND$$"
