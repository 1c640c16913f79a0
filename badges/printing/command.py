"""What `plenary badges` does."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from badges.desk.queries import admitted
from badges.drawing.render import badge_pdf
from badges.layout import LAYOUTS, page_count
from badges.printing.batch import pre_print_report
from badges.printing.files import sheets
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
    if layout not in LAYOUTS:
        raise Invalid(f"There is no layout {layout!r}; choose {' or '.join(LAYOUTS)}.")
    infos = await admitted(meeting.id)
    if not infos:
        raise Invalid("Nobody is confirmed and paid yet, so there is no badge to write.")
    faces = await sheets(meeting, infos, settings, Actor.system("plenary badges"), now)
    paper = LAYOUTS[layout]
    body = badge_pdf(faces, paper, f"Badges of {meeting.title}")
    await asyncio.to_thread(out.write_bytes, body)
    pages = page_count(paper.sheet, len(faces))
    lines = [f"{len(faces)} badges on {pages} pages ({paper.title}) in {out}."]
    lines += [
        f"{finding.name} ({finding.code}): {finding.sentence}"
        for finding in pre_print_report(faces, paper.badge)
    ]
    return "\n".join(lines)
