"""Fees that are not paid: the committee sees them, the treasurer lets one go with a reason."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.calls.fees import unpaid_fees
from abstracts.calls.queries import calls
from abstracts.calls.waiving import waive_fee as waive
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
FEES = "/{slug:str}/committee/fees"


class WaiveForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=500)]


@get(FEES, opt=roles(Role.PROGRAMME, Role.TREASURER))
async def show_fees(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _fees_page(request, meeting, now)


@post(FEES + "/{code:str}/waive", opt=roles(Role.TREASURER))
async def waive_fee(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    try:
        form = await read_form(request, WaiveForm)
    except FormErrors as wrong:
        return await _fees_page(request, meeting, now, code, wrong.state)
    await waive(code, meeting, reason=form.reason, by=visitor.actor, now=now)
    flash(request, f"The fee of {code} is waived.")
    return redirect(f"/{meeting.slug}/committee/fees")


async def _fees_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: Now,
    code: str = "",
    form: FormState | None = None,
) -> Template:
    return page(
        request,
        "abstracts/calls/fees.html",
        status=422 if form else 200,
        rows=await unpaid_fees(meeting.id, await calls(meeting.id)),
        wrong=code,
        form=form or FormState.empty(),
        now=now,
    )


handlers = [show_fees, waive_fee]
