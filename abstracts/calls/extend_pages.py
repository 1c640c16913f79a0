"""The committee extends a call and makes links for those who are late."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.calls import extending, late_actions
from abstracts.calls.call_pages import COMMITTEE, ONE, call_of_key
from abstracts.calls.errors import DeadlineMoved
from abstracts.calls.extending import Extended, ExtensionPreview
from abstracts.calls.late_actions import NewLateLink
from abstracts.calls.late_forms import ExtensionForm, LateForm
from abstracts.calls.letters import Sender
from abstracts.calls.queries import late_links
from abstracts.queries.calls import CallInfo
from conference.meetings.forms import shown_local
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]


@get(ONE + "/extend", opt=COMMITTEE)
async def show_extension(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    call = await call_of_key(meeting, key)
    form = FormState(
        {"at": shown_local(call.closes_at, call.zone), "shown_at": call.closes_at.isoformat()}
    )
    return _extension_page(request, call, form)


@post(ONE + "/extend", opt=COMMITTEE)
async def extend_call(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    call = await call_of_key(meeting, key)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, ExtensionForm)
        with refusals(form):
            new = form.as_extension(call)
            if form.do != "apply":
                preview = await extending.preview_extension(sender, call, new, now)
                return _extension_page(request, call, FormState.of(form), new=new, preview=preview)
            told = await extending.extend_call(sender, call, new, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _extension_page(request, call, wrong.state, 422)
    except DeadlineMoved as moved:
        return await _asked_again(request, meeting, key, form, moved)
    flash(request, f"“{call.title}” is extended; {told} letter{'' if told == 1 else 's'} sent.")
    return redirect(f"/{meeting.slug}/committee/calls")


async def _asked_again(
    request: AnyRequest, meeting: TheMeeting, key: str, form: ExtensionForm, moved: DeadlineMoved
) -> Template:
    call = await call_of_key(meeting, key)
    values = {"at": form.at, "reason": form.reason, "shown_at": call.closes_at.isoformat()}
    return _extension_page(request, call, FormState(values, {"at": moved.detail}), 409)


def _extension_page(
    request: AnyRequest,
    call: CallInfo,
    form: FormState,
    status: int = 200,
    new: Extended | None = None,
    preview: ExtensionPreview | None = None,
) -> Template:
    return page(
        request,
        "abstracts/calls/extend.html",
        status=status,
        call=call,
        form=form,
        new=new,
        preview=preview,
    )


@get(ONE + "/late", opt=COMMITTEE)
async def show_late_links(
    request: AnyRequest, meeting: TheMeeting, now: Now, key: FromPath[str]
) -> Template:
    call = await call_of_key(meeting, key)
    return await _late_page(request, call, FormState.empty(), now)


@post(ONE + "/late", opt=COMMITTEE)
async def make_late_link(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template:
    call = await call_of_key(meeting, key)
    sender = Sender(meeting, settings.base_url)
    try:
        form = await read_form(request, LateForm)
        with refusals(form):
            new = form.as_link(call)
            secret = await late_actions.make_late_link(sender, call, new, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _late_page(request, call, wrong.state, now, 422)
    address = sender.address(f"abstracts/late/{secret}")
    return await _late_page(request, call, FormState.empty(), now, made=new, address=address)


@post(ONE + "/late/{link:uuid}/revoke", opt=COMMITTEE)
async def revoke_late_link(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    key: FromPath[str],
    link: FromPath[UUID],
) -> Redirect:
    call = await call_of_key(meeting, key)
    done = await late_actions.revoke_late_link(
        call, link, meeting=meeting.id, by=visitor.actor, now=now
    )
    flash(request, "The link no longer works." if done else "This link was revoked before.")
    return redirect(f"/{meeting.slug}/committee/calls/{call.key}/late")


async def _late_page(
    request: AnyRequest,
    call: CallInfo,
    form: FormState,
    now: Now,
    status: int = 200,
    made: NewLateLink | None = None,
    address: str = "",
) -> Template:
    return page(
        request,
        "abstracts/calls/late.html",
        status=status,
        call=call,
        form=form,
        links=await late_links(call.id),
        made=made,
        address=address,
        now=now,
    )


handlers = [show_extension, extend_call, show_late_links, make_late_link, revoke_late_link]
