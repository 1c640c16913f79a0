"""Statements of hot paths: Piccolo writes their SQL once, then only the values change.

Building a query anew costs more than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from piccolo.query.base import Query
from piccolo.querystring import QueryString

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

    def __init__(self, build: Callable[..., AnyQuery]) -> None:
        self._build = build
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
        places = (_Place(number) for number in range(len(signature(self._build).parameters)))
        (statement,) = self._build(*places).querystrings
        compiled = statement.compile_string(engine_type)
        self._compiled[engine_type] = compiled
        return compiled
