"""Headers of every answer, the request's id, and one log line per request."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterable

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("plenary.request")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=()",
}
HSTS = {"strict-transport-security": "max-age=31536000"}
Headers = Iterable[tuple[bytes, bytes]]
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,40}")
_SECRET_IN_PATH = re.compile(r"^/+(sign-in/+link|calendar|b)/+(?=[^/])", re.IGNORECASE)


class ShellHeaders:
    """Adds the security headers and the request id; logs method, path, status and time.

    It wraps the whole app, because Litestar's middleware does not see an address without a route.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        headers = {**HEADERS, **(HSTS if is_https else {})}
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._completed(message["headers"], request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self.app(scope, receive, send_with_headers)
            log.info(
                "request",
                method=scope.get("method"),
                path=without_secret(scope["path"]),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def _completed(self, own: Headers, request_id: str) -> Headers:
        """The answer's own headers, and of ours those that it does not set itself."""
        set_already = {name.lower() for name, _ in own}
        ours = [pair for pair in self.headers if pair[0] not in set_already]
        return [*own, *ours, (b"x-request-id", request_id.encode())]


def without_secret(path: str) -> str:
    """The path as a log may keep it: a sign-in link, calendar or badge without its token."""
    found = _SECRET_IN_PATH.match(path)
    return f"/{found[1].lower()}/…" if found else path


def _request_id(scope: Scope) -> str:
    """What a proxy in front of us called the request, if it looks like an id; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value.decode("latin-1")):
            return value.decode("latin-1")
    return uuid.uuid4().hex[:16]
