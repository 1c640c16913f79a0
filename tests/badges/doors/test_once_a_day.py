"""A ticket for each day: lunch, coffee; by the day at the meeting, which ends at four."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.doors.door import Direction, HowOften, Look, Outcome, Passage, PointKind, Question
from badges.doors.queries import counts_by_day, points_of
from badges.doors.rules import answer, beginning_of, day_began, local_day, ticket_key
from badges.tables import CheckPoint
from conference.registration.queries import RegistrationInfo
from tests.badges.conftest import Enrol, Hall
from tests.badges.doors.conftest import DOORS_OPEN, MakeDoor
from tests.badges.doors.test_door_rules import ALICE, DOOR
from tests.badges.doors.test_scanning import at, broken

BadgeOf = Callable[[RegistrationInfo], Awaitable[str]]
IN = Direction.IN
LUNCH = replace(DOOR, how_often=HowOften.DAILY, room_name="Hall B")
DAY = 24 * 60


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_second_scan_of_a_day_says_when_and_where_the_first_was() -> None:
    used = Passage(IN, DOORS_OPEN - timedelta(minutes=46))
    said = answer(LUNCH, ALICE, Question(IN, DOORS_OPEN, [used]))
    assert (said.outcome, said.look, said.word) == (Outcome.ALREADY, Look.BAD, "Used today")
    assert said.sentence == "Already used today at 17:14, Hall B. It opens this door once a day."
    at_desk = replace(used, station="East", by_name="Carol")
    told = answer(LUNCH, ALICE, Question(IN, DOORS_OPEN, [at_desk])).sentence
    assert "17:14, East, by Carol." in told
    assert answer(LUNCH, ALICE, Question(IN, DOORS_OPEN + timedelta(days=1), [used])).sentence == ""


def test_day_ends_at_four_also_when_clocks_change() -> None:
    lunch = Passage(IN, when("2027-10-30T11:14:00+00:00"))
    night = Question(IN, when("2027-10-31T03:59:00+00:00"), [lunch])
    morning = Question(IN, when("2027-10-31T04:00:00+00:00"), [lunch])
    assert answer(LUNCH, ALICE, night).word == "Used today"
    assert "Sat 30 Oct 2027" in answer(LUNCH, ALICE, night).sentence
    assert answer(LUNCH, ALICE, morning).word == "Come in"
    keys = [ticket_key(LUNCH, ALICE, asked) for asked in (night, morning)]
    assert keys[0] is None
    assert str(keys[1]).endswith(":1:2027-10-31")
    began = [beginning_of(date(2027, 3, day), "Europe/London") for day in (27, 28, 29)]
    hours = [(end.timestamp() - start.timestamp()) / 3600 for start, end in pairwise(began)]
    assert hours == [23, 24]


zones = st.sampled_from(["Europe/London", "America/Santiago", "Australia/Lord_Howe", "Asia/Tokyo"])
minutes = st.integers(0, 370 * 24 * 60)


@settings(max_examples=40)
@given(zone=zones, minute=minutes)
def test_every_instant_lies_in_the_day_that_began_before_it(zone: str, minute: int) -> None:
    instant = when("2027-01-01T00:00:00+00:00") + timedelta(minutes=minute)
    day = local_day(instant, zone)
    assert day_began(instant, zone) <= instant
    assert instant < beginning_of(day + timedelta(days=1), zone)


async def test_lunch_opens_once_on_each_day_and_is_counted_by_day(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, carol: httpx.AsyncClient
) -> None:
    door = await make_door(PointKind.DINNER, title="Lunch", how_often="daily")
    token = await badge_of(await enrol(hall.cast.alice))
    said = [(await at(door, token, minute)).answer.word for minute in (0, 30, 7 * 60, DAY)]
    assert said == ["Come in", "Used today", "Used today", "Come in"]
    at_once = await asyncio.gather(*(at(door, token, 2 * DAY) for _ in range(4)))
    assert sorted(each.answer.word for each in at_once) == ["Come in", *["Used today"] * 3]
    late = await at(door, token, 2 * DAY, at=DOORS_OPEN + timedelta(minutes=5))
    assert late.answer.word == "Used today"
    days = await counts_by_day(door, hall.meeting, DOORS_OPEN)
    assert [(each.day.day, each.came, each.refused) for each in days] == [
        (18, 1, 3), (19, 1, 0), (20, 1, 3),
    ]  # fmt: skip
    page = (await carol.get(f"/glasgow/desk/doors/{door.key}")).text
    assert "once a day" in page
    assert "Tue 19 Oct 2027" in page
    assert await broken() == []


async def test_changed_door_keeps_what_was_used(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door = await make_door(PointKind.DINNER, how_often="daily")
    token = await badge_of(await enrol(hall.cast.alice))
    await at(door, token)
    await CheckPoint.update({CheckPoint.how_often: "once"}).where(CheckPoint.id == door.id)
    (once,) = await points_of(hall.meeting)
    assert (await at(once, token, DAY)).answer.word == "Ticket used"
    await CheckPoint.update({CheckPoint.how_often: "always"}).where(CheckPoint.id == door.id)
    (always,) = await points_of(hall.meeting)
    assert (await at(always, token, DAY)).answer.word == "Come in"
    assert await broken() == []


async def test_session_door_takes_no_limit(
    carol: httpx.AsyncClient, hall: Hall, new_client: Any, sign_in: Any, post: Any
) -> None:
    async with new_client() as olive:
        await sign_in(olive, hall.cast.olive)
        typed = {"title": "Hall A", "kind": "cme", "how_often": "daily"}
        wrong = await post(olive, "/glasgow/desk/doors/new", typed)
        assert wrong.status_code == 422
        assert "People leave a session and come back" in wrong.text
        made = await post(olive, "/glasgow/desk/doors/new", {**typed, "kind": "dinner"})
        assert made.status_code == 303
    assert [door.how_often for door in await points_of(hall.meeting)] == [HowOften.DAILY]
