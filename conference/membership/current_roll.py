"""Everybody known here with their memberships: what an import is held against."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from conference.membership import queries
from conference.membership.queries import MEMBERSHIP_COLUMNS, membership_info
from conference.membership.roll_changes import CurrentRoll, RollPerson
from conference.membership.rules import MembershipInfo
from conference.membership.tables import Membership
from conference.people.tables import EmailAddress, Person


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
        await Membership.select(*MEMBERSHIP_COLUMNS)
        .where(Membership.society == society)
        .order_by(Membership.valid_from)
    )
    held: dict[UUID, list[MembershipInfo]] = defaultdict(list)
    for row in rows:
        held[row["person"]].append(membership_info(row))
    return CurrentRoll(
        tuple(
            RollPerson(
                **row, emails=tuple(emails[row["id"]]), memberships=tuple(held.get(row["id"], ()))
            )
            for row in people
        ),
        await queries.membership_types(society),
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
