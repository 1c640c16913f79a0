"""The posters by board, topic, presenter or title."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.orm import clock
from conference.people.access import Visitor
from conference.people.rules import fold
from conference.web import page
from schedule.public.door import STRANGERS, AnyRequest, meeting_asked, not_out, stars_for
from schedule.public.kept import may_keep, stranger_page
from schedule.queries.programme import PublicProgramme, public_programme, topics_of_posters
from schedule.rules.listing import moved_from
from schedule.rules.poster_list import SORTS, find_posters

TEMPLATE = "schedule/posters.html"
MAX_WORDS = 120


class PosterFilter(msgspec.Struct, frozen=True):
    """What is looked for among the posters, and in which order."""

    q: str = ""
    sort: str = ""


@get("/{slug:str}/posters", opt=STRANGERS)
async def posters(request: AnyRequest, slug: FromPath[str]) -> Template | Response[bytes | None]:
    """The posters of the newest release; ?q= looks in titles, people, boards; ?sort= orders."""
    visitor: Visitor | None = request.state.get("visitor")
    meeting = await meeting_asked(request, slug)
    released = await public_programme(meeting.id)
    if released is None:
        return await not_out(request, meeting)
    wanted, now = _wanted(request), clock.now()
    topics = await topics_of_posters(released) if wanted.sort == "topic" else {}
    if visitor is None:
        asked = (wanted, tuple(topics.items()))
        context = partial(_context, released, wanted, topics, now, None)
        return stranger_page(request, TEMPLATE, released, meeting, asked, now, context)
    stars = await stars_for(visitor, meeting)
    shown = page(request, TEMPLATE, **_context(released, wanted, topics, now, stars))
    return may_keep(shown, visitor)


def _wanted(request: AnyRequest) -> PosterFilter:
    asked = request.query_params.get("sort", "")
    sort = asked if asked in dict(SORTS) else ""
    return PosterFilter(request.query_params.get("q", "")[:MAX_WORDS], sort)


def _context(
    released: PublicProgramme,
    wanted: PosterFilter,
    topics: dict[str, str],
    now: datetime,
    stars: frozenset[str] | None,
) -> dict[str, Any]:
    zone = released.programme.meeting.tz
    found = find_posters(released.posters, fold(wanted.q).split(), wanted.sort, topics)
    return {
        "public": released,
        "programme": released.programme,
        "wanted": wanted,
        "sorts": SORTS,
        "found": found,
        "topics": topics,
        "moves": {
            slot.code: moved_from(slot, now, zone, session.room)
            for session, slots in found.groups
            for slot in slots
        },
        "stars": stars,
    }


handlers = [posters]
