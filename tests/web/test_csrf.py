"""Form tokens: a browser with a token of another secret gets a new one."""

from __future__ import annotations

from typing import Any

import httpx


async def test_token_of_another_secret_is_replaced(client: httpx.AsyncClient, post: Any) -> None:
    client.cookies.set("plenary_csrf", "a" * 128)
    page = await client.get("/sign-in")
    assert "plenary_csrf=" in page.headers["set-cookie"]
    client.cookies.clear()
    client.cookies.set("plenary_csrf", page.cookies["plenary_csrf"])
    answer = await post(client, "/sign-in", {"email": "nobody@example.org"})
    assert answer.status_code != 403


async def test_form_with_a_token_of_another_secret_is_refused(client: httpx.AsyncClient) -> None:
    client.cookies.set("plenary_csrf", "a" * 128)
    answer = await client.post("/sign-in", data={"_csrf_token": "a" * 128, "email": "x@y.test"})
    assert answer.status_code == 403
