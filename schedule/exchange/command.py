"""`plenary export programme`: one file of the newest release, or of the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conference.meetings.rules import MeetingInfo
from schedule.actions.release_files import release_file
from schedule.errors import UnknownFormat
from schedule.exchange.drafting import draft_file
from schedule.queries.releases import released_now


@dataclass(frozen=True, slots=True)
class ExportedProgramme:
    """The bytes, and what they are."""

    body: bytes
    words: str


async def exported_programme(
    *, meeting: MeetingInfo, ending: str, is_draft: bool, base_url: str, now: datetime
) -> ExportedProgramme:
    """The file of that ending. Raises NotReleased before the first release, UnknownFormat."""
    if is_draft:
        made = await draft_file(meeting, ending, base_url, now)
        if made is None:
            raise UnknownFormat(ending, ("csv", "xlsx", "json"))
        return ExportedProgramme(made.body, f"the draft of /{meeting.slug}, not released")
    release = await released_now(meeting.id)
    file = await release_file(meeting.id, release, f"programme.{ending}", base_url, now)
    if file is None:
        raise UnknownFormat(ending, ("xml", "json", "ics", "xcal", "csv", "xlsx"))
    return ExportedProgramme(file.body, f"release {release.number} of /{meeting.slug}")
