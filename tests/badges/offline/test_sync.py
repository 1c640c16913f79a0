"""What devices send after an hour without us: nothing lost, nothing doubled, everything said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

import conference.invariants  # noqa: F401 -- registers the checks
from badges.desk import actions as desk
from badges.faces.actions import ensure_badges
from badges.printing.actions import Printer, Why, print_badge
from badges.printing.rules import PrintReason
from badges.tables import CheckIn, Device, DeviceEvent
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.offline.conftest import Handheld

MakeHandheld = Callable[..., Handheld]
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


OURS = ("one-check-in", "duplicate-check-in", "check-in-confirmed", "device-told-once",
        "device-not-ahead")  # fmt: skip


async def broken() -> list[str]:
    found = [each for each in await check_all() if each.invariant.key in OURS]
    assert len(found) == len(OURS)
    return [line for finding in found for line in finding.sentences]


async def who_is_in() -> dict[Any, tuple[datetime, str]]:
    rows = await CheckIn.select(CheckIn.registration, CheckIn.at, CheckIn.desk).where(
        CheckIn.active_key.is_not_null()
    )
    return {row["registration"]: (row["at"], row["desk"]) for row in rows}


async def test_sync_sent_twice_is_done_once_and_answered_the_same(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime
) -> None:
    one, two = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    device = handheld()
    first = device.event("check_in", now - 9 * MINUTE, registration=str(one.id))
    second = device.event("check_in", now - 8 * MINUTE, registration=str(two.id))

    heard = await device.answers(first, second)
    again = await device.answers(first, second)  # the answer was lost on the way

    assert [each["answer"] for each in heard] == ["accepted", "accepted"]
    assert again == heard
    assert await CheckIn.count() == await DeviceEvent.count() == 2
    assert await Device.count() == 1
    assert (await who_is_in())[one.id] == (now - 9 * MINUTE, "Desk 1")
    assert await broken() == []


@pytest.mark.parametrize("earlier_first", [True, False])
async def test_sync_of_two_desks_lets_the_earlier_one_count_and_shows_it_to_both(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime, earlier_first: bool
) -> None:
    alice = await enrol(hall.cast.alice)
    early, late = handheld("Desk 1"), handheld("Desk 2")
    events = {
        early.id: early.event("check_in", now - 20 * MINUTE, registration=str(alice.id)),
        late.id: late.event("check_in", now - 5 * MINUTE, registration=str(alice.id)),
    }

    for device in (early, late) if earlier_first else (late, early):
        await device.answers(events[device.id])
    mine, theirs = (await early.send()).json()["beside"], (await late.send()).json()["beside"]

    assert await who_is_in() == {alice.id: (now - 20 * MINUTE, "Desk 1")}
    assert [(each["counts"], each["other_desk"]) for each in mine] == [(True, "Desk 2")]
    assert [(each["counts"], each["other_desk"]) for each in theirs] == [(False, "Desk 1")]
    assert await broken() == []


async def test_sync_keeps_who_was_let_in_although_cancelled_meanwhile_and_flags_it(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime, sign_in: Any, post: Any,
    new_client: Any,
) -> None:  # fmt: skip
    dan = await enrol(hall.cast.dan)
    device = handheld()
    event = device.event("check_in", now - 5 * MINUTE, registration=str(dan.id))
    await Registration.update(
        {
            Registration.state: RegistrationState.CANCELLED.value,
            Registration.cancelled_at: now - HOUR,
            Registration.active_key: None,
        }
    ).where(Registration.id == dan.id)

    [heard] = await device.answers(event)

    assert heard["answer"] == "flagged"
    assert "cancelled" in heard["sentence"]
    assert dan.id in await who_is_in()
    assert await broken() == []
    async with new_client() as olive:
        await sign_in(olive, hall.cast.olive)
        devices = "/glasgow/desk/offline/devices"
        page = (await olive.get(devices)).text
        assert "This registration was cancelled." in page
        await post(olive, f"{devices}/{event['client_id']}/seen")
        assert "This registration was cancelled." not in (await olive.get(devices)).text


async def test_sync_takes_back_the_check_in_it_names_and_no_later_one(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    device = handheld()
    came = device.event("check_in", now - 9 * MINUTE, registration=str(alice.id))
    undo = device.event("undo", now - 8 * MINUTE, undoes=came["client_id"])

    too_early = await device.answers(undo)
    both = await device.answers(came, undo)
    await desk.check_in(alice, desk="Desk 3", by=Actor.system("Dora"), now=now)
    await device.answers(came, undo)

    assert [each["answer"] for each in too_early] == ["again"]
    assert [each["answer"] for each in both] == ["accepted", "accepted"]
    assert await who_is_in() == {alice.id: (now, "Desk 3")}


async def test_sync_puts_the_times_of_a_wrong_clock_right(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    ahead = handheld("Desk 1", clock_off=HOUR)
    never_told = handheld("Desk 2", clock_off=-HOUR, knows_offset=False)
    at = now - 30 * MINUTE

    await ahead.answers(ahead.event("check_in", at, registration=str(alice.id)))
    await never_told.answers(never_told.event("check_in", at, registration=str(dan.id)))

    assert {moment for moment, _ in (await who_is_in()).values()} == {at}
    assert {row["clock_off"] for row in await Device.select(Device.clock_off)} == {3600, -3600}


async def test_sync_finds_an_unknown_code_and_tells_of_a_void_one(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime
) -> None:
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    keys = await ensure_badges(
        [alice.id, dan.id], meeting=hall.meeting, secret=DEMO_SECRET, by=Actor.system("t"), now=now
    )
    lost = keys[dan.id].token(DEMO_SECRET)
    printer, by = Printer(hall.meeting, "a6", DEMO_SECRET), Actor.system("t")
    await print_badge(dan, Why(), printer=printer, by=by, now=now)
    await print_badge(dan, Why(PrintReason.LOST, ""), printer=printer, by=by, now=now)
    device = handheld()

    heard = await device.answers(
        device.event("check_in", now, text=keys[alice.id].token(DEMO_SECRET)),
        device.event("check_in", now, text="0123456789ABCDEF"),
        device.event("check_in", now, registration=str(dan.id), text=lost),
    )

    assert [each["answer"] for each in heard] == ["accepted", "unknown", "flagged"]
    assert "lost and replaced" in heard[2]["sentence"]
    assert set(await who_is_in()) == {alice.id, dan.id}


async def test_sync_of_one_bad_event_holds_up_no_other(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    device = handheld()
    bad = {**device.event("check_in", now), "kind": "dance"}
    gone = device.event("scan", now, point="no-such-door", text="X")
    good = device.event("check_in", now, registration=str(alice.id))

    heard = await device.answers(bad, gone, good)

    assert [each["answer"] for each in heard] == ["refused", "refused", "accepted"]
    assert heard[0]["client_id"] == bad["client_id"]
    assert (await device.send(device=7)).status_code == 422


async def test_sync_without_a_session_or_with_an_old_form_token_changes_nothing(
    hall: Hall, enrol: Enrol, handheld: MakeHandheld, now: datetime, new_client: Any
) -> None:
    alice = await enrol(hall.cast.alice)
    async with new_client() as stranger:
        signed_out = Handheld(stranger, now, "Desk 1")
        event = signed_out.event("check_in", now, registration=str(alice.id))
        assert (await signed_out.send(event)).status_code == 401
    device = handheld()
    await device.send()
    device.client.cookies["plenary_csrf"] = "x" * 128
    refused = await device.client.post("/glasgow/desk/offline/sync", json={})
    assert refused.status_code == 403
    assert await CheckIn.count() == 0
