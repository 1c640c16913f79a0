"""What a device carries of everybody: enough to decide, nothing that is nobody's business."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

from badges.desk.actions import check_in
from badges.faces.actions import ensure_badges
from badges.offline.rules import HASH_LENGTH
from badges.tables import CheckPoint, Scan
from badges.temporary.actions import make_temporary_badges
from badges.temporary.queries import temporary_of_registration
from conference.orm import Actor, clock, tokens
from conference.registration.rules import RegistrationState
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.offline.conftest import ROLL, Handheld

TESTS = Actor.system("tests")
MINUTE = timedelta(minutes=1)


async def test_roll_finds_people_by_names_and_hashes_and_says_who_may_come_in(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan, category="trainee")
    bob = await enrol(hall.cast.bob, state=RegistrationState.PENDING_PAYMENT)
    keys = await ensure_badges(
        [alice.id], meeting=hall.meeting, secret=DEMO_SECRET, by=TESTS, now=now
    )
    await check_in(dan, desk="Desk 2", by=TESTS, now=now)

    text = (await carol.get(ROLL)).text

    roll = json.loads(text)
    people = {each["id"]: each for each in roll["people"]}
    listed = people[str(alice.id)]
    assert "alice angstrom" in listed["key"]
    badge, ticket = keys[alice.id].token(DEMO_SECRET), ticket_token(DEMO_SECRET, alice.id)
    assert listed["hash"] == [tokens.digest(each)[:HASH_LENGTH] for each in (badge, ticket)]
    assert roll["categories"][people[str(dan.id)]["cat"]] == ["trainee", "Trainee"]
    assert (people[str(dan.id)]["desk"], "no" in people[str(dan.id)]) == ("Desk 2", False)
    assert roll["refusals"][people[str(bob.id)]["no"]]["word"].startswith("Unpaid")
    assert badge not in text
    assert "@" not in text


async def test_roll_is_told_once_until_it_changes_and_not_after_the_meeting(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, now: datetime, count_statements: Any
) -> None:
    alice = await enrol(hall.cast.alice)
    with count_statements() as with_one:
        first = await carol.get(ROLL)
    known = {"if-none-match": first.headers["etag"]}
    same = await carol.get(ROLL, headers=known)
    for person in (hall.cast.bob, hall.cast.dan):
        await enrol(person)
    await check_in(alice, desk="", by=TESTS, now=now)
    with count_statements() as with_three:
        changed = await carol.get(ROLL, headers=known)

    assert (same.status_code, changed.status_code) == (304, 200)
    assert len(with_one) == len(with_three)
    with clock.at(datetime.fromisoformat("2027-10-22T00:30:00+01:00")):
        over = await carol.get(ROLL, headers={"accept": "application/json"})
    assert over.status_code == 410


async def test_sync_links_a_temporary_badge_and_says_why_not(
    hall: Hall, enrol: Enrol, handheld: Callable[..., Handheld], now: datetime
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    await make_temporary_badges(hall.meeting, 2, secret=DEMO_SECRET, by=TESTS, now=now)
    device = handheld()
    roll = (await device.client.get(ROLL)).json()
    given = device.event("temporary", now, registration=str(alice.id), number=1)
    same = device.event("temporary", now, registration=str(dan.id), number=1)

    heard = await device.answers(given, same)

    assert [number for number, _ in roll["free"]] == [1, 2]
    assert [each["answer"] for each in heard] == ["accepted", "refused"]
    assert "already linked" in heard[1]["sentence"]
    linked = await temporary_of_registration(alice.id)
    assert linked is not None
    assert linked.number == 1
    after = (await device.client.get(ROLL)).json()
    worn = next(each for each in after["people"] if each["id"] == str(alice.id))
    assert (worn["temporary"], len(worn["hash"])) == (1, 2)


async def test_sync_counts_who_a_door_let_in_and_flags_who_it_should_not_have(
    hall: Hall, enrol: Enrol, handheld: Callable[..., Handheld], now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    gone = await enrol(hall.cast.dan, state=RegistrationState.CANCELLED)
    await CheckPoint.insert(
        CheckPoint(meeting=hall.meeting.id, key="hall", title="Hall A", kind="session")
    )
    device = handheld("Door 1")
    door = {"point": "hall", "answered": "in"}
    scans = [
        device.event("scan", now - 9 * MINUTE, text=alice.code, registration=str(alice.id), **door),
        device.event("scan", now - 8 * MINUTE, text=gone.code, registration=str(gone.id), **door),
        device.event("scan", now - 7 * MINUTE, text="0000", point="hall", answered="unknown"),
    ]

    heard = await device.answers(*scans)
    assert await device.answers(*scans) == heard

    assert [each["answer"] for each in heard] == ["accepted", "flagged", "accepted"]
    rows = await Scan.select(Scan.at, Scan.passed).order_by(Scan.at)
    assert [row["passed"] for row in rows] == [True, True, False]
    assert rows[0]["at"] == now - 9 * MINUTE
    roll = (await device.client.get(ROLL)).json()
    assert [each["inside"] for each in roll["doors"]] == [2]
