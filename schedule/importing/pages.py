"""Importing a programme file: upload, look at what it would do, apply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.importing import (
    apply_programme_import,
    programme_proposal,
    propose_programme_import,
)
from schedule.errors import NoSuchImport
from schedule.exchange.comparing import StepKind
from schedule.importing.forms import UploadForm
from schedule.importing.preview import ProgrammeProposal
from schedule.sessions.pages import PROGRAMME

AnyRequest = Request[Any, Any, Any]
HEADINGS = {
    StepKind.NEW: "New",
    StepKind.CHANGED: "Changed",
    StepKind.MISSING: "Not in the file, left as they are",
}


@get("/{slug:str}/committee/programme/import", opt=PROGRAMME)
async def import_form(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(request, "schedule/import.html", form=FormState.empty())


@post("/{slug:str}/committee/programme/import", opt=PROGRAMME)
async def propose_import(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, UploadForm)
        proposal = await propose_programme_import(
            meeting=meeting.id,
            file_name=form.file.filename,
            data=await form.file.read(),
            by=visitor.actor,
            now=now,
        )
    except FormErrors as wrong:
        return page(request, "schedule/import.html", status=422, form=wrong.state)
    except Invalid as refused:
        form_state = FormState({}, refused.errors or {"file": refused.detail})
        return page(request, "schedule/import.html", status=422, form=form_state)
    return redirect(f"/{meeting.slug}/committee/programme/import/{proposal.id}")


@get("/{slug:str}/committee/programme/import/{import_id:uuid}", opt=PROGRAMME)
async def preview_import(
    request: AnyRequest, meeting: TheMeeting, import_id: FromPath[UUID]
) -> Template:
    proposal = await _proposal_here(meeting, import_id)
    groups = [(kind.value, text, proposal.of_kind(kind)) for kind, text in HEADINGS.items()]
    return page(
        request,
        "schedule/import_preview.html",
        proposal=proposal,
        groups=[group for group in groups if group[2]],
        unchanged=len(proposal.of_kind(StepKind.UNCHANGED)),
    )


@post("/{slug:str}/committee/programme/import/{import_id:uuid}", opt=PROGRAMME)
async def apply_import(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    import_id: FromPath[UUID],
) -> Redirect:
    await _proposal_here(meeting, import_id)
    outcome = await apply_programme_import(import_id, by=visitor.actor, now=now)
    flash(request, str(outcome), "warn" if outcome.was_applied_before else "good")
    return redirect(f"/{meeting.slug}/committee/programme")


async def _proposal_here(meeting: MeetingInfo, import_id: UUID) -> ProgrammeProposal:
    """Raises NoSuchImport for the file of another meeting."""
    proposal = await programme_proposal(import_id)
    if proposal.meeting != meeting.id:
        raise NoSuchImport
    return proposal


handlers = [import_form, propose_import, preview_import, apply_import]
