"""The committee and the office set an award up, extend it, take it away."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.awards.committee_pages import COMMITTEE, ONE
from abstracts.awards.cycle_actions import extend_cycle, remove_cycle, save_cycle
from abstracts.awards.cycle_forms import (
    CycleForm,
    award_key,
    cycle_values,
    smallest,
    usual_cycle,
)
from abstracts.awards.cycles import CycleInfo, cycle_of_key, cycles_of
from abstracts.awards.errors import NotNow
from abstracts.awards.forms import ExtendForm
from abstracts.awards.letters import Sender
from abstracts.awards.section import stage_options
from conference.meetings.forms import shown_local
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo, zone_names
from conference.membership.queries import membership_types
from conference.registration.catalogue_queries import catalogue_of
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]


@get(ONE + "/rules", opt=COMMITTEE)
async def show_award_rules(
    request: AnyRequest, meeting: TheMeeting, now: Now, key: FromPath[str]
) -> Template:
    cycle = await _cycle(meeting, key, now)
    values = cycle_values(cycle, meeting.currency)
    return await _page(request, meeting, cycle, FormState(values))


@post(ONE + "/rules", opt=COMMITTEE)
async def set_award_rules(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template | Redirect:
    cycle = await _cycle(meeting, key, now)
    try:
        form = await read_form(request, CycleForm)
        with refusals(form):
            calls = await queries.calls(meeting.id)
            changed = form.changes(cycle, calls, meeting.currency)
            if key == "new":
                taken = {each.key for each in await cycles_of(meeting.id)}
                changed = replace(changed, key=award_key(changed.title, taken))
            await save_cycle(changed, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _page(request, meeting, cycle, wrong.state, 422)
    flash(request, f"“{changed.title}” is saved.")
    return redirect(f"/{meeting.slug}/committee/awards/{changed.key}")


@post(ONE + "/remove", opt=COMMITTEE)
async def take_award_away(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    try:
        await remove_cycle(cycle, by=visitor.actor, now=now)
    except NotNow as refused:
        flash(request, refused.detail, "warn")
        return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")
    flash(request, f"“{cycle.title}” is removed.")
    return redirect(f"/{meeting.slug}/committee/awards")


@get(ONE + "/extend", opt=COMMITTEE)
async def show_award_extension(
    request: AnyRequest, meeting: TheMeeting, key: FromPath[str]
) -> Template:
    cycle = await cycle_of_key(meeting.id, key)
    values = {
        "at": shown_local(cycle.closes_at, cycle.zone),
        "shown_at": cycle.closes_at.isoformat(),
    }
    return page(request, "abstracts/awards/extend.html", cycle=cycle, form=FormState(values))


@post(ONE + "/extend", opt=COMMITTEE)
async def extend_award(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    cycle = await cycle_of_key(meeting.id, key)
    try:
        form = await read_form(request, ExtendForm)
        with refusals(form):
            new = form.as_extension(cycle)
            sender = Sender(meeting, settings.base_url)
            told = await extend_cycle(sender, cycle, new, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return page(
            request, "abstracts/awards/extend.html", status=422, cycle=cycle, form=wrong.state
        )
    flash(request, f"“{cycle.title}” is extended; {told} letters go out.")
    return redirect(f"/{meeting.slug}/committee/awards/{cycle.key}")


async def _cycle(meeting: MeetingInfo, key: str, now: datetime) -> CycleInfo:
    """The award of this address; "new" is one with the usual settings. Raises UnknownAward."""
    if key == "new":
        return usual_cycle(meeting, await queries.calls(meeting.id), now)
    return await cycle_of_key(meeting.id, key)


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    cycle: CycleInfo,
    form: FormState,
    status: int = 200,
) -> Template:
    calls = await queries.calls(meeting.id)
    types = await membership_types(meeting.society)
    stored = await catalogue_of(meeting)
    return page(
        request,
        "abstracts/awards/rules.html",
        status=status,
        cycle=cycle,
        form=form,
        calls=[(str(call.id), call.title) for call in calls],
        types=list(types.items()),
        stages=stage_options(),
        categories=[(c.key, c.title) for c in stored.catalogue.table.categories],
        zones=[(name, name) for name in zone_names()],
        example=smallest(meeting.currency),
    )


handlers = [
    show_award_rules,
    set_award_rules,
    take_award_away,
    show_award_extension,
    extend_award,
]
