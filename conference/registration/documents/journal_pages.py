"""The office's journal of documents: the list, one PDF, the CSV, and catching up."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.documents import actions, queries
from conference.registration.documents.account import issuer_of_meeting
from conference.registration.documents.answering import number_in, pdf_answer
from conference.registration.documents.errors import NoIssuer
from conference.registration.documents.journal import (
    HEADINGS,
    KIND_FILTERS,
    JournalFilter,
    journal_page,
    journal_rows,
    orders_behind,
    whole_journal,
)
from conference.registration.documents.rules import KIND_WORDS
from conference.registration.draft import AnyRequest
from conference.web import flash, page, redirect
from conference.web.pages import download, page_link, page_number
from conference.web.sheets import XLSX, Cell, csv_of, xlsx_of

MONEY = roles(Role.OFFICE, Role.TREASURER)
AT_ONCE = 200  # orders whose documents are issued by one press of the button


def _wanted(request: AnyRequest) -> JournalFilter:
    """What the address asks for; whatever is no kind and no year asks for all."""
    query = request.query_params
    kind, year = query.get("kind", ""), query.get("year", "")
    return JournalFilter(
        kind=kind if kind in KIND_FILTERS else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        text=clean(query.get("q", ""))[:100],
        page=page_number(request),
    )


@get("/{slug:str}/office/documents", opt=MONEY)
async def show_journal(request: AnyRequest, meeting: TheMeeting) -> Template:
    wanted = _wanted(request)
    is_whole = wanted == JournalFilter()  # the count looks at every order, so it is made once
    behind = await orders_behind(meeting.id, AT_ONCE + 1) if is_whole else []
    return page(
        request,
        "registration/documents/journal.html",
        wanted=wanted,
        journal=await journal_page(meeting.id, wanted),
        behind=len(behind),
        at_once=AT_ONCE,
        issuer=await issuer_of_meeting(meeting.id),
        kinds=KIND_FILTERS,
        words=KIND_WORDS,
        page_link=page_link,
    )


@get("/{slug:str}/office/documents.csv", opt=MONEY)
async def download_journal(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    body = csv_of(HEADINGS, await _rows(request, meeting))
    return download(body, "text/csv", f"{meeting.slug}-documents.csv")


@get("/{slug:str}/office/documents.xlsx", opt=MONEY)
async def download_workbook(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    body = xlsx_of("Documents", HEADINGS, await _rows(request, meeting))
    return download(body, XLSX, f"{meeting.slug}-documents.xlsx")


async def _rows(request: AnyRequest, meeting: MeetingInfo) -> list[list[Cell]]:
    return journal_rows(await whole_journal(meeting.id, _wanted(request)), meeting)


@get("/{slug:str}/office/documents/{file:str}", opt=MONEY)
async def download_document(
    request: AnyRequest, meeting: TheMeeting, file: FromPath[str]
) -> Response[bytes | None]:
    return await pdf_answer(request, await queries.document_by_number(meeting.id, number_in(file)))


@post("/{slug:str}/office/documents/missing", opt=MONEY)
async def issue_missing(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    behind = await orders_behind(meeting.id, AT_ONCE)
    try:
        issued = [
            number
            for order, _ in behind
            for number in await actions.catch_up(order, meeting, by=visitor.actor, now=now)
        ]
    except NoIssuer as refused:
        flash(request, refused.detail, "warn")
        return redirect(f"/{meeting.slug}/office/invoicing")
    flash(request, f"{len(issued)} documents issued for {len(behind)} orders.")
    return redirect(f"/{meeting.slug}/office/documents")


handlers = [show_journal, download_journal, download_workbook, download_document, issue_missing]
