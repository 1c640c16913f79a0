"""Printing many badges: choose, look at the report, print, and open the same file again."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from badges.layout import DEFAULT_LAYOUT, LAYOUTS
from badges.printing import actions
from badges.printing.actions import Printer, Why
from badges.printing.batch import (
    Batch,
    Choice,
    badge_batch,
    faces_before_printing,
    pre_print_report,
    printed_batch,
)
from badges.printing.errors import ReasonNeeded
from badges.printing.files import pdf_response, sheets
from badges.printing.forms import BatchForm
from badges.printing.rules import REPRINT_REASONS, PrintReason
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.problems import Invalid, NotFound

AnyRequest = Request[Any, Any, Any]
YEARS = range(2000, 2200)  # an instant beyond them has no day in every zone
PAPERS = [(layout.key, layout.title) for layout in LAYOUTS.values()]
REASONS = [
    (reason.value, text)
    for reason, text in REPRINT_REASONS.items()
    if reason is not PrintReason.LOST
]


def _choice(request: AnyRequest) -> Choice:
    """From the address; what it does not know means "everything", as a link may be old."""
    asked = request.query_params
    layout = asked.get("layout", DEFAULT_LAYOUT)
    return Choice(
        printed="all" if asked.get("printed") == "all" else "new",
        category=asked.get("category", "")[:40],
        first=asked.get("first", "")[:20],
        last=asked.get("last", "")[:20],
        layout=layout if layout in LAYOUTS else DEFAULT_LAYOUT,
    )


@get("/{slug:str}/desk/badges", opt=roles(Role.DESK))
async def show_batch(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _show(request, meeting, _choice(request))


async def _show(
    request: AnyRequest,
    meeting: MeetingInfo,
    choice: Choice,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    batch = await badge_batch(meeting, choice)
    faces = await faces_before_printing(meeting, batch.infos)
    report = await asyncio.to_thread(pre_print_report, faces, choice.paper.badge)
    return page(
        request,
        "badges/batch.html",
        status=status,
        batch=batch,
        choice=choice,
        report=report,
        form=form or FormState.of(_values(choice)),
        papers=PAPERS,
        reasons=REASONS,
        printed_at=_instant(request.query_params.get("batch", "")),
        printed_query=urlencode({"batch": request.query_params.get("batch", "")}),
    )


def _values(choice: Choice) -> dict[str, str]:
    names = ("printed", "category", "first", "last", "layout")
    return {name: getattr(choice, name) for name in names}


@post("/{slug:str}/desk/badges", opt=roles(Role.DESK))
async def print_batch(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Template | Redirect:
    """Records the prints; the file opens from the next page, as often as the printer needs it."""
    choice = Choice()
    try:
        form = await read_form(request, BatchForm)
        choice = Choice(form.printed, form.category, form.first, form.last, form.layout)
        batch = await badge_batch(meeting, choice)
        _refuse_surprise(batch, form)
        await actions.print_badges(
            batch.infos,
            Why(form.reason),
            printer=Printer(meeting, choice.layout, settings.secret),
            by=visitor.actor,
            now=now,
        )
    except FormErrors as wrong:
        return await _show(request, meeting, choice, wrong.state, 422)
    except ReasonNeeded as needed:
        again = FormState(msgspec.structs.asdict(form), needed.errors)
        return await _show(request, meeting, choice, again, 422)
    query = urlencode({"batch": now.isoformat(), "layout": choice.layout})
    return redirect(f"/{meeting.slug}/desk/badges?{query}")


def _refuse_surprise(batch: Batch, form: BatchForm) -> None:
    """What is printed is what the page showed."""
    if not batch.infos:
        raise FormErrors(msgspec.structs.asdict(form), {"": "There is no badge to print."})
    if form.expected not in (-1, len(batch.infos)):
        sentence = f"The list changed while you looked: it has {len(batch.infos)} badges now."
        raise FormErrors(msgspec.structs.asdict(form), {"": sentence})


@get("/{slug:str}/desk/badges.pdf", opt=roles(Role.DESK))
async def batch_file(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Response[bytes]:
    """A printed batch again, or what a choice would print. Looking at it records nothing."""
    choice = _choice(request)
    printed_at = _instant(request.query_params.get("batch", ""))
    if printed_at:
        infos = await printed_batch(meeting, printed_at)
    else:
        infos = list((await badge_batch(meeting, choice)).infos)
    if not infos:
        raise NotFound("There is no badge to print: choose another category or other letters.")
    faces = await sheets(meeting, infos, settings, visitor.actor, now)
    return await pdf_response(faces, choice.paper, f"badges-{meeting.slug}-{choice.layout}.pdf")


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("This batch is not known. Print it again.") from error
    if found.tzinfo is None or found.year not in YEARS:
        raise Invalid("This batch is not known. Print it again.")
    return found


handlers = [show_batch, print_batch, batch_file]
