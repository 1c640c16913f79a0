"""The demo: the same twice, of the promised shape, and without a broken promise."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from piccolo.table import Table

from abstracts import queries as abstracts
from abstracts.rules import AbstractState
from abstracts.tables import Abstract, Author
from conference import invariants as _all_invariants  # noqa: F401
from conference.demo.calendar import DemoCalendar
from conference.demo.papers import WAITLISTED
from conference.demo.personas import PERSONAS
from conference.demo.shape import SHAPES, WITHOUT_A_PLACE
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.membership.tables import Membership
from conference.orm.invariants import check_all
from conference.people import queries as people
from conference.people.rules import clean
from conference.people.tables import Person
from conference.registration import queries as registration
from conference.registration.rules import RegistrationState
from conference.registration.tables import Order, Payment, PlacePool, Registration
from schedule.queries.draft import draft_programme
from schedule.queries.releases import current_release
from schedule.rules.conflicts import blocking, find_conflicts
from schedule.rules.vocabulary import Part, SlotKind
from schedule.tables import Participation, Session, Slot, Star
from tests.small_demo import TODAY, build

TABLES: tuple[type[Table], ...] = (
    Person, Membership, Abstract, Author, Session, Slot, Participation, Registration, Order,
    Payment, Star,
)  # fmt: skip


async def content() -> dict[str, Any]:
    """What the tables hold, codes included; what an action gave a random id to is left out."""
    held: dict[str, Any] = {}
    for table in TABLES:
        rows = await table.select()
        held[table.__name__] = sorted(tuple(_kept(row)) for row in rows)
    rooms = await Session.select(Session.code, Session.room.name.as_alias("room"))
    held["rooms"] = sorted((row["code"], row["room"]) for row in rooms)
    return held


def _kept(row: dict[str, Any]) -> list[str]:
    return [
        f"{name}={value}"
        for name, value in row.items()
        if name in ("id", "person") or (not isinstance(value, UUID) and name != "active_key")
    ]


async def empty() -> None:
    from piccolo.conf.apps import Finder
    from piccolo.table import sort_table_classes

    for table in reversed(sort_table_classes(Finder().get_table_classes())):
        await table.delete(force=True)


async def test_build_is_the_same_for_the_same_seed(demo: MeetingInfo) -> None:
    first = await content()
    await empty()
    await build("small")
    assert await content() == first
    await empty()
    await build("small", seed=2)
    other = await content()
    assert all(other[name] != rows for name, rows in first.items())


async def test_build_typical_has_the_real_shape_and_breaks_no_promise(db: Any) -> None:
    summary = await build("typical")
    assert (summary.members, summary.sessions) == (1250, 40)
    assert (summary.talks, summary.posters) == (112, 327 - WITHOUT_A_PLACE)
    posters = 327 - WITHOUT_A_PLACE
    kinds = Counter(await Slot.select(Slot.kind).output(as_list=True))
    assert kinds == {
        SlotKind.INVITED: 39, SlotKind.TALK: 48, SlotKind.LIGHTNING: 25, SlotKind.POSTER: posters,
    }  # fmt: skip
    parts = Counter(await Participation.select(Participation.part).output(as_list=True))
    assert parts == {Part.CHAIR: 34, Part.SPEAKER: 112, Part.PRESENTER: posters}
    meeting = await meetings.meeting_by_slug("demo")
    assert meeting is not None
    assert meeting.is_synthetic
    await _assert_states(meeting)
    findings = await check_all()
    assert len(findings) >= 20
    assert {f.invariant.key: f.sentences for f in findings if f.sentences} == {}


async def _assert_states(meeting: MeetingInfo) -> None:
    shape = SHAPES["typical"]
    assert await abstracts.count_by_state(meeting.id) == {
        AbstractState.ACCEPTED: 400,
        AbstractState.WAITLISTED: WAITLISTED,
        AbstractState.REJECTED: shape.rejected - WAITLISTED,
        AbstractState.WITHDRAWN: shape.withdrawn,
        AbstractState.SUBMITTED: shape.undecided,
    }
    counts = await registration.count_by_state(meeting.id)
    held = counts[RegistrationState.CONFIRMED] + counts[RegistrationState.PENDING_PAYMENT]
    assert (held, counts[RegistrationState.CANCELLED]) == (650, 52)
    assert len(set(await Person.select(Person.country).output(as_list=True))) >= 45


async def test_build_small_breaks_no_promise(demo: MeetingInfo) -> None:
    assert {f.invariant.key: f.sentences for f in await check_all() if f.sentences} == {}


async def test_nobody_is_in_two_places(demo: MeetingInfo) -> None:
    programme = await draft_programme(demo.id)
    assert sum(len(session.slots) for session in programme.sessions) == 185 - WITHOUT_A_PLACE
    assert blocking(find_conflicts(programme)) == []


async def test_programme_is_released_twice_with_one_move(demo: MeetingInfo) -> None:
    release = await current_release(demo.id)
    assert release is not None
    assert release.number == 2
    moved = [session for session in release.programme.sessions if session.was]
    assert len(moved) == 1
    assert moved[0].sequence == 1
    cancelled = [session for session in release.programme.sessions if session.is_cancelled]
    assert [(session.kind, session.sequence) for session in cancelled] == [("industry", 1)]
    assert release.programme.released_at == DemoCalendar(TODAY).moved


async def test_every_name_is_clean(demo: MeetingInfo) -> None:
    rows = await Person.select(Person.registered_name, Person.badge_name, Person.affiliation)
    assert len(rows) > 500
    texts = [text for row in rows for text in row.values()]
    assert texts == [clean(text) for text in texts]


async def test_every_state_of_money_and_membership_is_there(demo: MeetingInfo) -> None:
    statuses = set(await Membership.select(Membership.status).output(as_list=True))
    assert statuses >= {"active", "lapsed", "lifetime", "grace"}
    orders = set(await Order.select(Order.state).output(as_list=True))
    assert orders == {"pending", "paid", "cancelled"}
    assert await Payment.exists().where(Payment.amount < 0)
    virtual = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "virtual").first()
    assert virtual is not None
    assert virtual["taken"] > 0


async def test_personas_are_who_they_say(demo: MeetingInfo) -> None:
    found = {each.key: await people.person_by_email(each.email) for each in PERSONAS}
    ids = {key: person.id for key, person in found.items() if person}
    assert set(ids) == set(found)
    active = await registration.active_registrations_of_people(demo.id, ids.values())
    assert {key for key, person in ids.items() if person in active} == set(ids) - {
        "member", "stranger",
    }  # fmt: skip
    held = {row["person"]: row["role"] for row in await people.role_holders(demo.id)}
    assert {p.key: held.get(ids[p.key]) for p in PERSONAS} == {p.key: p.role for p in PERSONAS}
    states = {row.state for row in await abstracts.abstracts_of_person(ids["author"])}
    assert states >= {AbstractState.ACCEPTED, AbstractState.DRAFT}
    assert await Star.count().where(Star.person == ids["attendee"]) >= 3


@pytest.mark.parametrize("size", ["tiny", ""])
async def test_build_refuses_an_unknown_size(size: str) -> None:
    with pytest.raises(KeyError):
        await build(size)
