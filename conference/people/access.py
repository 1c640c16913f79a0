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
from conference.web.problems import Forbidden, SignInFirst, TokenNeeded


class Scope(StrEnum):
    """What a program with an access token may do for the person who gave it the token."""

    AGENDA_READ = "agenda:read"
    AGENDA_WRITE = "agenda:write"
    PROGRAMME_READ = "programme:read"
    PROGRAMME_WRITE = "programme:write"

    @property
    def label(self) -> str:
        """What giving it means, for the person who does."""
        return _SCOPE_LABELS[self]


_SCOPE_LABELS = {
    Scope.AGENDA_READ: "Read my agenda: stars and duties",
    Scope.AGENDA_WRITE: "Change my stars",
    Scope.PROGRAMME_READ: "Read the draft programme and its conflicts (programme committee)",
    Scope.PROGRAMME_WRITE: "Move sessions of the draft (programme committee)",
}


class Role(StrEnum):
    ATTENDEE = "attendee"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    PROGRAMME = "programme"
    DESK = "desk"
    SUPERVISOR = "supervisor"
    OFFICE = "office"
    TREASURER = "treasurer"
    ADMIN = "admin"


# Attendee and author are not granted: one is them by having a registration or an abstract.
GRANTED_ROLES = (
    Role.REVIEWER,
    Role.PROGRAMME,
    Role.DESK,
    Role.SUPERVISOR,
    Role.OFFICE,
    Role.TREASURER,
    Role.ADMIN,
)

# What a role may do besides its own; an admin may do everything.
_IMPLIED: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.DESK}),
    Role.OFFICE: frozenset({Role.DESK, Role.SUPERVISOR, Role.TREASURER}),
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
_SCOPE = "scope"
FOR_PROGRAMS = "for_programs"
SIGNED_IN = "signed in"
PUBLIC = "public"

public: dict[str, Any] = {_KEY: PUBLIC}
signed_in: dict[str, Any] = {_KEY: SIGNED_IN}


def roles(*needed: Role) -> dict[str, Any]:
    """For a handler's `opt`: open to holders of any of these roles at the meeting."""
    return {_KEY: frozenset(needed)}


def by_token(scope: Scope, access: dict[str, Any]) -> dict[str, Any]:
    """For an API handler's `opt`: a token of this scope, whose person is let in by `access`.

    Cookies say nothing there, so a foreign page can do nothing with them.
    """
    return {**access, FOR_PROGRAMS: True, _SCOPE: scope, "exclude_from_csrf": True}


open_api: dict[str, Any] = {**public, FOR_PROGRAMS: True, "exclude_from_csrf": True}


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
        raise TokenNeeded if handler.opt.get(FOR_PROGRAMS) else SignInFirst
    scope = handler.opt.get(_SCOPE)
    if scope and scope not in connection.state.get("scopes", ()):
        raise Forbidden(f"This access token lacks the scope {scope.value}.")
    if needed == SIGNED_IN:
        return
    if not isinstance(needed, frozenset) or not visitor.may(*needed):
        raise Forbidden(
            "This page is for the people who run the meeting. Ask the office for access."
        )
