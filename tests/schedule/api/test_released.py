"""The API's public part: what it answers is what is released, page by page, with an ETag."""

import json
from typing import Any

import httpx

from schedule.api.pages import openapi_document
from tests.schedule.conftest import Drafted

API = "/api/v1/meetings/glasgow"


async def test_sessions_are_those_of_the_release(
    client: httpx.AsyncClient, drafted: Drafted, release: Any, add_session: Any
) -> None:
    assert (await client.get(f"{API}/sessions")).status_code == 404
    await release()
    await add_session("Not released", at=300)
    answer = (await client.get(f"{API}/sessions")).json()
    assert {each["code"] for each in answer["results"]} == {
        drafted.plenary,
        drafted.symposium,
        drafted.coffee,
    }
    [plenary] = [each for each in answer["results"] if each["code"] == drafted.plenary]
    assert plenary["starts_at"] == "2027-10-18T08:00:00Z"
    assert [each["code"] for each in plenary["items"]] == [drafted.first_talk, drafted.second_talk]
    assert plenary["items"][0]["people"][0]["part"] == "speaker"


async def test_sessions_come_in_pages(
    client: httpx.AsyncClient, drafted: Drafted, release: Any
) -> None:
    await release()
    met, address = [], f"{API}/sessions?limit=2"
    while address:
        answer = (await client.get(address)).json()
        met += [each["code"] for each in answer["results"]]
        address = answer["next"]
    assert sorted(met) == sorted([drafted.plenary, drafted.symposium, drafted.coffee])
    [found] = (await client.get(f"{API}/sessions?track=Signalling")).json()["results"]
    assert found["code"] == drafted.symposium


async def test_a_wrong_limit_gets_a_sentence(
    client: httpx.AsyncClient, drafted: Drafted, release: Any
) -> None:
    await release()
    for asked in ("limit=9999&offset=-1&day=18.10.2027", f"limit={'9' * 5000}&offset=x&day=today"):
        answer = await client.get(f"{API}/sessions?{asked}")
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()["errors"]) == {"limit", "offset", "day"}


async def test_answers_are_known_by_their_tag(
    client: httpx.AsyncClient, drafted: Drafted, release: Any
) -> None:
    await release()
    for path in ("", "/programme", "/sessions", "/items", "/people", "/releases"):
        first = await client.get(API + path)
        assert first.status_code == 200, path
        tag = {"if-none-match": first.headers["etag"]}
        assert (await client.get(API + path, headers=tag)).status_code == 304, path


async def test_people_name_what_they_do(
    client: httpx.AsyncClient, drafted: Drafted, release: Any, cast: Any
) -> None:
    await release()
    found = (await client.get(f"{API}/people/{cast.dan.id}")).json()
    assert found["sessions"] == [drafted.symposium]
    assert found["items"] == [drafted.second_talk]
    assert (await client.get(f"{API}/people/{cast.meeting.id}")).status_code == 404


def test_openapi_describes_every_address() -> None:
    document = json.loads(openapi_document())
    sessions = document["paths"]["/api/v1/meetings/{slug}/sessions"]["get"]
    answer = sessions["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("SessionList")
    assert "put" in document["paths"]["/api/v1/meetings/{slug}/agenda/stars/{code}"]
    assert "visitor" not in json.dumps(document["paths"])
    asked = {each["name"] for each in sessions["parameters"]}
    assert asked == {"slug", "day", "room", "track", "kind", "streamed", "q", "limit", "offset"}


def test_openapi_tells_the_body_of_a_move_and_how_errors_look() -> None:
    document = json.loads(openapi_document())
    move = document["paths"]["/api/v1/meetings/{slug}/draft/sessions/{code}/move"]["post"]
    wanted = move["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert "version" in document["components"]["schemas"][wanted.rpartition("/")[2]]["required"]
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "400" not in operation["responses"]
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_openapi_has_nothing_made_up_by_chance() -> None:
    assert b'"examples"' not in openapi_document()
