"""Doing one thing for many rows, each in an action of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger(__name__)


async def sweep(rows: Iterable[T], do: Callable[[T], Awaitable[None]]) -> None:
    """Does something for each row; one that fails is logged and keeps no other from its turn.

    Raises an ExceptionGroup of what failed when all have had their turn.
    """
    failed = []
    for row in rows:
        try:
            await do(row)
        except Exception as error:
            log.exception("row_failed", row=str(row)[:200])
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} failed", failed)
