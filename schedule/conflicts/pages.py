"""The pages of conflicts: all of them, accepting some with a reason, taking that back."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.errors import wants_json
from conference.web.pages import download, safe_path
from conference.web.refusals import refusals
from conference.web.sheets import csv_of
from schedule.conflicts import actions
from schedule.conflicts.forms import AcknowledgeForm, WithdrawForm
from schedule.conflicts.listing import (
    HEADINGS,
    SHOWN,
    ConflictFilter,
    ConflictList,
    list_conflicts,
    rows_of,
)
from schedule.conflicts.queries import acknowledged
from schedule.queries.draft_memory import current_draft
from schedule.rules.conflicts import Severity

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
CONFLICTS = "/{slug:str}/committee/conflicts"
COMMITTEE_LINKS = [
    Link(
        "Conflicts",
        "/committee/conflicts",
        "People and rooms in two places, hours, chairs, popular talks: mend or accept.",
        Role.PROGRAMME,
    )
]
MARKS = {Severity.BLOCKING: "bad", Severity.WARNING: "warn", Severity.NOTE: "info"}
WORDS = {
    Severity.BLOCKING: ("Blocking", "The programme is not released before they are mended or "
                        "accepted with a reason."),
    Severity.WARNING: ("Warnings", "Worth mending; they hold nothing back."),
    Severity.NOTE: ("Notes", "Worth knowing."),
}  # fmt: skip


@get(CONFLICTS, opt=PROGRAMME)
async def show_conflicts(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await conflicts_page(request, meeting, FormState.empty())


async def conflicts_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    """All conflicts that the address asks for, with what was ticked and typed."""
    asked = ConflictFilter.of(request.query_params)
    return page(
        request,
        "schedule/conflicts/conflicts.html",
        status=status,
        listed=await _listed(meeting, asked),
        asked=asked.values,
        form=form,
        words=WORDS,
        marks=MARKS,
        most=SHOWN,
        query=request.url.query,
    )


async def _listed(meeting: MeetingInfo, asked: ConflictFilter) -> ConflictList:
    draft = await current_draft(meeting.id)
    accepted = await acknowledged(meeting.id)
    return list_conflicts(draft.programme, draft.conflicts, accepted, asked)


@get("/{slug:str}/committee/conflicts.csv", opt=PROGRAMME)
async def conflicts_csv(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    listed = await _listed(meeting, ConflictFilter.of(request.query_params))
    body = csv_of(HEADINGS, rows_of(listed.shown))
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-conflicts.csv")


@post(f"{CONFLICTS}/acknowledge", opt=PROGRAMME)
async def acknowledge_conflicts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect | Response[dict[str, int]]:
    try:
        form = await read_form(request, AcknowledgeForm)
        with refusals(form):
            count = await actions.acknowledge(
                form.keys, form.reason, meeting=meeting.id, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        if wants_json(request):
            raise
        return await conflicts_page(request, meeting, wrong.state, status=422)
    if wants_json(request):
        return Response({"acknowledged": count})
    flash(request, f"{_conflicts(count)} accepted with your reason.")
    return redirect(_back(meeting, form.back))


@post(f"{CONFLICTS}/withdraw", opt=PROGRAMME)
async def withdraw_acknowledgement(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect | Response[dict[str, int]]:
    form = await read_form(request, WithdrawForm)
    count = await actions.withdraw_acknowledgement(
        form.keys, meeting=meeting.id, by=visitor.actor, now=now
    )
    if wants_json(request):
        return Response({"withdrawn": count})
    flash(request, f"{_conflicts(count)} open again.")
    return redirect(_back(meeting, form.back))


def _conflicts(count: int) -> str:
    return "1 conflict is" if count == 1 else f"{count} conflicts are"


def _back(meeting: MeetingInfo, path: str) -> str:
    return safe_path(path, f"/{meeting.slug}/committee/conflicts")


handlers: list[Any] = [
    show_conflicts,
    conflicts_csv,
    acknowledge_conflicts,
    withdraw_acknowledgement,
]
