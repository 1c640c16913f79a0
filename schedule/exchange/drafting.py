"""The draft as files for the committee: each says that it is a draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.web.formats import instant
from conference.web.sheets import XLSX
from schedule.exchange import write_json
from schedule.exchange.lines import ProgrammeLines, lines_of_draft
from schedule.exchange.publishing import exchange_of
from schedule.exchange.spreadsheets import CSV, programme_csv, programme_workbook
from schedule.queries.described import described_programme
from schedule.queries.draft import released_meeting
from schedule.queries.imports import imported_frame
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.release import ReleaseFacts, make_release
from schedule.rules.vocabulary import ItemStatus

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of the draft."""

    name: str
    media_type: str
    body: bytes


async def draft_file(
    meeting: MeetingInfo, ending: str, base_url: str, now: datetime
) -> DraftFile | None:
    """The draft as csv, xlsx or json, with everything in it; None for any other ending."""
    mark = f"DRAFT of {instant(now, meeting.zone)}, not released"
    name = f"{meeting.slug}-draft.{ending}"
    if ending == "json":
        return DraftFile(name, JSON, await _json(meeting.id, mark, base_url, now))
    if ending not in ("csv", "xlsx"):
        return None
    lines = lines_of_draft(await described_programme(meeting.id), meeting.title, mark)
    return DraftFile(name, *_table(ending, lines))


def _table(ending: str, lines: ProgrammeLines) -> tuple[str, bytes]:
    if ending == "csv":
        return CSV, programme_csv(lines)
    return XLSX, programme_workbook(lines)


async def _json(meeting: UUID, mark: str, base_url: str, now: datetime) -> bytes:
    """As a release of the draft would be; what has no time yet cannot be in it."""
    draft = as_if_confirmed(await described_programme(meeting))
    made = make_release(draft, None, ReleaseFacts(await released_meeting(meeting), 0, mark, now))
    return write_json(exchange_of(made, await imported_frame(meeting), base_url), "Plenary")


def as_if_confirmed(draft: Programme) -> Programme:
    """The same with nothing marked as a draft."""
    return replace(draft, sessions=tuple(_confirmed(each) for each in draft.sessions))


def _confirmed(session: PlannedSession) -> PlannedSession:
    slots = tuple(replace(slot, status=_status(slot)) for slot in session.slots)
    return replace(session, status=_status(session), slots=slots)


def _status(item: PlannedSession | PlannedSlot) -> ItemStatus:
    return ItemStatus.CONFIRMED if item.status is ItemStatus.DRAFT else item.status
