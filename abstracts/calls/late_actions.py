"""Links for those who are late: made, sent, taken up, revoked."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from abstracts.calls import letters
from abstracts.calls.errors import CallRefused, LateLinkUsed, UnknownLateLink
from abstracts.calls.letters import Sender
from abstracts.calls.queries import late_link_of
from abstracts.queries.calls import CallInfo
from abstracts.tables import LateLink
from conference.letters.actions import queue_letter
from conference.orm import Actor, action

SECRET_BYTES = 32
NOT_AFTER = "Choose a moment after the deadline of the call and still to come."


@dataclass(frozen=True, slots=True)
class NewLateLink:
    """Who may still submit, until when, and why (N06)."""

    for_name: str
    email: str
    closes_at: datetime
    reason: str


def digest_of_secret(secret: str) -> str:
    """The SHA-256 by which a late link is stored and found."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def make_late_link(
    sender: Sender, call: CallInfo, new: NewLateLink, *, by: Actor, now: datetime
) -> str:
    """Makes a link for one person and sends it; only its digest is kept.

    Raises CallRefused, also while a link for this address works: a form sent twice makes one.
    Returns the secret, which is shown once.
    """
    if new.closes_at <= max(now, call.closes_at):
        raise CallRefused(NOT_AFTER, errors={"until": NOT_AFTER})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    async with action(
        "make_late_link", by=by, now=now, meeting=sender.meeting.id, reason=new.reason
    ) as act:
        await _refuse_second(call, new.email, now)
        await LateLink.insert(
            LateLink(
                id=uuid4(),
                created_at=now,
                call=call.id,
                digest=digest_of_secret(secret),
                for_name=new.for_name,
                email=new.email,
                closes_at=new.closes_at,
                reason=new.reason,
                by_name=by.name,
            )
        )
        await queue_letter(
            act,
            letters.late_link(sender, call, new.for_name, new.email, new.closes_at, secret),
        )
        act.note("call", call.key, late_link=new.email, until=new.closes_at)
    return secret


async def _refuse_second(call: CallInfo, email: str, now: datetime) -> None:
    if await LateLink.exists().where(
        LateLink.call == call.id,
        LateLink.email == email,
        LateLink.closes_at > now,
        LateLink.revoked_at.is_null(),
    ):
        said = f"A link for {email} works already, below. Revoke it to make another."
        raise CallRefused(said, errors={"email": said})


async def revoke_late_link(
    call: CallInfo, link: UUID, *, meeting: UUID, by: Actor, now: datetime
) -> bool:
    """Closes the call again for who has this link; what they submitted stays. False: it was."""
    async with action("revoke_late_link", by=by, now=now, meeting=meeting) as act:
        rows = (
            await LateLink.update({LateLink.revoked_at: now})
            .where(LateLink.id == link, LateLink.call == call.id, LateLink.revoked_at.is_null())
            .returning(LateLink.email)
        )
        for row in rows:
            act.note("call", call.key, late_link=[row["email"], None])
    return bool(rows)


async def take_late_link(
    meeting: UUID, secret: str, person: UUID, *, by: Actor, now: datetime
) -> CallInfo:
    """The link is this person's from now on, in every session of theirs; returns its call.

    Raises UnknownLateLink, and LateLinkUsed when somebody else took it first.
    """
    found = await late_link_of(meeting, digest_of_secret(secret))
    if found is None:
        raise UnknownLateLink
    link, call = found
    async with action("take_late_link", by=by, now=now, meeting=meeting) as act:
        rows = (
            await LateLink.update({LateLink.person: person})
            .where(
                LateLink.id == link.id,
                LateLink.revoked_at.is_null(),
                LateLink.person.is_null() | (LateLink.person == person),
            )
            .returning(LateLink.id)
        )
        if not rows:
            raise LateLinkUsed
        act.note("call", call.key, late_link=link.email, taken_by=person)
    return call
