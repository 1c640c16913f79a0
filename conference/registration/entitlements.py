"""What a person is at a meeting, as far as prices ask: roles, and what modules above know.

The programme and the abstracts lie above registration: they give their answers at the roof.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from conference.people import queries as people
from conference.registration.catalogue import ROLE_WORDS

__all__ = ["ROLE_WORDS", "roles_of", "tell_roles"]

RolesOf = Callable[[UUID, UUID], Awaitable[frozenset[str]]]
_providers: list[RolesOf] = []


def tell_roles(*providers: RolesOf) -> None:
    """Says who knows what a person is at a meeting: (meeting, person) -> role keys; replaces."""
    _providers[:] = providers


async def roles_of(meeting: UUID, person: UUID) -> frozenset[str]:
    """Every role key of a person at a meeting: from the staff list and from the modules above."""
    staff = frozenset(str(role) for role in await people.roles_at(person, meeting))
    told = [await provider(meeting, person) for provider in _providers]
    return staff.union(*told)
