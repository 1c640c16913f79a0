"""Who may open what: the roles, and the one guard that every route passes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from conference.orm import Actor
from conference.web.problems import Forbidden, SignInFirst


class Role(StrEnum):
    ATTENDEE = "attendee"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    PROGRAMME = "programme"
    DESK = "desk"
    OFFICE = "office"
    TREASURER = "treasurer"
    ADMIN = "admin"


# Attendee and author are not granted: one is them by having a registration or an abstract.
GRANTED_ROLES = (
    Role.REVIEWER,
    Role.PROGRAMME,
    Role.DESK,
    Role.OFFICE,
    Role.TREASURER,
    Role.ADMIN,
)

# What a role may do besides its own; an admin may do everything.
_IMPLIED: dict[Role, frozenset[Role]] = {
    Role.OFFICE: frozenset({Role.DESK, Role.TREASURER}),
    Role.PROGRAMME: frozenset({Role.REVIEWER}),
    Role.ADMIN: frozenset(Role),
}


def effective_roles(granted: Collection[Role]) -> frozenset[Role]:
    """The granted roles and all that they imply."""
    implied = (_IMPLIED.get(role, frozenset()) for role in granted)
    return frozenset(granted).union(*implied)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is looking at the page, with the roles they hold at its meeting."""

    person: UUID | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.name or "a visitor")

    def may(self, *roles: Role) -> bool:
        """True if one of the roles, or a role that implies it, is held."""
        return not self.roles.isdisjoint(roles)


STRANGER = Visitor()

_KEY = "access"
SIGNED_IN = "signed in"
PUBLIC = "public"

public: dict[str, Any] = {_KEY: PUBLIC}
signed_in: dict[str, Any] = {_KEY: SIGNED_IN}


def roles(*needed: Role) -> dict[str, Any]:
    """For a handler's `opt`: open to holders of any of these roles at the meeting."""
    return {_KEY: frozenset(needed)}


def access_of(handler: BaseRouteHandler) -> str | frozenset[Role] | None:
    """What a handler declared: PUBLIC, SIGNED_IN, a set of roles, or None if it forgot."""
    declared: str | frozenset[Role] | None = handler.opt.get(_KEY)
    return declared


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The app's one guard. Raises SignInFirst or Forbidden; an undeclared handler is closed."""
    needed = access_of(handler)
    if needed == PUBLIC:
        return
    visitor: Visitor = connection.state.get("visitor") or STRANGER
    if not visitor.is_signed_in:
        raise SignInFirst
    if needed == SIGNED_IN:
        return
    if not isinstance(needed, frozenset) or not visitor.may(*needed):
        raise Forbidden(
            "This page is for the people who run the meeting. Ask the office for access."
        )
