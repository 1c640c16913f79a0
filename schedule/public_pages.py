"""The released programme for everybody: list, sessions, people, posters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo, MilestoneKey
from conference.people.access import Visitor, public
from conference.people.rules import fold
from conference.web import conditional, page
from conference.web.csrf import BYTES_FOR_STRANGERS
from conference.web.pages import theme_of
from conference.web.problems import NotFound
from schedule.feed_pages import session_file
from schedule.listing_page import kept_list, list_context, read_filter
from schedule.numbering.queries import programme_codes
from schedule.queries.programme import PublicProgramme, meeting_at_door, public_programme
from schedule.queries.stars import stars_of
from schedule.rules.listing import moved_from, poster_text
from schedule.rules.released import ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import SlotKind
from schedule.rules.who import find_people

AnyRequest = Request[Any, Any, Any]
NOT_OUT = "schedule/no_programme.html"
STRANGERS: dict[str, Any] = {**public, BYTES_FOR_STRANGERS: True}


@get("/{slug:str}/programme", opt=STRANGERS)
async def programme(
    request: AnyRequest, slug: FromPath[str], now: Now
) -> Template | Response[bytes | None]:
    """A stranger gets bytes rendered once per release, filter, theme and phase of the meeting."""
    visitor: Visitor | None = request.state.get("visitor")
    meeting = request.state.get("meeting") or await meeting_at_door(slug)
    if meeting is None:
        raise NotFound("No meeting has this address. The current ones are on the first page.")
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted = read_filter(request)
    if visitor is None:
        body, etag = kept_list(released, meeting, wanted, theme_of(request), now)
        return conditional(request, body, "text/html; charset=utf-8", etag=etag)
    stars = await stars_for(visitor, meeting)
    context = list_context(released, wanted, now, stars)
    return page(request, "schedule/programme.html", **context)


async def not_out(request: AnyRequest, meeting: MeetingInfo) -> Template:
    """The kind page before the first release, with the planned date if there is one."""
    dates = await meetings.milestones(meeting.id)
    expected = next((each for each in dates if each.key == MilestoneKey.PROGRAMME_OUT), None)
    request.state.meeting = meeting
    return page(request, NOT_OUT, expected=expected)


async def stars_for(visitor: Visitor, meeting: MeetingInfo) -> frozenset[str] | None:
    """The visitor's stars; None for a stranger, whose stars live in the browser."""
    return await stars_of(visitor.person, meeting.id) if visitor.person else None


@get("/{slug:str}/programme/sessions/{code:str}", opt=public)
async def session(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Response[Any]:
    """A session; a slot's code finds the session around it; CODE.ics is its calendar."""
    if code.endswith(".ics"):
        alarm = request.query_params.get("alarm", "")
        file = await session_file(meeting, code.removesuffix(".ics"), settings, alarm)
        return conditional(request, file.body, file.media_type, etag=file.etag)
    released = await released_or_404(meeting)
    found = released.items.get(code)
    if found is None:
        raise NotFound("The released programme has no session or talk with this code.")
    stars = await stars_for(visitor, meeting)
    codes = await programme_codes(meeting.id)
    context = _session_context(released, found[0], now, stars)
    return page(request, "schedule/session.html", codes=codes, **context)


async def released_or_404(meeting: MeetingInfo) -> PublicProgramme:
    """The newest release. Raises NotFound before the first."""
    released = await public_programme(meeting.id)
    if released is None:
        raise NotFound("The programme is not out yet.")
    return released


def _session_context(
    released: PublicProgramme, found: ReleasedSession, now: Now, stars: frozenset[str] | None
) -> dict[str, Any]:
    zone = released.programme.meeting.tz
    floors = {room.name: room.floor for room in released.programme.rooms}
    talks = [slot for slot in found.slots if slot.kind is not SlotKind.POSTER]
    return {
        "public": released,
        "programme": released.programme,
        "session": found,
        "stars": stars,
        "floor": floors.get(found.room, ""),
        "moved": moved_from(found, now, zone, found.room),
        "talks": talks,
        "talk_moves": {slot.code: moved_from(slot, now, zone, found.room) for slot in talks},
        "posters": [slot for slot in found.slots if slot.kind is SlotKind.POSTER],
        "paragraphs": [
            p for p in f"{found.summary}\n\n{found.description}".split("\n") if p.strip()
        ],
    }


@get("/{slug:str}/programme/people", opt=public)
async def programme_people(request: AnyRequest, meeting: TheMeeting) -> Template:
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted = read_filter(request)
    groups = find_people(released.people.values(), wanted.q)
    return page(request, "schedule/people.html", public=released, wanted=wanted, groups=groups)


@get("/{slug:str}/programme/people/{person:uuid}", opt=public)
async def programme_person(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, person: FromPath[UUID]
) -> Template:
    """What one person does; whoever is not in the release does not exist here."""
    released = await released_or_404(meeting)
    found = released.people.get(person)
    if found is None:
        raise NotFound("Nobody in the released programme has this address.")
    stars = await stars_for(visitor, meeting)
    return page(
        request,
        "schedule/person.html",
        public=released,
        programme=released.programme,
        person=found,
        stars=stars,
    )


@get("/{slug:str}/posters", opt=public)
async def posters(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted = read_filter(request)
    groups = _fitting(released, wanted.words)
    return page(
        request,
        "schedule/posters.html",
        public=released,
        programme=released.programme,
        wanted=wanted,
        groups=groups,
        total=sum(len(found) for _, found in groups),
        stars=await stars_for(visitor, meeting),
        codes=await programme_codes(meeting.id),
    )


def _fitting(
    released: PublicProgramme, words: list[str]
) -> list[tuple[ReleasedSession, list[ReleasedSlot]]]:
    groups = []
    for one, slots in released.posters:
        around = fold(one.title)
        fits = [s for s in slots if all(w in poster_text(s) or w in around for w in words)]
        if fits:
            groups.append((one, fits))
    return groups


handlers = [programme, session, programme_people, programme_person, posters]
