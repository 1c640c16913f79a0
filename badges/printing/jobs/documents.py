"""What a claimed job prints: the badge as it is at this moment, or the station's test page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from badges.drawing.dots import page_dots
from badges.drawing.render import badge_pdf
from badges.faces.actions import ensure_badges
from badges.faces.queries import badge_faces, count_prints
from badges.printing.actions import refuse_blocked
from badges.printing.carriers.document import PDF, ZPL, Document
from badges.printing.carriers.zpl import zpl_of
from badges.printing.errors import BadgeBlocked
from badges.printing.jobs.queries import JobInfo
from badges.printing.papers import Sheets, seat_paper
from badges.printing.rules import PrintPath
from badges.printing.stations.queries import StationInfo
from badges.stock.calibration import calibration_pdf
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.registration.queries import registration_info

USUAL_DOTS = 203  # of a label printer whose dots nobody wrote down


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document, and the layout that was used."""

    document: Document
    layout: str


async def draw_job(
    job: JobInfo, station: StationInfo, meeting: MeetingInfo, *, secret: str, now: datetime
) -> Drawn:
    """The job's file for its printer. Raises BadgeBlocked for who may not come in any more."""
    sheets = await seat_paper(meeting.id, station)
    if job.registration is None:
        body = await asyncio.to_thread(calibration_pdf, sheets.paper)
    else:
        body = await _badge(job, sheets, meeting, secret, now)
    title = f"{meeting.slug} {job.id}"
    document = await asyncio.to_thread(_for_printer, body, title, station, sheets)
    return Drawn(document, sheets.layout.key)


async def _badge(
    job: JobInfo, sheets: Sheets, meeting: MeetingInfo, secret: str, now: datetime
) -> bytes:
    assert job.registration is not None
    info = await registration_info(job.registration)
    if info is None:
        raise BadgeBlocked("This registration is gone.")
    await refuse_blocked(info)
    by = Actor.system(job.by_name)
    keys = await ensure_badges([info.id], meeting=meeting, secret=secret, by=by, now=now)
    (face,) = await badge_faces(meeting, [info], keys, secret, with_agenda=True)
    before = (await count_prints([info.id])).get(info.id, 0)
    shown = replace(face, revision=before + 1)
    return await asyncio.to_thread(
        badge_pdf, [shown], sheets.layout, sheets.paper, "Badge", sheets.pictures
    )


def _for_printer(body: bytes, title: str, station: StationInfo, sheets: Sheets) -> Document:
    width, height = sheets.paper.stock.media
    if station.path is not PrintPath.ZPL:
        return Document(body, title, width, height, PDF)
    dots = sheets.paper.stock.dots_per_inch or USUAL_DOTS
    picture = page_dots(body, dots)
    if sheets.paper.stock.feeds_turned:
        picture = picture.rotate(90, expand=True)
    return Document(zpl_of(picture), title, width, height, ZPL)
