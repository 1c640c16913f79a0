"""The desk as an app that opens without a network: its manifest and its service worker."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request, Response, get

from conference.meetings.given import TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web.assets import STATIC, asset
from conference.web.conditional import conditional

AnyRequest = Request[Any, Any, Any]
SCRIPTS = (
    "page", "list", "banner", "sync", "wire", "store", "rules", "roll", "fold", "start", "search",
    "camera", "temporary", "door", "doors", "verdict",
)  # fmt: skip
KEPT_FILES = (
    "plenary.css",
    "offline-desk.css",
    "favicon.svg",
    "vendor/htmx-4.0.1.min.js",
    "vendor/jsqr-1.4.0.js",
    "js/csrf.js",
    "js/errors.js",
    "js/submit-once.js",
    "js/sign-out.js",
    "js/scan-wedge.js",
    "js/scan-camera.js",
    "js/scan-decode.js",
    "js/scan-once.js",
    "js/scan-reader.js",
    "js/scan-sounds.js",
    *(f"js/offline-desk-{name}.js" for name in SCRIPTS),
)
ICONS = (("192x192", "any", "192"), ("512x512", "any", "512"), ("512x512", "maskable", "mask"))
WORKER = "js/offline-desk-worker.js"
PAPER, ACCENT = "#fbfaf6", "#0e5364"


@get("/{slug:str}/desk/offline/manifest.webmanifest", opt=roles(Role.DESK))
async def desk_manifest(request: AnyRequest, meeting: TheMeeting) -> Response[bytes | None]:
    """What a tablet asks before it puts the desk on its home screen."""
    body = msgspec.json.encode(_manifest(meeting))
    return conditional(request, body, "application/manifest+json")


def _manifest(meeting: MeetingInfo) -> dict[str, Any]:
    icons = [
        {"src": asset(f"icons/{name}.png"), "sizes": size, "type": "image/png", "purpose": use}
        for size, use, name in ICONS
    ]
    return {
        "id": f"/{meeting.slug}/desk/offline",
        "name": f"{meeting.title}: desk",
        "short_name": f"Desk {meeting.title}"[:24],
        "start_url": f"/{meeting.slug}/desk/offline",
        "scope": f"/{meeting.slug}/desk",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "lang": "en",
        "icons": icons,
    }


@get("/{slug:str}/desk/worker.js", opt=roles(Role.DESK))
async def desk_worker(request: AnyRequest, meeting: TheMeeting) -> Response[bytes | None]:
    """The desk's own service worker: it sees the desk's pages only, and not the programme's."""
    body = _worker()
    headers = {"service-worker-allowed": f"/{meeting.slug}/desk"}
    return conditional(request, body, "text/javascript; charset=utf-8", headers=headers)


@lru_cache(maxsize=1)
def _worker() -> bytes:
    """The worker after the names of the files it keeps: with any of them it changes itself."""
    files = [asset(name) for name in KEPT_FILES]
    code = (STATIC / WORKER).read_bytes()
    version = hashlib.sha256(" ".join(files).encode() + code).hexdigest()[:10]
    told = msgspec.json.encode({"version": version, "files": files})
    return b"const APP = " + told + b";\n" + code
