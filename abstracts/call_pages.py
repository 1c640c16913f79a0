"""The committee sets up a call: when it is open, what it counts, which topics there are."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import actions, queries
from abstracts.call_forms import COUNTABLE, CallForm, TopicsForm, topics_text, values_of
from abstracts.errors import UnknownCall
from abstracts.queries import CallInfo
from abstracts.queries.calls import closing_milestone
from abstracts.vocabulary import CallKind, LengthUnit
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo, zone_names
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
CALLS = "/{slug:str}/committee/calls"


@get(CALLS, opt=roles(Role.PROGRAMME))
async def show_calls(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    topics = topics_text(await queries.topics(meeting.id))
    return await _calls_page(request, meeting, FormState.of({"topics": topics}), now)


@post(CALLS, opt=roles(Role.PROGRAMME))
async def set_topics(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        topics = (await read_form(request, TopicsForm)).as_topics()
    except FormErrors as wrong:
        return await _calls_page(request, meeting, wrong.state, now, status=422)
    await actions.set_topics(meeting=meeting.id, topics=topics, by=visitor.actor, now=now)
    flash(request, "The topics are saved.")
    return redirect(f"/{meeting.slug}/committee/calls")


@get(CALLS + "/{kind:str}", opt=roles(Role.PROGRAMME))
async def show_call(request: AnyRequest, meeting: TheMeeting, kind: FromPath[str]) -> Template:
    chosen = _kind(kind)
    call = await _call(meeting, chosen)
    form = FormState.of(values_of(call, chosen, meeting.zone))
    return await _call_page(request, meeting, chosen, form)


@post(CALLS + "/{kind:str}", opt=roles(Role.PROGRAMME))
async def open_call(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, kind: FromPath[str]
) -> Template | Redirect:
    chosen = _kind(kind)
    deadline = await closing_milestone(meeting.id, chosen)
    try:
        form = await read_form(request, CallForm)
        call = form.as_call(chosen, deadline.at if deadline else None)
    except FormErrors as wrong:
        typed = {**await _typed(request), **wrong.values}
        return await _call_page(request, meeting, chosen, FormState(typed, wrong.errors), 422)
    await actions.open_call(meeting=meeting.id, call=call, by=visitor.actor, now=now)
    flash(request, f"The call “{call.title}” is saved.")
    return redirect(f"/{meeting.slug}/committee/calls")


async def _typed(request: AnyRequest) -> dict[str, Any]:
    form = await request.form()
    return {name: form.get(name, "") for name in form} | {"counts": form.getall("counts", [])}


def _kind(kind: str) -> CallKind:
    if kind not in set(CallKind):
        raise UnknownCall
    return CallKind(kind)


async def _call(meeting: MeetingInfo, kind: CallKind) -> CallInfo | None:
    return next((each for each in await queries.calls(meeting.id) if each.kind is kind), None)


async def _calls_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, now: Now, status: int = 200
) -> Template:
    calls = {call.kind: call for call in await queries.calls(meeting.id)}
    return page(
        request,
        "abstracts/calls.html",
        status=status,
        calls=[(kind.value, calls.get(kind)) for kind in CallKind],
        form=form,
        now=now,
    )


async def _call_page(
    request: AnyRequest, meeting: MeetingInfo, kind: CallKind, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "abstracts/call.html",
        status=status,
        form=form,
        kind=kind.value,
        deadline=await closing_milestone(meeting.id, kind),
        units=[(unit.value, unit.value.capitalize()) for unit in LengthUnit],
        countable=list(COUNTABLE.items()),
        zones=[(name, name) for name in zone_names()],
    )


handlers = [show_calls, set_topics, show_call, open_call]
