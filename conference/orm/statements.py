"""Counts the statements that a piece of work sends, so that tests can hold pages to a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seen: ContextVar[list[str] | None] = ContextVar("statements", default=None)


def note(statement: str) -> None:
    seen = _seen.get()
    if seen is not None:
        seen.append(statement)


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Yields a list that grows by each statement sent inside, in this task and its children."""
    seen: list[str] = []
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)
