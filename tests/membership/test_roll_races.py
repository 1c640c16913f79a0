"""Two offices at once: what was checked still holds when it is written, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers the checks
from conference.membership import actions, joining, member_actions, queries
from conference.membership.errors import MembershipRefused
from conference.membership.roll_changes import NewMembership
from conference.membership.rules import MembershipStatus
from conference.orm import Actor, action
from conference.orm.invariants import check_all

BY = Actor.system("tests")
OFFICES = 12


async def _add(cast, now, number, person, start):
    added = NewMembership(number, "regular", start, date(2028, 12, 31), MembershipStatus.ACTIVE)
    await member_actions.add_membership(
        society=cast.meeting.society, person=person.id, membership=added,
        reason="Paid", by=BY, now=now,
    )  # fmt: skip


async def _all_at_once(cast, now):
    """Offices that all give one person a membership of the same time."""
    answers = await asyncio.gather(
        *(_add(cast, now, "70", cast.dan, date(2028, 1, n + 1)) for n in range(OFFICES)),
        return_exceptions=True,
    )
    assert all(each is None or isinstance(each, MembershipRefused) for each in answers), answers
    return len(await queries.memberships_of(cast.dan.id, cast.meeting.society))


async def _overlaps():
    found = {each.invariant.key: each.sentences for each in await check_all()}
    return found["roll-no-overlap"]


async def test_two_offices_cannot_add_the_same_time_twice(cast, now):
    assert await _all_at_once(cast, now) == 1
    assert await _overlaps() == []


async def test_without_the_lock_they_do(cast, now, db, monkeypatch):
    """The twin: it must go wrong, or the test above proves nothing. SQLite has one writer."""
    if db.engine_type == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")

    async def no_lock(society):
        pass

    monkeypatch.setattr(member_actions, "lock_roll", no_lock)
    assert await _all_at_once(cast, now) > 1
    assert await _overlaps() != []


async def _settle(cast, now, person, order):
    async with action("settle", by=BY, now=now) as act:
        await actions.join_member(
            act, person, cast.meeting.society, "regular",
            date(2027, 5, 10), date(2027, 12, 31), f"order:{order}",
        )  # fmt: skip


async def _join_all(cast, now):
    people = [cast.bob, cast.carol, cast.dan, cast.olive]
    answers = await asyncio.gather(
        *(_settle(cast, now, each.id, f"ORDER{n % 4}") for n, each in enumerate(people * 3)),
        return_exceptions=True,
    )
    numbers = []
    for each in people:
        held = await queries.memberships_of(each.id, cast.meeting.society)
        numbers.extend(one.number for one in held)
    return [each for each in answers if each is not None], sorted(numbers)


async def test_joining_at_once_gives_each_a_number_of_their_own_and_once(cast, now):
    failed, numbers = await _join_all(cast, now)
    assert failed == []
    assert numbers == ["SOS-0002", "SOS-0003", "SOS-0004", "SOS-0005"]


async def test_joining_without_the_lock_gives_numbers_away_twice(cast, now, db, monkeypatch):
    if db.engine_type == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")

    async def no_lock(society):
        pass

    monkeypatch.setattr(joining, "lock_roll", no_lock)
    failed, numbers = await _join_all(cast, now)
    assert failed or len(numbers) > 4 or len(set(numbers)) < 4
