"""The page for the society's own site, and the committee's page that gives the snippet for it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import TheMeeting, TheSettings
from conference.meetings.roof import Link
from conference.people.access import Role
from conference.web import conditional, page
from schedule.calendars.answers import BYTES
from schedule.embed.hosts import hosts_of, policy_for
from schedule.embed.listing import THEMES, EmbedPage, embedded_page, read_choice
from schedule.errors import NotReleased
from schedule.queries.programme import meeting_at_door, public_programme
from schedule.sessions.pages import PROGRAMME

AnyRequest = Request[Any, Any, Any]
HTML = "text/html"  # Litestar adds the charset to a text type
KEPT_SECONDS = 60
HOST_SCRIPT = "/static/js/embed-host.js"
COMMITTEE_LINKS = [
    Link(
        "On your own site",
        "/committee/programme/embed",
        "A snippet that shows the released programme inside a page of the society's site.",
        Role.PROGRAMME,
    )
]


@get("/{slug:str}/programme/embed", opt=BYTES)
async def embedded_programme(
    request: AnyRequest, slug: FromPath[str], settings: TheSettings
) -> Response[bytes | None]:
    """The same bytes for everybody, whoever they are; no cookie is read or set."""
    meeting = await meeting_at_door(slug)
    released = await public_programme(meeting.id) if meeting else None
    if meeting is None or released is None:
        raise NotReleased
    place = EmbedPage(meeting.slug, settings.base_url.rstrip("/"))
    body, etag = embedded_page(released, read_choice(request.query_params), place)
    headers = {
        "content-security-policy": policy_for(await hosts_of(meeting.id)),
        "referrer-policy": "no-referrer",
    }
    return conditional(
        request, body, HTML, etag=etag, max_age=KEPT_SECONDS, private=False, headers=headers
    )


@get("/{slug:str}/committee/programme/embed", opt=PROGRAMME)
async def embed_snippet(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings
) -> Template:
    choice = read_choice(request.query_params)
    base = settings.base_url.rstrip("/")
    return page(
        request,
        "schedule/embed/snippet.html",
        public=await public_programme(meeting.id),
        hosts=await hosts_of(meeting.id),
        choice=choice,
        themes=THEMES,
        address=f"{base}/{meeting.slug}/programme/embed{choice.query()}",
        preview=f"/{meeting.slug}/programme/embed{choice.query()}",
        script=f"{base}{HOST_SCRIPT}",
    )


handlers = [embedded_programme, embed_snippet]
