"""What every page of the released programme asks first: which meeting, who looks, what is out."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.response import Template

from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo, MilestoneKey
from conference.people.access import Visitor, public
from conference.web import page
from conference.web.csrf import BYTES_FOR_STRANGERS
from conference.web.problems import NotFound
from schedule.queries.programme import PublicProgramme, meeting_at_door, public_programme
from schedule.queries.stars import stars_of

AnyRequest = Request[Any, Any, Any]
NOT_OUT = "schedule/no_programme.html"
STRANGERS: dict[str, Any] = {**public, BYTES_FOR_STRANGERS: True}


async def meeting_asked(request: AnyRequest, slug: str) -> MeetingInfo:
    """The meeting of the address, for handlers that keep bytes for strangers. Raises NotFound."""
    meeting: MeetingInfo | None = request.state.get("meeting") or await meeting_at_door(slug)
    if meeting is None:
        raise NotFound("No meeting has this address. The current ones are on the first page.")
    return meeting


async def not_out(request: AnyRequest, meeting: MeetingInfo) -> Template:
    """The kind page before the first release, with the planned date if there is one."""
    dates = await meetings.milestones(meeting.id)
    expected = next((each for each in dates if each.key == MilestoneKey.PROGRAMME_OUT), None)
    request.state.meeting = meeting
    return page(request, NOT_OUT, expected=expected)


async def stars_for(visitor: Visitor, meeting: MeetingInfo) -> frozenset[str] | None:
    """The visitor's stars; None for a stranger, whose stars live in the browser."""
    return await stars_of(visitor.person, meeting.id) if visitor.person else None


async def released_or_404(meeting: MeetingInfo) -> PublicProgramme:
    """The newest release. Raises NotFound before the first."""
    released = await public_programme(meeting.id)
    if released is None:
        raise NotFound("The programme is not out yet.")
    return released
