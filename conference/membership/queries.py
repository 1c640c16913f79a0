"""Reading the roll: who is a member of which society, when, and under which number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership.errors import UnknownMembership
from conference.membership.roll_changes import CurrentRoll, RollPerson
from conference.membership.roll_matching import number_key
from conference.membership.rules import (
    MembershipInfo,
    MembershipStatus,
    Verdict,
    judge_membership,
)
from conference.membership.tables import Membership, MembershipType
from conference.people.queries import CHUNK
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress, Person

_COLUMNS = (
    Membership.id,
    Membership.person,
    Membership.number,
    Membership.type.key.as_alias("type_key"),
    Membership.type.title.as_alias("type_title"),
    Membership.valid_from,
    Membership.valid_to,
    Membership.status,
    Membership.source,
)


def _info(row: dict[str, Any]) -> MembershipInfo:
    return MembershipInfo(**{**row, "status": MembershipStatus(row["status"])})


async def memberships_of(person: UUID, society: UUID) -> list[MembershipInfo]:
    """A person's memberships of a society, in order of time."""
    return (await memberships_of_people([person], society)).get(person, [])


async def memberships_of_people(
    people: Collection[UUID], society: UUID
) -> dict[UUID, list[MembershipInfo]]:
    """Each person's memberships of a society, in order of time; one statement per 5,000 people."""
    found: dict[UUID, list[MembershipInfo]] = defaultdict(list)
    wanted = list(people)
    for start in range(0, len(wanted), CHUNK):
        rows = (
            await Membership.select(*_COLUMNS)
            .where(Membership.society == society)
            .where(Membership.person.is_in(wanted[start : start + CHUNK]))
            .order_by(Membership.valid_from)
        )
        for row in rows:
            found[row["person"]].append(_info(row))
    return found


async def judge_person(person: UUID | None, meeting: MeetingInfo, now: datetime) -> Verdict:
    """Whether a person gets the member price of a meeting at this moment, and why (M01)."""
    held = await memberships_of(person, meeting.society) if person else []
    return judge_membership(held, last_day=meeting.ends_on, now=now, zone=meeting.tz)


async def find_member(society: UUID, number: str, email: str) -> UUID | None:
    """The member who has both this number and this e-mail address (M08).

    None is the one answer to anything else, so that nobody learns which of the two is right.
    """
    holder = EmailAddress.select(EmailAddress.person).where(
        EmailAddress.address == normal_address(email)
    )
    rows = await Membership.select(Membership.person, Membership.number).where(
        Membership.society == society, Membership.person.is_in(holder)
    )
    wanted = number_key(number)
    found = (row["person"] for row in rows if wanted and number_key(row["number"]) == wanted)
    return next(found, None)


async def membership_types(society: UUID) -> dict[str, str]:
    """Title by key of the society's membership types, by title."""
    rows = (
        await MembershipType.select(MembershipType.key, MembershipType.title)
        .where(MembershipType.society == society)
        .order_by(MembershipType.title)
    )
    return {row["key"]: row["title"] for row in rows}


async def current_roll(society: UUID) -> CurrentRoll:
    """Everybody known here, with their memberships of the society: what an import is held against.

    Four statements, in an order that does not change.
    """
    people = await Person.select(
        Person.id,
        Person.given_name,
        Person.family_name,
        Person.registered_name,
        Person.affiliation,
        Person.city,
        Person.country,
    ).order_by(Person.created_at, Person.id)
    emails = await _all_emails()
    rows = (
        await Membership.select(*_COLUMNS)
        .where(Membership.society == society)
        .order_by(Membership.valid_from)
    )
    held: dict[UUID, list[MembershipInfo]] = defaultdict(list)
    for row in rows:
        held[row["person"]].append(_info(row))
    return CurrentRoll(
        tuple(
            RollPerson(
                **row, emails=tuple(emails[row["id"]]), memberships=tuple(held.get(row["id"], ()))
            )
            for row in people
        ),
        await membership_types(society),
    )


async def _all_emails() -> dict[UUID, list[str]]:
    """Every person's addresses, the primary one first."""
    rows = await EmailAddress.select(
        EmailAddress.person, EmailAddress.address, EmailAddress.is_primary
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (not each["is_primary"], each["address"])):
        found[row["person"]].append(row["address"])
    return found


async def membership_by_id(membership: UUID, society: UUID) -> MembershipInfo:
    """One membership of the society. Raises UnknownMembership."""
    row = (
        await Membership.select(*_COLUMNS)
        .where(Membership.id == membership, Membership.society == society)
        .first()
    )
    if row is None:
        raise UnknownMembership
    return _info(row)


async def memberships_anywhere(person: UUID) -> list[tuple[str, MembershipInfo]]:
    """A person's memberships of every society, with the society's name, in order of time."""
    rows = (
        await Membership.select(*_COLUMNS, Membership.society.name.as_alias("society_name"))
        .where(Membership.person == person)
        .order_by(Membership.valid_from)
    )
    return [(row.pop("society_name"), _info(row)) for row in rows]
