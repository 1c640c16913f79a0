"""Everything the desk can open, on one page."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from conference.meetings.given import TheMeeting, TheVisitor
from conference.meetings.roof import Link, Roof
from conference.people.access import Role, roles
from conference.web import page

DOOR_SIGNS = Link("Door signs", "/committee/papers", "Day sheets and signs to print.", Role.DESK)


@get("/{slug:str}/desk/more", opt=roles(Role.DESK))
async def show_more(
    request: Request[Any, Any, Any], meeting: TheMeeting, visitor: TheVisitor, state: State
) -> Template:
    """The desk's pages, without those that are tabs of every page already opened."""
    roof: Roof = state.roof
    links = [each for each in roof.office_links if each.path.startswith("/desk")]
    allowed = [each for each in (*links, DOOR_SIGNS) if visitor.may(each.role)]
    return page(
        request,
        "meetings/links.html",
        heading="Desk",
        lede="Everything the desk can open.",
        groups={"At the desk": allowed},
    )


handlers = [show_more]
