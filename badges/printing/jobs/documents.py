"""What a claimed job prints: the badge as it is at this moment, or the station's test page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from badges.drawing.dots import page_dots
from badges.faces.queries import count_prints
from badges.printing.actions import refuse_blocked
from badges.printing.carriers.document import PDF, ZPL, Document
from badges.printing.carriers.zpl import zpl_of
from badges.printing.errors import BadgeBlocked
from badges.printing.files import draw_badges, faces_for
from badges.printing.jobs.queries import JobInfo
from badges.printing.papers import Sheets, seat_paper
from badges.printing.rules import PrintPath
from badges.printing.stations.queries import StationInfo
from badges.stock.calibration import calibration_pdf
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.registration.queries import registration_info


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
    (face,) = await faces_for(sheets.layout, meeting, [info], secret=secret, by=by, now=now)
    before = (await count_prints([info.id])).get(info.id, 0)
    return await draw_badges([replace(face, revision=before + 1)], sheets, "Badge")


def _for_printer(body: bytes, title: str, station: StationInfo, sheets: Sheets) -> Document:
    width, height = sheets.paper.stock.media
    if station.path is not PrintPath.ZPL:
        return Document(body, title, width, height, PDF, sheets.paper.flip)
    picture = page_dots(body, sheets.paper.stock.dots_per_inch)
    if sheets.paper.stock.feeds_turned:
        picture = picture.rotate(90, expand=True)
    return Document(zpl_of(picture), title, width, height, ZPL)
