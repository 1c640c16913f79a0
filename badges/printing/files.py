"""Badges as files for a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from litestar import Response

from badges.drawing.render import badge_pdf
from badges.faces.actions import ensure_badges
from badges.faces.queries import badge_faces
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout
from badges.printing.papers import Sheets
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.registration.queries import RegistrationInfo

# The desk page shows the file in a hidden frame to print it; no other page may.
FRAMED_BY_US = "default-src 'self'; object-src 'self'; frame-ancestors 'self'"


async def faces_for(
    layout: Layout, meeting: MeetingInfo, infos: Sequence[RegistrationInfo], *, secret: str,
    by: Actor, now: datetime,
) -> list[BadgeFace]:  # fmt: skip
    """The badges of these registrations with all that the layout prints of them, in their order.

    One that nobody looked at before gets its code now (G02).
    """
    ids = [info.id for info in infos]
    keys = await ensure_badges(ids, meeting=meeting, secret=secret, by=by, now=now)
    return await badge_faces(meeting, infos, keys, secret, with_agenda=layout.has_agenda)


async def draw_badges(faces: Sequence[BadgeFace], on: Sheets, title: str) -> bytes:
    """The PDF, drawn in a thread, so that a large batch does not hold up the other desks."""
    return await asyncio.to_thread(badge_pdf, faces, on.layout, on.paper, title, on.pictures)


async def pdf_response(faces: Sequence[BadgeFace], on: Sheets, file_name: str) -> Response[bytes]:
    """Badges for a browser to show or to print."""
    return file_response(await draw_badges(faces, on, file_name.removesuffix(".pdf")), file_name)


def file_response(body: bytes, file_name: str) -> Response[bytes]:
    """A PDF that a browser shows, also in the desk's hidden frame, and keeps nowhere."""
    headers = {
        "content-disposition": f'inline; filename="{file_name}"',
        "content-security-policy": FRAMED_BY_US,
        "cache-control": "no-store",
    }
    return Response(body, media_type="application/pdf", headers=headers)
