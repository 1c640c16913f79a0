"""Feeds for programs: the released programme as iCal, XML and JSON, and private agendas."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from conference.meetings import queries as meetings
from conference.meetings.given import TheSettings
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.settings import Settings
from conference.web import conditional
from conference.web.conditional import etag_of
from conference.web.csrf import BYTES_FOR_STRANGERS
from schedule import ical
from schedule.errors import NoSuchFeed, NoSuchSession, NotReleased
from schedule.feeds import AgendaFeed, agenda_ics, alarm_asked, programme_ics, session_ics
from schedule.queries.feeds import feed_address, feed_by_token, starred
from schedule.queries.programme import meeting_at_door
from schedule.queries.releases import CurrentRelease, RenderedFile, current_release

AnyRequest = Request[Any, Any, Any]
Answer = Response[bytes | None]
PUBLIC_SECONDS = 60
PRIVATE_SECONDS = 900
FEED = {**public, "exclude_from_csrf": True}  # no cookie: these answers may be kept by others
BYTES = {**FEED, BYTES_FOR_STRANGERS: True}


@get("/{slug:str}/programme.ics", opt=BYTES)
async def programme_calendar(
    request: AnyRequest,
    settings: TheSettings,
    slug: FromPath[str],
    talks: FromQuery[str] = "",
    alarm: FromQuery[str] = "",
) -> Answer:
    release = await released(slug)
    minutes, by_talk = alarm_asked(alarm), talks == "1"
    if not minutes and not by_talk:
        return _stored(request, release, "programme.ics")
    site = ical.CalendarSite(settings.base_url)
    body = programme_ics(release, site, talks=by_talk, alarm=minutes)
    return _answer(request, body, ical.MEDIA_TYPE, release.programme.released_at)


@get("/{slug:str}/programme.xml", opt=BYTES)
async def programme_xml(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return _stored(request, await released(slug), "programme.xml")


@get("/{slug:str}/programme.json", opt=BYTES)
async def programme_json(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return _stored(request, await released(slug), "programme.json")


@get("/calendar/{token:str}", opt=FEED)
async def private_calendar(
    request: AnyRequest, settings: TheSettings, token: FromPath[str], alarm: FromQuery[str] = ""
) -> Answer:
    bare = token.removesuffix(".ics")
    feed = await feed_by_token(bare)
    meeting = await meetings.meeting_by_id(feed.meeting) if feed else None
    if feed is None or meeting is None:
        raise NoSuchFeed
    stars, release = await starred(feed.person, feed.meeting), await current_release(feed.meeting)
    agenda = AgendaFeed(
        id=feed.id,
        meeting=meeting,
        opened_at=feed.opened_at,
        address=feed_address(settings, bare.upper()),
        stars=stars.codes,
        alarm=alarm_asked(alarm),
    )
    body = agenda_ics(release, agenda, ical.CalendarSite(settings.base_url))
    changes = (stars.latest, feed.opened_at, release.programme.released_at if release else None)
    return _private(request, body, max(change for change in changes if change))


async def session_file(
    meeting: MeetingInfo, code: str, settings: Settings, alarm: str = ""
) -> RenderedFile:
    """The calendar of one session or talk. Raises NotReleased, NoSuchSession."""
    release = await current_release(meeting.id)
    if release is None:
        raise NotReleased
    site = ical.CalendarSite(settings.base_url)
    body = session_ics(release, code, site, alarm=alarm_asked(alarm))
    if body is None:
        raise NoSuchSession(code)
    return RenderedFile(f"{code}.ics", ical.MEDIA_TYPE, etag_of(body), body)


async def released(slug: str) -> CurrentRelease:
    """The newest release of the meeting with this slug, without a statement when both were looked
    up within the last second. Raises NotReleased, also for a meeting that does not exist."""
    meeting = await meeting_at_door(slug)
    release = await current_release(meeting.id) if meeting else None
    if release is None:
        raise NotReleased
    return release


def _stored(request: AnyRequest, release: CurrentRelease, name: str) -> Answer:
    """Bytes that were rendered when the programme was released."""
    file = release.file(name)
    if file is None:
        raise NotReleased
    return _answer(
        request, file.body, file.media_type, release.programme.released_at, etag=file.etag
    )


def _answer(
    request: AnyRequest,
    body: bytes,
    media_type: str,
    changed: datetime,
    *,
    etag: str | None = None,
) -> Answer:
    answer = conditional(
        request,
        body,
        media_type,
        etag=etag,
        last_modified=changed,
        max_age=PUBLIC_SECONDS,
        private=False,
    )
    return _without_body(request, answer)


def _private(request: AnyRequest, body: bytes, changed: datetime) -> Answer:
    """Only the ETag decides about a 304: taking a star away leaves no instant to compare."""
    headers = {
        "referrer-policy": "no-referrer",
        "last-modified": format_datetime(changed.astimezone(UTC), usegmt=True),
    }
    answer = conditional(request, body, ical.MEDIA_TYPE, max_age=PRIVATE_SECONDS, headers=headers)
    return _without_body(request, answer)


def _without_body(request: AnyRequest, answer: Answer) -> Answer:
    """To HEAD the headers of a GET, its length among them."""
    if request.method != "HEAD" or answer.content is None:
        return answer
    answer.headers["content-length"] = str(len(answer.content))
    answer.content = b""
    return answer


handlers = [programme_calendar, programme_xml, programme_json, private_calendar]
