"""Taking an applied import back in the browser: look first, then do it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.membership import import_queries, undo_actions, undo_queries
from conference.membership.errors import CannotUndo, RollHasChanged
from conference.membership.roll_undo import UndoPreview, lines_text
from conference.people.access import Role, roles
from conference.web import flash, page, read_form, redirect
from conference.web.pages import page_number

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
UNDO = "/{slug:str}/office/roll/import/{import_id:uuid}/undo"
ON_A_PAGE = 100


class UndoForm(msgspec.Struct):
    """`digest` names the people who were shown as taken back."""

    digest: Annotated[str, msgspec.Meta(max_length=40)] = ""


@get(UNDO, opt=OFFICE)
async def show_undo(
    request: AnyRequest, meeting: TheMeeting, import_id: FromPath[UUID]
) -> Template | Redirect:
    proposal = await import_queries.roll_proposal(import_id, meeting.society)
    if proposal.applied_at is None or proposal.undone_at is not None:
        return redirect(f"/{meeting.slug}/office/roll/import/{import_id}")
    undo = await undo_queries.undo_of(import_id)
    preview = await undo_queries.preview_of_undo(undo, proposal.applied_at)
    return page(
        request, "membership/undo.html", proposal=proposal, preview=preview,
        lines_text=lines_text, **_shown(request, preview),
    )  # fmt: skip


def _shown(request: AnyRequest, preview: UndoPreview) -> dict[str, Any]:
    """One tab of the preview, a hundred people at a time."""
    stays = request.query_params.get("show") == "stays" or not preview.back
    people = preview.stays if stays else preview.back
    pages = max(1, -(-len(people) // ON_A_PAGE))
    number = min(page_number(request), pages)
    shown = people[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {"tab": "stays" if stays else "back", "shown": shown, "number": number, "pages": pages}


@post(UNDO, opt=OFFICE)
async def undo_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Redirect:
    here = f"/{meeting.slug}/office/roll/import/{import_id}"
    form = await read_form(request, UndoForm)
    try:
        outcome = await undo_actions.undo_roll_import(
            import_id=import_id, society=meeting.society, digest=form.digest,
            by=visitor.actor, now=now,
        )  # fmt: skip
    except CannotUndo as told:
        flash(request, told.detail, "warn")
    except RollHasChanged as told:
        flash(request, f"{told.detail} Nothing was changed; this is how it looks now.", "warn")
        return redirect(f"{here}/undo")
    else:
        flash(request, str(outcome))
    return redirect(here)


handlers = [show_undo, undo_import]
