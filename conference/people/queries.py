"""Reading people: a fixed number of statements, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Or

from conference.orm import Prepared
from conference.orm.containing import contains
from conference.people.access import Role, Visitor, effective_roles
from conference.people.rules import PersonInfo, fold, normal_address
from conference.people.tables import EmailAddress, Person, RoleGrant

CHUNK = 5_000  # parameters in one statement; PostgreSQL allows 32,767

_COLUMNS = (
    Person.id,
    Person.given_name,
    Person.family_name,
    Person.registered_name,
    Person.badge_name,
    Person.certificate_name,
    Person.affiliation,
    Person.city,
    Person.country,
)


def _info(row: dict[str, Any], email: str) -> PersonInfo:
    return PersonInfo(
        id=row["id"],
        given_name=row["given_name"],
        family_name=row["family_name"],
        registered_name=row["registered_name"],
        badge_name=row["badge_name"] or row["registered_name"],
        certificate_name=row["certificate_name"] or row["registered_name"],
        affiliation=row["affiliation"],
        city=row["city"],
        country=row["country"],
        email=email,
    )


async def people_by_ids(ids: Collection[UUID]) -> dict[UUID, PersonInfo]:
    """The people of these ids; unknown ids are left out. Two statements per 5,000 ids."""
    found: dict[UUID, PersonInfo] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        rows = await Person.select(*_COLUMNS).where(Person.id.is_in(chunk))
        addresses = await primary_addresses(chunk)
        found.update({row["id"]: _info(row, addresses.get(row["id"], "")) for row in rows})
    return found


async def primary_addresses(ids: Collection[UUID]) -> dict[UUID, str]:
    """The primary e-mail address of each person who has one."""
    rows = await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
        EmailAddress.person.is_in(list(ids)), EmailAddress.is_primary.eq(True)
    )
    return {row["person"]: row["address"] for row in rows}


async def person_by_id(person: UUID) -> PersonInfo | None:
    return (await people_by_ids([person])).get(person)


async def person_of_visitor(visitor: Visitor) -> PersonInfo | None:
    """The signed-in person, whose address is known already; one statement, none for a stranger."""
    if visitor.person is None:
        return None
    row = await Person.select(*_COLUMNS).where(Person.id == visitor.person).first()
    return _info(row, visitor.email) if row else None


async def person_by_email(address: str) -> PersonInfo | None:
    """The person who holds this address, primary or not."""
    row = (
        await EmailAddress.select(EmailAddress.person)
        .where(EmailAddress.address == normal_address(address))
        .first()
    )
    return await person_by_id(row["person"]) if row else None


async def people_by_emails(addresses: Collection[str]) -> dict[str, PersonInfo]:
    """Normal address -> who holds it; addresses that nobody holds are left out.

    Three statements per 5,000 addresses.
    """
    wanted = sorted({normal_address(each) for each in addresses})
    holders: dict[str, UUID] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = await EmailAddress.select(EmailAddress.person, EmailAddress.address).where(
            EmailAddress.address.is_in(wanted[start : start + CHUNK])
        )
        holders.update({row["address"]: row["person"] for row in rows})
    known = await people_by_ids(set(holders.values()))
    return {address: known[person] for address, person in holders.items()}


async def addresses_of(person: UUID) -> list[dict[str, Any]]:
    """The e-mail addresses of a person: address, is_primary, verified_at; the primary first."""
    rows: list[dict[str, Any]] = (
        await EmailAddress.select(
            EmailAddress.id,
            EmailAddress.address,
            EmailAddress.is_primary,
            EmailAddress.verified_at,
        )
        .where(EmailAddress.person == person)
        .order_by(EmailAddress.address)
    )
    return sorted(rows, key=lambda row: (not row["is_primary"], row["address"]))


async def search_people(text: str, *, limit: int = 20) -> list[PersonInfo]:
    """People whose names, affiliation or e-mail contain every typed word, accents aside."""
    words = fold(text).split()
    if not words:
        return []
    query = Person.select(Person.id).order_by(Person.sort_key).limit(limit)
    for word in words:
        by_email = EmailAddress.select(EmailAddress.person).where(
            contains(EmailAddress.address, word)
        )
        query = query.where(Or(contains(Person.search_key, word), Person.id.is_in(by_email)))
    rows = await query
    found = await people_by_ids([row["id"] for row in rows])
    return [found[row["id"]] for row in rows]


async def visitor_of(person: UUID, meeting: UUID | None) -> Visitor | None:
    """The signed-in person with their roles at the meeting (and those held everywhere).

    One statement: every page of a signed-in person asks it.
    """
    rows = await _person_and_roles(True, person)
    if not rows:
        return None
    roles = _roles_in((row for row in rows if row["role"]), meeting)
    return Visitor(person, rows[0]["name"], rows[0]["email"] or "", roles)


_person_and_roles = Prepared(
    lambda yes, person: Person.raw(
        "SELECT person.registered_name AS name, address.address AS email,"
        " granted.role AS role, granted.meeting AS meeting"
        " FROM conference_person AS person"
        " LEFT JOIN conference_email_address AS address"
        " ON address.person = person.id AND address.is_primary = {}"
        " LEFT JOIN conference_role_grant AS granted ON granted.person = person.id"
        " WHERE person.id = {}",
        yes,
        person,
    )
)


def _roles_in(grants: Iterable[dict[str, Any]], meeting: UUID | None) -> frozenset[Role]:
    return effective_roles([Role(g["role"]) for g in grants if g["meeting"] in (None, meeting)])


async def roles_at(person: UUID, meeting: UUID | None) -> frozenset[Role]:
    """The roles of a person at the meeting, and those held everywhere; one statement."""
    grants = await RoleGrant.select(RoleGrant.role, RoleGrant.meeting).where(
        RoleGrant.person == person
    )
    return _roles_in(grants, meeting)


async def role_holders(meeting: UUID) -> list[dict[str, Any]]:
    """Who holds which role at a meeting or everywhere: id, role, meeting, person, name."""
    rows: list[dict[str, Any]] = (
        await RoleGrant.select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.meeting,
            RoleGrant.person,
            RoleGrant.person.registered_name.as_alias("name"),
            RoleGrant.person.affiliation.as_alias("affiliation"),
        )
        .where(Or(RoleGrant.meeting == meeting, RoleGrant.meeting.is_null()))
        .order_by(RoleGrant.person.sort_key)
        .order_by(RoleGrant.role)
    )
    return rows
