"""PostgreSQL: Piccolo's engine, connecting late and giving its connections back for certain."""

from __future__ import annotations

import asyncio
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from conference.orm import statements

POOL_SIZE = 10


class PooledPostgresTransaction(PostgresTransaction):
    """Piccolo's own keeps its connection, and the context variable, when the COMMIT fails."""

    __slots__ = ("closed",)
    _parent: Any

    def __init__(self, engine: PooledPostgresEngine, allow_nested: bool = True) -> None:
        super().__init__(engine, allow_nested)
        self.closed = False
        if self._parent is not None and self._parent.closed:
            self._parent = None  # inherited by a task that outlived it

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
        try:
            self.transaction = self.connection.transaction()
            await self.begin()  # type: ignore[no-untyped-call]
        except BaseException:  # cancelled between the connection and its BEGIN
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if self._parent:
            return error is None
        try:
            if not (self._committed or self._rolled_back):
                finish: Any = self.rollback if error is not None else self.commit
                await finish()
        finally:
            self.closed = True
            try:
                self.engine.current_transaction.reset(self.context)
            finally:
                await self._give_back()
        return error is None

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class PooledPostgresEngine(PostgresEngine):
    """Doesn't connect when it is imported; its pool opens with the app and belongs to one loop."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config=config)
        self._pool_loop: asyncio.AbstractEventLoop | None = None

    async def check_version(self) -> None: ...

    async def prep_database(self) -> None: ...

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Opens the pool for this event loop; called again, it does nothing."""
        loop = asyncio.get_running_loop()
        if self.pool and self._pool_loop is loop:
            return
        self.pool = None
        self._pool_loop = loop
        await super().start_connection_pool(min_size=1, max_size=POOL_SIZE, **kwargs)

    def transaction(self, allow_nested: bool = True) -> PooledPostgresTransaction:
        return PooledPostgresTransaction(self, allow_nested)

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        statements.note(querystring.template)
        transaction: Any = self.current_transaction.get()
        if transaction is not None and transaction.closed:
            self.current_transaction.set(None)
        return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        statements.note(ddl)
        return await super().run_ddl(ddl, in_pool)
