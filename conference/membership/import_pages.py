"""Importing the roll in the browser: upload, look at the preview, apply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership import actions, import_queries
from conference.membership.errors import AlreadyApplied, RollHasChanged, UnreadableRoll
from conference.membership.forms import UploadForm
from conference.membership.import_view import TABS, Tab, view_of
from conference.membership.roll_changes import Decision
from conference.membership.roll_dates import DayOrder
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
NO_FILE = "Choose a file."
IMPORT = "/{slug:str}/office/roll/import"
DAY_ORDERS = (
    (DayOrder.UNKNOWN.value, "Decide from the file", ""),
    (DayOrder.DAY_FIRST.value, "Day first", "3/4/2027 is 3 April"),
    (DayOrder.MONTH_FIRST.value, "Month first", "3/4/2027 is 4 March"),
)


@get(IMPORT, opt=OFFICE)
async def show_upload(request: AnyRequest, meeting: TheMeeting) -> Template:
    form = FormState.of({"day_order": DayOrder.UNKNOWN.value})
    return await _upload_page(request, meeting, form)


async def _upload_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "membership/import.html",
        status=status,
        form=form,
        day_orders=DAY_ORDERS,
        imports=await import_queries.recent_imports(meeting.society),
    )


@post(IMPORT, opt=OFFICE)
async def upload_roll(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Keeps a proposal; the roll is not touched before it is applied."""
    try:
        form = await read_form(request, UploadForm)
        proposal = await actions.propose_roll_import(
            society=meeting.society, file_name=form.file.filename, data=await form.file.read(),
            by=visitor.actor, now=now, day_order=form.day_order,
        )  # fmt: skip
    except FormErrors as wrong:
        shown = {**wrong.values, "file": ""}
        errors = {**wrong.errors, **({"file": NO_FILE} if "file" in wrong.errors else {})}
        return await _upload_page(request, meeting, FormState(shown, errors), 422)
    except UnreadableRoll as wrong:
        shown = {"day_order": form.day_order.value}
        return await _upload_page(request, meeting, FormState(shown, wrong.errors), 422)
    return redirect(f"/{meeting.slug}/office/roll/import/{proposal.id}")


@get(f"{IMPORT}/{{import_id:uuid}}", opt=OFFICE)
async def show_import(
    request: AnyRequest, meeting: TheMeeting, import_id: FromPath[UUID]
) -> Template:
    proposal = await import_queries.roll_proposal(import_id, meeting.society)
    asked = request.query_params.get("show", "")
    view = view_of(
        proposal,
        Tab(asked) if asked in set(Tab) else None,
        page_number(request),
    )
    return page(request, "membership/preview.html", proposal=proposal, view=view, tabs=TABS)


@post(f"{IMPORT}/{{import_id:uuid}}", opt=OFFICE)
async def apply_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Redirect:
    """A second click finds it applied and says so; a changed roll gives a fresh preview."""
    here = f"/{meeting.slug}/office/roll/import/{import_id}"
    decisions = _decisions(await request.form())
    try:
        outcome = await actions.apply_roll_import(
            import_id=import_id, by=visitor.actor, now=now,
            society=meeting.society, decisions=decisions,
        )  # fmt: skip
    except AlreadyApplied as told:
        flash(request, told.detail, "warn")
    except RollHasChanged as told:
        await actions.refresh_roll_import(
            import_id=import_id, society=meeting.society, by=visitor.actor, now=now
        )
        flash(request, f"{told.detail} This is a fresh preview.", "warn")
    else:
        flash(request, str(outcome))
    return redirect(here)


def _decisions(form: FormMultiDict) -> dict[int, Decision]:
    """`decision-<line>` fields; anything else in the form is not a decision."""
    found = {}
    for name, value in form.multi_items():
        line = name.removeprefix("decision-")
        if line != name and line.isascii() and line.isdigit() and value in set(Decision):
            found[int(line)] = Decision(value)
    return found


handlers = [show_upload, upload_roll, show_import, apply_import]
