"""Devices without a network: told once, the earliest counts, nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conference.invariants  # noqa: F401 -- registers the checks
from badges.admission.entrants import Name
from badges.admission.rules import AlreadyIn, Refused
from badges.desk.actions import check_in, undo_check_in
from badges.desk.errors import EventOfAnother, NobodyHere
from badges.desk.queries import desk_person
from badges.desk.rules import ComeIn
from badges.tables import CheckIn
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import RegistrationState
from tests.badges.conftest import Enrol, Hall

DESK = Actor.system("Carol")
MINUTE = timedelta(minutes=1)


async def broken() -> set[str]:
    ours = {"one-check-in", "duplicate-check-in", "check-in-confirmed"}
    return {each.invariant.key for each in await check_all() if each.sentences} & ours


async def counts() -> list[tuple[str, datetime]]:
    """Which check-in counts: desk and time."""
    rows = await CheckIn.select(CheckIn.desk, CheckIn.at).where(CheckIn.active_key.is_not_null())
    return [(row["desk"], row["at"]) for row in rows]


async def tell(
    info: RegistrationInfo, desk: str, at: datetime, event: UUID | None = None
) -> object:
    """What a device sends ten minutes later."""
    return await check_in(
        info, desk=desk, by=DESK, now=at + 10 * MINUTE, client_id=event or uuid4(), at=at
    )


async def test_check_in_told_twice_is_answered_twice_and_written_once(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, event = await enrol(hall.cast.alice), uuid4()
    answers = await asyncio.gather(*(tell(alice, "Desk 1", now, event) for _ in range(8)))
    assert answers == [ComeIn(now)] * 8
    assert await CheckIn.count() == 1
    assert await AuditEntry.count().where(AuditEntry.verb == "check_in") == 1


async def test_check_in_that_was_earlier_wins_when_it_comes_later(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, event = await enrol(hall.cast.alice), uuid4()
    later = now + 5 * MINUTE
    assert await tell(alice, "Desk 2", later, event) == ComeIn(later)
    assert await tell(alice, "Desk 1", now) == ComeIn(now)
    assert await counts() == [("Desk 1", now)]
    assert await tell(alice, "Desk 2", later, event) == AlreadyIn(now, "Desk 1", "Carol")
    assert await CheckIn.count() == 2
    person = await desk_person(hall.meeting, alice.code)
    assert person
    assert [each.is_duplicate for each in person.check_ins] == [True, False]
    assert person.row.already == AlreadyIn(now, "Desk 1", "Carol")
    assert await broken() == set()


async def test_check_in_that_was_later_is_kept_as_a_duplicate(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    await check_in(alice, desk="Desk 1", by=DESK, now=now)
    assert await tell(alice, "Desk 2", now + MINUTE) == AlreadyIn(now, "Desk 1", "Carol")
    assert await CheckIn.count() == 2
    assert await broken() == set()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(4)))
async def test_check_in_of_four_devices_keeps_the_earliest_in_any_order(
    hall: Hall, enrol: Enrol, now: datetime, order: list[int]
) -> None:
    await CheckIn.delete(force=True)
    known = await desk_person(hall.meeting, "K7M2Q10")
    alice = known.row.info if known else await enrol(hall.cast.alice)
    for minute in order:
        await tell(alice, f"Desk {minute}", now + minute * MINUTE)
    assert await counts() == [("Desk 0", now)]
    assert await CheckIn.count() == 4
    assert await broken() == set()


async def test_check_in_of_many_devices_at_once_loses_and_doubles_nothing(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    minutes = [5, 3, 8, 0, 6, 2, 7, 1, 4]
    await asyncio.gather(*(tell(alice, f"Desk {each}", now + each * MINUTE) for each in minutes))
    assert await counts() == [("Desk 0", now)]
    assert await CheckIn.count() == len(minutes)
    assert await broken() == set()


async def test_undo_check_in_lets_the_duplicate_count(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, event = await enrol(hall.cast.alice), uuid4()
    await tell(alice, "Desk 1", now, event)
    await tell(alice, "Desk 2", now + MINUTE)
    assert await undo_check_in(alice, by=DESK, now=now, client_id=event)
    assert not await undo_check_in(alice, by=DESK, now=now, client_id=event)
    assert await counts() == [("Desk 2", now + MINUTE)]
    assert await broken() == set()


async def test_check_in_as_a_fact_is_written_although_a_rule_refuses(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    dan = await enrol(hall.cast.dan, state=RegistrationState.CANCELLED)
    refused = await check_in(dan, desk="", by=DESK, now=now, client_id=uuid4())
    assert isinstance(refused, Refused)
    at = now + MINUTE
    told = await check_in(
        dan, desk="Desk 3", by=DESK, now=at + MINUTE, client_id=uuid4(), at=at, as_fact=True
    )
    assert told == ComeIn(at)
    assert await broken() == set()


async def test_check_in_refuses_nobody_and_the_event_of_another(
    hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, bob, event = await enrol(hall.cast.alice), await enrol(hall.cast.bob), uuid4()
    await tell(alice, "", now, event)
    with pytest.raises(EventOfAnother):
        await tell(bob, "", now, event)
    with pytest.raises(NobodyHere):
        await check_in(Name(hall.meeting.id, "NOBODY"), desk="", by=DESK, now=now)
    with pytest.raises(NobodyHere):
        await check_in(Name(uuid4(), alice.code), desk="", by=DESK, now=now)
