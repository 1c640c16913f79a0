"""Changing many in the browser: propose, look at everybody, apply."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.changes.actions.many import BulkWish, apply_bulk, propose_bulk
from conference.registration.changes.bulk_queries import bulk_proposal, recent_bulk_changes
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.forms import Reason
from conference.registration.changes.rules.bulk import (
    ENTRY_WORDS,
    EXPLANATIONS,
    TITLES,
    BulkKind,
    EntryState,
    common_notes,
)
from conference.registration.draft import AnyRequest
from conference.registration.errors import MeetingFull, SoldOut
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

OFFICE = roles(Role.OFFICE)
OFFICE_LINKS = [
    Link("Changes for many", "/office/changes", "All virtual, open dues, no-shows.", Role.OFFICE),
    Link("Refused visas", "/office/visa-refusals", "Who could not travel.", Role.OFFICE),
]


class ProposeForm(msgspec.Struct):
    kind: BulkKind


class ApplyForm(msgspec.Struct):
    """`leave` names the registrations that are left out."""

    reason: Reason = ""
    leave: list[str] = []


@get("/{slug:str}/office/changes", opt=OFFICE)
async def show_bulk_changes(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _list(request, meeting, FormState.empty())


async def _list(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "registration/changes/many.html",
        status=status,
        form=form,
        kinds=[(kind.value, TITLES[kind], EXPLANATIONS[kind]) for kind in BulkKind],
        lines=await recent_bulk_changes(meeting.id),
    )


@post("/{slug:str}/office/changes", opt=OFFICE)
async def propose_bulk_change(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        form = await read_form(request, ProposeForm)
        till = Till.of(meeting, settings)
        id = await propose_bulk(form.kind, till=till, by=visitor.actor, now=now)
    except (FormErrors, ChangeRefused) as wrong:
        return await _list(request, meeting, FormState({}, wrong.errors), 422)
    return redirect(f"/{meeting.slug}/office/changes/{id}")


@get("/{slug:str}/office/changes/{change_id:uuid}", opt=OFFICE)
async def show_bulk_change(
    request: AnyRequest, meeting: TheMeeting, change_id: FromPath[UUID]
) -> Template:
    return await _preview(request, meeting, change_id, FormState.empty())


async def _preview(
    request: AnyRequest, meeting: MeetingInfo, id: UUID, form: FormState, status: int = 200
) -> Template:
    proposal = await bulk_proposal(meeting.id, id)
    states = {each.state for each in proposal.entries}
    return page(
        request,
        "registration/changes/many_preview.html",
        status=status,
        form=form,
        proposal=proposal,
        sums=proposal.sums,
        explanation=EXPLANATIONS[proposal.kind],
        is_open=EntryState.PROPOSED in states,
        common=common_notes(proposal.entries),
        words=ENTRY_WORDS,
    )


@post("/{slug:str}/office/changes/{change_id:uuid}", opt=OFFICE)
async def apply_bulk_change(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    change_id: FromPath[UUID],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    """A second click finds everything done and says so."""
    try:
        form = await read_form(request, ApplyForm)
        wish = BulkWish(form.reason, frozenset(form.leave))
        till = Till.of(meeting, settings)
        after = await apply_bulk(change_id, wish, till=till, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _preview(request, meeting, change_id, wrong.state, 422)
    except ChangeRefused as refused:
        state = FormState(msgspec.structs.asdict(form), refused.errors)
        return await _preview(request, meeting, change_id, state, 422)
    except (MeetingFull, SoldOut) as told:
        state = FormState(msgspec.structs.asdict(form), {"": told.detail})
        return await _preview(request, meeting, change_id, state, 409)
    done = sum(each.state is EntryState.DONE for each in after.entries)
    changed = sum(each.state is EntryState.CHANGED for each in after.entries)
    flash(request, f"{done} {'registration is' if done == 1 else 'registrations are'} changed.")
    if changed:
        flash(request, f"{changed} had changed meanwhile and were left as they are.", "warn")
    return redirect(f"/{meeting.slug}/office/changes/{change_id}")


handlers: list[BaseRouteHandler] = [
    show_bulk_changes,
    propose_bulk_change,
    show_bulk_change,
    apply_bulk_change,
]
