"""The API by token: within its scopes and the person's roles, never by a cookie."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from conference.orm import Actor, clock
from conference.people.access import Scope
from conference.people.rules import PersonInfo
from conference.people.token_actions import issue_token
from schedule.queries.draft import draft_programme
from schedule.queries.stars import stars_of
from tests.cast import Cast
from tests.schedule.conftest import Drafted
from tests.web_client import SignIn

API = "/api/v1/meetings/glasgow"
Bearing = Callable[..., Awaitable[dict[str, str]]]


@pytest.fixture
def bearing() -> Bearing:
    """`await bearing(person, Scope...)`: the headers of a program of theirs."""

    async def run(person: PersonInfo, *scopes: Scope) -> dict[str, str]:
        secret = await issue_token(
            person=person.id,
            name="test",
            scopes=scopes,
            days=30,
            by=Actor(person.id, "test"),
            now=clock.now(),
        )
        return {"authorization": f"Bearer {secret}"}

    return run


async def test_agenda_wants_a_token_whatever_the_cookie_says(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast, drafted: Drafted, release: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)
    answer = await client.get(f"{API}/agenda")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    refused = await client.get(f"{API}/agenda", headers={"authorization": "Bearer plenary_no"})
    assert refused.status_code == 401


async def test_stars_are_put_and_taken_away(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, release: Any, bearing: Bearing
) -> None:
    await release()
    mine = await bearing(cast.alice, Scope.AGENDA_READ, Scope.AGENDA_WRITE)
    star = f"{API}/agenda/stars/{drafted.symposium}"
    assert (await client.put(star, headers=mine)).status_code == 204
    assert (await client.put(star, headers=mine)).status_code == 204
    told = await client.get(f"{API}/agenda", headers=mine)
    assert told.headers["cache-control"].startswith("private")
    answer = told.json()
    assert answer["stars"] == [drafted.symposium]
    assert answer["duties"] == [drafted.first_talk]
    assert (await client.put(f"{API}/agenda/stars/NONE", headers=mine)).status_code == 404
    assert (await client.delete(star, headers=mine)).status_code == 204
    assert await stars_of(cast.alice.id, cast.meeting.id) == frozenset()


async def test_a_scope_opens_nothing_else(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, release: Any, bearing: Bearing
) -> None:
    await release()
    reading = await bearing(cast.alice, Scope.AGENDA_READ)
    star = f"{API}/agenda/stars/{drafted.symposium}"
    refused = await client.put(star, headers=reading)
    assert refused.status_code == 403
    assert "agenda:write" in refused.json()["detail"]


async def test_the_draft_wants_the_role_beside_the_scope(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, bearing: Bearing
) -> None:
    stranger = await bearing(cast.alice, Scope.PROGRAMME_READ, Scope.PROGRAMME_WRITE)
    for path in ("/draft", "/draft/conflicts"):
        assert (await client.get(API + path, headers=stranger)).status_code == 403
    move = f"{API}/draft/sessions/{drafted.symposium}/move"
    assert (await client.post(move, headers=stranger, json={"version": 1})).status_code == 403


async def test_move_moves_once_and_then_is_stale(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, bearing: Bearing
) -> None:
    chair = await bearing(cast.bob, Scope.PROGRAMME_READ, Scope.PROGRAMME_WRITE)
    draft = (await client.get(f"{API}/draft", headers=chair)).json()
    [session] = [each for each in draft["sessions"] if each["code"] == drafted.symposium]
    move = f"{API}/draft/sessions/{drafted.symposium}/move"
    body = {"version": session["version"], "starts_at": "2027-10-18T13:00:00Z", "room": "Hall A"}
    moved = await client.post(move, headers=chair, json=body)
    assert moved.status_code == 200, moved.text
    assert moved.json()["session"]["room"] == "Hall A"
    late = await client.post(move, headers=chair, json=body)
    assert late.status_code == 409
    assert "Bob Brennan" in late.json()["detail"]
    assert f"version {session['version'] + 1} now" in late.json()["detail"]
    [kept] = [
        each
        for each in (await draft_programme(cast.meeting.id)).sessions
        if each.code == drafted.symposium
    ]
    assert (kept.room_name, kept.version) == ("Hall A", session["version"] + 1)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"version": "x"}',
        b'{"version": 1, "room": "Nowhere"}',
        b'{"version": 1, "colour": "red"}',
        b'{"version": 1, "starts_at": "2027-10-18T13:00:00"}',
        b'{"version": 1, "starts_at": "0001-01-01T00:00:00+14:00"}',
    ],
)
async def test_move_says_what_is_wrong_with_its_body(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, bearing: Bearing, body: bytes
) -> None:
    chair = await bearing(cast.bob, Scope.PROGRAMME_WRITE)
    answer = await client.post(
        f"{API}/draft/sessions/{drafted.symposium}/move", headers=chair, content=body
    )
    assert answer.status_code == 422, answer.text
