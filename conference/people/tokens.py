"""Access tokens: programs that act for a person, each within its scopes and until a day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from conference.orm import Actor, action
from conference.people.access import Scope
from conference.people.errors import UnknownPerson
from conference.people.queries import person_by_email
from conference.people.tables import AccessToken
from conference.web.problems import Invalid, NotFound

PREFIX = "plenary_"  # tells people and secret scanners what was found
DAYS = (30, 90, 366)


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


async def issue_token(
    *,
    person: UUID,
    name: str,
    scopes: Collection[Scope],
    days: int,
    by: Actor,
    now: datetime,
) -> str:
    """Makes a token and returns its secret, this once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    async with action("issue_access_token", by=by, now=now) as act:
        words = " ".join(sorted(scopes))
        await AccessToken.insert(
            AccessToken(
                created_at=now,
                person=person,
                name=name,
                scopes=words,
                token_hash=_hash(secret),
                expires_at=now + timedelta(days=days),
            )
        )
        act.note("person", person, token=name, scopes=words, days=days)
    return secret


async def token_for(
    address: str, *, scopes: Collection[str], name: str, days: int, by: Actor, now: datetime
) -> str:
    """A token of whoever has this e-mail address. Raises UnknownPerson, or Invalid for scopes."""
    known = {scope.value for scope in Scope}
    if not scopes or not known.issuperset(scopes):
        raise Invalid(f"Name one or more scopes with --scope: {', '.join(sorted(known))}.")
    person = await person_by_email(address)
    if person is None:
        raise UnknownPerson(f"Nobody here has the address {address}.")
    chosen = [Scope(word) for word in scopes]
    return await issue_token(person=person.id, name=name, scopes=chosen, days=days, by=by, now=now)


async def revoke_token(token: UUID, *, person: UUID, by: Actor, now: datetime) -> None:
    """The program can do nothing more with it. Raises NotFound unless it is the person's own."""
    async with action("revoke_access_token", by=by, now=now) as act:
        own = (AccessToken.id == token) & (AccessToken.person == person)
        row = await AccessToken.select(AccessToken.name).where(own).first()
        if row is None:
            raise NotFound("You have no such access token.")
        await AccessToken.update({AccessToken.revoked_at: now}).where(
            own, AccessToken.revoked_at.is_null()
        )
        act.note("person", person, revoked=row["name"])


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
            AccessToken.token_hash == _hash(secret.strip()),
            AccessToken.revoked_at.is_null(),
            AccessToken.expires_at > now,
        )
        .first()
    )
    return Bearer(row["person"], frozenset(_scopes(row["scopes"]))) if row else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _scopes(words: str) -> tuple[Scope, ...]:
    return tuple(Scope(word) for word in words.split())
