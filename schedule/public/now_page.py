"""What is on now, room by room: for a phone, and in big letters for a screen in the foyer."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.people.access import Visitor
from conference.web import page
from schedule.public.door import STRANGERS, AnyRequest, meeting_asked, not_out
from schedule.public.kept import may_keep, stranger_page
from schedule.public.moment import asked_moment, moment
from schedule.queries.programme import PublicProgramme, public_programme
from schedule.rules.now import now_board

TEMPLATE = "schedule/now.html"


@get("/{slug:str}/programme/now", opt=STRANGERS)
async def programme_now(
    request: AnyRequest, slug: FromPath[str]
) -> Template | Response[bytes | None]:
    """Now and next in each room; ?screen=1 leaves out all but that. The page holds the whole
    programme's times, so that it goes on by itself when the network drops."""
    visitor: Visitor | None = request.state.get("visitor")
    meeting = await meeting_asked(request, slug)
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    at, is_screen = asked_moment(request), bool(request.query_params.get("screen"))
    shown_at = moment(at, released.programme.meeting)
    if visitor is None:
        context = partial(_context, released, shown_at, at, is_screen)
        asked = (at, is_screen)
        return stranger_page(request, TEMPLATE, released, meeting, asked, shown_at, context)
    shown = page(request, TEMPLATE, **_context(released, shown_at, at, is_screen))
    return may_keep(shown, visitor)


def _context(
    released: PublicProgramme, shown_at: datetime, at: str, is_screen: bool
) -> dict[str, Any]:
    return {
        "public": released,
        "programme": released.programme,
        "board": now_board(released.programme, shown_at),
        "now": shown_at,
        "at": at,
        "is_screen": is_screen,
    }


handlers = [programme_now]
