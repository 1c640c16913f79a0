"""Reminding reviewers, and assignments as a file, out and in."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.reviewers.assignment_files import Change, table_of
from abstracts.reviewers.assignment_forms import FileForm
from abstracts.reviewers.assignment_pages import ASSIGNMENTS, ROUND, round_at
from abstracts.reviewers.assignment_queries import bench_of, papers_read_in
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.errors import NotAssignable, ProposalChanged
from abstracts.reviewers.file_actions import apply_file, digest_of, preview_file
from abstracts.reviewers.reminding import remind_all, reminders_of, to_remind
from abstracts.reviewers.reviewer_pages import PROGRAMME, host_of
from abstracts.reviewers.reviewer_queries import reviewers_of
from abstracts.reviewers.rounds import RoundInfo
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.web import FormState, flash, page, read_form, redirect
from conference.web.pages import download

AnyRequest = Request[Any, Any, Any]
MOST_BYTES = 2_000_000


@get(ASSIGNMENTS + "/remind", opt=PROGRAMME)
async def show_reminders(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, now: Now
) -> Template:
    loads = await to_remind(meeting.id, now)
    due = await reminders_of(meeting, loads, settings.base_url)
    return page(request, "abstracts/reviewers/remind.html", letters=[letter for _, letter in due])


@post(ASSIGNMENTS + "/remind", opt=PROGRAMME)
async def send_reminders(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Redirect:
    number = await remind_all(host_of(meeting, visitor, settings), now)
    said = {0: "Nobody is to be reminded.", 1: "One reviewer is reminded."}
    flash(request, said.get(number, f"{number} reviewers are reminded."))
    return redirect(f"/{meeting.slug}/committee/assignments")


@get(ROUND + "/assignments.csv", opt=PROGRAMME)
async def export_assignments(
    meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Response[bytes]:
    assert visitor.person is not None
    round_ = await round_at(meeting, key)
    bench, read = await bench_of(round_), await papers_read_in(round_)
    emails = {row.id: row.email for row in await reviewers_of(meeting.id)}
    hidden = await conflicted_abstracts(meeting.id, visitor.person)
    table = table_of(bench, read, emails, hidden)
    return download(table, "text/csv", f"{meeting.slug}-assignments-{key}.csv")


@get(ROUND + "/import", opt=PROGRAMME)
async def show_import(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    return _import_page(request, await round_at(meeting, key), FormState.empty())


@post(ROUND + "/import", opt=PROGRAMME)
async def import_assignments(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    """Without a digest the file is previewed; with one, what was previewed is done."""
    round_ = await round_at(meeting, key)
    form = await read_form(request, FileForm)
    text = form.text
    try:
        text = text or await _uploaded(request)
        if form.seen:
            host = host_of(meeting, visitor, settings)
            number = await apply_file(host, round_, text, form.seen, now)
            flash(request, f"{number} line{'' if number == 1 else 's'} taken over.")
            return redirect(f"/{meeting.slug}/committee/assignments?round={key}")
        _, changes = await preview_file(round_, text, visitor.person)
    except ProposalChanged:
        _, changes = await preview_file(round_, text, visitor.person)
        return _import_page(request, round_, FormState.empty(), 409, text, changes)
    except NotAssignable as wrong:
        return _import_page(request, round_, FormState({"text": text}, wrong.errors), 422)
    return _import_page(request, round_, FormState.empty(), 200, text, changes)


async def _uploaded(request: AnyRequest) -> str:
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile):
        return ""
    data = await file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotAssignable(errors={"file": "This file is too large; at most 2 MB."})
    return data.decode("utf-8-sig", errors="replace").replace("\x00", "")


def _import_page(
    request: AnyRequest,
    round_: RoundInfo,
    form: FormState,
    status: int = 200,
    text: str = "",
    changes: list[Change] | None = None,
) -> Template:
    return page(
        request,
        "abstracts/reviewers/import.html",
        status=status,
        round=round_,
        form=form,
        text=text,
        changes=changes,
        seen=digest_of(changes) if changes else "",
        wrong=sum(bool(each.problem) for each in changes or ()),
        has_changed=status == 409,
    )


handlers = [
    show_reminders,
    send_reminders,
    export_assignments,
    show_import,
    import_assignments,
]
