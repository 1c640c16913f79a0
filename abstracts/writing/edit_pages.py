"""Writing an abstract: the form, its row buttons, its counter and preview, its autosave."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from abstracts import actions, queries
from abstracts.actions import Beside, Desk
from abstracts.errors import CallClosed, NotPossible, NotSubmittable, SavedElsewhere
from abstracts.vocabulary import CallKind, Preference
from abstracts.writing.author_list import read_author_list
from abstracts.writing.author_rows import add_list, rearrange
from abstracts.writing.desks import desk_of, own_abstract
from abstracts.writing.differences import differences
from abstracts.writing.figures import clean_image
from abstracts.writing.form_parts import problems_of_parts
from abstracts.writing.forms import (
    AUTOSAVE,
    ManuscriptForm,
    form_of,
    homeless,
    refuse_unstorable,
    storable,
)
from abstracts.writing.papers import Paper, form_context, panel_of, problems_of, with_figure
from abstracts.writing.reading import read_manuscript, read_upload
from abstracts.writing.starting import blank_text, call_of_form, open_call_of
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import signed_in
from conference.typesetting.images import read_apart
from conference.web import FormErrors, flash, page, redirect
from conference.web.problems import Problem

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect | Response[Any]
SUBMIT, PREVIEW, READ_LIST = "submit", "preview", "read-authors"


class Saved(msgspec.Struct):
    """What an autosave answers; `doubt` is a sentence about what could not be kept."""

    code: str
    address: str
    seen: str
    doubt: str = ""


@get("/{slug:str}/abstracts/new", opt=signed_in)
async def new_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    call: FromQuery[str] = "",
) -> Template:
    assert visitor.person is not None
    chosen = await open_call_of(meeting.id, call, visitor.person, now)
    text = await blank_text(visitor)
    if chosen.kind is CallKind.LATE_BREAKING:
        text = replace(text, preference=Preference.POSTER_ONLY)
    form = replace(form_of(text, ""), call=str(chosen.id), key=str(uuid4()))
    return await _form_page(request, Paper(meeting, chosen, visitor.person), form)


@post("/{slug:str}/abstracts/new", opt=signed_in)
async def start_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Answer:
    typed = await request.form()
    form = read_manuscript(typed)
    desk = desk_of(meeting, visitor, settings)
    made = await queries.abstract_of_key(meeting.id, form.key, desk.person)
    if made is None:
        call = await call_of_form(meeting.id, form.call, desk.person)
        return await _handle(request, Paper(meeting, call, desk.person), form, desk, now)
    # The form was sent before: the same text changes nothing, another one is asked about.
    return await _handle(request, Paper(meeting, made.call, desk.person, made), form, desk, now)


@get("/{slug:str}/abstracts/{code:str}/edit", opt=signed_in)
async def edit_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    abstract = await own_abstract(meeting, visitor, code)
    if not abstract.may_edit(now):
        flash(request, "This abstract can no longer be changed.", "warn")
        return redirect(f"/{meeting.slug}/abstracts/{abstract.code}")
    form = replace(form_of(abstract.manuscript, abstract.digest), call=str(abstract.call.id))
    return await _form_page(
        request, Paper(meeting, abstract.call, abstract.submitter, abstract), form
    )


@post("/{slug:str}/abstracts/{code:str}/edit", opt=signed_in)
async def save_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Answer:
    form = read_manuscript(await request.form())
    abstract = await own_abstract(meeting, visitor, code)
    paper = Paper(meeting, abstract.call, abstract.submitter, abstract)
    return await _handle(request, paper, form, desk_of(meeting, visitor, settings), now)


@post("/{slug:str}/abstracts/count", opt=signed_in, status_code=200)
async def count_abstract(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    """Counter, what is missing and preview, by what decides when it is submitted (A03)."""
    assert visitor.person is not None
    form = read_manuscript(await request.form())
    call = await call_of_form(meeting.id, form.call, visitor.person)
    paper = Paper(meeting, call, visitor.person)
    return Template(
        "abstracts/writing/_panel_swap.html",
        context={**panel_of(paper, form), "paper": paper, "form": form.state()},
    )


async def _handle(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime
) -> Answer:
    """Does what the pressed button says; whatever is refused comes back as it was typed."""
    form = replace(form, call=str(paper.call.id))
    if form.command == AUTOSAVE:
        return await _autosave(request, paper, form, desk, now)
    if form.command == READ_LIST:
        return await _list_page(request, paper, form)
    rows = rearrange(form.rows, form.command)
    if rows is not None or form.command == PREVIEW:
        return await _form_page(request, paper, replace(form, rows=rows or form.rows))
    try:
        refuse_unstorable(form)
        return await _save(request, paper, form, desk, now)
    except (FormErrors, NotSubmittable) as wrong:
        return await _form_page(request, paper, form, errors=dict(wrong.errors), status=422)
    except SavedElsewhere as stale:
        return await _conflict_page(request, paper, form, stale)
    except (CallClosed, NotPossible) as refused:
        return await _form_page(request, paper, form, trouble=refused, status=403)


async def _save(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime
) -> Redirect:
    code = paper.code
    typed = await request.form()
    form, beside = await _with_upload(paper, form, typed)
    if form.command != SUBMIT and not paper.is_submitted:
        code = await _keep_draft(paper, form, desk, now, beside)
        flash(request, f"Draft {code} is saved. It is not submitted yet.")
        return redirect(f"/{paper.meeting.slug}/abstracts/{code}/edit")
    problems = await _problems(paper, form)
    if problems := {**problems, **await problems_of_parts(paper.call, desk.person, code, typed)}:
        raise NotSubmittable(errors=problems)
    seen = form.seen
    if not code:
        code = await _keep_draft(paper, form, desk, now, beside)
        seen = await _digest(desk, code)
    number = await actions.submit_abstract(
        desk, code, form.manuscript, now, seen=seen, beside=beside
    )
    was = paper.abstract.version if paper.abstract and paper.is_submitted else 0
    flash(request, _submitted_sentence(code, number, was))
    return redirect(f"/{paper.meeting.slug}/abstracts/{code}")


async def _keep_draft(
    paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime, beside: Beside
) -> str:
    text, code = form.manuscript, paper.code
    if not code:
        return await actions.start_draft(desk, paper.call, text, now, key=form.key, beside=beside)
    await actions.save_draft(desk, code, text, now, seen=form.seen, beside=beside)
    return code


async def _autosave(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, desk: Desk, now: datetime
) -> Response[Saved]:
    """Keeps a draft while its author writes; a submitted abstract changes by its button only.

    Raises NotPossible, NotSubmittable, CallClosed, SavedElsewhere.
    """
    if paper.is_submitted:
        raise NotPossible("This abstract is submitted: press “Save changes” to change it.")
    if errors := storable(form):
        raise NotSubmittable(" ".join(errors.values()), errors=errors)
    form = with_figure(form, paper, None)
    code = await _keep_draft(paper, form, desk, now, Beside(typed=await request.form()))
    doubt = " ".join(homeless(form).values())
    address = f"/{paper.meeting.slug}/abstracts/{code}/edit"
    return Response(Saved(code, address, queries.digest_of(form.manuscript), doubt))


async def _with_upload(
    paper: Paper, form: ManuscriptForm, typed: FormMultiDict
) -> tuple[ManuscriptForm, Beside]:
    """Raises NotSubmittable for a file that is no figure, with all else that is missing."""
    sent = await read_upload(typed, "figure")
    try:
        image = await read_apart(clean_image, sent) if sent else None
    except NotSubmittable as wrong:
        others = await _problems(paper, form) if form.command == SUBMIT else {}
        raise NotSubmittable(errors={**others, **wrong.errors}) from None
    return with_figure(form, paper, image), Beside(image, typed)


def _submitted_sentence(code: str, number: int, was: int) -> str:
    if number == was:
        return f"Abstract {code} is submitted; its text is still version {number}."
    if number == 1:
        return f"Abstract {code} is submitted. We have sent you a receipt."
    return f"Your changes are saved as version {number} of abstract {code}."


async def _problems(paper: Paper, form: ManuscriptForm) -> dict[str, str]:
    codes = frozenset(topic.code for topic in await queries.topics(paper.meeting.id))
    return problems_of(form, paper.call.rules(codes))


async def _digest(desk: Desk, code: str) -> str:
    made = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    return made.digest if made else ""


async def _list_page(request: AnyRequest, paper: Paper, form: ManuscriptForm) -> Template:
    """The pasted list as a proposal in the rows; nothing is saved."""
    read = read_author_list(form.pasted)
    rows = add_list(form.rows, read.authors) if read.authors else form.rows
    return await _form_page(request, paper, replace(form, rows=rows), read=read)


async def _conflict_page(
    request: AnyRequest, paper: Paper, form: ManuscriptForm, stale: Problem
) -> Template:
    """Both texts: the typed one in the fields, and how the stored one differs from it."""
    stored = paper.abstract
    form = with_figure(replace(form, seen=stored.digest if stored else ""), paper, None)
    other = differences(form.manuscript, stored.manuscript) if stored else ()
    return await _form_page(request, paper, form, trouble=stale, other=other, status=409)


async def _form_page(
    request: AnyRequest,
    paper: Paper,
    form: ManuscriptForm,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> Template:
    typed = await request.form() if request.method == "POST" else None
    context = {"trouble": None, "other": (), "read": None, **more}
    return page(
        request,
        "abstracts/writing/edit.html",
        status=status,
        form=form.state(errors),
        is_stored=request.method == "GET",
        **context,
        **await form_context(paper, form, typed),
    )


handlers = [new_abstract, start_abstract, count_abstract, edit_abstract, save_abstract]
