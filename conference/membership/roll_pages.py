"""The list of members: searched and filtered in the address, and as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.membership import queries
from conference.membership.roll_export import CSV_TYPE, XLSX_TYPE, roll_csv, roll_xlsx
from conference.membership.roll_queries import (
    RollEntry,
    Standing,
    count_active,
    roll_entries,
    roll_page,
)
from conference.people.access import Role, roles
from conference.web import FormState, page
from conference.web.pages import download, page_link, page_number

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
ROLL = "/{slug:str}/office/roll"
STANDINGS = (
    (Standing.ON_ROLL, "Everybody on the roll"),
    (Standing.ACTIVE, "Active today"),
    (Standing.NOT_ACTIVE, "Not active today"),
    (Standing.NOT_ON_ROLL, "Known here, not on the roll"),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The filters of the list as they stand in the address."""

    values: dict[str, str]

    @property
    def standing(self) -> Standing:
        known = self.values["standing"] in set(Standing)
        return Standing(self.values["standing"]) if known else Standing.ON_ROLL

    @property
    def filters(self) -> dict[str, Any]:
        values = self.values
        return {"text": values["q"], "standing": self.standing, "type_key": values["type"]}


def _asked(request: AnyRequest) -> _Asked:
    names = ("q", "standing", "type")
    return _Asked({name: request.query_params.get(name, "").strip()[:100] for name in names})


def _today(meeting: MeetingInfo, now: datetime) -> date:
    return meeting.local(now).date()


@get(ROLL, opt=OFFICE)
async def show_roll(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    asked, today, number = _asked(request), _today(meeting, now), page_number(request)
    found = await roll_page(meeting.society, today=today, number=number, **asked.filters)
    return page(
        request,
        "membership/roll.html",
        found=found,
        form=FormState.of(asked.values),
        today=today,
        active=await count_active(meeting.society, today),
        types=(await queries.membership_types(meeting.society)).items(),
        standings=STANDINGS,
        query=urlencode({name: text for name, text in asked.values.items() if text}),
        newer=page_link(asked.values, number - 1) if number > 1 else "",
        older=page_link(asked.values, number + 1) if number < found.pages else "",
    )


async def _entries(request: AnyRequest, meeting: MeetingInfo, now: datetime) -> list[RollEntry]:
    filters = _asked(request).filters
    return await roll_entries(meeting.society, today=_today(meeting, now), **filters)


@get(f"{ROLL}.csv", opt=OFFICE)
async def download_roll_csv(request: AnyRequest, meeting: TheMeeting, now: Now) -> Response[bytes]:
    entries = await _entries(request, meeting, now)
    return download(roll_csv(entries), CSV_TYPE, f"members-{_today(meeting, now)}.csv")


@get(f"{ROLL}.xlsx", opt=OFFICE)
async def download_roll_xlsx(request: AnyRequest, meeting: TheMeeting, now: Now) -> Response[bytes]:
    entries = await _entries(request, meeting, now)
    body = await asyncio.to_thread(roll_xlsx, entries)
    return download(body, XLSX_TYPE, f"members-{_today(meeting, now)}.xlsx")


handlers = [show_roll, download_roll_csv, download_roll_xlsx]
