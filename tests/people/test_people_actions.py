"""People, addresses and roles on both engines."""

import json
from datetime import datetime
from typing import Any

import pytest

from conference.orm import Actor, action
from conference.orm.tables import AuditEntry
from conference.people import actions, queries
from conference.people.access import Role
from conference.people.errors import AddressTaken
from conference.people.rules import NewPerson
from tests.cast import Cast

BY = Actor.system("test")
DAN = "Dan Díaz"


async def test_create_person_keeps_names_in_any_script(db: object, now: datetime) -> None:
    async with action("create", by=BY, now=now) as act:
        person = await actions.create_person(
            act, NewPerson("Łukasz", "Wiśniewski", badge_name="Łukasz W.", email="L.W@Example.org")
        )
    found = await queries.person_by_email("l.w@example.ORG")
    assert found is not None
    assert found.id == person
    assert found.registered_name == "Łukasz Wiśniewski"
    assert [each.id for each in await queries.search_people("lukasz wisn")] == [person]


async def test_create_person_refuses_a_held_address_and_writes_nothing(
    cast: Cast, now: datetime
) -> None:
    with pytest.raises(AddressTaken):
        async with action("create", by=BY, now=now) as act:
            await actions.create_person(act, NewPerson("Other", "One", email="ALICE@example.org"))
    assert await queries.search_people("other one") == []


async def test_create_person_takes_two_names_as_long_as_a_form_does(
    db: object, now: datetime
) -> None:
    async with action("create_person", by=BY, now=now) as act:
        person = await actions.create_person(act, NewPerson("G" * 120, "F" * 120))
    kept = await queries.person_by_id(person)
    assert kept is not None
    assert kept.family_name == "F" * 120
    assert kept.registered_name == "G" * 120 + " " + "F" * 79


async def test_people_by_ids_has_a_fixed_number_of_statements(cast: Cast, count_statements) -> None:
    numbers = []
    for ids in ([cast.alice.id], [cast.alice.id, cast.bob.id, cast.carol.id]):
        with count_statements() as seen:
            await queries.people_by_ids(ids)
        numbers.append(len(seen))
    assert numbers == [2, 2]


async def test_visitor_has_the_roles_of_this_meeting_only(cast: Cast, now: datetime) -> None:
    office = await queries.visitor_of(cast.olive.id, cast.meeting.id)
    elsewhere = await queries.visitor_of(cast.olive.id, None)
    assert office is not None
    assert elsewhere is not None
    assert office.may(Role.DESK)
    assert not office.may(Role.PROGRAMME)
    assert not elsewhere.may(Role.OFFICE)


async def test_grant_role_twice_is_once(cast: Cast, now: datetime) -> None:
    for _ in range(2):
        await actions.grant_role(
            person=cast.dan.id, role=Role.DESK, meeting=cast.meeting.id, by=BY, now=now
        )
    holders = await queries.role_holders(cast.meeting.id)
    assert [h["role"] for h in holders if h["person"] == cast.dan.id] == ["desk"]


async def test_an_administrator_is_not_unmade_from_a_meeting(cast: Cast, now: datetime) -> None:
    """The office cannot give the role, so it cannot take it away."""
    meeting = cast.meeting.id
    for role in (Role.ADMIN, Role.DESK):
        await actions.grant_role(person=cast.dan.id, role=role, meeting=meeting, by=BY, now=now)
    held = {h["role"]: h["id"] for h in await queries.role_holders(meeting) if h["name"] == DAN}

    taken = [
        await actions.revoke_role(grant=held[role], meeting=meeting, by=BY, now=now)
        for role in ("admin", "desk", "desk")
    ]

    assert taken == [False, True, False]
    dan = await queries.visitor_of(cast.dan.id, meeting)
    assert dan is not None
    assert dan.may(Role.ADMIN)


async def test_update_profile_says_in_the_history_what_changed(cast: Cast, now: datetime) -> None:
    names = NewPerson("Dan", "Díaz", registered_name=DAN, badge_name="Danny", affiliation="Tay")
    await actions.update_profile(person=cast.dan.id, names=names, by=BY, now=now)

    changes = await changes_of("update_profile")
    assert changes[0]["badge_name"] == ["", "Danny"]
    assert changes[0]["affiliation"][1] == "Tay"
    assert not [name for name in changes[0] if name.endswith("_key")]

    await actions.update_profile(person=cast.dan.id, names=names, by=BY, now=now)
    assert len(await changes_of("update_profile")) == 1


async def test_remove_address_writes_no_history_of_what_did_not_happen(
    cast: Cast, now: datetime
) -> None:
    alices = cast.alice.email
    await actions.remove_address(person=cast.dan.id, address=alices, by=BY, now=now)

    assert await changes_of("remove_address") == []
    assert await queries.person_by_email(alices) is not None


async def changes_of(verb: str) -> list[dict[str, Any]]:
    rows = await AuditEntry.select(AuditEntry.changes).where(AuditEntry.verb == verb)
    return [json.loads(row["changes"]) for row in rows]
