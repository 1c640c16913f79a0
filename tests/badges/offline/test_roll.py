"""What a device carries of everybody: enough to decide, nothing that is nobody's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from badges.desk.actions import check_in
from badges.faces.actions import ensure_badges
from badges.offline.packing import pack, roll_bytes
from badges.offline.roll import roll_of
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
from tests.badges.offline.rolls import person_of, roll_with

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

    roll = await roll_of(hall.meeting, now)
    text = (await carol.get(ROLL)).text

    people = {each.id: each for each in roll.people}
    badge, ticket = keys[alice.id].token(DEMO_SECRET), ticket_token(DEMO_SECRET, alice.id)
    assert people[alice.id].hashes == [
        tokens.digest(each)[:HASH_LENGTH] for each in (badge, ticket)
    ]
    assert people[alice.id].name == "Alice Ångström"
    assert people[dan.id].category == ("trainee", "Trainee")
    came = people[dan.id].came
    assert came is not None
    assert (came.desk, people[dan.id].refused) == ("Desk 2", None)
    refused = people[bob.id].refused
    assert refused is not None
    assert refused[0].startswith("Unpaid")
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


async def test_roll_of_a_page_before_this_one_says_to_load_it_again(
    carol: httpx.AsyncClient, hall: Hall
) -> None:
    old = await carol.get(ROLL.partition("?")[0], headers={"accept": "application/json"})
    assert old.status_code == 409
    assert "Load the page again" in old.json()["detail"]


async def test_sync_links_a_temporary_badge_and_says_why_not(
    hall: Hall, enrol: Enrol, handheld: Callable[..., Handheld], now: datetime
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    await make_temporary_badges(hall.meeting, 2, secret=DEMO_SECRET, by=TESTS, now=now)
    device = handheld()
    roll = await roll_of(hall.meeting, now)
    given = device.event("temporary", now, registration=str(alice.id), number=1)
    same = device.event("temporary", now, registration=str(dan.id), number=1)

    heard = await device.answers(given, same)

    assert [number for number, _ in roll.codes.free] == [1, 2]
    assert [each["answer"] for each in heard] == ["accepted", "refused"]
    assert "already linked" in heard[1]["sentence"]
    linked = await temporary_of_registration(alice.id)
    assert linked is not None
    assert linked.number == 1
    after = await roll_of(hall.meeting, now)
    worn = next(each for each in after.people if each.id == alice.id)
    assert (worn.temporary, len(worn.hashes)) == (1, 2)


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


def test_roll_of_1250_people_in_the_midst_of_a_meeting_is_below_250_kib() -> None:
    """Everybody in, each with badge and ticket, nobody's institution that of another."""
    people = [person_of(number) for number in range(1_250)]

    body = roll_bytes(roll_with(people))

    assert len(body) < 230 * 1024
    assert len(pack(roll_with(people)).people.rare) == 125


def test_roll_leaves_out_what_nobody_has_and_tells_shared_words_once() -> None:
    plain = replace(person_of(1), came=None, tickets={}, affiliation="", country="")

    packed = pack(roll_with([plain, replace(plain, category=("b", "B")), plain]))

    assert packed.people.category == [0, 1, 0]
    assert packed.people.came == packed.people.desk == packed.people.tickets == []
    assert packed.shared.affiliations == [""]
    assert [rare for _, rare in packed.people.rare] == []
