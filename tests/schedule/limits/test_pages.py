"""The pages of rooms' hours, people's times and the meeting's numbers: kept, told, and at work."""

from __future__ import annotations

from typing import Any

import pytest

from conference.orm.tables import AuditEntry
from schedule.queries.described import described_programme
from schedule.queries.policy import policy_of
from schedule.rules.conflicts import find_conflicts
from schedule.rules.vocabulary import Part
from schedule.tables import Availability, PresenterPlace, RoomHours
from tests.cast import Cast

HOME = "/glasgow/committee"
NINE_TO_FIVE = {"day-0": "2027-10-18", "start-0": "09:00", "end-0": "17:00"}


async def kinds(cast: Cast) -> set[str]:
    programme = await described_programme(cast.meeting.id)
    return {each.kind.value for each in find_conflicts(programme)}


@pytest.fixture
async def bob(cast: Cast, client: Any, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


async def test_hours_of_a_room_are_kept_told_and_make_conflicts(
    cast: Cast, bob: Any, post: Any, add_session: Any
) -> None:
    await add_session("Late", at=9 * 60, room="Hall A", people=[(cast.dan.id, Part.CHAIR)])
    room = f"{HOME}/rooms/{cast.rooms['Hall A']}"
    wrong = await post(bob, room, {**NINE_TO_FIVE, "day-1": "2027-10-19", "start-1": "10:00"})
    assert wrong.status_code == 422
    assert "Write until when as 18:00; midnight is 00:00." in wrong.text
    assert 'value="10:00"' in wrong.text
    assert not await RoomHours.exists()
    assert (await post(bob, room, NINE_TO_FIVE)).status_code == 303
    assert "Mon 18 Oct 2027 09:00–17:00" in (await bob.get(f"{HOME}/rooms")).text
    assert 'value="09:00"' in (await bob.get(room)).text
    assert await kinds(cast) == {"hours"}
    page = (await bob.get(f"{HOME}/conflicts")).text
    assert "Hall A is not open for" in page
    assert (await post(bob, room, {**NINE_TO_FIVE, "gone-0": "on"})).status_code == 303
    assert await kinds(cast) == set()
    entry = await AuditEntry.select(AuditEntry.changes).where(AuditEntry.verb == "set_room_hours")
    assert any("Mon 18 Oct 2027 09:00–17:00" in each["changes"] for each in entry)


async def test_several_rooms_open_alike_on_every_day(cast: Cast, bob: Any, post: Any) -> None:
    chosen = [str(cast.rooms[name]) for name in ("Hall A", "Hall B")]
    none = await post(bob, f"{HOME}/rooms", {"start": "08:00", "end": "20:00"})
    assert none.status_code == 422
    assert "Tick at least one room." in none.text
    half = await post(bob, f"{HOME}/rooms", {"rooms": chosen, "start": "08:00"})
    assert half.status_code == 422
    assert "Write until when as 18:00" in half.text
    alike = {"rooms": chosen, "start": "08:00", "end": "20:00"}
    assert (await post(bob, f"{HOME}/rooms", alike)).status_code == 303
    assert await RoomHours.count() == 2 * 4
    assert (await bob.get(f"{HOME}/rooms")).text.count("Every day 08:00–20:00") == 2
    always = {"rooms": chosen[:1], "start": "", "end": ""}
    assert (await post(bob, f"{HOME}/rooms", always)).status_code == 303
    assert await RoomHours.count() == 4
    gone = await bob.get(f"{HOME}/rooms/00000000-0000-4000-8000-000000000000")
    assert gone.status_code == 404


async def test_committee_writes_down_when_somebody_can_be_there(
    cast: Cast, bob: Any, post: Any, add_session: Any
) -> None:
    await add_session("Talks", room="Hall A", people=[(cast.dan.id, Part.CHAIR)])
    listed = (await bob.get(f"{HOME}/availability")).text
    assert "0 of 1 people" in listed
    page = f"{HOME}/availability/{cast.dan.id}"
    typed = {"day-0": "2027-10-19", "start-0": "09:00", "end-0": "12:00", "note": "Late train."}
    wrong = await post(bob, page, {**typed, "is_remote": "on"})
    assert wrong.status_code == 422
    assert "Choose the time zone" in wrong.text
    assert "Late train." in wrong.text
    assert 'value="12:00"' in wrong.text
    assert "checked" in wrong.text
    done = await post(bob, page, {**typed, "is_remote": "on", "zone": "America/Los_Angeles"})
    assert done.status_code == 303
    assert await kinds(cast) == {"away", "night"}
    listed = (await bob.get(f"{HOME}/availability?show=limited")).text
    assert "1 of 1 people" in listed
    assert "Tue 19 Oct 2027 09:00–12:00" in listed
    assert "Late train." in listed
    assert (await post(bob, page, {})).status_code == 303
    assert not await Availability.exists()
    assert not await PresenterPlace.exists()
    assert (await bob.get(f"{HOME}/availability/{cast.olive.id}")).status_code == 404


async def test_presenter_tells_their_own_times_and_others_have_nothing_to_tell(
    cast: Cast, client: Any, sign_in: Any, post: Any, accept_abstract: Any
) -> None:
    await accept_abstract("Gut feelings", cast.alice.id)
    await sign_in(client, cast.alice)
    assert "/glasgow/my-times" in (await client.get("/my")).text
    assert "You present at Signals 2027" in (await client.get("/glasgow/my-times")).text
    wrong = await post(client, "/glasgow/my-times", {"day-0": "2027-10-18", "note": "Hello"})
    assert wrong.status_code == 422
    assert "Hello" in wrong.text
    assert (await post(client, "/glasgow/my-times", NINE_TO_FIVE)).status_code == 303
    assert await Availability.count().where(Availability.person == cast.alice.id) == 1
    assert 'value="17:00"' in (await client.get("/glasgow/my-times")).text
    await sign_in(client, cast.dan)
    assert "/glasgow/my-times" not in (await client.get("/my")).text
    assert "You have no part" in (await client.get("/glasgow/my-times")).text
    assert (await post(client, "/glasgow/my-times", NINE_TO_FIVE)).status_code == 404
    assert await Availability.count() == 1


async def test_rules_of_the_programme_are_kept_and_judge_at_once(
    cast: Cast, bob: Any, post: Any, add_session: Any
) -> None:
    for at in (0, 65):
        await add_session("Talks", at=at, room="Hall A", people=[(cast.dan.id, Part.CHAIR)])
    assert await kinds(cast) == set()
    rules = f"{HOME}/programme-rules"
    typed = {"changeover_minutes": "15", "popular_from": "8", "hosts": "https://sos.test/\nsos"}
    wrong = await post(bob, rules, typed)
    assert wrong.status_code == 422
    assert "Write each site on a line of its own" in wrong.text
    assert 'value="15"' in wrong.text
    many = await post(bob, rules, {**typed, "changeover_minutes": "600", "hosts": ""})
    assert many.status_code == 422
    assert (await post(bob, rules, {**typed, "hosts": "https://sos.test/"})).status_code == 303
    policy = await policy_of(cast.meeting.id)
    assert (policy.changeover_minutes, policy.popular_from) == (15, 8)
    assert policy.hosts == ("https://sos.test",)
    assert await kinds(cast) == {"changeover"}
    assert "https://sos.test" in (await bob.get(rules)).text


async def test_pages_take_a_fixed_number_of_statements(
    cast: Cast, bob: Any, add_session: Any, post: Any, count_statements: Any
) -> None:
    pages = (f"{HOME}/rooms", f"{HOME}/availability")
    counts: list[list[int]] = [[] for _ in pages]
    for n, person in enumerate((cast.dan, cast.alice, cast.bob)):
        await add_session(f"S{n}", at=60 * n, room="Hall A", people=[(person.id, Part.CHAIR)])
        await post(bob, f"{HOME}/availability/{person.id}", NINE_TO_FIVE)
        for place, address in enumerate(pages):
            with count_statements() as seen:
                assert (await bob.get(address)).status_code == 200
            counts[place].append(len(seen))
    assert all(len(set(each)) == 1 for each in counts)
