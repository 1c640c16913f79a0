"""Statements of hot paths: Piccolo writes their SQL once, then only the values change.

Building a query anew costs more than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any
from uuid import uuid4

from piccolo.query.base import Query
from piccolo.querystring import QueryString
from piccolo.table import Table

from conference.orm.engine import current_engine

AnyQuery = Query[Any, Any]
Rows = list[dict[str, Any]]


class _Place:
    """Stands for a value of the call while the query is built."""

    def __init__(self, number: int) -> None:
        self.number = number


class Prepared:
    """`build` gives the query for places instead of values; calling it runs it with values.

    A value is written as it is given: an enum's `.value`, never the enum, and no list.
    """

    def __init__(self, build: Callable[..., AnyQuery], places: int | None = None) -> None:
        self._build = build
        self._places = len(signature(build).parameters) if places is None else places
        self._compiled: dict[str, tuple[str, list[Any]]] = {}

    async def __call__(self, *values: Any) -> Rows:
        engine = current_engine()
        known = self._compiled.get(engine.engine_type)
        sql, args = known or self._compile(engine.engine_type)
        filled = [values[each.number] if isinstance(each, _Place) else each for each in args]
        statement = QueryString(sql)
        statement._frozen_compiled_strings = (sql, filled)
        rows: Rows = await engine.run_querystring(statement)
        return rows

    def _compile(self, engine_type: str) -> tuple[str, list[Any]]:
        places = (_Place(number) for number in range(self._places))
        (statement,) = self._build(*places).querystrings
        compiled = statement.compile_string(engine_type)
        self._compiled[engine_type] = compiled
        return compiled


class PreparedInsert:
    """One new row of a table, under a new id, with a value for every other column."""

    def __init__(self, table: type[Table]) -> None:
        columns = [column._meta.db_column_name for column in table._meta.columns]
        self.names = [name for name in columns if name != "id"]
        names = ", ".join(f'"{name}"' for name in ("id", *self.names))
        places = ", ".join("{}" for _ in columns)
        sql = f"INSERT INTO {table._meta.tablename} ({names}) VALUES ({places})"  # noqa: S608
        self._insert = Prepared(lambda *values: table.raw(sql, *values), len(columns))

    async def __call__(self, **values: Any) -> None:
        """Raises KeyError without one of them."""
        await self._insert(uuid4(), *(values[name] for name in self.names))
