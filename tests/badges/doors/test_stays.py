"""Ways out that nobody scanned: what is assumed, what the office says, and what counts then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from badges.doors.attending import attendance_of
from badges.doors.door import Direction, PointKind
from badges.doors.spans import Ended, minutes_within
from badges.doors.stays import stays_of
from badges.tables import Scan, WayOut
from conference.orm import clock
from conference.registration.queries import RegistrationInfo
from schedule.tables import Session
from tests.badges.conftest import Enrol, Hall
from tests.badges.doors.conftest import DOORS_OPEN, MakeDoor
from tests.badges.doors.test_door_pages import DOORS, plan
from tests.badges.doors.test_scanning import at

BadgeOf = Callable[[RegistrationInfo], Awaitable[str]]
Post = Callable[..., Awaitable[httpx.Response]]
END = DOORS_OPEN + timedelta(minutes=60)


async def test_stay_in_a_room_counts_for_its_sessions_and_ends_with_the_one_that_was_on(
    hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf
) -> None:
    await plan(hall)
    later = {"starts_at": END + timedelta(minutes=30), "duration_minutes": 60}
    await Session.insert(
        Session(
            meeting=hall.meeting.id, code="CME2", kind="symposium", title="Later",
            room=hall.cast.rooms["Hall B"], **later,
        )
    )  # fmt: skip
    door = await make_door(PointKind.CME, room=hall.cast.rooms["Hall B"], counts_out=True)
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    await at(door, await badge_of(alice), 20)
    await at(door, await badge_of(bob), 10)
    await at(door, await badge_of(bob), 120, Direction.OUT)
    attended = await attendance_of(hall.meeting)
    stays = {each.place: each for each in attended.of(alice.id).spans}
    assert stays["CME1"].ends_at == END
    assert stays["CME1"].ended is Ended.SESSION
    assert "CME2" not in stays
    minutes = {
        code: minutes_within(
            [each for each in attended.of(bob.id).spans if each.place == code],
            DOORS_OPEN, DOORS_OPEN + timedelta(days=1),
        )
        for code in ("CME1", "CME2")
    }  # fmt: skip
    assert minutes == {"CME1": 50, "CME2": 30}


async def test_office_tells_when_somebody_left_and_minutes_count_by_it(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf,
    new_client: Any, sign_in: Any, post: Post, count_statements: Any,
) -> None:  # fmt: skip
    await plan(hall)
    door = await make_door(PointKind.CME, session="CME1", counts_out=True)
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    token = await badge_of(alice)
    await at(door, token, 5)
    (stay,) = await stays_of(hall.meeting, door)
    assert (stay.name, stay.ends_at, stay.ended) == ("Alice Ångström", END, Ended.SESSION)
    address = f"{DOORS}/{door.key}/stays"
    assert (await carol.get(address)).status_code == 403
    async with new_client() as olive, hall_is_over():
        await sign_in(olive, hall.cast.olive)
        seen = []
        for minute in (6, 7):
            with count_statements() as sent:
                text = (await olive.get(address)).text
            seen.append(len(sent))
            await at(door, await badge_of(bob), minute)
        assert seen[0] == seen[1]
        assert "Assumed: the session ended" in text
        form = f"{address}/{stay.scan}"
        assert 'value="2027-10-18T19:00"' in (await olive.get(form)).text
        wrong = await post(olive, form, {"left_at": "2027-10-18T17:00", "reason": "She left"})
        assert wrong.status_code == 422
        assert "after the way in" in wrong.text
        told = {"left_at": "2027-10-18T18:25", "reason": "The chair saw her go"}
        assert (await post(olive, form, {**told, "reason": ""})).status_code == 422
        assert (await post(olive, form, told)).status_code == 303
        text = (await olive.get(address)).text
        assert "The chair saw her go" in text
    assert await WayOut.count() == 1
    assert await Scan.count().where(Scan.registration == alice.id) == 1
    (span,) = (await attendance_of(hall.meeting, [alice.id])).of(alice.id).spans
    assert (span.ended, minutes_within([span], DOORS_OPEN, END)) == (Ended.TOLD, 20)
    back = await at(door, token, 40)
    spans = (await attendance_of(hall.meeting, [alice.id])).of(alice.id).spans
    assert back.answer.word
    assert minutes_within(spans, DOORS_OPEN, END) == 40


async def test_told_time_after_the_next_scan_or_the_session_is_refused_and_changes_nothing(
    hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf, new_client: Any,
    sign_in: Any, post: Post,
) -> None:  # fmt: skip
    await plan(hall)
    door = await make_door(PointKind.CME, session="CME1", counts_out=True)
    elsewhere = await make_door(PointKind.CME, title="Hall B", counts_out=True)
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    await at(door, await badge_of(alice), 5)
    await at(elsewhere, await badge_of(alice), 30)
    await at(door, await badge_of(bob), 6)
    stays = {each.name: each for each in await stays_of(hall.meeting, door)}
    told = {"left_at": "2027-10-18T18:31", "reason": "She says so"}
    late = {"left_at": "2027-10-18T19:01", "reason": "He says so"}
    async with new_client() as olive, hall_is_over():
        await sign_in(olive, hall.cast.olive)
        mine = f"{DOORS}/{door.key}/stays/{stays['Alice Ångström'].scan}"
        assert "scanned in at “Hall B” at 18:30" in (await olive.get(mine)).text
        wrong = await post(olive, mine, told)
        assert wrong.status_code == 422
        assert "scanned in at “Hall B” at 18:30: write that time or an earlier one" in wrong.text
        assert ("2027-10-18T18:31" in wrong.text, "She says so" in wrong.text) == (True, True)
        other = next(each for name, each in stays.items() if name != "Alice Ångström")
        refused = await post(olive, f"{DOORS}/{door.key}/stays/{other.scan}", late)
        assert (refused.status_code, "The session ended at 19:00" in refused.text) == (422, True)
        assert await WayOut.count() == 0
        right = {**told, "left_at": "2027-10-18T18:30"}
        assert (await post(olive, mine, right)).status_code == 303
    assert await WayOut.count() == 1


async def test_each_of_two_doors_of_a_session_lists_who_came_in_by_it(
    hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf, new_client: Any,
    sign_in: Any,
) -> None:  # fmt: skip
    await plan(hall)
    east, west = [
        await make_door(PointKind.CME, title=title, session="CME1", counts_out=True)
        for title in ("East door", "West door")
    ]
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    await at(east, await badge_of(alice), 5)
    await at(west, await badge_of(alice), 9)  # looked in again: still one stay, of the east door
    await at(west, await badge_of(bob), 7)
    found = {door.title: await stays_of(hall.meeting, door) for door in (east, west)}
    assert {title: [each.code for each in stays] for title, stays in found.items()} == {
        "East door": [alice.code], "West door": [bob.code],
    }  # fmt: skip
    async with new_client() as olive, hall_is_over():
        await sign_in(olive, hall.cast.olive)
        address = f"{DOORS}/{east.key}/stays"
        text = (await olive.get(address)).text
        assert (alice.code in text, bob.code in text, "1 stay." in text) == (True, False, True)
        assert f'href="{DOORS}/{west.key}/stays"' in text
        (other,) = found["West door"]
        assert (await olive.get(f"{address}/{other.scan}")).status_code == 404


@asynccontextmanager
async def hall_is_over() -> AsyncIterator[None]:
    """The clock of the pages stands after the session."""
    with clock.at(END + timedelta(minutes=30)):
        yield
