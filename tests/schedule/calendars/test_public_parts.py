"""Parts of the programme to subscribe to: a day, a track, a room, a person; texts in their time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from conference.orm import clock
from schedule.queries.release_files import TEXTS, FrozenText
from schedule.tables import Release, ReleaseFile
from tests.cast import NOW, Cast
from tests.schedule.calendars.reading import assert_strict, events_of
from tests.schedule.conftest import Drafted

BASE = "/glasgow/programme"
NOWHERE = (
    "days/2027-12-24.ics",
    "days/20271018.ics",
    "days/monday.ics",
    "days/2027-10-18",
    "tracks/nothing.ics",
    "rooms/.ics",
    "people/00000000-0000-4000-8000-000000000000.ics",
    "people/nobody.ics",
    "sessions/NOTHIN.ics",
)


async def codes(client: httpx.AsyncClient, path: str) -> set[str]:
    answer = await client.get(f"{BASE}/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert_strict(answer.content)
    return set(events_of(answer.content))


async def test_parts_hold_their_own_sessions(
    cast: Cast, drafted: Drafted, release: Any, add_session: Any, client: httpx.AsyncClient
) -> None:
    closing = await add_session("Goodbye", at=1440 + 60, room="Hall A")
    await release()
    monday = {drafted.plenary, drafted.symposium, drafted.coffee}
    assert await codes(client, "days/2027-10-18.ics") == monday
    assert await codes(client, "days/2027-10-19.ics") == {closing}
    assert await codes(client, "tracks/signalling.ics") == {drafted.symposium}
    assert await codes(client, "rooms/hall-a.ics") == {drafted.plenary, closing}
    talks = {drafted.first_talk, drafted.second_talk, closing}
    assert await codes(client, "rooms/hall-a.ics?talks=1") == talks
    assert await codes(client, f"people/{cast.alice.id}.ics") == {drafted.first_talk}
    bob, dan = cast.bob.id, cast.dan.id
    assert await codes(client, f"people/{bob}.ics") == {drafted.plenary}
    assert await codes(client, f"people/{dan}.ics") == {drafted.second_talk, drafted.symposium}


async def test_parts_say_what_they_are(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    for path, name in (
        ("days/2027-10-18.ics", "Signals 2027: Mon 18 Oct 2027"),
        ("rooms/hall-a.ics", "Signals 2027: Hall A"),
        (f"people/{cast.alice.id}.ics?alarm=10", f"Signals 2027: {cast.alice.registered_name}"),
    ):
        whole = (await client.get(f"{BASE}/{path}")).content.replace(b"\r\n ", b"").decode()
        assert f"NAME:{name}\r\n" in whole
        assert f"SOURCE;VALUE=URI:http://testserver{BASE}/{path}\r\n" in whole
        assert ("TRIGGER:-PT10M" in whole) == ("alarm" in path)


async def test_day_without_sessions_is_a_valid_calendar(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    assert await codes(client, "days/2027-10-20.ics") == {"meeting"}
    assert await codes(client, "rooms/poster-hall.ics") == {"meeting"}


async def test_part_that_is_not_there_is_not_found(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    for path in NOWHERE:
        assert (await client.get(f"{BASE}/{path}")).status_code == 404, path


async def test_every_calendar_is_kept_by_its_tag_and_tells_no_referrer(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    for path in (
        ".ics?talks=1",
        "/days/2027-10-18.ics",
        f"/people/{cast.alice.id}.ics",
        f"/sessions/{drafted.first_talk}.ics",
    ):
        first = await client.get(f"{BASE}{path}")
        assert first.headers["referrer-policy"] == "no-referrer"
        assert "last-modified" in first.headers
        known = {"if-none-match": first.headers["etag"]}
        assert (await client.get(f"{BASE}{path}", headers=known)).status_code == 304
        head = await client.head(f"{BASE}{path}")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == first.headers["etag"]
        assert head.headers["content-length"] == str(len(first.content))


async def test_parts_cost_no_statement_once_known(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    client: httpx.AsyncClient,
    count_statements: Any,
    unhurried: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("schedule.calendars.texts.FRESH_SECONDS", 3600.0)
    await release()
    paths = [f"{BASE}{path}" for path in ("/days/2027-10-18.ics", "/rooms/hall-a.ics?talks=1")]
    for path in paths:
        await client.get(path)
    with count_statements() as seen:
        for path in paths:
            await client.get(path)
    assert list(seen) == []


async def test_texts_come_when_their_embargo_ends(
    cast: Cast,
    drafted: Drafted,
    release: Any,
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Until its first day the meeting's abstracts are nobody's to read (A14)."""
    monkeypatch.setattr("schedule.calendars.texts.FRESH_SECONDS", 0.0)
    await release()
    await freeze_text(drafted.first_talk, "Interferon λ protects the gut; " * 40)
    path, starts_on = f"{BASE}.ics?talks=1", cast.meeting.starts_on
    early = (await client.get(path)).content
    assert "protects" not in str(events_of(early)[drafted.first_talk]["description"])
    with clock.at(NOW + (starts_on - NOW.date()) + timedelta(days=1)):
        answer = await client.get(path)
    event = events_of(answer.content)[drafted.first_talk]
    assert "Interferon λ protects the gut;" in str(event["description"])
    assert max(len(part) for part in str(event["description"]).split("\n\n")) == 500
    assert event["last-modified"].dt > events_of(early)[drafted.first_talk]["last-modified"].dt
    assert int(event["sequence"]) == 0


async def freeze_text(slot: str, text: str) -> None:
    row = await Release.select(Release.id).first()
    assert row is not None
    body = msgspec.json.encode({slot: FrozenText("Title", (text,))})
    await ReleaseFile.delete().where(ReleaseFile.name == TEXTS)
    await ReleaseFile.insert(
        ReleaseFile(
            created_at=NOW,
            release=row["id"],
            name=TEXTS,
            media_type="application/json",
            etag='"t"',
            body=body,
        )
    )
