"""Writing people down: creating, naming, addresses, roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.table import Table

from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people import queries
from conference.people.access import Role
from conference.people.errors import AddressTaken, UnknownPerson
from conference.people.rules import (
    NewPerson,
    PersonInfo,
    clean,
    full_name,
    normal_address,
    search_key,
    sort_key,
)
from conference.people.tables import EmailAddress, Person, RoleGrant

INSERT_ROWS = 500
REGISTERED_LENGTH = 200
AMENDED = (
    "given_name",
    "family_name",
    "registered_name",
    "affiliation",
    "city",
    "country",
    "search_key",
    "sort_key",
)
PROFILE = (*AMENDED, "badge_name", "certificate_name")


def person_row(new: NewPerson, now: datetime) -> Person:
    """An unsaved row with names cleaned and the keys for searching and sorting made."""
    new = _cleaned(new)
    return Person(
        given_name=new.given_name,
        family_name=new.family_name,
        registered_name=_registered_name(new),
        badge_name=new.badge_name,
        certificate_name=new.certificate_name,
        affiliation=new.affiliation,
        city=new.city,
        country=new.country.upper(),
        career_stage=new.career_stage,
        search_key=_search_key(new),
        sort_key=sort_key(new.given_name, new.family_name or new.registered_name),
        created_at=now,
    )


def _registered_name(new: NewPerson) -> str:
    """As given, else of the two parts, which together may be longer than their column."""
    return new.registered_name or full_name(new.given_name, new.family_name)[:REGISTERED_LENGTH]


def _cleaned(new: NewPerson) -> NewPerson:
    texts = ("given_name", "family_name", "registered_name", "badge_name", "certificate_name")
    cleaned = {name: clean(getattr(new, name)) for name in (*texts, "affiliation", "city")}
    return replace(new, **cleaned)


def _search_key(new: NewPerson) -> str:
    return search_key(
        full_name(new.given_name, new.family_name),
        new.registered_name,
        new.badge_name,
        new.affiliation,
    )


async def create_person(act: Action, new: NewPerson) -> UUID:
    """Writes a person down, with their address if given. Raises AddressTaken."""
    row = person_row(new, act.now)
    await Person.insert(row)
    act.note("person", row.id, created=row.registered_name)
    if new.email:
        await add_address(act, row.id, new.email, is_primary=True)
    person_id: UUID = row.id
    return person_id


async def create_people(act: Action, new: Sequence[NewPerson]) -> list[UUID]:
    """Writes many people down at once, in order. Raises AddressTaken if any address is held."""
    rows = [person_row(each, act.now) for each in new]
    addresses = [
        EmailAddress(
            person=row.id,
            address=normal_address(each.email),
            is_primary=True,
            created_at=act.now,
        )
        for row, each in zip(rows, new, strict=True)
        if each.email
    ]
    try:
        async with integrity():
            await _insert_all(Person, rows)
            await _insert_all(EmailAddress, addresses)
    except IntegrityConflict:
        raise AddressTaken from None
    for row in rows:
        act.note("person", row.id, created=row.registered_name)
    return [row.id for row in rows]


async def _insert_all(table: type[Table], rows: Sequence[Any]) -> None:
    for start in range(0, len(rows), INSERT_ROWS):
        await table.insert(*rows[start : start + INSERT_ROWS])


async def amend_person(
    act: Action,
    person: UUID,
    *,
    given_name: str | None = None,
    family_name: str | None = None,
    affiliation: str | None = None,
    city: str | None = None,
    country: str | None = None,
) -> None:
    """Changes what is given; the registered name follows if it was made of the old parts.

    Raises UnknownPerson.
    """
    before = await Person.objects().get(Person.id == person)
    if before is None:
        raise UnknownPerson
    given = before.given_name if given_name is None else given_name
    family = before.family_name if family_name is None else family_name
    followed = before.registered_name == full_name(before.given_name, before.family_name)
    after = person_row(
        NewPerson(
            given_name=given,
            family_name=family,
            registered_name="" if followed else before.registered_name,
            badge_name=before.badge_name,
            certificate_name=before.certificate_name,
            affiliation=before.affiliation if affiliation is None else affiliation,
            city=before.city if city is None else city,
            country=before.country if country is None else country,
        ),
        act.now,
    )
    await _write_changes(act, before, after, AMENDED)


async def _write_changes(act: Action, before: Person, after: Person, names: Sequence[str]) -> None:
    """Writes what differs; the history leaves out the keys for searching and sorting."""
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in names}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changes:
        return
    await Person.update({name: pair[1] for name, pair in changes.items()}).where(
        Person.id == before.id
    )
    shown = {name: pair for name, pair in changes.items() if not name.endswith("_key")}
    act.note("person", before.id, **shown)


async def find_or_create_by_email(act: Action, new: NewPerson) -> UUID:
    """The person who holds the address, else a new one; an existing person is not changed."""
    known = await queries.person_by_email(new.email) if new.email else None
    return known.id if known else await create_person(act, new)


async def add_address(
    act: Action,
    person: UUID,
    address: str,
    *,
    is_primary: bool = False,
    verified_at: datetime | None = None,
) -> None:
    """Adds an address to a person. Raises AddressTaken when somebody has it already."""
    row = EmailAddress(
        person=person,
        address=normal_address(address),
        is_primary=is_primary,
        verified_at=verified_at,
        created_at=act.now,
    )
    try:
        async with integrity():
            await EmailAddress.insert(row)
    except IntegrityConflict:
        raise AddressTaken from None
    act.note("person", person, address=[None, row.address])


async def remove_address(*, person: UUID, address: str, by: Actor, now: datetime) -> None:
    """Removes one of several addresses; the primary one stays until another takes its place."""
    async with action("remove_address", by=by, now=now) as act:
        gone = (
            await EmailAddress.delete()
            .where(
                EmailAddress.person == person,
                EmailAddress.address == normal_address(address),
                EmailAddress.is_primary.eq(False),
            )
            .returning(EmailAddress.address)
        )
        for row in gone:
            act.note("person", person, address=[row["address"], None])


async def make_primary(*, person: UUID, address: str, by: Actor, now: datetime) -> None:
    """Letters go to the primary address from now on; only a verified one can become it."""
    wanted = normal_address(address)
    async with action("make_primary", by=by, now=now) as act:
        is_known = await EmailAddress.exists().where(
            EmailAddress.person == person,
            EmailAddress.address == wanted,
            EmailAddress.verified_at.is_not_null(),
        )
        if not is_known:
            raise UnknownPerson("Verify the address first.")
        mine = EmailAddress.person == person
        await EmailAddress.update({EmailAddress.is_primary: False}).where(mine)
        await EmailAddress.update({EmailAddress.is_primary: True}).where(
            mine, EmailAddress.address == wanted
        )
        act.note("person", person, primary_address=wanted)


async def update_profile(*, person: UUID, names: NewPerson, by: Actor, now: datetime) -> PersonInfo:
    """Changes names and affiliation (R07). Raises UnknownPerson."""
    async with action("update_profile", by=by, now=now) as act:
        before = await Person.objects().get(Person.id == person)
        if before is None:
            raise UnknownPerson
        await _write_changes(act, before, person_row(names, now), PROFILE)
    after = await queries.person_by_id(person)
    assert after is not None
    return after


async def set_badge_name(
    *, person: UUID, badge_name: str, by: Actor, now: datetime, meeting: UUID | None = None
) -> None:
    """The name on the badge, apart from the registered one; empty means the registered one."""
    before = await queries.person_by_id(person)
    if before is None:
        raise UnknownPerson
    new = NewPerson(
        before.given_name, before.family_name, before.registered_name, clean(badge_name),
        affiliation=before.affiliation,
    )  # fmt: skip
    async with action("set_badge_name", by=by, now=now, meeting=meeting) as act:
        await Person.update(
            {Person.badge_name: new.badge_name, Person.search_key: _search_key(new)}
        ).where(Person.id == person)
        act.note("person", person, badge_name=[before.badge_name, new.badge_name])


async def grant_role(
    *, person: UUID, role: Role, meeting: UUID | None, by: Actor, now: datetime
) -> None:
    """Gives a role at a meeting, or everywhere when `meeting` is None; twice is once."""
    async with action("grant_role", by=by, now=now, meeting=meeting) as act:
        at_meeting = (
            RoleGrant.meeting.is_null() if meeting is None else RoleGrant.meeting == meeting
        )
        if await RoleGrant.exists().where(
            RoleGrant.person == person, RoleGrant.role == role.value, at_meeting
        ):
            return
        row = RoleGrant(person=person, role=role.value, meeting=meeting, created_at=now)
        try:
            async with integrity():
                await RoleGrant.insert(row)
        except IntegrityConflict:
            return  # somebody else gave it at the same moment
        act.note("person", person, role=[None, role.value])


async def revoke_role(*, grant: UUID, meeting: UUID, by: Actor, now: datetime) -> bool:
    """Takes a role of this meeting away; a role held everywhere is not touched from a meeting.

    Nor is an administrator's, which a meeting's office cannot give either. False: nothing was.
    """
    async with action("revoke_role", by=by, now=now, meeting=meeting) as act:
        gone = (
            await RoleGrant.delete()
            .where(
                RoleGrant.id == grant,
                RoleGrant.meeting == meeting,
                RoleGrant.role != Role.ADMIN.value,
            )
            .returning(RoleGrant.person, RoleGrant.role)
        )
        for row in gone:
            act.note("person", row["person"], role=[row["role"], None])
    return bool(gone)
