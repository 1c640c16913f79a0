"""Bytes that are compressed once and sent to many: pages for strangers, style sheets, scripts.

Only what is the same for everybody is compressed: a page with a person's token in it, compressed
beside what a request put there, would let an eavesdropper guess the token by its length.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from conference.web.assets import STATIC
from conference.web.conditional import conditional, etag_of

LEVEL = 6
PREFIX = "/static/"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
IMMUTABLE = b"public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Packed:
    """The compressed bytes, and the entity tag of the plain ones."""

    gz: bytes
    etag: str

    @property
    def body(self) -> bytes:
        """The plain bytes, for the few who do not unpack."""
        return gzip.decompress(self.gz)


def pack(body: bytes) -> Packed:
    """The same bytes for the same body, whenever it is packed."""
    return Packed(gzip.compress(body, LEVEL, mtime=0), etag_of(body))


def packed_answer(
    request: Request[Any, Any, Any],
    packed: Packed,
    media_type: str,
    headers: dict[str, str] | None = None,
) -> Response[bytes | None]:
    """200 with what the browser can read, compressed if it can, each under its own entity tag;
    or 304."""
    sent = {"vary": "accept-encoding, cookie", **(headers or {})}
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return conditional(request, packed.body, media_type, etag=packed.etag, headers=sent)
    tag = f'{packed.etag[:-1]}-gz"'
    answer = conditional(request, packed.gz, media_type, etag=tag, headers=sent)
    if answer.content is not None:
        answer.headers["content-encoding"] = "gzip"
    return answer


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip and does not refuse it."""
    for each in accepted.split(","):
        name, _, rank = each.strip().partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return rank.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class PackedFiles:
    """Serves style sheets, scripts and drawings compressed; all else goes on to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        packed = _asked_file(scope)
        if packed is None:
            await self.app(scope, receive, send)
            return
        name = str(scope["path"])
        headers = [
            (b"content-type", MEDIA_TYPES[name[name.rindex(".") :]].encode()),
            (b"content-encoding", b"gzip"),
            (b"content-length", str(len(packed.gz)).encode()),
            (b"cache-control", IMMUTABLE),
            (b"vary", b"accept-encoding"),
            (b"etag", f'{packed.etag[:-1]}-gz"'.encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = b"" if scope.get("method") == "HEAD" else packed.gz
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _asked_file(scope: Scope) -> Packed | None:
    if scope["type"] != ScopeType.HTTP or not scope["path"].startswith(PREFIX):
        return None
    if scope.get("method") not in ("GET", "HEAD"):
        return None
    accepted = b",".join(v for n, v in scope["headers"] if n == b"accept-encoding")
    if not takes_gzip(accepted.decode("latin-1")):
        return None
    return packed_file(scope["path"].removeprefix(PREFIX))


@lru_cache(maxsize=256)
def packed_file(name: str) -> Packed | None:
    """A static file that is text, packed; None for any other, or none of ours."""
    path = (STATIC / name).resolve()
    if path.suffix not in MEDIA_TYPES or not path.is_relative_to(STATIC) or not path.is_file():
        return None
    return pack(path.read_bytes())
