"""Actions of people who have just proved that they read a mailbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from conference.orm import Actor, action
from conference.people import queries
from conference.people.actions import add_address, create_person
from conference.people.errors import AddressTaken
from conference.people.rules import NewPerson, full_name
from conference.people.sign_in import SignedIn
from conference.people.tables import EmailAddress


async def welcome_newcomer(*, new: NewPerson, address: str, now: datetime) -> UUID:
    """Writes down somebody who proved an address that nobody had, with that address verified.

    If the address got a holder in the meantime, it is that person who comes in.
    """
    name = full_name(new.given_name, new.family_name)
    async with action("welcome_newcomer", by=Actor(None, name), now=now) as act:
        known = await queries.person_by_email(address)
        if known is not None:
            return known.id
        person = await create_person(act, replace(new, email=address))
        await EmailAddress.update({EmailAddress.verified_at: now}).where(
            EmailAddress.person == person
        )
    return person


async def keep_proved_address(*, person: UUID, proved: SignedIn, by: Actor, now: datetime) -> None:
    """Adds an address whose code came back; one's own is verified already.

    Raises AddressTaken when it is somebody else's: only who reads that mailbox learns so.
    """
    if proved.person == person:
        return
    if proved.person is not None:
        raise AddressTaken
    async with action("keep_proved_address", by=by, now=now) as act:
        await add_address(act, person, proved.address, verified_at=now)
