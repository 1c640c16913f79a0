"""An author's abstracts: the list, one of them as it prints, its versions, its figure."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Template

from abstracts import queries
from abstracts.calls.queries import calls_for
from abstracts.errors import UnknownAbstract
from abstracts.queries import AbstractDetail, AbstractVersionInfo
from abstracts.words import state_words
from abstracts.writing.differences import differences
from abstracts.writing.figure_queries import figure_file
from abstracts.writing.form_parts import shown_on_page
from abstracts.writing.printing import printed
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, public, roles, signed_in
from conference.web import page
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)


@get("/{slug:str}/abstracts", opt=public)
async def show_my_abstracts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    person = visitor.person
    calls = await calls_for(meeting.id, person)
    return page(
        request,
        "abstracts/writing/mine.html",
        abstracts=await queries.abstracts_of_person(person, meeting.id) if person else [],
        calls=calls,
        call_of={call.id: call for call in calls},
        topics=await queries.topics(meeting.id),
        now=now,
        state_words=state_words,
    )


@get("/{slug:str}/abstracts/{code:str}", opt=signed_in)
async def show_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template:
    abstract = await _seen_by(meeting, visitor, code)
    is_mine = abstract.submitter == visitor.person
    return page(
        request,
        "abstracts/writing/show.html",
        abstract=abstract,
        printed=printed(abstract.manuscript),
        figure_address=f"/{meeting.slug}/abstracts/{abstract.code}/figure",
        state=state_words(abstract.state, abstract.decision),
        is_mine=is_mine,
        may_edit=is_mine and abstract.may_edit(now),
        parts=await shown_on_page(meeting, abstract, visitor, now),
    )


@get("/{slug:str}/abstracts/{code:str}/versions", opt=signed_in)
async def show_versions(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    newer: FromQuery[int] = 0,
    older: FromQuery[int] = 0,
) -> Template:
    abstract = await _seen_by(meeting, visitor, code)
    back = f"/{meeting.slug}/abstracts/{abstract.code}"
    return await _versions_page(request, abstract, back, newer, older)


@get("/{slug:str}/committee/abstracts/{code:str}/versions", opt=PROGRAMME)
async def show_versions_to_committee(
    request: AnyRequest,
    meeting: TheMeeting,
    code: FromPath[str],
    newer: FromQuery[int] = 0,
    older: FromQuery[int] = 0,
) -> Template:
    abstract = await queries.abstract_of_meeting(meeting.id, code)
    if abstract is None:
        raise UnknownAbstract
    back = f"/{meeting.slug}/committee/abstracts/{abstract.code}"
    return await _versions_page(request, abstract, back, newer, older)


@get("/{slug:str}/abstracts/{code:str}/figure", opt=signed_in)
async def show_figure(
    meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Response[bytes]:
    """The image as this program wrote it; only for its authors and the programme committee."""
    abstract = await _readable_by(meeting, visitor, code)
    found = await figure_file(abstract.id)
    if found is None:
        raise NotFound("This abstract has no figure.")
    return Response(
        found.body,
        media_type=found.media_type,
        headers={"cache-control": "private, max-age=300", "x-content-type-options": "nosniff"},
    )


async def _versions_page(
    request: AnyRequest, abstract: AbstractDetail, back: str, newer: int, older: int
) -> Template:
    kept = await queries.versions(abstract.id)
    after = _numbered(kept, newer) or (kept[0] if kept else None)
    before = _numbered(kept, older or (after.number - 1 if after else 0))
    return page(
        request,
        "abstracts/writing/versions.html",
        abstract=abstract,
        back=back,
        versions=kept,
        after=after,
        before=before,
        differences=differences(before.manuscript, after.manuscript) if before and after else (),
    )


def _numbered(kept: list[AbstractVersionInfo], number: int) -> AbstractVersionInfo | None:
    return next((each for each in kept if each.number == number), None)


async def _seen_by(meeting: MeetingInfo, visitor: Visitor, code: str) -> AbstractDetail:
    assert visitor.person is not None
    abstract = await queries.abstract_for_author(meeting.id, code, visitor.person)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def _readable_by(meeting: MeetingInfo, visitor: Visitor, code: str) -> AbstractDetail:
    if visitor.may(Role.PROGRAMME):
        abstract = await queries.abstract_of_meeting(meeting.id, code)
        if abstract is not None:
            return abstract
    return await _seen_by(meeting, visitor, code)


handlers = [
    show_my_abstracts,
    show_abstract,
    show_versions,
    show_versions_to_committee,
    show_figure,
]
