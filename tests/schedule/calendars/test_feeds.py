"""Feeds as a calendar app meets them: addresses, headers, 304, and secrets that can be revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from conference.orm import Actor
from conference.settings import Settings
from schedule.calendars.actions import (
    open_calendar_feed,
    renew_calendar_feed,
    revoke_calendar_feed,
)
from schedule.calendars.queries import calendar_address
from schedule.exchange import read_programme
from schedule.queries.releases import forget_release
from schedule.tables import CalendarFeed, Star
from tests.cast import NOW, Cast
from tests.schedule.calendars.reading import assert_strict, events_of
from tests.schedule.conftest import Drafted

BY = Actor.system("tests")


@pytest.fixture
def opened(cast: Cast, settings: Settings) -> Any:
    """`await opened()` -> the path of Alice's feed."""

    async def run() -> str:
        await open_calendar_feed(
            person=cast.alice.id, meeting=cast.meeting.id, by=BY, now=NOW, secret=settings.secret
        )
        address = await calendar_address(cast.alice.id, cast.meeting.id, settings)
        assert address is not None
        assert address.startswith("http://testserver/calendar/")
        return address.removeprefix("http://testserver")

    return run


async def star(cast: Cast, *codes: str) -> None:
    for code in codes:
        await Star.insert(
            Star(person=cast.alice.id, meeting=cast.meeting.id, item_code=code, created_at=NOW)
        )


async def test_programme_is_not_there_before_its_release(
    cast: Cast, drafted: Drafted, client: httpx.AsyncClient
) -> None:
    for ending in ("ics", "xml", "json"):
        answer = await client.get(f"/glasgow/programme.{ending}")
        assert answer.status_code == 404


async def test_unknown_meeting_has_no_programme(cast: Cast, client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere/programme.ics")).status_code == 404


async def test_programme_in_three_formats(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    calendar = await client.get("/glasgow/programme.ics")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert set(events_of(calendar.content)) == {drafted.plenary, drafted.symposium, drafted.coffee}
    for ending, media in (("xml", "application/xml"), ("json", "application/json")):
        answer = await client.get(f"/glasgow/programme.{ending}")
        assert answer.headers["content-type"].startswith(media)
        programme, _ = read_programme(answer.content)
        assert {event.title for event in programme.events} == {
            "Interferon λ in the gut",
            "Łódź cohort: ten years on",
            "Signalling in tissue",
            "Coffee",
        }


async def test_every_talk_as_its_own_event_on_request(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    answer = await client.get("/glasgow/programme.ics?talks=1&alarm=10")
    found = events_of(answer.content)
    assert {drafted.first_talk, drafted.second_talk} < set(found)
    assert found[drafted.first_talk].walk("VALARM")[0]["trigger"].dt == timedelta(minutes=-10)


async def test_unoffered_alarm_is_passed_over(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    plain = await client.get("/glasgow/programme.ics")
    for odd in ("7", "-10", "²", "9" * 50):
        answer = await client.get("/glasgow/programme.ics", params={"alarm": odd})
        assert answer.content == plain.content


async def test_second_fetch_is_not_modified(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    await release()
    for path in ("/glasgow/programme.ics", "/glasgow/programme.xml", await opened()):
        first = await client.get(path)
        tag = first.headers["etag"]
        again = await client.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        stale = await client.get(path, headers={"if-none-match": '"other"'})
        assert stale.status_code == 200


async def test_head_has_the_headers_of_get(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    await release()
    for path in ("/glasgow/programme.ics", await opened()):
        head, get = await client.head(path), await client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-type", "content-length", "last-modified", "cache-control"):
            assert head.headers[name] == get.headers[name]


async def test_public_feed_costs_no_statement_once_known(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, count_statements: Any
) -> None:
    await release()
    await client.get("/glasgow/programme.ics")
    with count_statements() as seen:
        await client.get("/glasgow/programme.ics")
        await client.get("/glasgow/programme.json")
    assert list(seen) == []


async def test_agenda_holds_starred_sessions_and_talks(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    await release()
    await star(cast, drafted.symposium, drafted.first_talk, "NEVER1")
    answer = await client.get(await opened())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, max-age=900"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "last-modified" in answer.headers
    assert "set-cookie" not in answer.headers
    found = events_of(answer.content)
    assert set(found) == {drafted.symposium, drafted.first_talk}
    assert str(found[drafted.first_talk]["uid"]) == f"{drafted.first_talk}.glasgow@testserver"


async def test_agenda_follows_a_release_with_the_same_uid(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    client: httpx.AsyncClient,
    opened: Any,
    move_session: Any,
) -> None:
    await release()
    await star(cast, drafted.first_talk)
    path = await opened()
    before = await client.get(path)
    await move_session(drafted.plenary, at=240, room="Hall B")
    assert (await client.get(path)).content == before.content
    await release(at=NOW + timedelta(hours=1))
    after = await client.get(path, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    [old], [new] = events_of(before.content).values(), events_of(after.content).values()
    assert old["uid"] == new["uid"]
    assert (int(old["sequence"]), int(new["sequence"])) == (0, 1)
    assert new.start - old.start == timedelta(minutes=240)


async def test_duties_are_in_it_without_a_star(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    await release()
    path = await opened()
    await star(cast, drafted.symposium)
    both = events_of((await client.get(path)).content)
    assert set(both) == {drafted.symposium, drafted.first_talk}
    assert "You: speaker." in str(both[drafted.first_talk]["description"])
    for only, code in (("stars", drafted.symposium), ("duties", drafted.first_talk)):
        answer = await client.get(path, params={"only": only})
        assert set(events_of(answer.content)) == {code}
        assert f"?only={only}".encode() in answer.content.replace(b"\r\n ", b"")


async def test_known_calendar_is_not_written_again(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    client: httpx.AsyncClient,
    opened: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await release()
    path = await opened()
    tag = (await client.get(path)).headers["etag"]
    monkeypatch.setattr("schedule.calendars.pages.private_ics", None)
    again = await client.get(path, headers={"if-none-match": tag})
    assert again.status_code == 304
    await star(cast, drafted.symposium)
    monkeypatch.undo()
    assert (await client.get(path, headers={"if-none-match": tag})).status_code == 200


async def test_empty_agenda_is_a_valid_calendar(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    path = await opened()
    forget_release(cast.meeting.id)
    early = await client.get(path)
    await release()
    empty = await client.get(f"{path}?only=stars")
    for answer in (early, empty):
        assert_strict(answer.content)
        [meeting] = events_of(answer.content).values()
        assert str(meeting["summary"]) == "Signals 2027"
        assert meeting["dtstart"].dt == cast.meeting.starts_on
        assert meeting["dtend"].dt == cast.meeting.ends_on + timedelta(days=1)


async def test_token_is_read_as_people_write_it(
    cast: Cast, client: httpx.AsyncClient, opened: Any
) -> None:
    path = await opened()
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 32
    first = await client.get(path)
    for other in (token, token.lower(), f"{token.lower()}.ics"):
        answer = await client.get(f"/calendar/{other}")
        assert answer.content == first.content


async def test_revoked_and_renewed_addresses_are_dead(
    cast: Cast, settings: Settings, client: httpx.AsyncClient, opened: Any
) -> None:
    whose: dict[str, Any] = {
        "person": cast.alice.id,
        "meeting": cast.meeting.id,
        "by": BY,
        "now": NOW,
    }
    first = await opened()
    await renew_calendar_feed(**whose, secret=settings.secret)
    second = await opened()
    assert second != first
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200
    await revoke_calendar_feed(**whose)
    assert (await client.get(second)).status_code == 404
    assert await calendar_address(cast.alice.id, cast.meeting.id, settings) is None
    third = await opened()
    assert third not in (first, second)
    assert (await client.get(third)).status_code == 200


async def test_opening_twice_keeps_the_address(cast: Cast, opened: Any) -> None:
    assert await opened() == await opened()
    assert await CalendarFeed.count() == 1


async def test_token_is_not_in_the_database(cast: Cast, opened: Any) -> None:
    token = (await opened()).removeprefix("/calendar/").removesuffix(".ics")
    row = await CalendarFeed.select().first()
    assert token not in str(row)


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "a" * 500, "../my"])
async def test_guessed_token_finds_nothing(
    cast: Cast, client: httpx.AsyncClient, opened: Any, token: str
) -> None:
    await opened()
    answer = await client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 404


async def test_no_answer_of_a_feed_sets_a_cookie(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, opened: Any
) -> None:
    await release()
    for path in ("/glasgow/programme.ics", "/glasgow/programme.json", await opened()):
        assert "set-cookie" not in (await client.get(path)).headers


async def test_wrong_address_is_a_page_for_someone_signed_in(
    cast: Cast, client: httpx.AsyncClient, sign_in: Any
) -> None:
    await sign_in(client, cast.alice)
    for path in ("/calendar/nothing.ics", "/glasgow/programme.ics"):
        answer = await client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert "<h1" in answer.text


async def test_feed_takes_the_same_statements_for_any_number_of_stars(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    client: httpx.AsyncClient,
    opened: Any,
    count_statements: Any,
) -> None:
    await release()
    path = await opened()
    seen = []
    for codes in ((drafted.first_talk,), (drafted.second_talk, drafted.symposium)):
        await star(cast, *codes)
        await client.get(path)
        with count_statements() as statements:
            await client.get(path)
        seen.append(len(statements))
    assert seen[0] == seen[1] <= 3


async def test_calendar_of_one_session_takes_an_alarm(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    path = f"/glasgow/programme/sessions/{drafted.symposium}.ics"
    assert b"BEGIN:VALARM" not in (await client.get(path)).content
    assert b"TRIGGER:-PT10M" in (await client.get(f"{path}?alarm=10")).content
