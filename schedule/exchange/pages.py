"""Files of the programme: the released one for everybody, the draft for the committee."""

from __future__ import annotations

from datetime import datetime

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.roof import Link
from conference.people.access import Role
from conference.settings import Settings
from conference.web import page
from conference.web.pages import download
from conference.web.problems import NotFound
from schedule.actions.release_files import release_file
from schedule.calendars.answers import (
    BYTES,
    Answer,
    AnyRequest,
    meeting_and_release,
    public_answer,
    released,
    stored_answer,
)
from schedule.errors import NotReleased
from schedule.exchange.drafting import draft_file
from schedule.queries.releases import current_release
from schedule.sessions.pages import PROGRAMME

SAVED = ("programme.csv", "programme.xlsx")
COMMITTEE_LINKS = [
    Link(
        "Exports",
        "/committee/programme/exports",
        "The released programme and the draft as files for spreadsheets and other systems.",
        Role.PROGRAMME,
    )
]


@get("/{slug:str}/programme.xml", opt=BYTES)
async def programme_xml(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return stored_answer(request, await released(slug), "programme.xml")


@get("/{slug:str}/programme.json", opt=BYTES)
async def programme_json(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return stored_answer(request, await released(slug), "programme.json")


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
    meeting, release = await meeting_and_release(slug)
    file = await release_file(meeting.id, release, name, settings.base_url, now)
    if file is None:
        raise NotReleased
    saved_as = f"{meeting.slug}-{name}" if name in SAVED else ""
    return public_answer(request, file, release.programme.released_at, saved_as=saved_as)


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


handlers = [
    programme_xml,
    programme_json,
    programme_csv,
    programme_xlsx,
    programme_xcal,
    exports,
    export_draft,
]
