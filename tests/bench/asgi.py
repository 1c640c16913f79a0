"""Asking an ASGI app without a socket or a client library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app answered; header names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def cookie(self, name: str) -> str:
        """The value that the app gave a cookie; "" if it gave none."""
        for header, text in self.headers:
            if header == "set-cookie" and name in (cookies := SimpleCookie(text)):
                return cookies[name].value
        return ""


async def ask(app: Any, path: str, **headers: str) -> tuple[int, bytes]:
    """Status and body of a GET; header names are given with underscores."""
    answer = await exchange(app, "GET", path, headers=headers)
    return answer.status, answer.body


async def send_form(app: Any, path: str, form: Mapping[str, str], **headers: str) -> Answer:
    """The answer to a form, sent as a browser sends it."""
    kind = {"content_type": "application/x-www-form-urlencoded"}
    return await exchange(app, "POST", path, urlencode(form).encode(), {**kind, **headers})


async def exchange(
    app: Any, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """One request and its answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(_scope(method, path, body, headers or {}), receive, send)
    given = tuple((name.decode().lower(), text.decode()) for name, text in sent[0]["headers"])
    return Answer(sent[0]["status"], given, b"".join(each.get("body", b"") for each in sent[1:]))


def _scope(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    length = [(b"content-length", str(len(body)).encode())] if body else []
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [
            (b"host", b"bench.test"),
            *length,
            *(
                (name.replace("_", "-").encode(), text.encode())
                for name, text in {"accept": "text/html", **headers}.items()
            ),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
