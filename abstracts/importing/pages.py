"""Abstracts and reviews that were collected elsewhere: upload, look, apply, undo."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.importing import actions, queries
from abstracts.importing.abstract_rows import HEADINGS
from abstracts.importing.errors import (
    AlreadyImported,
    NotToUndo,
    PreviewChanged,
    UnreadableFile,
)
from abstracts.importing.forms import ApplyForm, Asked, UndoForm, UploadForm
from abstracts.importing.queries import ImportInfo
from abstracts.importing.review_rows import HEADINGS as REVIEW_HEADINGS
from abstracts.importing.rules import FATE_WORDS, Fate, ImportKind
from abstracts.queries.calls import calls
from abstracts.reviewers.rounds import rounds_of
from abstracts.vocabulary import OUTCOME_WORDS
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number

AnyRequest = Request[Any, Any, Any]
CHAIR = roles(Role.PROGRAMME)
IMPORT = "/{slug:str}/committee/abstracts/import"
ONE = f"{IMPORT}/{{import_id:uuid}}"
PAGE_SIZE = 100
COMMITTEE_LINKS = [
    Link(
        "Import abstracts or reviews",
        "/committee/abstracts/import",
        "Take over what was collected elsewhere: first what it would do, then apply, or undo.",
        Role.PROGRAMME,
    )
]


@get(IMPORT, opt=CHAIR)
async def show_abstract_upload(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _upload_page(request, meeting, FormState({"kind": "abstracts"}, {}))


@post(IMPORT, opt=CHAIR)
async def upload_abstracts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, UploadForm)
    except FormErrors as wrong:
        errors = {"file": "Choose a file."} if "file" in wrong.errors else dict(wrong.errors)
        return await _upload_page(request, meeting, FormState(wrong.state.values, errors))
    try:
        made = await actions.keep_file(
            meeting, form.kind, form.choices, form.file.filename, await form.file.read(),
            by=visitor.actor, now=now,
        )  # fmt: skip
    except UnreadableFile as refused:
        values = {"kind": form.kind.value, "call": form.call, "round": form.round}
        return await _upload_page(request, meeting, FormState(values, dict(refused.errors)))
    return redirect(_path(meeting, made))


@get(ONE, opt=CHAIR)
async def show_abstract_import(
    request: AnyRequest, meeting: TheMeeting, import_id: FromPath[UUID]
) -> Template:
    return await _import_page(request, meeting, import_id, FormState.empty())


@post(ONE, opt=CHAIR)
async def apply_abstract_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Redirect:
    """A second click finds it applied and says so."""
    form = await read_form(request, ApplyForm)
    try:
        made = await actions.apply_import(
            meeting, import_id, seen=form.seen, by=visitor.actor, now=now
        )
    except (AlreadyImported, PreviewChanged) as told:
        flash(request, f"{told.title}. {told.detail}", "warn")
    else:
        flash(request, f"{made:,} taken over. Nobody got a letter.")
    return redirect(_path(meeting, import_id))


@post(f"{ONE}/undo", opt=CHAIR)
async def undo_abstract_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Template | Redirect:
    try:
        form = await read_form(request, UndoForm)
        undone = await actions.undo_import(
            meeting, import_id, reason=form.reason, by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        return await _import_page(request, meeting, import_id, wrong.state)
    except NotToUndo as told:
        flash(request, f"{told.title}. {told.detail}", "warn")
    else:
        flash(request, f"{undone:,} removed again.")
    return redirect(_path(meeting, import_id))


async def _upload_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    asked = Asked(
        [(str(each.id), each.title) for each in await calls(meeting.id)],
        [(each.key, each.title) for each in await rounds_of(meeting.id)],
    )
    return page(
        request,
        "abstracts/importing/upload.html",
        status=422 if form.errors else 200,
        form=form,
        asked=asked,
        abstract_headings=[words[0] for words in HEADINGS.values()],
        review_headings=[words[0] for words in REVIEW_HEADINGS.values()],
        imports=await queries.recent_imports(meeting.id),
    )


async def _import_page(
    request: AnyRequest, meeting: MeetingInfo, id: UUID, form: FormState
) -> Template:
    info = await queries.import_info(meeting.id, id)
    preview = await queries.preview_of(meeting.id, id)
    shown, number = _shown(request, info), page_number(request)
    rows = preview.of(shown)
    return page(
        request,
        "abstracts/importing/preview.html",
        status=422 if form.errors else 200,
        form=form,
        info=info,
        preview=preview,
        is_reviews=info.kind is ImportKind.REVIEWS,
        shown=shown,
        counts={fate: len(preview.of(fate)) for fate in Fate},
        rows=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        number=number,
        has_more=len(rows) > number * PAGE_SIZE,
        words=FATE_WORDS,
        outcomes=OUTCOME_WORDS,
    )


def _shown(request: AnyRequest, info: ImportInfo) -> Fate:
    asked = request.query_params.get("show", "")
    first = Fate.KNOWN if info.applied_at and not info.undone_at else Fate.NEW
    return Fate(asked) if asked in set(Fate) else first


def _path(meeting: MeetingInfo, id: UUID) -> str:
    return f"/{meeting.slug}/committee/abstracts/import/{id}"


handlers = [
    show_abstract_upload,
    upload_abstracts,
    show_abstract_import,
    apply_abstract_import,
    undo_abstract_import,
]
