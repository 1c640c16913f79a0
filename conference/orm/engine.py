"""One engine, chosen by a URL; the only place that knows which database is underneath."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from piccolo.engine.base import Engine
from piccolo.table import TABLE_REGISTRY

from conference.orm.postgres_engine import PooledPostgresEngine
from conference.orm.sqlite_engine import PooledSQLiteEngine

POSTGRES_PORT = 5432

AnyEngine = PooledSQLiteEngine | PooledPostgresEngine
_bound: AnyEngine | None = None


def engine_from_url(url: str) -> AnyEngine:
    """`sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://…`; does not connect yet.

    Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return PooledSQLiteEngine(unquote(parts.path[1:]))
    if parts.scheme in ("postgres", "postgresql"):
        config: dict[str, Any] = {
            "host": parts.hostname or "localhost",
            "port": parts.port or POSTGRES_PORT,
            "user": unquote(parts.username or "") or None,
            "password": unquote(parts.password or "") or None,
            "database": parts.path.lstrip("/"),
            **dict(parse_qsl(parts.query)),
        }
        return PooledPostgresEngine({key: value for key, value in config.items() if value})
    raise ValueError(f"DATABASE_URL starts with {parts.scheme!r}; use sqlite: or postgresql:.")


def bind(engine: AnyEngine) -> None:
    """Makes every table of this process use `engine`, also those defined later."""
    global _bound
    from conference import piccolo_conf  # noqa: PLC0415 -- composition root of Piccolo

    _bound = engine
    piccolo_conf.DB = engine
    for table in TABLE_REGISTRY:
        table._meta.db = engine


def current_engine() -> Engine[Any]:
    if _bound is None:
        raise RuntimeError("No database is bound: call bind(engine_from_url(...)) first.")
    return _bound


def transaction() -> AbstractAsyncContextManager[Any]:
    """One transaction on the bound engine; a nested one joins the outer."""
    return current_engine().transaction()  # type: ignore[no-any-return]
