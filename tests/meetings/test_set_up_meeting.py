"""The office sets up a meeting: basics, rooms, deadlines."""

import re
from datetime import UTC, date, datetime

import httpx
import pytest

from conference.meetings import actions, queries
from conference.meetings.errors import MilestoneMoved, NotLater
from conference.orm import Actor
from conference.orm.tables import AuditEntry
from tests.cast import Cast
from tests.web_client import Post, SignIn

HERE = "/glasgow/office/meeting"
BASICS = {
    "title": "Signals 2027",
    "mode": "hybrid",
    "zone": "Europe/London",
    "starts_on": "2027-10-16",
    "ends_on": "2027-10-20",
    "city": "Glasgow",
    "venue": "Clyde Hall",
    "address": "1 Quay, Glasgow",
    "welcome": "Welcome to the Clyde.\nBring a coat.",
}


async def test_update_meeting_shows_and_is_audited(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    assert (await post(client, HERE, BASICS)).status_code == 303
    home = (await client.get("/glasgow")).text
    assert "Sat 16 Oct 2027" in home
    assert "Bring a coat." in home
    entries = await AuditEntry.select().where(AuditEntry.verb == "update_meeting")
    assert len(entries) == 1
    assert "starts_on" in entries[0]["changes"]
    assert "venue" not in entries[0]["changes"]


async def test_update_meeting_refuses_and_keeps_everything(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    wrong = {**BASICS, "ends_on": "2027-10-01", "city": "Oban", "zone": "Europe/London"}
    refused = await post(client, HERE, wrong)
    assert refused.status_code == 422
    assert "The last day is before the first day." in refused.text
    assert 'value="Oban"' in refused.text
    assert (await queries.meeting_by_slug("glasgow")) == cast.meeting


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Europe/Atlantis"),
        ("starts_on", "17.10.2027"),
        ("starts_on", "0027-10-17"),
        ("ends_on", "9999-12-31"),
        ("mode", "telepathy"),
        ("title", ""),
    ],
)
async def test_update_meeting_names_the_wrong_field(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast, field: str, value: str
) -> None:
    await sign_in(client, cast.olive)
    refused = await post(client, HERE, {**BASICS, field: value})
    assert refused.status_code == 422
    assert f'href="#field-{field}"' in refused.text


async def test_add_room_twice_is_refused(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    room = {"name": "Forth Suite", "capacity": "80", "floor": "Level 2"}
    assert (await post(client, f"{HERE}/rooms", room)).status_code == 303
    again = await post(client, f"{HERE}/rooms", room)
    assert again.status_code == 422
    assert "There is a room called Forth Suite already." in again.text
    rooms = await queries.rooms(cast.meeting.id)
    assert [each.name for each in rooms] == ["Hall A", "Hall B", "Poster Hall", "Forth Suite"]


async def test_remove_room_of_another_meeting_changes_nothing(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    await post(client, f"{HERE}/rooms/remove", {"room": str(cast.rooms["Hall B"])})
    names = [each.name for each in await queries.rooms(cast.meeting.id)]
    assert names == ["Hall A", "Poster Hall"]
    assert (await post(client, f"{HERE}/rooms/remove", {"room": "x"})).status_code == 422


async def test_announce_milestone_reads_the_clock_of_its_zone(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    new = {"key": "early_end", "at": "2027-07-31T23:59", "deadline_zone": "Pacific/Honolulu"}
    assert (await post(client, f"{HERE}/milestones", new)).status_code == 303
    found = {each.key: each for each in await queries.milestones(cast.meeting.id)}
    assert found["early_end"].at == datetime(2027, 8, 1, 9, 59, tzinfo=UTC)
    assert "Sat 31 Jul 2027, 23:59 HST (Honolulu)" in (await client.get("/glasgow")).text
    again = await post(client, f"{HERE}/milestones", new)
    assert again.status_code == 422
    assert "announced already" in again.text


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2027-03-28T01:30", "Clocks go forward"),
        ("2027-10-31T01:30", "comes twice"),
        ("tomorrow", "Write the date and time"),
    ],
)
async def test_announce_milestone_refuses_a_time_nobody_can_know(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast, at: str, sentence: str
) -> None:
    await sign_in(client, cast.olive)
    new = {"key": "early_end", "at": at, "deadline_zone": "Europe/London"}
    refused = await post(client, f"{HERE}/milestones", new)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'value="{at}"' in refused.text


async def test_extend_milestone_keeps_the_old_date_and_the_reason(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    [milestone] = await queries.milestones(cast.meeting.id)
    address = f"{HERE}/milestones/{milestone.id}"
    shown = re.search(r'name="shown_at" value="([^"]+)"', (await client.get(address)).text)
    assert shown
    form = {"at": "2027-06-08T23:59", "shown_at": shown[1].replace("&#43;", "+")}
    missing = await post(client, address, form)
    assert missing.status_code == 422
    assert 'value="2027-06-08T23:59"' in missing.text
    done = await post(client, address, {**form, "reason": "The server was down."})
    assert done.status_code == 303
    home = (await client.get("/glasgow")).text
    assert "Tue 8 Jun 2027, 23:59 BST (London)" in home
    assert "Tue 1 Jun 2027, 23:59 BST (London)" in home
    assert "The server was down." in home
    stale = await post(client, address, {**form, "reason": "Again."})
    assert stale.status_code == 409
    assert "Somebody else extended this deadline" in stale.text
    assert "Again.</textarea>" in stale.text


async def test_extend_milestone_refuses_an_earlier_time(cast: Cast, now: datetime) -> None:
    [milestone] = await queries.milestones(cast.meeting.id)
    extension = {
        "meeting": cast.meeting.id,
        "milestone": milestone,
        "reason": "Sooner",
        "by": Actor.system("tests"),
        "now": now,
    }
    with pytest.raises(NotLater):
        await actions.extend_milestone(to=milestone.at, **extension)
    later = datetime(2027, 6, 20, tzinfo=UTC)
    await actions.extend_milestone(to=later, **extension)
    with pytest.raises(MilestoneMoved):
        await actions.extend_milestone(to=datetime(2027, 6, 21, tzinfo=UTC), **extension)


async def test_set_up_is_for_the_office_only(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    assert (await client.get(HERE)).status_code == 303
    for person in (cast.alice, cast.bob, cast.carol):
        await sign_in(client, person)
        assert (await client.get(HERE)).status_code == 403
        assert (await post(client, HERE, BASICS)).status_code == 403
    assert (await queries.meeting_by_slug("glasgow")) == cast.meeting
    assert cast.meeting.starts_on == date(2027, 10, 17)
