"""Who has come: told at the roof by the desk, which lies above registration (C05, C08)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

Arrived = Callable[[Collection[UUID]], Awaitable[Collection[UUID]]]
_providers: list[Arrived] = []


def tell_arrivals(*providers: Arrived) -> None:
    """Says who knows whose badge was scanned: registration ids -> those that were; replaces."""
    _providers[:] = providers


async def who_came(registrations: Collection[UUID]) -> frozenset[UUID]:
    """Those of the registrations whose person has come in."""
    told = [await provider(registrations) for provider in _providers]
    return frozenset().union(*told)
