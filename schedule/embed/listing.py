"""What the embedded page lists: days and sessions that fit the address, and nothing that moves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from conference.web.conditional import etag_of
from conference.web.templating import render
from schedule.queries.programme import PublicProgramme
from schedule.rules.listing import programme_day
from schedule.rules.released import ReleasedSession

TEMPLATE = "schedule/embed/programme.html"
THEMES = ("light", "dark")
LONGEST = 120
KEPT_PAGES = 64


class EmbedChoice(msgspec.Struct, frozen=True):
    """What the address of the frame asks for; nothing means everything."""

    day: str = ""
    track: str = ""
    room: str = ""
    theme: str = ""

    def query(self, **changes: str) -> str:
        """The query string of this choice with some of it changed."""
        asked = {**msgspec.structs.asdict(self), **changes}
        given = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class EmbedDay:
    """One day with the sessions that fit."""

    day: date
    sessions: tuple[ReleasedSession, ...]


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """Where the frame's links lead."""

    slug: str
    base_url: str


_pages: OrderedDict[tuple[UUID, EmbedChoice, EmbedPage], tuple[bytes, str]] = OrderedDict()


def read_choice(asked: Any) -> EmbedChoice:
    """What a query string asks for; a theme that there is not is that of the device."""
    texts = {name: asked.get(name, "")[:LONGEST] for name in ("day", "track", "room", "theme")}
    if texts["theme"] not in THEMES:
        texts["theme"] = ""
    return EmbedChoice(**texts)


def embedded_days(public: PublicProgramme, choice: EmbedChoice) -> tuple[EmbedDay, ...]:
    """The sessions that fit, cancelled ones among them and marked, day by day."""
    programme = public.programme
    pairs = [(programme_day(each.starts_at, programme), each) for each in programme.sessions]
    fitting = (pair for pair in pairs if _fits(choice, *pair))
    return tuple(
        EmbedDay(day, tuple(session for _, session in together))
        for day, together in groupby(fitting, key=lambda pair: pair[0])
    )


def embedded_page(
    public: PublicProgramme, choice: EmbedChoice, place: EmbedPage
) -> tuple[bytes, str]:
    """The bytes of the page and their tag, rendered once per release and address."""
    key = (public.release.id, choice, place)
    known = _pages.get(key)
    if known is None:
        body = render(
            TEMPLATE,
            public=public,
            programme=public.programme,
            choice=choice,
            days=embedded_days(public, choice),
            place=place,
        ).encode()
        known = _pages[key] = (body, etag_of(body))
        while len(_pages) > KEPT_PAGES:
            _pages.popitem(last=False)
    else:
        _pages.move_to_end(key)
    return known


def _fits(choice: EmbedChoice, day: date, session: ReleasedSession) -> bool:
    asked = (
        (choice.day, day.isoformat()),
        (choice.track, session.track),
        (choice.room, session.room),
    )
    return all(not want or want == have for want, have in asked)
