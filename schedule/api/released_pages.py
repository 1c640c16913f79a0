"""The API's public part: meetings and their released programmes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.people.access import open_api
from conference.web import conditional
from conference.web.problems import NotFound
from schedule.api.answers import (
    ItemList,
    MeetingAnswer,
    PersonAnswer,
    PersonList,
    ProgrammeAnswer,
    ReleaseAnswer,
    ReleaseList,
    SessionAnswer,
    SessionList,
)
from schedule.api.paging import paged
from schedule.api.putting import (
    item_answer,
    meeting_answer,
    person_answer,
    programme_answer,
    session_answer,
)
from schedule.errors import NoSuchSession
from schedule.public.door import released_or_404
from schedule.public.listing_page import read_filter
from schedule.queries.programme import PublicProgramme, public_programme
from schedule.queries.releases import list_releases
from schedule.rules.listing import list_sessions
from schedule.rules.released import ReleasedProgramme
from schedule.rules.who import find_people

AnyRequest = Request[Any, Any, Any]
T = TypeVar("T")
Put = Callable[[ReleasedProgramme, T, str], Any]
Answer = Response[bytes | None]
ROOT = "/api/v1"
MEETING = f"{ROOT}/meetings/{{slug:str}}"
JSON = "application/json"


def answers(struct: Any, text: str) -> dict[str, Any]:
    """A handler's `responses` and `summary` for the OpenAPI document."""
    told = ResponseSpec(struct, description=text, generate_examples=False)  # by chance each start
    return {"responses": {200: told}, "summary": text}


def sent(request: AnyRequest, answer: object, *, private: bool = False) -> Answer:
    """An answer as JSON with its entity tag: a program that asks again gets a 304.

    `private` is for what a token opened: no cache between us and the program may keep it.
    """
    return conditional(request, msgspec.json.encode(answer), JSON, private=private)


def listed(
    request: AnyRequest, released: PublicProgramme, base_url: str, found: Sequence[T], put: Put[T]
) -> dict[str, Any]:
    """The fields that every list has: the page that was asked for, and where the next one is."""
    asked, total = paged(request, base_url), len(found)
    results = tuple(put(released.programme, each, base_url) for each in asked.of(found))
    return {
        "release": released.programme.number,
        "total": total,
        "results": results,
        "next": asked.next(total),
    }


@get(f"{ROOT}/meetings", opt=open_api, **answers(list[MeetingAnswer], "The current meetings"))
async def list_meetings(request: AnyRequest, now: Now, settings: TheSettings) -> Answer:
    found = [
        meeting_answer(each, await public_programme(each.id), settings.base_url)
        for each in await meetings.current_meetings(now.date())
    ]
    return sent(request, found)


@get(MEETING, opt=open_api, **answers(MeetingAnswer, "One meeting"))
async def show_meeting(request: AnyRequest, meeting: TheMeeting, settings: TheSettings) -> Answer:
    released = await public_programme(meeting.id)
    return sent(request, meeting_answer(meeting, released, settings.base_url))


@get(
    f"{MEETING}/programme",
    opt=open_api,
    **answers(ProgrammeAnswer, "The newest release in numbers"),
)
async def show_programme(request: AnyRequest, meeting: TheMeeting, settings: TheSettings) -> Answer:
    return sent(request, programme_answer(await released_or_404(meeting), settings.base_url))


@get(
    f"{MEETING}/sessions",
    opt=open_api,
    **answers(SessionList, "Released sessions by time; ?q= &day= &room= &track= &kind= filter"),
)
async def sessions(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Answer:
    released, wanted = await released_or_404(meeting), read_filter(request)
    shown = list_sessions(released.programme, wanted, now=now, texts=released.texts)
    found = [each.session for each in shown if not each.is_hidden]
    answer = listed(request, released, settings.base_url, found, session_answer)
    return sent(request, SessionList(**answer))


@get(f"{MEETING}/sessions/{{code:str}}", opt=open_api, **answers(SessionAnswer, "One session"))
async def session(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, code: FromPath[str]
) -> Answer:
    """A talk's code finds the session around it."""
    released = await released_or_404(meeting)
    found = released.items.get(code)
    if found is None:
        raise NoSuchSession(code)
    return sent(request, session_answer(released.programme, found[0], settings.base_url))


@get(
    f"{MEETING}/items",
    opt=open_api,
    **answers(ItemList, "Talks and posters; ?q= &day= &room= &track= &kind= filter their sessions"),
)
async def items(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Answer:
    released, wanted = await released_or_404(meeting), read_filter(request)
    shown = list_sessions(released.programme, wanted, now=now, texts=released.texts)
    found = [(e.session, slot) for e in shown if not e.is_hidden for slot in e.session.slots]
    answer = listed(
        request,
        released,
        settings.base_url,
        found,
        lambda programme, pair, base_url: item_answer(programme, *pair, base_url),
    )
    return sent(request, ItemList(**answer))


@get(
    f"{MEETING}/people", opt=open_api, **answers(PersonList, "Everyone in the programme; ?q= finds")
)
async def people(request: AnyRequest, meeting: TheMeeting, settings: TheSettings) -> Answer:
    released, wanted = await released_or_404(meeting), read_filter(request)
    groups = find_people(released.people.values(), wanted.q)
    found = [person for group in groups for person in group.people]
    answer = listed(request, released, settings.base_url, found, person_answer)
    return sent(request, PersonList(**answer))


@get(
    f"{MEETING}/people/{{person:uuid}}",
    opt=open_api,
    **answers(PersonAnswer, "What one person does"),
)
async def one_person(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, person: FromPath[UUID]
) -> Answer:
    released = await released_or_404(meeting)
    found = released.people.get(person)
    if found is None:
        raise NotFound("Nobody in the released programme has this id.")
    return sent(request, person_answer(released.programme, found, settings.base_url))


@get(f"{MEETING}/releases", opt=open_api, **answers(ReleaseList, "Every release, newest first"))
async def releases(request: AnyRequest, meeting: TheMeeting) -> Answer:
    lines = await list_releases(meeting.id)
    found = (ReleaseAnswer(e.number, e.name, e.comment, e.released_at) for e in lines)
    return sent(request, ReleaseList(tuple(found)))


handlers = [
    list_meetings,
    show_meeting,
    show_programme,
    sessions,
    session,
    items,
    people,
    one_person,
    releases,
]
