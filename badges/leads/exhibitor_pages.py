"""The exhibitor's own pages; to everybody else they are not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.leads.actions import LeadAnswer, note_lead, scan_lead
from badges.leads.errors import NoSuchExhibitor
from badges.leads.files import leads_csv, leads_xlsx
from badges.leads.forms import LeadNoteForm, LeadScanForm
from badges.leads.queries import (
    ExhibitorInfo,
    exhibitor_of_member,
    exhibitors_of_member,
    leads_of,
)
from badges.leads.rules import HEADINGS
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.pages import download
from conference.web.sheets import XLSX

AnyRequest = Request[Any, Any, Any]
LEADS = "/{slug:str}/leads/{key:str}"
WORDS = {field.value: words for field, words in HEADINGS.items()}
SCANS_AN_HOUR = 240  # of one person at a stand; a photograph of the hall is not scanned through


async def _mine(meeting: MeetingInfo, visitor: Visitor, key: str) -> ExhibitorInfo:
    found = await exhibitor_of_member(meeting.id, key, visitor.person)
    if found is None:
        raise NoSuchExhibitor
    return found


@get("/{slug:str}/leads", opt=signed_in)
async def show_my_exhibitors(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template | Redirect:
    mine = await exhibitors_of_member(meeting.id, visitor.person)
    if not mine:
        raise NoSuchExhibitor
    if len(mine) == 1:
        return redirect(f"/{meeting.slug}/leads/{mine[0].key}")
    return page(request, "badges/leads_choose.html", exhibitors=mine)


@get(LEADS, opt=signed_in)
async def show_leads(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Template:
    return await _show(request, await _mine(meeting, visitor, key))


async def _show(
    request: AnyRequest,
    exhibitor: ExhibitorInfo,
    answer: LeadAnswer | None = None,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    return page(
        request,
        "badges/leads_scan.html",
        status=status,
        exhibitor=exhibitor,
        answer=answer,
        form=form or FormState.empty(),
        leads=await leads_of(exhibitor.id),
        words=WORDS,
        client_id=uuid4(),
    )


@post(LEADS, opt=signed_in, status_code=200)
async def scan_badge(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template:
    """A code of nobody counts as a try as well, so that codes cannot be guessed."""
    exhibitor = await _mine(meeting, visitor, key)
    try:
        form = await read_form(request, LeadScanForm)
    except FormErrors as wrong:
        return await _show(request, exhibitor, form=wrong.state, status=422)
    hour = timedelta(hours=1)
    await count_try("lead", str(visitor.person), limit=SCANS_AN_HOUR, window=hour, now=now)
    answer = await scan_lead(
        exhibitor, form.q, client_id=form.client_id or uuid4(), by=visitor.actor, now=now
    )
    return await _show(request, exhibitor, answer)


@post(LEADS + "/note", opt=signed_in)
async def save_note(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    exhibitor = await _mine(meeting, visitor, key)
    try:
        form = await read_form(request, LeadNoteForm)
    except FormErrors as wrong:
        return await _show(request, exhibitor, form=wrong.state, status=422)
    await note_lead(exhibitor, form.lead, form.note, by=visitor.actor, now=now)
    flash(request, "The note is saved.")
    return redirect(f"/{meeting.slug}/leads/{exhibitor.key}")


@get(LEADS + "/leads.csv", opt=signed_in)
async def save_leads_csv(
    meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Response[bytes]:
    exhibitor = await _mine(meeting, visitor, key)
    body = leads_csv(await leads_of(exhibitor.id), meeting.zone)
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-{exhibitor.key}.csv")


@get(LEADS + "/leads.xlsx", opt=signed_in)
async def save_leads_xlsx(
    meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Response[bytes]:
    exhibitor = await _mine(meeting, visitor, key)
    body = leads_xlsx(await leads_of(exhibitor.id), meeting.zone)
    return download(body, XLSX, f"{meeting.slug}-{exhibitor.key}.xlsx")


handlers = [
    show_my_exhibitors,
    show_leads,
    scan_badge,
    save_note,
    save_leads_csv,
    save_leads_xlsx,
]
