"""One exception for a broken constraint, whatever the engine."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from conference.orm.engine import current_engine

_SQLITE = re.compile(r"(UNIQUE|FOREIGN KEY|CHECK) constraint failed(?:: (.*))?")
_POSTGRES = {
    asyncpg.UniqueViolationError: "unique",
    asyncpg.ForeignKeyViolationError: "foreign_key",
    asyncpg.CheckViolationError: "check",
}


class IntegrityConflict(Exception):
    """A constraint refused a write. `kind`: unique, foreign_key or check."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"{kind}: {name}")
        self.kind = kind
        self.name = name


@asynccontextmanager
async def integrity() -> AsyncIterator[None]:
    """Turns a broken constraint inside into IntegrityConflict, and keeps the transaction usable."""
    transaction = current_engine().current_transaction.get()
    savepoint = await transaction.savepoint() if transaction else None
    try:
        yield
    except (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError) as error:
        if savepoint:
            await savepoint.rollback_to()
        raise _translate(error) from error
    if savepoint:
        await savepoint.release()


def _translate(error: Exception) -> IntegrityConflict:
    if isinstance(error, sqlite3.IntegrityError):
        found = _SQLITE.match(str(error))
        if found is None:
            return IntegrityConflict("other", str(error))
        return IntegrityConflict(found[1].lower().replace(" ", "_"), found[2] or "")
    kind = _POSTGRES.get(type(error), "other")
    return IntegrityConflict(kind, getattr(error, "constraint_name", None) or "")
