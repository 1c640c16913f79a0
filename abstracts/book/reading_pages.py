"""Reading the book in the browser: lists, one abstract, how to cite it, files to take along."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from abstracts.book.citation import bibtex, citation, doi_of, keywords_of, ris
from abstracts.book.content import Book, Entry
from abstracts.book.embargo import Audience, Shown, texts_begin
from abstracts.book.errors import NoSuchEntry, NotPresented, NotPublicYet
from abstracts.book.files import FORMATS, book_file
from abstracts.book.listing import Wanted, list_page
from abstracts.book.queries import audience_of, book_of, figures_of, is_not_published
from abstracts.deciding.policy import policy_of
from abstracts.programme_places import programme_state
from abstracts.writing.printing import printed
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, public
from conference.web import conditional, page
from conference.web.formats import instant
from conference.web.pages import download
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]


async def book_for(meeting: MeetingInfo, visitor: Visitor, now: Now, only: str = "") -> Book:
    """The book as this visitor may read it now."""
    audience = await audience_of(meeting.id, visitor.person)
    return await book_of(meeting, audience, now, only)


async def not_public(meeting: MeetingInfo) -> NotPublicYet:
    """The refusal, with the date if one is set."""
    policy = await policy_of(meeting.id)
    if policy.titles_from is None:
        return NotPublicYet()
    return NotPublicYet(
        f"Titles and authors are published {instant(policy.titles_from, meeting.zone)}."
    )


@get("/{slug:str}/book", opt=public)
async def show_book(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    """The abstracts by session or topic, one chapter at a time; searching looks in all of them."""
    audience = await audience_of(meeting.id, visitor.person)
    wanted = _wanted(request)
    found = await list_page(meeting, audience, wanted, now)
    policy = await policy_of(meeting.id)
    return page(
        request,
        "abstracts/book/book.html",
        book=found.book,
        found=found,
        wanted=wanted,
        titles_from=policy.titles_from,
        texts_from=texts_begin(policy, meeting.starts_on, meeting.zone),
        is_texts=found.book.shown is Shown.TEXTS,
        formats=FORMATS,
    )


def _wanted(request: AnyRequest) -> Wanted:
    asked = request.query_params
    by, number = asked.get("by", ""), asked.get("page", "1")
    return Wanted(
        by if by in ("session", "topic") else "",
        asked.get("q", "").strip()[:200],
        asked.get("chapter", "")[:200],
        int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )


@get("/{slug:str}/book/{code:str}", opt=public)
async def read_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template:
    """One abstract as far as this reader may read it, by reference or programme code."""
    book, entry = await _entry(meeting, visitor, now, code)
    policy = await policy_of(meeting.id)
    return page(
        request,
        "abstracts/book/read.html",
        book=book,
        entry=entry,
        printed=printed(entry.manuscript),
        keywords=keywords_of(entry),
        citation=citation(book, entry),
        is_texts=book.shown is Shown.TEXTS,
        texts_from=texts_begin(policy, meeting.starts_on, meeting.zone),
        errata=[each for each in book.errata if each.reference == entry.reference],
    )


async def _entry(meeting: MeetingInfo, visitor: Visitor, now: Now, code: str) -> tuple[Book, Entry]:
    """By reference or programme code. Raises NotPublicYet, NotPresented, NoSuchEntry."""
    book = await book_for(meeting, visitor, now, only=code)
    if book.shown is Shown.NOTHING:
        raise await not_public(meeting)
    entry = book.find(code)
    if entry is None:
        if await is_not_published(meeting.id, code, await programme_state(meeting.id)):
            raise NotPresented
        raise NoSuchEntry
    return book, entry


@get("/{slug:str}/book/{code:str}/figure", opt=public)
async def show_figure(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Response[bytes | None]:
    """The figure of an abstract whose text may be read."""
    _, entry = await _entry(meeting, visitor, now, code)
    figures = await figures_of([entry.id]) if entry.manuscript.figure else {}
    if entry.id not in figures:
        raise NotFound("This abstract has no figure, or it is not public yet.")
    media_type, body = figures[entry.id]
    return conditional(request, body, media_type)


@get("/{slug:str}/abstracts/{code:str}/cite", opt=public)
async def cite_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template:
    book, entry = await _entry(meeting, visitor, now, code)
    return page(
        request,
        "abstracts/book/cite.html",
        entry=entry,
        citation=citation(book, entry),
        doi=doi_of(book, entry),
        bibtex=bibtex(book, [entry]),
        ris=ris(book, [entry]),
    )


@get("/{slug:str}/abstracts/{code:str}/cite.bib", opt=public)
async def cite_bibtex(
    meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Response[bytes]:
    book, entry = await _entry(meeting, visitor, now, code)
    body = bibtex(book, [entry]).encode()
    name = f"{entry.reference}.bib"
    return download(body, FORMATS["abstracts.bib"].media_type, name)


@get("/{slug:str}/abstracts/{code:str}/cite.ris", opt=public)
async def cite_ris(
    meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Response[bytes]:
    book, entry = await _entry(meeting, visitor, now, code)
    body = ris(book, [entry]).encode()
    name = f"{entry.reference}.ris"
    return download(body, FORMATS["abstracts.ris"].media_type, name)


@get("/{slug:str}/book/files/{file:str}", opt=public)
async def take_file(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, file: FromPath[str]
) -> Response[bytes | None]:
    audience = await audience_of(meeting.id, visitor.person)
    return await format_answer(request, meeting, audience, now, file)


async def format_answer(
    request: AnyRequest, meeting: MeetingInfo, audience: Audience, now: Now, file: str
) -> Response[bytes | None]:
    """A whole-book file for an audience. Raises NotFound, NotPublicYet."""
    wanted = FORMATS.get(file)
    if wanted is None:
        raise NotFound("There is no such file of the abstract book.")
    book = await book_of(meeting, audience, now)
    if not book.entries:
        raise await not_public(meeting)
    headers = {"content-disposition": f'attachment; filename="{meeting.slug}-{file}"'}
    body = await asyncio.to_thread(wanted.make, book)
    return conditional(request, body, wanted.media_type, headers=headers)


@get("/{slug:str}/abstract-book.pdf", opt=public)
async def abstract_book(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Response[bytes | None]:
    audience = await audience_of(meeting.id, visitor.person)
    return await pdf_answer(request, meeting, audience, now)


async def pdf_answer(
    request: AnyRequest, meeting: MeetingInfo, audience: Audience, now: Now
) -> Response[bytes | None]:
    """The book for an audience, 304 when it is known. Raises NotPublicYet."""
    made = await book_file(meeting, audience, now)
    if made is None:
        raise await not_public(meeting)
    name = f"{meeting.slug}-abstract-book.pdf"
    headers = {"content-disposition": f'inline; filename="{name}"', "vary": "cookie"}
    return conditional(request, made.body, "application/pdf", etag=made.etag, headers=headers)


handlers = [
    show_book,
    read_abstract,
    show_figure,
    cite_abstract,
    cite_bibtex,
    cite_ris,
    take_file,
    abstract_book,
]
