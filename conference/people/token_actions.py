"""Making and revoking access tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from conference.orm import Actor, action
from conference.people.access import Scope
from conference.people.errors import UnknownPerson
from conference.people.queries import person_by_email
from conference.people.tables import AccessToken
from conference.people.token_queries import PREFIX, digest_of
from conference.web.problems import Invalid, NotFound


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
                token_hash=digest_of(secret),
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
