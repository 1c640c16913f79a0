"""Every error is a page for a browser and problem+json for a program."""

from collections.abc import Callable

import httpx
import pytest

from tests.cast import Cast

JSON = {"accept": "application/json"}


async def test_unknown_address_is_a_page_with_a_way_on(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nothing/at/all")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert 'href="/"' in answer.text
    assert "meeting and people are invented" in answer.text  # the test's app is a demo


async def test_unknown_address_is_a_problem_for_a_program(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nothing/at/all", headers=JSON)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


async def test_unknown_meeting_is_404(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get("/atlantis")).status_code == 404
    assert (await client.get("/atlantis/office")).status_code == 404


async def test_form_without_a_token_is_refused_and_changes_nothing(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    from conference.letters.tables import OutboxLetter

    answer = await client.post("/sign-in", data={"email": cast.alice.email})
    assert answer.status_code == 403
    assert "This form is too old" in answer.text
    assert await OutboxLetter.count() == 0


async def test_role_is_needed(client: httpx.AsyncClient, cast: Cast, sign_in: Callable) -> None:
    await sign_in(client, cast.alice)
    answer = await client.get("/glasgow/office")
    assert answer.status_code == 403
    assert "Ask the office for access" in answer.text


async def test_failure_on_our_side_tells_no_secret(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conference.meetings import queries

    async def broken(today: object) -> list[object]:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(queries, "current_meetings", broken)
    answer = await client.get("/")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/plenary.css", "/glasgow"])
async def test_every_answer_has_the_security_headers(
    client: httpx.AsyncClient, cast: Cast, path: str
) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"]


@pytest.mark.parametrize("path", ["/", "/glasgow", "/nothing", "/static/plenary.css", "/my"])
async def test_head_is_get_without_the_body(
    client: httpx.AsyncClient, cast: Cast, path: str
) -> None:
    got, headed = await client.get(path), await client.head(path)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    assert headed.headers["content-type"] == got.headers["content-type"]
    assert headed.headers["content-length"] == got.headers["content-length"]


async def test_request_id_of_a_proxy_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health", headers={"x-request-id": "proxy-12345678"})
    assert answer.headers["x-request-id"] == "proxy-12345678"
    answer = await client.get("/health", headers={"x-request-id": "evil\ttext"})
    assert answer.headers["x-request-id"] != "evil\ttext"
