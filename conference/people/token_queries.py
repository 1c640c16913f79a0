"""Access tokens: programs that act for a person, each within its scopes and until a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.people.access import Scope
from conference.people.tables import AccessToken

PREFIX = "plenary_"  # tells people and secret scanners what was found


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token as its owner sees it; the secret itself is never shown again."""

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token speaks for, and what it may do."""

    person: UUID
    scopes: frozenset[Scope]


async def tokens_of(person: UUID, now: datetime) -> list[TokenInfo]:
    """The tokens that still open something, newest first; one statement."""
    rows = (
        await AccessToken.select()
        .where(
            AccessToken.person == person,
            AccessToken.revoked_at.is_null(),
            AccessToken.expires_at > now,
        )
        .order_by(AccessToken.created_at, ascending=False)
    )
    return [
        TokenInfo(
            row["id"], row["name"], _scopes(row["scopes"]), row["created_at"], row["expires_at"]
        )
        for row in rows
    ]


async def bearer_of(header: str, now: datetime) -> Bearer | None:
    """Whom an Authorization header speaks for; None if it opens nothing; one statement."""
    kind, _, secret = header.strip().partition(" ")
    if kind.lower() != "bearer" or not secret.strip().startswith(PREFIX):
        return None
    row = (
        await AccessToken.select(AccessToken.person, AccessToken.scopes)
        .where(
            AccessToken.token_hash == digest_of(secret.strip()),
            AccessToken.revoked_at.is_null(),
            AccessToken.expires_at > now,
        )
        .first()
    )
    return Bearer(row["person"], frozenset(_scopes(row["scopes"]))) if row else None


def digest_of(secret: str) -> str:
    """By which a token is stored and found; unlike a readable code it is kept as it is."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _scopes(words: str) -> tuple[Scope, ...]:
    return tuple(Scope(word) for word in words.split())
