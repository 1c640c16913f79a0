"""Asking an ASGI app without a socket or a client library."""

from __future__ import annotations

from typing import Any


async def ask(app: Any, path: str, **headers: str) -> tuple[int, bytes]:
    """Status and body of a GET; header names are given with underscores."""
    plain, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [
            (b"host", b"bench.test"),
            (b"accept", b"text/html"),
            *((name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body
