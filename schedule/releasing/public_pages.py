"""What everybody may read of releases: the log, each release as it was, its files, its changes."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.settings import Settings
from conference.web import conditional, page
from schedule.actions.release_files import release_file
from schedule.calendars.answers import public_answer
from schedule.calendars.writing import CalendarSite
from schedule.errors import NotReleased
from schedule.queries.old_releases import numbered_release
from schedule.queries.release_files import changes_of, log_of_changes
from schedule.queries.releases import CurrentRelease, current_release, list_releases, released_now
from schedule.releasing import atom, view
from schedule.releasing.errors import NoSuchRelease
from schedule.rules.addendum import addendum_of, lines_by_kind
from schedule.rules.vocabulary import SlotKind

AnyRequest = Request[Any, Any, Any]
RELEASES = "/{slug:str}/programme/releases"
OLD_SECONDS = 3600


@get(RELEASES, opt=public)
async def public_releases(request: AnyRequest, meeting: TheMeeting) -> Template:
    """The log of releases. Raises NotReleased before the first."""
    found = await list_releases(meeting.id)
    if not found:
        raise NotReleased
    return page(request, "schedule/releasing/log.html", releases=found, newest=found[0].number)


@get(RELEASES + "/{number:str}", opt=public)
async def public_release(
    request: AnyRequest,
    meeting: TheMeeting,
    now: Now,
    settings: TheSettings,
    number: FromPath[str],
) -> Template | Response[Any]:
    """A release as it was; with an ending, as 3.ics, one of its files."""
    digits, dot, ending = number.partition(".")
    release = await numbered_release(meeting.id, digits)
    if dot:
        return await _file(request, meeting, release, f"programme.{ending}", settings, now)
    newest = await current_release(meeting.id)
    return page(
        request,
        "schedule/releasing/old.html",
        programme=release.programme,
        newest=newest.number if newest else 0,
        days=view.by_day(release.programme),
        files=view.file_links(),
        is_poster=SlotKind.POSTER,
    )


async def _file(
    request: AnyRequest,
    meeting: MeetingInfo,
    release: CurrentRelease,
    name: str,
    settings: Settings,
    now: Now,
) -> Response[Any]:
    file = await release_file(meeting.id, release, name, settings.base_url, now)
    if file is None:
        raise NoSuchRelease(f"{release.number} in that form")
    return public_answer(request, file, release.programme.released_at, seconds=OLD_SECONDS)


@get(RELEASES + "/{number:str}/changes", opt=public)
async def changes_of_release(
    request: AnyRequest, meeting: TheMeeting, number: FromPath[str]
) -> Template:
    release = await numbered_release(meeting.id, number)
    lines = await changes_of(release.id)
    return page(
        request,
        "schedule/releasing/changes.html",
        programme=release.programme,
        groups=lines_by_kind(lines),
        is_first=release.number == 1,
    )


@get("/{slug:str}/programme/addendum", opt=public)
async def addendum(
    request: AnyRequest, meeting: TheMeeting, since: FromQuery[str] = ""
) -> Template:
    """The printed list of what changed since a release; left out, since the one before."""
    newest = await released_now(meeting.id)
    wanted = since or str(max(newest.number - 1, 1))
    before = await numbered_release(meeting.id, wanted)
    return page(
        request,
        "schedule/releasing/addendum.html",
        addendum=addendum_of(before.programme, newest.programme),
        releases=await list_releases(meeting.id),
    )


@get("/{slug:str}/programme/changes.atom", opt={**public, "exclude_from_csrf": True})
async def changes_atom(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings
) -> Response[Any]:
    log = await log_of_changes(meeting.id)
    if not log:
        raise NotReleased
    site = CalendarSite(settings.base_url)
    body = atom.changes_feed(meeting.slug, meeting.title, log, site)
    return conditional(
        request, body, atom.MEDIA_TYPE, last_modified=log[0].released_at, max_age=60, private=False
    )


handlers = [public_releases, public_release, changes_of_release, addendum, changes_atom]
