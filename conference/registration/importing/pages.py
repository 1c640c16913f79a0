"""The office: importing registrations: upload, look, apply, undo."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.buy_pages import issuer_of
from conference.registration.errors import MeetingFull, SoldOut
from conference.registration.importing import actions, queries
from conference.registration.importing.errors import (
    AlreadyImported,
    BookingsChanged,
    NotToUndo,
    UnreadableBookings,
)
from conference.registration.importing.queries import ImportInfo
from conference.registration.importing.reading import HEADINGS
from conference.registration.importing.rules import OUTCOME_WORDS, Outcome
from conference.registration.settling import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
IMPORT = "/{slug:str}/office/registrations/import"
PAGE_SIZE = 100
OFFICE_LINKS = [
    Link(
        "Import registrations",
        "/office/registrations/import",
        "Take over a list that was sold elsewhere.",
        Role.OFFICE,
    )
]


class UploadForm(msgspec.Struct):
    file: UploadFile


class ApplyForm(msgspec.Struct):
    writes_letters: bool = False


class UndoForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise FormErrors({}, {"reason": "Write why; it is kept in the history."})


@get(IMPORT, opt=OFFICE)
async def show_registration_upload(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _upload_page(request, meeting, FormState.empty())


async def _upload_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    return page(
        request,
        "registration/importing/upload.html",
        status=422 if form.errors else 200,
        form=form,
        headings=[words[0] for words in HEADINGS.values()],
        imports=await queries.recent_imports(meeting.id),
    )


@post(IMPORT, opt=OFFICE)
async def upload_registrations(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, UploadForm)
        data = await form.file.read()
        info = await actions.propose_import(
            meeting, form.file.filename, data, by=visitor.actor, now=now
        )
    except FormErrors:
        return await _upload_page(request, meeting, FormState({}, {"file": "Choose a file."}))
    except UnreadableBookings as wrong:
        return await _upload_page(request, meeting, FormState({}, dict(wrong.errors)))
    return redirect(_path(meeting, info.id))


@get(f"{IMPORT}/{{import_id:uuid}}", opt=OFFICE)
async def show_registration_import(
    request: AnyRequest, meeting: TheMeeting, import_id: FromPath[UUID]
) -> Template:
    info = await queries.import_info(meeting.id, import_id)
    return _import_page(request, info, FormState.empty())


def _import_page(request: AnyRequest, info: ImportInfo, form: FormState) -> Template:
    asked = request.query_params.get("show", "")
    shown = Outcome(asked) if asked in set(Outcome) else Outcome.BOOK
    number = page_number(request)
    lines = info.of(shown)
    return page(
        request,
        "registration/importing/preview.html",
        status=422 if form.errors else 200,
        form=form,
        info=info,
        shown=shown,
        counts={outcome: len(info.of(outcome)) for outcome in Outcome},
        lines=lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        number=number,
        has_more=len(lines) > number * PAGE_SIZE,
        words=OUTCOME_WORDS,
    )


@post(f"{IMPORT}/{{import_id:uuid}}", opt=OFFICE)
async def apply_registration_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Redirect:
    """A second click finds it applied and says so."""
    form = await read_form(request, ApplyForm)
    till = Till(meeting, issuer_of(settings))
    try:
        booked = await actions.apply_import(
            import_id, till=till, by=visitor.actor, now=now, writes_letters=form.writes_letters
        )
    except (AlreadyImported, BookingsChanged, MeetingFull, SoldOut) as told:
        flash(request, f"{told.title}. {told.detail}", "warn")
    else:
        flash(request, f"{booked} people are registered.")
    return redirect(_path(meeting, import_id))


@post(f"{IMPORT}/{{import_id:uuid}}/undo", opt=OFFICE)
async def undo_registration_import(
    request: AnyRequest,
    meeting: TheMeeting,
    import_id: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    till = Till(meeting, issuer_of(settings))
    try:
        form = await read_form(request, UndoForm)
        undone = await actions.undo_import(
            import_id, till=till, by=visitor.actor, now=now, reason=form.reason
        )
    except FormErrors as wrong:
        info = await queries.import_info(meeting.id, import_id)
        return _import_page(request, info, wrong.state)
    except NotToUndo as told:
        flash(request, f"{told.title}. {told.detail}", "warn")
    else:
        flash(request, f"{undone} registrations are cancelled again.")
    return redirect(_path(meeting, import_id))


def _path(meeting: MeetingInfo, id: UUID) -> str:
    return f"/{meeting.slug}/office/registrations/import/{id}"


handlers = [
    show_registration_upload,
    upload_registrations,
    show_registration_import,
    apply_registration_import,
    undo_registration_import,
]
