"""Exhibitors and who scans for them, set up by the office."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.leads.actions import add_exhibitor, add_member, end_exhibitor, end_member
from badges.leads.errors import NoSuchExhibitor
from badges.leads.forms import EndMemberForm, ExhibitorForm, MemberForm
from badges.leads.queries import ExhibitorInfo, exhibitor_by_key, exhibitors_of
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
EXHIBITORS = "/{slug:str}/office/exhibitors"
OFFICE = roles(Role.OFFICE)


async def _show(
    request: AnyRequest,
    meeting: MeetingInfo,
    form: FormState | None = None,
    of: str = "",
    status: int = 200,
) -> Template:
    """`of` is the exhibitor to which the form belongs, "" for a new one."""
    return page(
        request,
        "badges/leads_exhibitors.html",
        status=status,
        exhibitors=await exhibitors_of(meeting.id),
        form=form or FormState.empty(),
        blank=FormState.empty(),
        of=of,
    )


@get(EXHIBITORS, opt=OFFICE)
async def show_exhibitors(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _show(request, meeting)


@post(EXHIBITORS, opt=OFFICE)
async def create_exhibitor(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, ExhibitorForm)
    except FormErrors as wrong:
        return await _show(request, meeting, wrong.state, status=422)
    await add_exhibitor(meeting, form.name, by=visitor.actor, now=now)
    flash(request, f"{form.name} is an exhibitor. Add who scans for it.")
    return redirect(f"/{meeting.slug}/office/exhibitors")


async def _exhibitor(meeting: MeetingInfo, key: str) -> ExhibitorInfo:
    found = await exhibitor_by_key(meeting.id, key)
    if found is None:
        raise NoSuchExhibitor
    return found


@post(EXHIBITORS + "/{key:str}/members", opt=OFFICE)
async def create_member(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    exhibitor = await _exhibitor(meeting, key)
    try:
        form = await read_form(request, MemberForm)
        with refusals(form):
            name = await add_member(exhibitor, form.email, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _show(request, meeting, wrong.state, of=key, status=422)
    flash(request, f"{name} scans for {exhibitor.name}, under My Plenary.")
    return redirect(f"/{meeting.slug}/office/exhibitors")


@post(EXHIBITORS + "/{key:str}/members/end", opt=OFFICE)
async def remove_member(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    exhibitor = await _exhibitor(meeting, key)
    form = await read_form(request, EndMemberForm)
    await end_member(exhibitor, form.member, by=visitor.actor, now=now)
    flash(request, "They no longer scan, and see no leads any more.")
    return redirect(f"/{meeting.slug}/office/exhibitors")


@post(EXHIBITORS + "/{key:str}/end", opt=OFFICE)
async def remove_exhibitor(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    exhibitor = await _exhibitor(meeting, key)
    await end_exhibitor(exhibitor, by=visitor.actor, now=now)
    flash(request, f"{exhibitor.name} scans no more.")
    return redirect(f"/{meeting.slug}/office/exhibitors")


handlers = [show_exhibitors, create_exhibitor, create_member, remove_member, remove_exhibitor]
