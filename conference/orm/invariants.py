"""The promises that `plenary check` tests on a database: each module registers its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Check = Callable[[], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise: `broken` lists, as sentences, every place where it does not hold."""

    key: str
    promise: str
    broken: Check


@dataclass(frozen=True, slots=True)
class Finding:
    invariant: Invariant
    sentences: list[str]


_registered: dict[str, Invariant] = {}


def invariant(key: str, promise: str) -> Callable[[Check], Check]:
    """Registers a check under a key that is unique in the whole program."""

    def register(check: Check) -> Check:
        known = _registered.get(key)
        if known and known.broken.__qualname__ != check.__qualname__:
            raise ValueError(f"two invariants are called {key}")
        _registered[key] = Invariant(key, promise, check)
        return check

    return register


def all_invariants() -> list[Invariant]:
    return sorted(_registered.values(), key=lambda each: each.key)


async def check_all() -> list[Finding]:
    """Runs every registered check against the bound database, in the order of their keys."""
    return [Finding(each, await each.broken()) for each in all_invariants()]
