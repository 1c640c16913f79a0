"""Pages that strangers share: rendered and compressed once until something in them changes."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.response import Template

from conference.meetings.navigation import anonymous_page
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor
from conference.web.packing import Packed, pack, packed_answer
from conference.web.pages import theme_of
from schedule.queries.programme import PublicProgramme

KEPT_PAGES = 128
HTML = "text/html; charset=utf-8"
OFFLINE = "x-plenary-offline"
FOR_EVERYONE = "everyone"

Context = Callable[[], dict[str, Any]]
_Key = tuple[UUID, MeetingInfo, str, Hashable, str, int]
_pages: OrderedDict[_Key, Packed] = OrderedDict()


def stranger_page(
    request: Request[Any, Any, Any],
    template: str,
    released: PublicProgramme,
    meeting: MeetingInfo,
    asked: Hashable,
    now: datetime,
    context: Context,
) -> Response[bytes | None]:
    """The bytes of a page for whoever is not signed in, or 304; `asked` is all that its address
    asks for, and nothing else of the request may be shown."""
    phase = bisect_right(released.turning_points, now)
    theme = theme_of(request)
    key = (released.release.id, meeting, template, asked, theme, phase)
    packed = _pages.get(key)
    if packed is None:
        html = anonymous_page(
            template,
            meeting=meeting,
            path=request.url.path,
            theme=theme,
            mark=FOR_EVERYONE,
            **context(),
        )
        packed = _pages[key] = pack(html.encode())
        while len(_pages) > KEPT_PAGES:
            _pages.popitem(last=False)
    _pages.move_to_end(key)
    return packed_answer(request, packed, HTML, {OFFLINE: FOR_EVERYONE})


def may_keep(template: Template, visitor: Visitor) -> Template:
    """Lets the visitor's own device keep the page for when there is no network; nobody else
    ever gets it, because it is kept under their mark."""
    mark = mark_of(visitor)
    template.headers[OFFLINE] = template.context["mark"] = mark
    return template


def mark_of(visitor: Visitor) -> str:
    """What a device calls the pages of one person; "everyone" for a stranger's."""
    if visitor.person is None:
        return FOR_EVERYONE
    return hashlib.blake2b(visitor.person.bytes, digest_size=6).hexdigest()
