"""Tokens that let programs act for a person: shown once, narrow, revocable, not a cookie."""

import re
from datetime import timedelta
from typing import Any

import httpx

from conference.orm import Actor
from conference.people.access import Scope
from conference.people.tables import AccessToken
from conference.people.token_actions import issue_token, revoke_token
from conference.people.token_queries import bearer_of, tokens_of
from tests.cast import NOW, Cast
from tests.web_client import Post, SignIn


async def issued(cast: Cast, *scopes: Scope, days: int = 30) -> str:
    return await issue_token(
        person=cast.alice.id,
        name="Our app",
        scopes=scopes or (Scope.AGENDA_READ,),
        days=days,
        by=Actor(cast.alice.id, "Alice"),
        now=NOW,
    )


async def test_issue_token_opens_its_scopes_until_its_day(db: Any, cast: Cast) -> None:
    secret = await issued(cast, Scope.AGENDA_READ, Scope.AGENDA_WRITE)
    found = await bearer_of(f"Bearer {secret}", NOW)
    assert found is not None
    assert found.person == cast.alice.id
    assert found.scopes == {Scope.AGENDA_READ, Scope.AGENDA_WRITE}
    assert await bearer_of(f"Bearer {secret}", NOW + timedelta(days=30)) is None
    assert await bearer_of(f"Bearer {secret}x", NOW) is None
    assert await bearer_of(f"Basic {secret}", NOW) is None


async def test_issue_token_stores_no_secret(db: Any, cast: Cast) -> None:
    secret = await issued(cast)
    [row] = await AccessToken.select()
    assert secret not in str(row)


async def test_revoke_token_closes_it_for_good(db: Any, cast: Cast) -> None:
    secret = await issued(cast)
    [token] = await tokens_of(cast.alice.id, NOW)
    by = Actor(cast.alice.id, "Alice")
    await revoke_token(token.id, person=cast.alice.id, by=by, now=NOW)
    assert await bearer_of(f"Bearer {secret}", NOW) is None
    assert await tokens_of(cast.alice.id, NOW) == []


async def test_access_tokens_page_shows_the_secret_once(
    client: httpx.AsyncClient, sign_in: SignIn, post: Post, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    form = {"name": "Door screen", "scopes": ["agenda:read"], "days": "30"}
    made = await post(client, "/my/access-tokens", form)
    found = re.search(r'value="(plenary_[^"]+)"', made.text)
    assert found
    shown = await client.get("/my/access-tokens")
    assert "Door screen" in shown.text
    assert found[1] not in shown.text


async def test_access_tokens_page_reloaded_makes_no_second(
    client: httpx.AsyncClient, sign_in: SignIn, post: Post, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    form = {"name": "Door screen", "scopes": ["agenda:read"], "days": "30", "once": "A1B2C3"}
    await post(client, "/my/access-tokens", form)
    assert (await post(client, "/my/access-tokens", form)).status_code == 303
    assert await AccessToken.count() == 1


async def test_access_tokens_page_asks_for_a_scope(
    client: httpx.AsyncClient, sign_in: SignIn, post: Post, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    answer = await post(client, "/my/access-tokens", {"name": "Door screen", "days": "7"})
    assert answer.status_code == 422
    assert "Choose at least one thing that the program may do." in answer.text
    assert "Choose one of the times." in answer.text
    assert 'value="Door screen"' in answer.text
    assert await AccessToken.count() == 0


async def test_revoke_of_another_persons_token_is_not_found(
    client: httpx.AsyncClient, sign_in: SignIn, post: Post, cast: Cast
) -> None:
    secret = await issued(cast)
    [token] = await tokens_of(cast.alice.id, NOW)
    await sign_in(client, cast.bob)
    answer = await post(client, f"/my/access-tokens/{token.id}/revoke")
    assert answer.status_code == 404
    assert await bearer_of(f"Bearer {secret}", NOW)
