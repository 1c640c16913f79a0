"""The released programme for everybody: sessions as list and grid, one session, the people."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import Visitor, public
from conference.web import page
from conference.web.problems import NotFound
from schedule.calendars.choices import Scope, person_asked
from schedule.calendars.pages import part_calendar
from schedule.public import now_page, offline_pages, poster_page, stream_page
from schedule.public.door import (
    STRANGERS,
    AnyRequest,
    meeting_asked,
    not_out,
    released_or_404,
    stars_for,
)
from schedule.public.kept import may_keep, stranger_page
from schedule.public.listing_page import TEMPLATE, list_context, read_filter
from schedule.public.moment import asked_moment, moment
from schedule.queries.programme import PublicProgramme, public_programme
from schedule.rules.listing import moved_from
from schedule.rules.neighbours import neighbours_of
from schedule.rules.released import ReleasedSession
from schedule.rules.vocabulary import SlotKind
from schedule.rules.who import find_people

__all__ = ["handlers", "not_out", "released_or_404", "stars_for"]


@get("/{slug:str}/programme", opt=STRANGERS)
async def programme(request: AnyRequest, slug: FromPath[str]) -> Template | Response[bytes | None]:
    """A stranger gets bytes rendered once per release, filter, theme and phase of the meeting."""
    visitor: Visitor | None = request.state.get("visitor")
    meeting = await meeting_asked(request, slug)
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted = read_filter(request, asked_moment(request))
    shown_at = moment(wanted.at, released.programme.meeting)
    if visitor is None:
        context = partial(list_context, released, wanted, shown_at, None)
        return stranger_page(request, TEMPLATE, released, meeting, wanted, shown_at, context)
    stars = await stars_for(visitor, meeting)
    shown = page(request, TEMPLATE, **list_context(released, wanted, shown_at, stars))
    return may_keep(shown, visitor)


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
        return await part_calendar(request, settings, meeting.slug, Scope.ITEM, code, now)
    released = await released_or_404(meeting)
    found = released.items.get(code)
    if found is None:
        raise NotFound("The released programme has no session or talk with this code.")
    stars = await stars_for(visitor, meeting)
    context = _session_context(released, found[0], now, stars)
    return may_keep(page(request, "schedule/session.html", **context), visitor)


def _session_context(
    released: PublicProgramme, found: ReleasedSession, now: Now, stars: frozenset[str] | None
) -> dict[str, Any]:
    zone = released.programme.meeting.tz
    floors = {room.name: room.floor for room in released.programme.rooms}
    posters = [slot for slot in found.slots if slot.kind is SlotKind.POSTER]
    return {
        "public": released,
        "programme": released.programme,
        "session": found,
        "stars": stars,
        "floor": floors.get(found.room, ""),
        "moved": moved_from(found, now, zone, found.room),
        "talks": [slot for slot in found.slots if slot.kind is not SlotKind.POSTER],
        "moves": {slot.code: moved_from(slot, now, zone, found.room) for slot in found.slots},
        "posters": posters,
        "topics": {},
        "neighbours": neighbours_of(released.programme, found),
        "paragraphs": [
            p for p in f"{found.summary}\n\n{found.description}".split("\n") if p.strip()
        ],
    }


@get("/{slug:str}/programme/people", opt=public)
async def programme_people(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted = read_filter(request)
    groups = find_people(released.people.values(), wanted.q)
    shown = page(
        request,
        "schedule/people.html",
        public=released,
        programme=released.programme,
        wanted=wanted,
        groups=groups,
    )
    return may_keep(shown, visitor)


@get("/{slug:str}/programme/people/{person:str}", opt=public)
async def programme_person(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    person: FromPath[str],
) -> Template | Response[Any]:
    """What one person does; whoever is not in the release does not exist here. ID.ics is their
    calendar."""
    if person.endswith(".ics"):
        return await part_calendar(request, settings, meeting.slug, Scope.PERSON, person, now)
    released = await released_or_404(meeting)
    asked = person_asked(person)
    found = released.people.get(asked) if asked else None
    if found is None:
        raise NotFound("Nobody in the released programme has this address.")
    zone = released.programme.meeting.tz
    shown = page(
        request,
        "schedule/person.html",
        public=released,
        programme=released.programme,
        person=found,
        moves={p.item.code: moved_from(p.item, now, zone, p.session.room) for p in found.parts},
        stars=await stars_for(visitor, meeting),
    )
    return may_keep(shown, visitor)


handlers = [
    programme,
    session,
    programme_people,
    programme_person,
    *poster_page.handlers,
    *now_page.handlers,
    *stream_page.handlers,
    *offline_pages.handlers,
]
