"""The committee's page of the book, and what the book gives to the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.book import actions, author_pages, reading_pages
from abstracts.book.embargo import Audience, Shown, shown_to, texts_begin
from abstracts.book.files import FORMATS, PDF, digest_of, kept_files
from abstracts.book.forms import SetupForm
from abstracts.book.queries import book_of, has_abstracts, is_not_published
from abstracts.book.reading_pages import format_answer, pdf_answer
from abstracts.book.setup import setup_of
from abstracts.deciding.policy import policy_of
from abstracts.programme_places import programme_state
from abstracts.queries.one import AbstractDetail
from abstracts.vocabulary import AbstractState
from abstracts.writing.form_parts import FormPart, add_show_part
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Card, Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
HOME_ORDER = 45
ORDERS = (
    ("session", "By session", "as the programme has it"),
    ("topic", "By topic", "as the call has them"),
)
AUDIENCE_WORDS = {
    Audience.PUBLIC: "Everybody",
    Audience.REGISTERED: "Registered people",
    Audience.COMMITTEE: "The programme committee",
}
SHOWN_WORDS = {
    Shown.NOTHING: "nothing yet",
    Shown.TITLES: "titles and authors",
    Shown.TEXTS: "everything",
}
COMMITTEE_LINKS = [
    Link(
        "Abstract book",
        "/committee/book",
        "Set it up, read it before the public does, take it to a journal.",
        Role.PROGRAMME,
    )
]


@get("/{slug:str}/committee/book", opt=PROGRAMME)
async def show_setup(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    setup = await setup_of(meeting.id)
    return await setup_page(request, meeting, now, FormState.of(_typed(setup)))


async def setup_page(
    request: AnyRequest, meeting: MeetingInfo, now: datetime, form: FormState, status: int = 200
) -> Template:
    """How the book is made, who sees what of it when, and the files."""
    book, policy = await book_of(meeting, Audience.COMMITTEE, now), await policy_of(meeting.id)
    kept = {each.audience: each for each in await kept_files(meeting.id)}
    mine = kept.get(Audience.COMMITTEE)
    return page(
        request,
        "abstracts/book/setup.html",
        status=status,
        form=form,
        book=book,
        orders=ORDERS,
        formats=FORMATS,
        policy=policy,
        texts_from=texts_begin(policy, meeting.starts_on, meeting.zone),
        readers=[
            (words, SHOWN_WORDS[shown_to(each, policy, meeting.starts_on, meeting.zone, now)])
            for each, words in AUDIENCE_WORDS.items()
        ],
        made=mine,
        is_made=mine is not None and mine.digest == digest_of(book),
    )


def _typed(setup: object) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(setup)
    return values


@post("/{slug:str}/committee/book", opt=PROGRAMME)
async def save_setup(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, SetupForm)
    except FormErrors as wrong:
        return await setup_page(request, meeting, now, wrong.state, 422)
    await actions.save_setup(meeting=meeting.id, setup=form.setup(), by=visitor.actor, now=now)
    flash(request, "The book is set up. Files are made anew when they are asked for.")
    return redirect(f"/{meeting.slug}/committee/book")


@get("/{slug:str}/committee/book/{file:str}", opt=PROGRAMME)
async def committee_file(
    request: AnyRequest, meeting: TheMeeting, now: Now, file: FromPath[str]
) -> Response[bytes | None]:
    """Everything that is accepted, whatever the embargo; marked as not public."""
    if file == PDF:
        return await pdf_answer(request, meeting, Audience.COMMITTEE, now)
    return await format_answer(request, meeting, Audience.COMMITTEE, now, file)


async def home_card(meeting: MeetingInfo, _visitor: Visitor, now: datetime) -> Card | None:
    """Where the abstracts are read, as soon as anything of them is public."""
    policy = await policy_of(meeting.id)
    shown = shown_to(Audience.PUBLIC, policy, meeting.starts_on, meeting.zone, now)
    if shown is Shown.NOTHING or not await has_abstracts(meeting.id):
        return None
    context = {
        "meeting": meeting,
        "is_texts": shown is Shown.TEXTS,
        "texts_from": texts_begin(policy, meeting.starts_on, meeting.zone),
    }
    return Card(HOME_ORDER, "abstracts/book/_home_card.html", context)


async def show_in_programme(
    meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
) -> FormPart | None:
    """Code, board and time on the author's page, as soon as there is one of them."""
    if abstract.state is not AbstractState.ACCEPTED:
        return None
    state = await programme_state(meeting.id)
    code, place = state.codes.get(abstract.code, ""), state.places.get(abstract.code)
    if place and place.is_cancelled:
        place = None
    is_out = await is_not_published(meeting.id, abstract.code, state)
    if not (code or place or is_out):
        return None
    part = {"code": code, "place": place, "is_published": not is_out}
    return FormPart("abstracts/book/_on_page.html", part)


add_show_part(show_in_programme)
handlers = [
    show_setup,
    save_setup,
    committee_file,
    *author_pages.handlers,
    *reading_pages.handlers,
]
