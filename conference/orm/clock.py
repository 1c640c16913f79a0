"""The one clock. Pages and commands read it; rules and actions are told the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Stops the clock at an aware instant, for tests."""
    global _stopped_at
    before, _stopped_at = _stopped_at, instant.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before
