"""A session exists only for someone who did something, and its id is ours."""

from collections.abc import Callable

import httpx

from conference.web.sessions import COOKIE
from conference.web.tables import WebSession
from tests.cast import Cast


async def test_stranger_gets_no_session(client: httpx.AsyncClient, cast: Cast) -> None:
    for path in ("/", "/glasgow", "/sign-in"):
        assert COOKIE not in (await client.get(path)).cookies
    assert await WebSession.count() == 0


async def test_unknown_session_id_is_nothing(client: httpx.AsyncClient, cast: Cast) -> None:
    client.cookies.set(COOKIE, "chosen-by-an-attacker")
    answer = await client.get("/my", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/my"


async def test_signing_in_makes_a_new_session(
    client: httpx.AsyncClient, cast: Cast, post: Callable
) -> None:
    from conference.letters.tables import OutboxLetter

    await post(client, "/sign-in", {"email": cast.alice.email})
    before = client.cookies[COOKIE]
    letter = await OutboxLetter.select(OutboxLetter.body).first()
    code = letter["body"].split("code is ")[1][:6]
    answer = await post(client, "/sign-in/code", {"email": cast.alice.email, "code": code})
    assert answer.status_code == 303
    after = client.cookies[COOKIE]
    assert after != before
    assert cast.alice.registered_name in (await client.get("/my")).text
    client.cookies.set(COOKIE, before)
    assert (await client.get("/my")).status_code == 303


async def test_signing_out_ends_the_session(
    client: httpx.AsyncClient, cast: Cast, sign_in: Callable, post: Callable
) -> None:
    await sign_in(client, cast.alice)
    stolen = client.cookies[COOKIE]
    await post(client, "/sign-out")
    client.cookies.set(COOKIE, stolen)
    assert (await client.get("/my")).status_code == 303
