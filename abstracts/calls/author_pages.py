"""What an author sees of a call: a late link, the fee on the form and beside the abstract."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.calls import late_actions
from abstracts.calls.errors import UnknownLateLink
from abstracts.calls.fees import fee_order
from abstracts.calls.queries import late_link_of
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract
from abstracts.writing.form_parts import FormPart, add_show_part
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.web import flash, page, redirect

AnyRequest = Request[Any, Any, Any]
LATE = "/{slug:str}/abstracts/late/{secret:str}"


@get(LATE, opt=signed_in)
async def show_late_link(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, secret: FromPath[str]
) -> Template:
    found = await late_link_of(meeting.id, late_actions.digest_of_secret(secret))
    if found is None:
        raise UnknownLateLink
    link, call = found
    return page(
        request,
        "abstracts/calls/late_link.html",
        link=link,
        call=call,
        is_over=not link.is_live(now),
    )


@post(LATE, opt=signed_in)
async def take_late_link(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, secret: FromPath[str]
) -> Redirect:
    assert visitor.person is not None
    call = await late_actions.take_late_link(
        meeting.id, secret, visitor.person, by=visitor.actor, now=now
    )
    has_one = await Abstract.exists().where(
        Abstract.call == call.id, Abstract.submitter == visitor.person
    )
    flash(request, f"“{call.title}” is open to you.")
    return redirect(
        f"/{meeting.slug}/abstracts" if has_one else f"/{meeting.slug}/abstracts/new?call={call.id}"
    )


async def fee_on_page(
    meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
) -> FormPart | None:
    """The fee of a submitted abstract and where to pay it, for who submitted it (A07)."""
    if abstract.submitter != visitor.person or not abstract.submitted_at:
        return None
    row = await Abstract.select(Abstract.fee_order).where(Abstract.id == abstract.id).first()
    order = await fee_order(row["fee_order"]) if row else None
    if order is None:
        return None
    return FormPart("abstracts/calls/_fee_due.html", {"order": order})


add_show_part(fee_on_page)

handlers = [show_late_link, take_late_link]
