"""Files of the programme: the released one for everybody, the draft for the committee."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.roof import Link
from conference.people.access import Role
from conference.settings import Settings
from conference.web import conditional, page
from conference.web.pages import download
from conference.web.problems import NotFound
from schedule.actions.release_files import release_file
from schedule.calendars.answers import BYTES
from schedule.committee_pages import PROGRAMME
from schedule.errors import NotReleased
from schedule.exchange.drafting import draft_file
from schedule.queries.programme import meeting_at_door
from schedule.queries.releases import current_release

AnyRequest = Request[Any, Any, Any]
Answer = Response[bytes | None]
KEPT_SECONDS = 60
SAVED = ("programme.csv", "programme.xlsx")
COMMITTEE_LINKS = [
    Link(
        "Exports",
        "/committee/programme/exports",
        "The released programme and the draft as files for spreadsheets and other systems.",
        Role.PROGRAMME,
    )
]


@get("/{slug:str}/programme.csv", opt=BYTES)
async def programme_csv(
    request: AnyRequest, slug: FromPath[str], settings: TheSettings, now: Now
) -> Answer:
    return await _file(request, slug, "programme.csv", settings, now)


@get("/{slug:str}/programme.xlsx", opt=BYTES)
async def programme_xlsx(
    request: AnyRequest, slug: FromPath[str], settings: TheSettings, now: Now
) -> Answer:
    return await _file(request, slug, "programme.xlsx", settings, now)


@get("/{slug:str}/programme.xcal", opt=BYTES)
async def programme_xcal(
    request: AnyRequest, slug: FromPath[str], settings: TheSettings, now: Now
) -> Answer:
    return await _file(request, slug, "programme.xcal", settings, now)


async def _file(
    request: AnyRequest, slug: str, name: str, settings: Settings, now: datetime
) -> Answer:
    """A file of the newest release, rendered when first asked for. Raises NotReleased."""
    meeting = await meeting_at_door(slug)
    release = await current_release(meeting.id) if meeting else None
    if meeting is None or release is None:
        raise NotReleased
    file = await release_file(meeting.id, release, name, settings.base_url, now)
    if file is None:
        raise NotReleased
    saved = {"content-disposition": f'attachment; filename="{meeting.slug}-{name}"'}
    return conditional(
        request,
        file.body,
        file.media_type,
        etag=file.etag,
        last_modified=release.programme.released_at,
        max_age=KEPT_SECONDS,
        private=False,
        headers={"referrer-policy": "no-referrer", **(saved if name in SAVED else {})},
    )


@get("/{slug:str}/committee/programme/exports", opt=PROGRAMME)
async def exports(request: AnyRequest, meeting: TheMeeting) -> Template:
    release = await current_release(meeting.id)
    return page(request, "schedule/exchange/exports.html", release=release)


@get("/{slug:str}/committee/programme/exports/{file:str}", opt=PROGRAMME)
async def export_draft(
    meeting: TheMeeting, settings: TheSettings, now: Now, file: FromPath[str]
) -> Response[bytes]:
    name, _, ending = file.partition(".")
    made = await draft_file(meeting, ending, settings.base_url, now) if name == "draft" else None
    if made is None:
        raise NotFound("The draft can be had as draft.csv, draft.xlsx and draft.json.")
    return download(made.body, made.media_type, made.name)


handlers = [programme_csv, programme_xlsx, programme_xcal, exports, export_draft]
