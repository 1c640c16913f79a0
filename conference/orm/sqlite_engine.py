"""SQLite with its connections kept open: one writer, a few readers, each on a thread of its own.

Piccolo's engine opens a connection and a thread for every query and defers its transactions, so
that concurrent writers fail with "database is locked". Here writes queue on one connection whose
transactions are IMMEDIATE. The write-ahead log is synced at every commit (synchronous=FULL): a
payment that was acknowledged survives a power cut.
"""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from piccolo.engine.exceptions import TransactionError
from piccolo.engine.sqlite import (
    Atomic,
    SQLiteEngine,
    SQLiteTransaction,
    TransactionType,
    dict_factory,
)

from conference.orm import statements

READERS = 2
BUSY_SECONDS = 10.0
CACHED_STATEMENTS = 512
CACHE_KIB = 16_000

Rows = list[dict[str, Any]]
T = TypeVar("T")


class PooledConnection:
    """One sqlite3 connection on its own thread, with the coroutines that Piccolo calls."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._raw: sqlite3.Connection | None = None

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            self._raw = self._connect()
        return self._raw

    async def call(self, work: Callable[[sqlite3.Connection], T]) -> T:
        # A cancelled request must not abandon a statement half way: its owner waits for the
        # thread before it gives the connection back.
        future = self._thread.submit(lambda: work(self._open()))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not future.done():
                if self._raw is not None:
                    self._raw.interrupt()
                ending = asyncio.wrap_future(future)
                await asyncio.wait([ending])
                ending.exception()  # of nobody's interest any more
            raise

    async def fetch(self, query: str, args: Sequence[Any] = ()) -> Rows:
        def run(raw: sqlite3.Connection) -> Rows:
            cursor = raw.execute(query, args)
            try:
                return cursor.fetchall()
            finally:
                cursor.close()

        return await self.call(run)

    async def execute(self, query: str, args: Sequence[Any] = ()) -> Rows:
        return await self.fetch(query, args)

    def close(self) -> None:
        if self._raw is not None:
            self._thread.submit(self._raw.close).result()
            self._raw = None
        self._thread.shutdown(wait=True)


class PooledTransaction(SQLiteTransaction):
    """IMMEDIATE unless asked otherwise, and never leaks its connection."""

    engine: PooledSQLiteEngine
    _parent: Any
    after_pragma = ""

    def __init__(
        self, engine: PooledSQLiteEngine, kind: TransactionType, allow_nested: bool = True
    ) -> None:
        super().__init__(engine, kind, allow_nested)
        self.closed = False
        if self._parent is not None and self._parent.closed:
            self._parent = None  # inherited by a task that outlived it

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            return self._parent
        is_reader = self.transaction_type is TransactionType.deferred
        self.connection = await self.engine.acquire(writer=not is_reader)
        try:
            await self.begin()
        except BaseException:
            self.engine.release(self.connection)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if self._parent:
            return error is None
        try:
            if not (self._committed or self._rolled_back):
                await self._finish(error)
        finally:
            self.closed = True
            try:
                if self.after_pragma:
                    await self.connection.fetch(self.after_pragma)
                self.engine.current_transaction.reset(self.context)
            finally:
                self.engine.release(self.connection)
        return error is None

    async def _finish(self, error: Any) -> None:
        if error is not None:
            await self.rollback()
            return
        try:
            await self.commit()  # type: ignore[no-untyped-call]
        except BaseException:
            await self.rollback()
            raise

    async def begin(self) -> None:
        def run(raw: sqlite3.Connection) -> None:
            if raw.in_transaction:  # a rollback that was itself cut short
                raw.execute("ROLLBACK")
            raw.execute(f"BEGIN {self.transaction_type.value}")

        await self.connection.call(run)

    async def rollback(self) -> None:
        def run(raw: sqlite3.Connection) -> None:
            if raw.in_transaction:
                raw.execute("ROLLBACK")

        await self.connection.call(run)
        self._rolled_back = True


class MigrationTransaction(PooledTransaction):
    """Foreign keys off, which SQLite allows only outside a transaction."""

    after_pragma = "PRAGMA foreign_keys = 1"

    async def begin(self) -> None:
        await self.connection.fetch("PRAGMA foreign_keys = 0")
        await super().begin()


class PooledSQLiteEngine(SQLiteEngine):
    """A drop-in for Piccolo's SQLiteEngine; its connections belong to one event loop at a time."""

    def __init__(self, path: str, readers: int = READERS) -> None:
        super().__init__(
            path=path,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            cached_statements=CACHED_STATEMENTS,
        )
        self._reader_count = readers
        self._readers: deque[PooledConnection] = deque()
        self._all: list[PooledConnection] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer: PooledConnection
        self._reader_free: asyncio.Semaphore
        self._writer_free: asyncio.Lock

    def _raw_connect(self, *, is_reader: bool) -> sqlite3.Connection:
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        raw: sqlite3.Connection = sqlite3.connect(**self.connection_kwargs)
        raw.row_factory = dict_factory
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = 1",
            f"cache_size = -{CACHE_KIB}",
            "temp_store = MEMORY",
        ):
            raw.execute(f"PRAGMA {pragma}")
        raw.create_function("plenary_uuid", 0, lambda: str(uuid.uuid4()))
        if is_reader:
            raw.execute("PRAGMA query_only = 1")
        return raw

    def _prepare(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._close()  # a new event loop: tests, commands
        self._loop = loop
        self._writer_free = asyncio.Lock()
        self._reader_free = asyncio.Semaphore(self._reader_count)
        self._writer = PooledConnection(lambda: self._raw_connect(is_reader=False))
        self._readers = deque(
            PooledConnection(lambda: self._raw_connect(is_reader=True))
            for _ in range(self._reader_count)
        )
        self._all = [self._writer, *self._readers]

    def _close(self) -> None:
        for connection in self._all:
            connection.close()
        self._all, self._loop = [], None

    async def start_connection_pool(self, **kwargs: Any) -> None:
        self._prepare()

    async def close_connection_pool(self) -> None:
        self._close()

    async def acquire(self, *, writer: bool) -> PooledConnection:
        self._prepare()
        if writer:
            await self._writer_free.acquire()
            return self._writer
        await self._reader_free.acquire()
        return self._readers.popleft()

    def release(self, connection: PooledConnection) -> None:
        if connection is self._writer:
            self._writer_free.release()
        else:
            self._readers.appendleft(connection)
            self._reader_free.release()

    async def run_querystring(self, querystring: Any, in_pool: bool = False) -> Any:
        statements.note(querystring.template)
        return await super().run_querystring(querystring, in_pool)

    async def _run_in_new_connection(
        self, query: str, args: Any = None, query_type: str = "generic", table: Any = None
    ) -> Rows:
        is_read = query.lstrip()[:6].upper() == "SELECT"
        connection = await self.acquire(writer=not is_read)
        try:
            return await connection.fetch(query, args or ())
        finally:
            self.release(connection)

    async def _run_in_existing_connection(
        self,
        connection: Any,
        query: str,
        args: Any = None,
        query_type: str = "generic",
        table: Any = None,
    ) -> Rows:
        # A task started inside a transaction inherits it and may outlive it: it must not run on
        # a connection that it doesn't hold.
        current: Any = self.current_transaction.get()
        if current is None or current.closed:
            return await self._run_in_new_connection(query, args)
        rows: Rows = await connection.fetch(query, args or ())
        return rows

    async def get_connection(self) -> Any:
        raise NotImplementedError("use transaction() or a query")

    async def batch(self, query: Any, batch_size: int = 100, node: Any = None) -> Any:
        raise NotImplementedError("page by key: batches behave differently on the two engines")

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> PooledTransaction:
        return PooledTransaction(self, transaction_type, allow_nested)

    def atomic(self, transaction_type: TransactionType = TransactionType.immediate) -> Atomic:
        return Atomic(engine=self, transaction_type=transaction_type)

    def migration_transaction(self) -> MigrationTransaction:
        """Raises TransactionError inside another transaction."""
        if self.current_transaction.get():
            raise TransactionError("A migration needs a transaction of its own.")
        return MigrationTransaction(self, TransactionType.immediate, False)

    async def run_statement(self, query: str, args: Sequence[Any] = ()) -> Rows:
        """Plain SQL with `?` in the running transaction or on its own; for migrations."""
        current: Any = self.current_transaction.get()
        if current and not current.closed:
            rows: Rows = await current.connection.fetch(query, list(args))
            return rows
        return await self._run_in_new_connection(query, list(args))
