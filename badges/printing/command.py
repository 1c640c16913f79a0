"""What `plenary badges` does."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from badges.desk.queries import admitted
from badges.drawing.render import badge_pdf
from badges.drawing.report import pre_print_report
from badges.layouts.standard import standard_layout
from badges.printing.files import sheets
from badges.stock.catalogue import STOCKS
from badges.stock.grid import page_count
from badges.stock.stock import Paper
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.settings import Settings
from conference.web.problems import Invalid


async def badges_pdf(
    *, meeting: MeetingInfo, out: Path, layout: str, settings: Settings, now: datetime
) -> str:
    """Writes the badges of everyone who may have one, A-Z, and says what to look at.

    Nothing is recorded as printed: this is the emergency pack (G08). Raises Invalid for a layout
    that does not exist or a meeting without badges.
    """
    if layout not in STOCKS:
        raise Invalid(f"There is no layout {layout!r}; choose {', '.join(STOCKS)}.")
    infos = await admitted(meeting.id)
    if not infos:
        raise Invalid("Nobody is confirmed and paid yet, so there is no badge to write.")
    faces = await sheets(meeting, infos, settings, Actor.system("plenary badges"), now)
    stock = STOCKS[layout]
    paper, design = Paper(stock), standard_layout(stock)
    body = badge_pdf(faces, design, paper, f"Badges of {meeting.title}")
    await asyncio.to_thread(out.write_bytes, body)
    pages = page_count(paper, len(faces))
    lines = [f"{len(faces)} badges on {pages} pages ({stock.title}) in {out}."]
    lines += [
        f"{finding.name} ({finding.code}): {finding.sentence}"
        for finding in pre_print_report(faces, design)
    ]
    return "\n".join(lines)
