"""Badges as files for a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from litestar import Response

from badges.drawing.pictures import NO_PICTURES, Pictures
from badges.drawing.render import badge_pdf
from badges.faces.actions import ensure_badges
from badges.faces.queries import badge_faces
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout
from badges.stock.stock import Paper
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.registration.queries import RegistrationInfo
from conference.settings import Settings

# The desk page shows the file in a hidden frame to print it; no other page may.
FRAMED_BY_US = "default-src 'self'; object-src 'self'; frame-ancestors 'self'"


async def sheets(
    meeting: MeetingInfo,
    infos: Sequence[RegistrationInfo],
    settings: Settings,
    by: Actor,
    now: datetime,
) -> list[BadgeFace]:
    """The badges of these registrations; one that nobody looked at before gets its code now."""
    keys = await ensure_badges(
        [info.id for info in infos], meeting=meeting, secret=settings.secret, by=by, now=now
    )
    return await badge_faces(meeting, infos, keys, settings.secret)


async def pdf_response(
    faces: Sequence[BadgeFace],
    layout: Layout,
    paper: Paper,
    file_name: str,
    pictures: Pictures = NO_PICTURES,
) -> Response[bytes]:
    """Drawn in a thread, so that a large batch does not hold up the other desks."""
    title = file_name.removesuffix(".pdf")
    body = await asyncio.to_thread(badge_pdf, faces, layout, paper, title, pictures)
    return file_response(body, file_name)


def file_response(body: bytes, file_name: str) -> Response[bytes]:
    """A PDF that a browser shows, also in the desk's hidden frame, and keeps nowhere."""
    headers = {
        "content-disposition": f'inline; filename="{file_name}"',
        "content-security-policy": FRAMED_BY_US,
        "cache-control": "no-store",
    }
    return Response(body, media_type="application/pdf", headers=headers)
