"""Answers 304 when the browser already holds the same bytes; Litestar never does by itself."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from litestar import Request, Response


def etag_of(body: bytes) -> str:
    """A strong entity tag of the bytes."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def conditional(
    request: Request[Any, Any, Any],
    body: bytes,
    media_type: str,
    *,
    etag: str | None = None,
    last_modified: datetime | None = None,
    max_age: int = 0,
    private: bool = True,
    headers: dict[str, str] | None = None,
) -> Response[bytes | None]:
    """200 with the bytes, or 304 when If-None-Match or If-Modified-Since says they are known."""
    tag = etag or etag_of(body)
    scope = "private" if private else "public"
    sent = {
        "etag": tag,
        "cache-control": f"{scope}, max-age={max_age}" if max_age else f"{scope}, no-cache",
        **(headers or {}),
    }
    if last_modified is not None:
        sent["last-modified"] = format_datetime(last_modified, usegmt=True)
    if _is_known(request, tag, last_modified):
        return Response(None, status_code=304, headers=sent)
    return Response(body, status_code=200, media_type=media_type, headers=sent)


def _is_known(request: Request[Any, Any, Any], tag: str, last_modified: datetime | None) -> bool:
    if (wanted := request.headers.get("if-none-match")) is not None:
        known = {each.strip().removeprefix("W/") for each in wanted.split(",")}
        return tag in known or "*" in known
    since = request.headers.get("if-modified-since")
    if since is None or last_modified is None:
        return False
    try:
        return last_modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
