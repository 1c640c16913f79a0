"""Signing in on screen: by code, by link, as somebody new; and signing out."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.people import queries
from tests.cast import Cast
from tests.web_client import Post, SignIn

NewClient = Callable[[], httpx.AsyncClient]


async def newest_letter(address: str) -> str:
    rows = (
        await OutboxLetter.select(OutboxLetter.body)
        .where(OutboxLetter.to_address == address)
        .order_by(OutboxLetter.created_at, ascending=False)
    )
    return str(rows[0]["body"])


def code_in(body: str) -> str:
    found = re.search(r"code is (\d{6})", body)
    assert found
    return found[1]


def link_in(body: str) -> str:
    found = re.search(r"(/sign-in/link/\S+)", body)
    assert found
    return found[1]


async def test_sign_in_by_code(client: httpx.AsyncClient, post: Post, cast: Cast) -> None:
    asked = await post(client, "/sign-in", {"email": "Alice@Example.org", "next": "/my/profile"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in/code")
    shown = await client.get("/sign-in/code")
    assert "alice@example.org" in shown.text
    code = code_in(await newest_letter("alice@example.org"))
    spaced = f"{code[:3]} {code[3:]}"
    done = await post(client, "/sign-in/code", {"email": "alice@example.org", "code": spaced})
    assert (done.status_code, done.headers["location"]) == (303, "/my/profile")
    assert (await client.get("/my")).status_code == 200


async def test_sign_in_answers_the_same_for_an_unknown_address(
    app: Litestar, new_client: NewClient, post: Post, cast: Cast
) -> None:
    answers = []
    for address in ("alice@example.org", "nobody@example.org"):
        async with new_client() as browser:
            asked = await post(browser, "/sign-in", {"email": address})
            page = await browser.get(asked.headers["location"])
            text = re.sub(r"\d{6}|value=\"[0-9a-f]{64,}\"|content=\"[0-9a-f]{64,}\"", "", page.text)
            answers.append((asked.status_code, page.status_code, text.replace(address, "")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("address", ["", "alice", "alice@", "a b@example.org", "x" * 300])
async def test_sign_in_keeps_what_was_typed(
    client: httpx.AsyncClient, post: Post, cast: Cast, address: str
) -> None:
    asked = await post(client, "/sign-in", {"email": address, "next": "/glasgow/desk"})
    assert asked.status_code == 422
    assert "<title>Error: Sign in" in asked.text
    assert 'aria-invalid="true"' in asked.text
    assert f'value="{address}"' in asked.text
    assert 'value="/glasgow/desk"' in asked.text


async def test_sign_in_wrong_code_says_so(
    client: httpx.AsyncClient, post: Post, cast: Cast
) -> None:
    await post(client, "/sign-in", {"email": "alice@example.org"})
    right = code_in(await newest_letter("alice@example.org"))
    wrong = "111111" if right != "111111" else "222222"
    done = await post(client, "/sign-in/code", {"email": "alice@example.org", "code": wrong})
    assert done.status_code == 422
    assert "not the code we sent" in done.text
    assert f'value="{wrong}"' in done.text
    assert (await client.get("/my")).status_code == 303


async def test_sign_in_sixth_letter_in_an_hour_is_refused(
    client: httpx.AsyncClient, post: Post, cast: Cast, now: datetime
) -> None:
    with clock.at(now):
        for _ in range(5):
            assert (await post(client, "/sign-in", {"email": "dan@example.org"})).status_code == 303
        refused = await post(client, "/sign-in", {"email": "dan@example.org"})
    assert refused.status_code == 429
    assert "dan@example.org" in refused.text


async def test_link_is_consumed_by_the_button_only(
    client: httpx.AsyncClient, post: Post, cast: Cast
) -> None:
    await post(client, "/sign-in", {"email": "alice@example.org", "next": "/my"})
    link = link_in(await newest_letter("alice@example.org"))
    for _ in range(2):
        assert (await client.get(link)).status_code == 200
        assert (await client.get("/my")).status_code == 303
    done = await post(client, link)
    assert (done.status_code, done.headers["location"]) == (303, "/my")
    assert (await client.get("/my")).status_code == 200
    again = await post(client, link)
    assert again.status_code == 422
    assert "Ask for a new" in again.text


async def test_link_in_another_browser_needs_the_code(
    client: httpx.AsyncClient, new_client: NewClient, post: Post, cast: Cast
) -> None:
    await post(client, "/sign-in", {"email": "alice@example.org"})
    body = await newest_letter("alice@example.org")
    async with new_client() as other:
        assert 'name="code"' in (await other.get(link_in(body))).text
        refused = await post(other, link_in(body))
        assert refused.status_code == 422
        assert 'name="code"' in refused.text
        done = await post(other, link_in(body), {"code": code_in(body)})
        assert done.status_code == 303


async def test_link_that_ran_out_says_so(
    client: httpx.AsyncClient, post: Post, cast: Cast, now: datetime
) -> None:
    with clock.at(now):
        await post(client, "/sign-in", {"email": "alice@example.org"})
    link = link_in(await newest_letter("alice@example.org"))
    with clock.at(now + timedelta(minutes=31)):
        shown = await client.get(link)
    assert shown.status_code == 422
    assert "run out" in shown.text


async def test_newcomer_is_asked_for_a_name(
    client: httpx.AsyncClient, post: Post, cast: Cast
) -> None:
    await post(client, "/sign-in", {"email": "new@example.org", "next": "/glasgow"})
    code = code_in(await newest_letter("new@example.org"))
    done = await post(client, "/sign-in/code", {"email": "new@example.org", "code": code})
    assert done.headers["location"] == "/sign-in/name"
    empty = await post(client, "/sign-in/name", {"given_name": "Nguyễn"})
    assert empty.status_code == 422
    assert 'value="Nguyễn"' in empty.text
    unseen = await post(client, "/sign-in/name", {"family_name": "\u200b\u2060"})
    assert unseen.status_code == 422
    names = {"given_name": "Nguyễn", "family_name": "Thị Minh"}
    welcome = await post(client, "/sign-in/name", names)
    assert (welcome.status_code, welcome.headers["location"]) == (303, "/glasgow")
    person = await queries.person_by_email("new@example.org")
    assert person is not None
    assert person.registered_name == "Nguyễn Thị Minh"
    assert (await queries.addresses_of(person.id))[0]["verified_at"] is not None


async def test_newcomer_page_without_a_proved_address_leads_to_sign_in(
    client: httpx.AsyncClient, post: Post, cast: Cast
) -> None:
    assert (await client.get("/sign-in/name")).headers["location"] == "/sign-in"
    sent = await post(client, "/sign-in/name", {"family_name": "Nobody"})
    assert sent.headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    "target", ["https://evil.example/x", "//evil.example", "/\\evil.example", "/" + "x" * 300]
)
async def test_sign_in_leads_nowhere_else(
    client: httpx.AsyncClient, post: Post, cast: Cast, target: str
) -> None:
    await post(client, "/sign-in", {"email": "alice@example.org", "next": target})
    code = code_in(await newest_letter("alice@example.org"))
    done = await post(client, "/sign-in/code", {"email": "alice@example.org", "code": code})
    assert done.headers["location"] == "/my"


async def test_sign_out_ends_the_session(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    assert (await client.get("/my")).status_code == 200
    cookie = client.cookies["plenary_session"]
    assert (await post(client, "/sign-out")).status_code == 303
    client.cookies.set("plenary_session", cookie)
    assert (await client.get("/my")).status_code == 303


async def test_sign_in_without_the_token_is_refused(client: httpx.AsyncClient, db: Any) -> None:
    assert (await client.post("/sign-in", data={"email": "a@example.org"})).status_code == 403


async def test_theme_is_kept_and_leads_back(client: httpx.AsyncClient, cast: Cast) -> None:
    came = {"referer": "http://testserver/glasgow?x=1"}
    chosen = await client.get("/theme/dark", headers=came)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/glasgow?x=1")
    assert 'data-theme="dark"' in (await client.get("/glasgow")).text
    await client.get("/theme/auto")
    assert "data-theme" not in (await client.get("/glasgow")).text
    assert (await client.get("/theme/pink")).status_code == 404


async def test_theme_does_not_lead_to_another_host(client: httpx.AsyncClient, cast: Cast) -> None:
    chosen = await client.get("/theme/dark", headers={"referer": "https://evil.example/x"})
    assert chosen.headers["location"] == "/"
