"""The programme as an app that works without a network: its manifest and its service worker."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from conference.meetings.rules import MeetingInfo
from conference.web.assets import STATIC, asset
from conference.web.conditional import conditional
from schedule.public.door import STRANGERS, AnyRequest, meeting_asked

KEPT_FILES = (
    "plenary.css",
    "programme.css",
    "calendars.css",
    "favicon.svg",
    "vendor/htmx-4.0.1.min.js",
    "js/csrf.js",
    "js/errors.js",
    "js/submit-once.js",
    "js/stars.js",
    "js/star-shelf.js",
    "js/programme.js",
    "js/now.js",
    "js/zone.js",
    "js/sign-out.js",
    "js/offline.js",
    "js/copy.js",
)
ICONS = (("192x192", "any", "192"), ("512x512", "any", "512"), ("512x512", "maskable", "mask"))
WORKER = "js/worker.js"
PAPER, ACCENT = "#fbfaf6", "#0e5364"


@get("/{slug:str}/manifest.webmanifest", opt=STRANGERS)
async def manifest(request: AnyRequest, slug: FromPath[str]) -> Response[bytes | None]:
    """What a phone asks before it puts the programme on its home screen."""
    meeting = await meeting_asked(request, slug)
    body = msgspec.json.encode(_manifest(meeting))
    return conditional(request, body, "application/manifest+json")


def _manifest(meeting: MeetingInfo) -> dict[str, Any]:
    icons = [
        {"src": asset(f"icons/{name}.png"), "sizes": size, "type": "image/png", "purpose": use}
        for size, use, name in ICONS
    ]
    return {
        "id": f"/{meeting.slug}/programme",
        "name": f"{meeting.title}: programme",
        "short_name": meeting.title[:24],
        "start_url": f"/{meeting.slug}/programme",
        "scope": f"/{meeting.slug}/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "lang": "en",
        "icons": icons,
    }


@get("/{slug:str}/worker.js", opt=STRANGERS)
async def worker(request: AnyRequest, slug: FromPath[str]) -> Response[bytes | None]:
    """The service worker; where it lies makes it see this meeting's pages only."""
    await meeting_asked(request, slug)
    return conditional(request, _worker(), "text/javascript; charset=utf-8")


@lru_cache(maxsize=1)
def _worker() -> bytes:
    """The worker after the names of the files it keeps: with any of them it changes itself."""
    files = [asset(name) for name in KEPT_FILES]
    code = (STATIC / WORKER).read_bytes()
    version = hashlib.sha256(" ".join(files).encode() + code).hexdigest()[:10]
    told = msgspec.json.encode({"version": version, "files": files})
    return b"const APP = " + told + b";\n" + code


handlers = [manifest, worker]
