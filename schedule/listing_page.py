"""The list of sessions as a page: what it shows, and the bytes that every stranger shares."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request

from conference.meetings.navigation import anonymous_page
from conference.meetings.rules import MeetingInfo
from conference.web.conditional import etag_of
from schedule.queries.programme import PublicProgramme
from schedule.rules.listing import ProgrammeFilter, count_shown, list_programme, now_and_next

TEMPLATE = "schedule/programme.html"
KEPT_PAGES = 64
MAX_WORDS = 120

PageKey = tuple[UUID, MeetingInfo, ProgrammeFilter, str, int]
_pages: OrderedDict[PageKey, tuple[bytes, str]] = OrderedDict()


def read_filter(request: Request[Any, Any, Any]) -> ProgrammeFilter:
    """What the query string asks for; anything it does not know is left out."""
    asked = request.query_params
    texts = {
        name: asked.get(name, "")[:MAX_WORDS] for name in ("q", "day", "room", "track", "kind")
    }
    return ProgrammeFilter(**texts, starred=bool(asked.get("starred")))


def kept_list(
    released: PublicProgramme,
    meeting: MeetingInfo,
    wanted: ProgrammeFilter,
    theme: str,
    now: datetime,
) -> tuple[bytes, str]:
    """The page for strangers and its entity tag, rendered once until something in it changes."""
    phase = bisect_right(released.turning_points, now)
    key = (released.release.id, meeting, wanted, theme, phase)
    known = _pages.get(key)
    if known is None:
        body = _render(released, meeting, wanted, theme, now)
        known = _pages[key] = (body, etag_of(body))
        while len(_pages) > KEPT_PAGES:
            _pages.popitem(last=False)
    else:
        _pages.move_to_end(key)
    return known


def list_context(
    released: PublicProgramme,
    wanted: ProgrammeFilter,
    now: datetime,
    stars: frozenset[str] | None,
) -> dict[str, Any]:
    """What the template shows; `stars` is None for a stranger."""
    days = list_programme(released.programme, wanted, now=now, texts=released.texts, stars=stars)
    return {
        "public": released,
        "programme": released.programme,
        "wanted": wanted,
        "days": days,
        "shown": count_shown(days),
        "now_next": now_and_next(released.programme, now),
        "choices": _choices(released, wanted),
        "stars": stars,
    }


def _choices(
    released: PublicProgramme, wanted: ProgrammeFilter
) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    return [
        ("room", "Room", wanted.room, tuple((name, name) for name in released.rooms)),
        ("track", "Track", wanted.track, tuple((name, name) for name in released.tracks)),
        ("kind", "Kind", wanted.kind, released.kinds),
    ]


def _render(
    released: PublicProgramme,
    meeting: MeetingInfo,
    wanted: ProgrammeFilter,
    theme: str,
    now: datetime,
) -> bytes:
    path = f"/{meeting.slug}/programme"
    context = list_context(released, wanted, now, None)
    html = anonymous_page(TEMPLATE, meeting=meeting, path=path, theme=theme, **context)
    return html.encode()
