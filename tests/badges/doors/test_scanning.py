"""Scans at a door: once only, in every order, with the room never too full, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import conference.invariants  # noqa: F401 -- registers the checks
from badges.doors.actions import ScanAnswer, let_in, scan
from badges.doors.door import Direction, Door, Look, Outcome, PointKind
from badges.doors.errors import CannotLetIn, ScanOfAnotherDoor
from badges.doors.queries import counts_of, counts_of_points
from badges.doors.rules import day_began
from badges.printing.actions import Printer, Why, print_badge
from badges.printing.rules import PrintReason
from badges.tables import Scan, TemporaryBadge
from conference.orm import tokens
from conference.orm.invariants import check_all
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import RegistrationState
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.doors.conftest import CAROL, DOORS_OPEN, MakeDoor

BadgeOf = Callable[[RegistrationInfo], Awaitable[str]]
Sell = Callable[..., Awaitable[Any]]
IN, OUT = Direction.IN, Direction.OUT


async def at(
    door: Door, text: str, minutes: int = 0, direction: Direction = IN, **more: Any
) -> ScanAnswer:
    """A scan so many minutes after the doors opened."""
    options = {
        "client_id": uuid4(),
        "station": "East",
        "now": DOORS_OPEN + timedelta(minutes=minutes),
    }
    return await scan(door, text, direction=direction, by=CAROL, **{**options, **more})  # fmt: skip


async def broken() -> list[str]:
    ours = {"ticket-once", "scan-passed"}
    return [
        sentence
        for finding in await check_all()
        if finding.invariant.key in ours
        for sentence in finding.sentences
    ]


async def test_scan_lets_in_then_warns_then_out_then_in_again(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door, token = await make_door(), await badge_of(await enrol(hall.cast.alice))
    answers = [
        await at(door, token, 0),
        await at(door, token.lower(), 5),
        await at(door, token, 6, OUT),
        await at(door, token, 7, OUT),
        await at(door, token, 8),
    ]
    assert [each.answer.outcome.value for each in answers] == ["in", "already", "out", "out", "in"]
    assert [each.answer.look.value for each in answers] == ["good", "warn", "out", "warn", "good"]
    assert [each.counts.inside for each in answers] == [1, 1, 0, 0, 1]
    assert "Mon 18 Oct 2027, 18:00 BST (London) at East" in answers[1].answer.sentence
    assert answers[0].name == "Alice Ångström"
    since = day_began(DOORS_OPEN, door.zone)
    assert await counts_of(door, since) == answers[-1].counts
    assert await counts_of_points(hall.meeting.id, since) == {door.id: answers[-1].counts}
    assert await Scan.count() == 5
    assert await broken() == []


async def test_scan_on_the_next_day_is_no_second_scan(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door, token = await make_door(), await badge_of(await enrol(hall.cast.alice))
    await at(door, token)
    tomorrow = await at(door, token, 24 * 60)
    assert tomorrow.answer.outcome is Outcome.IN
    assert tomorrow.counts.inside == 1


async def test_scan_of_a_ticket_opens_once_and_says_when_and_where(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, sell: Sell
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    await sell(alice, "gala")
    door = await make_door(PointKind.DINNER, title="Gala", extra="gala", how_often="once")
    first = await at(door, await badge_of(alice))
    second = await at(door, await badge_of(alice), 30)
    without = await at(door, await badge_of(dan))
    assert first.answer.outcome is Outcome.IN
    assert (second.answer.word, second.answer.look) == ("Ticket used", Look.BAD)
    assert "18:00 BST (London) at East, by Carol at the door" in second.answer.sentence
    assert without.answer.outcome is Outcome.NOT_HERE
    assert "“Gala dinner”" in without.answer.sentence
    assert second.counts == first.counts.__class__(inside=1, came=1, refused=1)
    assert await broken() == []


async def test_scan_of_two_tickets_on_one_badge_opens_twice(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, sell: Sell
) -> None:
    door = await make_door(PointKind.DINNER, extra="gala", how_often="once")
    alice = await enrol(hall.cast.alice)
    await sell(alice, "gala", 2)
    answers = [await at(door, await badge_of(alice), minute) for minute in range(3)]
    assert [each.answer.word for each in answers] == ["Come in", "Come in", "Ticket used"]
    assert "Ticket 2 of 2" in answers[1].answer.sentence
    assert answers[2].counts.inside == 2
    assert (await counts_of(door, day_began(DOORS_OPEN, door.zone))).inside == 2


async def test_scan_of_one_ticket_at_eight_doors_at_once_says_yes_once(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, sell: Sell
) -> None:
    door = await make_door(PointKind.DINNER, extra="gala", how_often="once")
    alice = await enrol(hall.cast.alice)
    await sell(alice, "gala")
    token = await badge_of(alice)
    answers = await asyncio.gather(*(at(door, token) for _ in range(8)))
    assert sorted(each.answer.outcome.value for each in answers) == ["already"] * 7 + ["in"]
    assert await Scan.count() == 8


async def test_scan_never_fills_a_room_beyond_its_capacity(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door = await make_door(PointKind.SESSION, capacity=2, counts_out=True)
    people = (hall.cast.alice, hall.cast.bob, hall.cast.dan, hall.cast.olive)
    codes = [await badge_of(await enrol(person)) for person in people]
    answers = await asyncio.gather(*(at(door, token) for token in codes))
    assert sum(each.answer.outcome is Outcome.IN for each in answers) == 2
    full = next(each for each in answers if each.answer.outcome is Outcome.CLOSED)
    assert full.answer.word == "Full"
    assert full.counts.inside == 2
    let = await let_in(door, full.scan, "Speaker", station="", by=CAROL, now=DOORS_OPEN)
    again = await let_in(door, full.scan, "Speaker", station="", by=CAROL, now=DOORS_OPEN)
    assert (let.answer.word, let.counts.inside) == ("Come in", 3)
    assert again.scan == let.scan
    row = await Scan.select(Scan.despite, Scan.reason).where(Scan.id == let.scan).first()
    assert row == {"despite": "closed", "reason": "Speaker"}
    assert (await counts_of(door, day_began(DOORS_OPEN, door.zone))).inside == 3
    assert await broken() == []


@pytest.mark.parametrize(
    ("state", "outcome", "part"),
    [
        (RegistrationState.CANCELLED, Outcome.NOT_ADMITTED, "cancelled"),
        (RegistrationState.PENDING_PAYMENT, Outcome.NOT_ADMITTED, "450.00 EUR"),
    ],
)
async def test_scan_of_who_is_not_admitted_says_what_unblocks(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf,
    state: RegistrationState, outcome: Outcome, part: str,
) -> None:  # fmt: skip
    door, dan = await make_door(), await enrol(hall.cast.dan, state=state)
    given = await at(door, await badge_of(dan))
    assert given.answer.outcome is outcome
    assert part in given.answer.sentence
    assert given.counts.refused == 1
    with pytest.raises(CannotLetIn):
        await let_in(door, given.scan, "Please", station="", by=CAROL, now=DOORS_OPEN)


async def test_scan_of_a_lost_badge_says_void_and_of_nothing_unknown(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door, alice = await make_door(), await enrol(hall.cast.alice)
    printer = Printer(hall.meeting, "a6", DEMO_SECRET)
    old = await print_badge(alice, Why(), printer=printer, by=CAROL, now=DOORS_OPEN)
    await print_badge(alice, Why(PrintReason.LOST), printer=printer, by=CAROL, now=DOORS_OPEN)
    void = await at(door, old.token(DEMO_SECRET))
    assert (void.answer.outcome, void.name) == (Outcome.VOID, "Alice Ångström")
    assert void.holder is None
    assert (await at(door, "0000-0000-0000-0000")).answer.outcome is Outcome.UNKNOWN
    assert (await at(door, "日本")).answer.outcome is Outcome.UNKNOWN
    assert (await at(door, await badge_of(alice))).answer.outcome is Outcome.IN
    assert await Scan.count().where(Scan.passed.eq(False)) == 3


async def test_scan_of_a_temporary_badge_opens_until_it_ended(
    enrol: Enrol, hall: Hall, make_door: MakeDoor
) -> None:
    door, alice = await make_door(), await enrol(hall.cast.alice)
    code = "TEMP0000TEMP0000"
    row = TemporaryBadge(
        meeting=hall.meeting.id, number=7, serial=uuid4(), token_hash=tokens.digest(code),
        registration=alice.id, linked_at=DOORS_OPEN,
    )  # fmt: skip
    await TemporaryBadge.insert(row)
    assert (await at(door, code)).name == "Alice Ångström"
    await TemporaryBadge.update({TemporaryBadge.ended_at: DOORS_OPEN}, force=True)
    assert (await at(door, code, 1)).answer.outcome is Outcome.VOID


async def test_scan_told_twice_is_one_row_and_one_answer(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    door, other = await make_door(), await make_door()
    token, event = await badge_of(await enrol(hall.cast.alice)), uuid4()
    told = await asyncio.gather(*(at(door, token, client_id=event) for _ in range(4)))
    later = await at(door, token, 90, client_id=event)
    assert {each.answer for each in told} == {later.answer}
    assert later.answer.word == "Come in"
    assert later.is_replay
    assert await Scan.count() == 1
    with pytest.raises(ScanOfAnotherDoor):
        await at(other, token, client_id=event)


async def test_scan_that_a_device_answered_offline_keeps_its_time_and_its_answer(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, sell: Sell
) -> None:
    from badges.doors.log import disagrees, scans_of

    door = await make_door(PointKind.DINNER, extra="gala", how_often="once")
    alice = await enrol(hall.cast.alice)
    await sell(alice, "gala")
    token, stood_there = await badge_of(alice), DOORS_OPEN - timedelta(minutes=20)
    await at(door, token)
    late = await at(door, token, 40, at=stood_there, answered=Outcome.IN)
    assert late.answer.outcome is Outcome.ALREADY
    lines = await scans_of(door)
    assert [(line.at, disagrees(door, line)) for line in lines] == [
        (DOORS_OPEN, False), (stood_there, True),
    ]  # fmt: skip
    assert all(line.passed for line in lines)
    assert await broken() == []


async def test_scan_is_a_fixed_number_of_statements(
    enrol: Enrol, hall: Hall, make_door: MakeDoor, badge_of: BadgeOf, count_statements: Any
) -> None:
    plain, limited = await make_door(), await make_door(capacity=50)
    token = await badge_of(await enrol(hall.cast.alice))
    seen: list[list[int]] = []
    for _ in range(2):
        counts = []
        for door in (plain, limited):
            with count_statements() as sent:
                await at(door, token)
            counts.append(len([each for each in sent if "TRANSACTION" not in str(each).upper()]))
        seen.append(counts)
    assert seen[0] == seen[1]
    assert seen[0][0] <= 6
    assert seen[0][1] <= 7


def test_day_began_at_four_in_the_morning() -> None:
    night = datetime.fromisoformat("2027-10-19T01:30:00+00:00")
    assert day_began(night, "Europe/London").isoformat() == "2027-10-18T03:00:00+00:00"
