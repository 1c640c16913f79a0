"""What stars tell: how many come, and what the same people want to see."""

from __future__ import annotations

from itertools import combinations
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.people.rules import PersonInfo
from conference.registration.tables import Order, Registration, RegistrationCategory
from schedule.queries.described import described_programme
from schedule.rules import ItemStatus, Programme, SessionKind, SlotKind
from schedule.rules.audience import Starred, audience_of, expected_audience, together_of
from schedule.rules.programme import is_fixed
from schedule.tables import Star
from tests.cast import NOW, Cast
from tests.schedule.conflicts.programmes import crowded, meet, things
from tests.schedule.programmes import PATIENT, draft, session, talk


@pytest.mark.parametrize(
    ("stars", "starrers", "registered", "expected"),
    [
        (4, 4, 1000, 0),  # a handful says nothing
        (50, 200, 1000, 250),  # one in four of all
        (50, 200, 1001, 251),
        (50, 90, 1000, 50),  # too few have starred anything yet
        (200, 200, 1000, 1000),
        (300, 300, 200, 200),  # never more than there are
        (50, 200, 0, 50),  # nobody is registered yet: as they are
        (0, 0, 0, 0),
    ],
)
def test_expected_audience(stars: int, starrers: int, registered: int, expected: int) -> None:
    assert expected_audience(stars, starrers, registered) == expected


@settings(max_examples=40)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 2000))
def test_expected_audience_is_capped_and_grows_with_stars(
    stars: int, more: int, registered: int
) -> None:
    starrers = stars + more + 1
    expected = expected_audience(stars, starrers, registered)
    assert 0 <= expected <= (registered or stars)
    assert expected <= expected_audience(stars + 1, starrers, registered)


def test_plenary_expects_everyone_and_others_their_stars() -> None:
    programme = draft(
        session("S1", 0, 60, "Hall A", kind=SessionKind.PLENARY),
        session("S2", 60, 60, "Hall A", slots=(talk("T1"),)),
    )
    starred = Starred.of({"T1": [f"p{n}" for n in range(10)], "S2": ["p1"], "gone": ["p2"]})
    assert audience_of(programme, starred, 100) == {"S1": 100, "T1": 100}
    assert audience_of(programme, starred, 0) == {"T1": 10}


@settings(PATIENT, max_examples=40)
@given(crowded(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_together_agrees_with_comparing_all_pairs(programme: Programme, random, least) -> None:
    items = {
        each.code: each
        for each in things(programme)
        if not (each.slot and each.slot.kind is SlotKind.POSTER)
    }
    stars = {code: {n for n in range(5) if random.random() < 0.6} for code in items}
    expected = {
        (a, b): len(stars[a] & stars[b])
        for a, b in combinations(sorted(items), 2)
        if items[a].home is not items[b].home
        and meet(items[a], items[b])
        and len(stars[a] & stars[b]) >= least
    }
    starred = Starred.of({code: [f"p{n}" for n in who] for code, who in stars.items() if who})
    assert together_of(programme, starred, least) == expected


async def test_stars_and_registrations_of_a_meeting_make_its_constraints(
    cast: Cast, add_session, add_talk, count_statements
) -> None:
    one = await add_session("One", room="Hall A")
    first = await add_talk(one, "First", 30, cast.alice.id)
    other = await add_session("Other", room="Hall B")
    second = await add_talk(other, "Second", 30, cast.dan.id)
    later = await add_talk(other, "Later", 30, cast.dan.id)
    people = (cast.alice, cast.bob, cast.carol, cast.dan, cast.olive)
    with count_statements() as few:
        await described_programme(cast.meeting.id)
    await Star.insert(
        *(
            Star(created_at=NOW, person=person.id, meeting=cast.meeting.id, item_code=code)
            for person in people
            for code in (first, second, later)
        )
    )
    with count_statements() as many:
        limits = (await described_programme(cast.meeting.id)).constraints
    assert len(few) == len(many)
    assert limits.together == {tuple(sorted((first, second))): 5}
    assert limits.audience == {first: 5, second: 5, later: 5}
    assert limits.people[cast.alice.id].is_registered is False
    assert limits.changeover_minutes == 5


async def enrol(cast: Cast, person: PersonInfo, mode: str, state: str) -> None:
    """A registration as it stands after the payment."""
    category = RegistrationCategory(
        id=uuid4(), meeting=cast.meeting.id, key=uuid4().hex[:8], title="All"
    )
    order = Order(
        id=uuid4(), code=uuid4().hex[:8], meeting=cast.meeting.id, person=person.id,
        currency="EUR", total=0, state="paid", placed_at=NOW,
    )  # fmt: skip
    await RegistrationCategory.insert(category)
    await Order.insert(order)
    await Registration.insert(
        Registration(
            code=uuid4().hex[:8], meeting=cast.meeting.id, person=person.id, category=category.id,
            order=order.id, mode=mode, state=state, seat=0, ticket_hash=uuid4().hex,
        )
    )  # fmt: skip


async def test_who_is_registered_in_person_is_counted(cast: Cast, add_session) -> None:
    opening = await add_session("Opening", room="Hall A", kind=SessionKind.PLENARY)
    await enrol(cast, cast.alice, "in_person", "confirmed")
    await enrol(cast, cast.bob, "virtual", "confirmed")
    await enrol(cast, cast.dan, "in_person", "cancelled")
    assert (await described_programme(cast.meeting.id)).constraints.audience == {opening: 1}


def test_what_a_meeting_is_built_around_is_not_moved() -> None:
    coffee, dinner = SessionKind.BREAK, SessionKind.SOCIAL
    assert is_fixed(session("S1", 0, kind=coffee))
    assert not is_fixed(session("S1", None, kind=dinner))
    assert not is_fixed(session("S1", 0, kind=SessionKind.SYMPOSIUM))
    assert is_fixed(session("S1", 0, status=ItemStatus.CANCELLED))
