"""Temporary badges: made once, linked to one person, ended for good (G08, situation 23)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import badges.invariants  # noqa: F401 -- registers them
from badges.admission.rules import Refusal, Refused
from badges.desk.lookup import find_scanned
from badges.desk.overriding import override
from badges.printing.actions import Why, print_badge
from badges.tables import Badge, TemporaryBadge
from badges.temporary import actions, queries
from badges.temporary.errors import (
    HasTemporary,
    NoSuchTemporary,
    PlaceGone,
    TemporaryEnded,
    TemporaryTaken,
)
from badges.temporary.rules import is_over, read_number
from conference.orm import Actor, tokens
from conference.orm.invariants import check_all
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.reading import printer
from tests.cast import NOW

DESK = Actor.system("the desk")
PENDING = RegistrationState.PENDING_PAYMENT
EVENING = datetime(2026, 11, 15, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("17", 17), (" No. 17 ", 17), ("no 3", 3), ("0Z9QC-M8NJ", None), ("", None), ("123456", None)],
)
def test_read_number_as_it_was_typed(typed: str, number: int | None) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    ("zone", "later", "over"),
    [
        ("America/New_York", timedelta(hours=6), False),  # from 16:30 to 22:30 of one day there
        ("America/New_York", timedelta(hours=8), True),
        ("Pacific/Auckland", timedelta(hours=13), False),  # from 10:30 to 23:30 of the 16th there
        ("Europe/Berlin", timedelta(hours=2), True),
    ],
)
def test_be_over_when_local_day_is_past(zone: str, later: timedelta, over: bool) -> None:
    assert is_over(EVENING, EVENING + later, zone) is over


async def make(hall: Hall, wanted: int = 5) -> Any:
    return await actions.make_temporary_badges(
        hall.meeting, wanted, secret=DEMO_SECRET, by=DESK, now=NOW
    )


async def broken() -> set[str]:
    return {each.invariant.key for each in await check_all() if each.sentences}


async def test_give_the_same_numbers_until_somebody_has_them(hall: Hall, enrol: Enrol) -> None:
    first, again = await make(hall), await make(hall)
    assert [badge.number for badge in first] == [1, 2, 3, 4, 5]
    assert [b.token(DEMO_SECRET) for b in again] == [b.token(DEMO_SECRET) for b in first]
    ana = await enrol(hall.cast.alice)
    await actions.link_temporary(hall.meeting, 2, ana, by=DESK, now=NOW)
    third = await make(hall)
    assert [badge.number for badge in third] == [1, 3, 4, 5, 6]
    assert len({badge.token(DEMO_SECRET) for badge in (*first, *third)}) == 6


async def test_number_each_badge_once_when_two_make_at_once(hall: Hall) -> None:
    await asyncio.gather(make(hall, 3), make(hall, 3))
    assert [badge.number for badge in await queries.temporary_badges(hall.meeting.id)] == [1, 2, 3]


async def test_situation_23_temporary_badge_opens_its_person_while_it_is_linked(
    hall: Hall, enrol: Enrol
) -> None:
    badge = (await make(hall))[0]
    token, meeting = badge.token(DEMO_SECRET), hall.meeting
    assert isinstance(await find_scanned(meeting.id, token), Refused)
    ana = await enrol(hall.cast.alice)
    linked = await actions.link_temporary(meeting, token.lower(), ana, by=DESK, now=NOW)
    assert (linked.holder, linked.code) == (ana.person.registered_name, ana.code)
    opened = await find_scanned(meeting.id, badge.readable(DEMO_SECRET))
    assert not isinstance(opened, Refused)
    assert opened.id == ana.id
    again = await actions.link_temporary(meeting, 1, ana, by=DESK, now=NOW + timedelta(hours=1))
    assert again.linked_at == linked.linked_at  # nothing happened
    await actions.end_temporary(meeting, 1, by=DESK, now=NOW)
    assert isinstance(await find_scanned(meeting.id, token), Refused)
    found = await queries.temporary_badge_of(token)
    assert found
    assert not found.is_in_force


async def test_say_what_is_wrong_when_it_cannot_be_linked(hall: Hall, enrol: Enrol) -> None:
    ana, ben = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    meeting = hall.meeting
    with pytest.raises(NoSuchTemporary, match="None has been made yet"):
        await actions.link_temporary(meeting, "7", ana, by=DESK, now=NOW)
    made = await make(hall)
    with pytest.raises(NoSuchTemporary, match="run from 1 to 5"):
        await actions.link_temporary(meeting, "77", ana, by=DESK, now=NOW)
    elsewhere = replace(meeting, id=uuid4())
    with pytest.raises(NoSuchTemporary):
        token = made[0].token(DEMO_SECRET)
        await actions.link_temporary(elsewhere, token, ana, by=DESK, now=NOW)
    await actions.link_temporary(meeting, 1, ana, by=DESK, now=NOW)
    with pytest.raises(TemporaryTaken, match=f"{ana.person.registered_name} .{ana.code}"):
        await actions.link_temporary(meeting, 1, ben, by=DESK, now=NOW)
    with pytest.raises(HasTemporary, match="temporary badge 1"):
        await actions.link_temporary(meeting, 2, ana, by=DESK, now=NOW)
    await actions.end_temporary(meeting, 1, by=DESK, now=NOW)
    with pytest.raises(TemporaryEnded, match="Take it back"):
        await actions.link_temporary(meeting, 1, ben, by=DESK, now=NOW)
    assert (await actions.link_temporary(meeting, 2, ana, by=DESK, now=NOW)).number == 2
    assert not await broken() & {"one-temporary-badge", "own-temporary-code"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.CANCELLED, "a supervisor lets them in"),
        (RegistrationState.EXPIRED, "not paid in time"),
        (RegistrationState.TRANSFERRED, "taken this place over"),
    ],
)
async def test_link_nothing_to_a_registration_that_has_ended(
    hall: Hall, enrol: Enrol, state: RegistrationState, words: str
) -> None:
    gone, unpaid = await enrol(hall.cast.alice), await enrol(hall.cast.bob, state=PENDING)
    await make(hall)
    await Registration.update(
        {Registration.state: state.value, Registration.active_key: None}
    ).where(Registration.id == gone.id)
    with pytest.raises(PlaceGone, match=words) as refused:  # also with what was read before
        await actions.link_temporary(hall.meeting, 1, gone, by=DESK, now=NOW)
    assert refused.value.errors == {"person": refused.value.detail}
    assert await queries.temporary_of_registration(gone.id) is None
    assert (await actions.link_temporary(hall.meeting, 1, unpaid, by=DESK, now=NOW)).number == 1


async def test_link_to_a_cancelled_registration_that_a_supervisor_lets_in(
    hall: Hall, enrol: Enrol
) -> None:
    gone = await enrol(hall.cast.alice, state=RegistrationState.CANCELLED)
    await make(hall)
    by = Actor(hall.cast.carol.id, "Carol")
    await override(gone, Refusal.CANCELLED, "The chair has asked us to.", by=by, now=NOW)
    assert (await actions.link_temporary(hall.meeting, 1, gone, by=DESK, now=NOW)).number == 1


async def test_end_when_true_badge_is_printed_and_at_midnight(hall: Hall, enrol: Enrol) -> None:
    ana, ben = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    await make(hall)
    for number, info in ((1, ana), (2, ben)):
        await actions.link_temporary(hall.meeting, number, info, by=DESK, now=NOW)
    await print_badge(ana, Why(), printer=printer(hall), by=DESK, now=NOW)
    assert await queries.temporary_of_registration(ana.id) is None
    assert await actions.end_of_yesterday(by=DESK, now=NOW) == 0
    assert await queries.temporary_of_registration(ben.id)
    tomorrow = NOW + timedelta(days=1)
    assert await actions.end_of_yesterday(by=DESK, now=tomorrow) == 1
    assert await actions.end_of_yesterday(by=DESK, now=tomorrow) == 0
    assert await queries.temporary_of_registration(ben.id) is None


async def test_report_broken_promises_of_temporary_badges(hall: Hall, enrol: Enrol) -> None:
    ana = await enrol(hall.cast.alice)
    made = await make(hall, 2)
    assert not await broken() & {"one-temporary-badge", "own-temporary-code"}
    await TemporaryBadge.update({TemporaryBadge.registration: ana.id}, force=True)
    digest = tokens.digest(made[0].token(DEMO_SECRET))
    await Badge.insert(Badge(registration=ana.id, serial=uuid4(), token_hash=digest))
    assert await broken() >= {"one-temporary-badge", "own-temporary-code"}
