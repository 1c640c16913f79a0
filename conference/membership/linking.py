"""Somebody signed in proves that a membership on the roll is theirs (M08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_undo import HeldMembership
from conference.membership.tables import Membership
from conference.membership.undo_queries import memberships_of_person
from conference.orm import Action, Actor, action
from conference.people.sign_in import SignedIn
from conference.people.tables import SignIn
from conference.people.traces import (
    forget_people,
    has_acted,
    lock_people,
    move_addresses,
    traces_of,
)

SUBJECT = "Two entries for one person"
BODY = """\
{name} has proved to read both {mine} and {theirs}.

Both addresses have been used here, so their entries were not put together. Please look at the two
and decide what belongs to whom; the membership is on the entry of {theirs}:
{link}
"""


class Linked(StrEnum):
    """What came of a proof: the membership is theirs now, was before, or two accounts remain."""

    LINKED = "linked"
    ALREADY = "already"
    TWO_ACCOUNTS = "two_accounts"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is signed in, under which address, and the address of the roll that they proved."""

    person: UUID
    name: str
    email: str
    proved: SignedIn


async def link_member(
    claim: Claim, *, meeting: MeetingInfo, base_url: str, by: Actor, now: datetime
) -> Linked:
    """Gives a membership to the person who has proved to read its address (M08).

    The roll's entry goes into the person's own, addresses and memberships, if nobody has used it
    and the memberships do not contradict each other. Otherwise nothing changes and the office
    gets a letter: joining two people who both did something here is its work.
    """
    holder = claim.proved.person
    if holder is None or holder == claim.person:
        return Linked.ALREADY
    async with action("link_member", by=by, now=now, meeting=meeting.id) as act:
        theirs = await memberships_of_person(holder)
        for society in sorted({each.society for each in theirs}):
            await lock_roll(society)
        await lock_people([holder, claim.person])
        theirs = await memberships_of_person(holder)
        mine = await memberships_of_person(claim.person)
        if await _is_used(holder) or _contradict(mine, theirs):
            await _tell_office(act, claim, meeting, base_url)
            return Linked.TWO_ACCOUNTS
        await _take_over(act, claim.person, holder)
    return Linked.LINKED


async def _is_used(person: UUID) -> bool:
    return bool(await traces_of([person], besides=(Membership, SignIn))) or await has_acted(person)


def _contradict(mine: Sequence[HeldMembership], theirs: Sequence[HeldMembership]) -> bool:
    """Two memberships of one type at the same time cannot be one person's."""
    return any(one.overlaps(other) for one in mine for other in theirs)


async def _take_over(act: Action, person: UUID, holder: UUID) -> None:
    moved = (
        await Membership.update({Membership.person: person})
        .where(Membership.person == holder)
        .returning(Membership.id, Membership.number)
    )
    for row in moved:
        act.note("person", person, membership=[None, row["number"]])
    await move_addresses(act, before=holder, after=person)
    await SignIn.update({SignIn.person: person}).where(SignIn.person == holder)
    await forget_people(act, [holder])


async def _tell_office(act: Action, claim: Claim, meeting: MeetingInfo, base_url: str) -> None:
    theirs = claim.proved.address
    act.note("person", claim.person, same_person_as=[claim.email, theirs])
    if not meeting.contact_email:
        return
    link = f"{base_url}/{meeting.slug}/office/roll/people/{claim.proved.person}"
    body = BODY.format(name=claim.name, mine=claim.email, theirs=theirs, link=link)
    letter = Letter("two_accounts", meeting.contact_email, SUBJECT, body, meeting=meeting.id)
    await queue_letter(act, letter)
