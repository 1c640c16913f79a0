"""The same few people in every test: one member, one chair, one at the desk, one stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Meeting, Milestone, Room, Society
from conference.membership.tables import Membership, MembershipType
from conference.orm import Actor, action
from conference.people import actions, queries
from conference.people.access import Role
from conference.people.rules import NewPerson, PersonInfo
from tests.kept_rows import Lay

NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Cast:
    """alice: member · bob: programme chair · carol: desk · dan: stranger · olive: office."""

    meeting: MeetingInfo
    alice: PersonInfo
    bob: PersonInfo
    carol: PersonInfo
    dan: PersonInfo
    olive: PersonInfo
    rooms: dict[str, UUID]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
async def cast(lay: Lay) -> Cast:
    found: Cast = await lay("cast", _bring_the_cast)
    return found


async def _bring_the_cast() -> Cast:
    society = Society(name="Society of Signals", short_name="SoS", contact_email="office@sos.test")
    await Society.insert(society)
    meeting = Meeting(
        society=society.id,
        slug="glasgow",
        title="Signals 2027",
        mode="in_person",
        currency="EUR",
        zone=ZONE,
        starts_on=date(2027, 10, 17),
        ends_on=date(2027, 10, 20),
        city="Glasgow",
        venue="Clyde Hall",
        address="1 Quay, Glasgow",
    )
    await Meeting.insert(meeting)
    rooms = [
        Room(meeting=meeting.id, name=name, capacity=seats, position=n)
        for n, (name, seats) in enumerate([("Hall A", 600), ("Hall B", 200), ("Poster Hall", 900)])
    ]
    await Room.insert(*rooms)
    await Milestone.insert(
        Milestone(
            meeting=meeting.id,
            key="abstract_close",
            title="Abstracts close",
            at=datetime(2027, 6, 1, 22, 59, tzinfo=UTC),
            zone=ZONE,
        )
    )
    people = {
        "alice": NewPerson("Alice", "Ångström", affiliation="Clyde Institute", country="GB"),
        "bob": NewPerson("Bob", "Brennan", affiliation="Tay College", country="GB"),
        "carol": NewPerson("Carol", "Ćosić", affiliation="Signals Office", country="HR"),
        "dan": NewPerson("Dan", "Díaz", affiliation="Instituto del Mar", country="ES"),
        "olive": NewPerson("Olive", "Okafor", affiliation="Signals Office", country="NG"),
    }
    ids: dict[str, UUID] = {}
    async with action("cast", by=Actor.system("tests"), now=NOW) as act:
        for name, person in people.items():
            email = f"{name}@example.org"
            made = NewPerson(
                person.given_name,
                person.family_name,
                affiliation=person.affiliation,
                country=person.country,
                email=email,
            )
            ids[name] = await actions.create_person(act, made)
    grants = {"bob": Role.PROGRAMME, "carol": Role.DESK, "olive": Role.OFFICE}
    for name, role in grants.items():
        await actions.grant_role(
            person=ids[name], role=role, meeting=meeting.id, by=Actor.system("tests"), now=NOW
        )
    await _make_member(society.id, ids["alice"])
    found = await queries.people_by_ids(list(ids.values()))
    info = await meetings.meeting_by_slug("glasgow")
    assert info is not None
    return Cast(
        meeting=info,
        rooms={room.name: room.id for room in rooms},
        **{name: found[person] for name, person in ids.items()},
    )


async def _make_member(society: UUID, person: UUID) -> None:
    kind = MembershipType(society=society, key="regular", title="Regular member")
    await MembershipType.insert(kind)
    await Membership.insert(
        Membership(
            society=society,
            person=person,
            type=kind.id,
            number="SOS-0001",
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
            status="active",
        )
    )
