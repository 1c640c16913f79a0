"""Calendars as calendar apps ask for them: the programme, its parts, and private ones."""

from __future__ import annotations

from datetime import datetime

from litestar import get
from litestar.params import FromPath

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings
from schedule.calendars.answers import (
    BYTES,
    FEED,
    Answer,
    AnyRequest,
    meeting_and_release,
    private_answer,
    public_answer,
    released,
    stored_answer,
)
from schedule.calendars.choices import Choice, Scope, alarm_asked
from schedule.calendars.feeds import (
    PrivateFeed,
    only_asked,
    private_ics,
    private_tag,
    public_calendar,
)
from schedule.calendars.queries import FeedInfo, feed_address, feed_by_token, starred
from schedule.calendars.texts import NO_TEXTS, ShownTexts, shown_texts
from schedule.calendars.writing import CalendarSite
from schedule.errors import NoSuchFeed, NoSuchPart, NoSuchSession
from schedule.queries.releases import current_release


@get("/{slug:str}/programme.ics", opt=BYTES)
async def programme_calendar(
    request: AnyRequest, settings: TheSettings, now: Now, slug: FromPath[str]
) -> Answer:
    """The whole programme, by session or with ?talks=1 by talk."""
    choice = _asked(request, Scope.ALL, "")
    if choice == Choice():
        return stored_answer(request, await released(slug), "programme.ics")
    return await _answer(request, settings, slug, choice, now)


@get("/{slug:str}/programme/days/{file:str}", opt=BYTES)
async def day_calendar(
    request: AnyRequest, settings: TheSettings, now: Now, slug: FromPath[str], file: FromPath[str]
) -> Answer:
    return await part_calendar(request, settings, slug, Scope.DAY, file, now)


@get("/{slug:str}/programme/tracks/{file:str}", opt=BYTES)
async def track_calendar(
    request: AnyRequest, settings: TheSettings, now: Now, slug: FromPath[str], file: FromPath[str]
) -> Answer:
    return await part_calendar(request, settings, slug, Scope.TRACK, file, now)


@get("/{slug:str}/programme/rooms/{file:str}", opt=BYTES)
async def room_calendar(
    request: AnyRequest, settings: TheSettings, now: Now, slug: FromPath[str], file: FromPath[str]
) -> Answer:
    return await part_calendar(request, settings, slug, Scope.ROOM, file, now)


async def part_calendar(
    request: AnyRequest, settings: Settings, slug: str, scope: Scope, file: str, now: datetime
) -> Answer:
    """A day, track, room, person, session or talk by the name of its file, KEY.ics. Raises
    NotReleased, NoSuchSession, NoSuchPart."""
    key, dot, ending = file.rpartition(".")
    if (dot, ending) != (".", "ics"):
        raise NoSuchPart
    return await _answer(request, settings, slug, _asked(request, scope, key), now)


@get("/calendar/{token:str}", opt=FEED)
async def private_calendar(
    request: AnyRequest, settings: TheSettings, now: Now, token: FromPath[str]
) -> Answer:
    """A person's stars and duties, or with ?only= one of the two. Raises NoSuchFeed."""
    bare = token.removesuffix(".ics")
    known = await feed_by_token(bare)
    meeting = await meetings.meeting_by_id(known.meeting) if known else None
    if known is None or meeting is None:
        raise NoSuchFeed
    stars, release = await starred(known.person, known.meeting), await current_release(meeting.id)
    texts = await shown_texts(release, meeting.id, now) if release else NO_TEXTS
    address = feed_address(settings, bare.upper())
    feed = _private_feed(request, known, meeting, address, stars.codes, texts)
    released_at = release.programme.released_at if release else None
    changed = _latest(stars.latest, known.opened_at, released_at, texts.shown_from)
    site = CalendarSite(settings.base_url)
    tag = private_tag(release, feed, site)
    return private_answer(request, tag, changed, lambda: private_ics(release, feed, site))


def _private_feed(
    request: AnyRequest,
    known: FeedInfo,
    meeting: MeetingInfo,
    address: str,
    stars: frozenset[str],
    texts: ShownTexts,
) -> PrivateFeed:
    asked = request.query_params
    return PrivateFeed(
        id=known.id,
        person=known.person,
        meeting=meeting,
        opened_at=known.opened_at,
        address=address,
        stars=stars,
        only=only_asked(asked.get("only", "")),
        alarm=alarm_asked(asked.get("alarm", "")),
        texts=texts,
    )


def _asked(request: AnyRequest, scope: Scope, key: str) -> Choice:
    asked = request.query_params
    return Choice(scope, key, asked.get("talks") == "1", alarm_asked(asked.get("alarm", "")))


async def _answer(
    request: AnyRequest, settings: Settings, slug: str, choice: Choice, now: datetime
) -> Answer:
    meeting, release = await meeting_and_release(slug)
    texts = await shown_texts(release, meeting.id, now) if choice.has_talks else NO_TEXTS
    file = public_calendar(release, CalendarSite(settings.base_url), choice, texts)
    if file is None:
        raise NoSuchSession(choice.key) if choice.scope is Scope.ITEM else NoSuchPart
    changed = _latest(release.programme.released_at, texts.shown_from)
    # The page of a session or person answers too, and pages may carry a cookie.
    is_shared = choice.scope not in (Scope.ITEM, Scope.PERSON)
    return public_answer(request, file, changed, is_shared=is_shared)


def _latest(*instants: datetime | None) -> datetime:
    return max(instant for instant in instants if instant)


handlers = [
    programme_calendar,
    day_calendar,
    track_calendar,
    room_calendar,
    private_calendar,
]
