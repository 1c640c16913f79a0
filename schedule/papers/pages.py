"""The programme's PDFs: book, day sheets and addendum for everybody, door signs for staff."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.roof import Link
from conference.people.access import Role, public, roles
from conference.web import conditional, page
from conference.web.problems import NotFound
from schedule.actions.release_files import release_file
from schedule.errors import NotReleased
from schedule.papers.addendum_sheet import addendum_pdf
from schedule.papers.day_sheet import day_sheet_pdf
from schedule.papers.door_signs import DoorSign, changed_signs, door_signs, door_signs_pdf
from schedule.queries.old_releases import numbered_release
from schedule.queries.releases import CurrentRelease, current_release, list_releases, released_now
from schedule.rules.addendum import addendum_of
from schedule.rules.listing import programme_days

AnyRequest = Request[Any, Any, Any]
Answer = Response[bytes | None]
PDF = "application/pdf"
BOOK = "programme.pdf"
STAFF = roles(Role.PROGRAMME, Role.DESK)
PAPERS = "/{slug:str}/committee/papers"


@get("/{slug:str}/programme.pdf", opt=public)
async def programme_book(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, now: Now
) -> Answer:
    """The book of the newest release, made when first asked for and kept with it."""
    release = await released_now(meeting.id)
    file = await release_file(meeting.id, release, BOOK, settings.base_url, now)
    if file is None:
        raise NotReleased
    return _shown(request, file.body, f"{meeting.slug}-programme.pdf", file.etag)


@get("/{slug:str}/programme/day-sheets/{file:str}", opt=public)
async def day_sheet(request: AnyRequest, meeting: TheMeeting, file: FromPath[str]) -> Answer:
    release, day = await released_now(meeting.id), _day(file.removesuffix(".pdf"))
    known = day is not None and day in programme_days(release.programme)
    if day is None or not known or not file.endswith(".pdf"):
        raise NotFound("The programme has no such day.")
    key = ("day-sheet", day)
    body = await _kept(release, key, lambda: day_sheet_pdf(release.programme, day) or b"")
    return _shown(request, body, f"{meeting.slug}-{day.isoformat()}.pdf")


@get("/{slug:str}/programme/addendum.pdf", opt=public)
async def addendum_sheet(
    request: AnyRequest, meeting: TheMeeting, since: FromQuery[str] = ""
) -> Answer:
    """What changed since a release; left out, since the one before."""
    release = await released_now(meeting.id)
    before = await numbered_release(meeting.id, since or str(max(release.number - 1, 1)))
    addendum = addendum_of(before.programme, release.programme)
    key = ("addendum", before.number)
    body = await _kept(release, key, lambda: addendum_pdf(addendum).body)
    return _shown(request, body, f"{meeting.slug}-changes-since-{before.number}.pdf")


@get(PAPERS, opt=STAFF)
async def papers(request: AnyRequest, meeting: TheMeeting) -> Template:
    """Everything that can be printed, and which door signs the newest release makes wrong (S08)."""
    release = await current_release(meeting.id)
    releases = await list_releases(meeting.id)
    signs = door_signs(release.programme) if release else []
    changed: list[DoorSign] = []
    if release and release.number > 1:
        before = await numbered_release(meeting.id, str(release.number - 1))
        changed = changed_signs(before.programme, release.programme)
    return page(
        request,
        "schedule/papers/papers.html",
        release=release,
        releases=releases,
        days=programme_days(release.programme) if release else (),
        rooms=list(dict.fromkeys(sign.room for sign in signs)),
        changed=changed,
        signs=len(signs),
    )


@get(PAPERS + "/door-signs.pdf", opt=STAFF)
async def door_signs_file(
    request: AnyRequest,
    meeting: TheMeeting,
    day: FromQuery[str] = "",
    room: FromQuery[str] = "",
    since: FromQuery[str] = "",
) -> Answer:
    """All signs, those of a day or a room, or those that read otherwise since a release."""
    release = await released_now(meeting.id)
    wanted = _Wanted(_day(day), room)
    if since:
        before = await numbered_release(meeting.id, since)
        found = changed_signs(before.programme, release.programme)
        signs = [sign for sign in found if wanted.has(sign)]
    else:
        signs = [sign for sign in door_signs(release.programme) if wanted.has(sign)]
    if not signs:
        raise NotFound("No door sign fits: nothing takes place in that room on that day.")
    body = await asyncio.to_thread(door_signs_pdf, release.programme, signs)
    return _shown(request, body, f"{meeting.slug}-door-signs.pdf")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The day and the room that were asked for; nothing means all."""

    day: date | None
    room: str

    def has(self, sign: DoorSign) -> bool:
        return self.day in (None, sign.day) and self.room in ("", sign.room)


async def _kept(release: CurrentRelease, key: object, render: Callable[[], bytes]) -> bytes:
    """Rendered once per release and process, beside the requests."""
    known = release.rendered.get(key)
    if known is None:
        known = release.rendered[key] = await asyncio.to_thread(render)
    return known


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(request: AnyRequest, body: bytes, name: str, etag: str | None = None) -> Answer:
    """Opened by the browser, saved under a name that says what it is."""
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return conditional(request, body, PDF, etag=etag, headers=headers)


COMMITTEE_LINKS = [
    Link(
        "On paper",
        "/committee/papers",
        "Programme book, day sheets, door signs and the addendum, to print.",
        Role.PROGRAMME,
    )
]
handlers = [programme_book, day_sheet, addendum_sheet, papers, door_signs_file]
