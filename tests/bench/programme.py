"""The public programme page and its calendar, as a stranger asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icalendar import Calendar, Event
from litestar import Litestar, Response, get

from conference.app import create_app
from conference.orm import current_engine
from conference.settings import Settings
from conference.web.conditional import etag_of
from schedule.calendars.feeds import programme_ics
from schedule.calendars.writing import CalendarSite
from schedule.queries.releases import CurrentRelease, current_release
from schedule.rules.released import ReleasedSession, ReleasedSlot
from tests.bench.asgi import ask
from tests.bench.ground import SLUG, empty_database, release_programme
from tests.bench.timing import Table, Work, in_turns

PAGE = f"/{SLUG}/programme"
FEED = f"/{SLUG}/programme.ics"


async def bench_programme(*, talks: int, requests: int, rounds: int) -> list[Table]:
    """Pages over HTTP against the same bytes from a bare handler; feeds against bare icalendar."""
    async with empty_database() as settings:
        meeting = await release_programme(settings, talks)
        release = await current_release(meeting)
        assert release is not None
        return [
            await _over_http(settings, talks, requests, rounds),
            await _calendars(release, talks, rounds),
        ]


async def _over_http(settings: Settings, talks: int, requests: int, rounds: int) -> Table:
    engine: Any = current_engine()
    app = create_app(settings, runs_worker=False, engine=engine)
    body, etag = await _answer(app, PAGE)
    bare = _bare_app(body)
    rows = await in_turns(
        _repeat(bare, "/page", requests),
        {
            "programme page": _repeat(app, PAGE, requests),
            "programme page, known (304)": _repeat(app, PAGE, requests, 304, if_none_match=etag),
            "programme.ics": _repeat(app, FEED, requests),
        },
        count=requests,
        rounds=rounds,
    )
    title = f"Public programme of {talks} talks, {len(body) / 1024:.0f} kB, nobody signed in"
    floor = "a bare Litestar handler that returns the page's bytes"
    return Table(title, "requests", floor, rows)


async def _answer(app: Any, path: str) -> tuple[bytes, str]:
    status, body = await ask(app, path)
    assert status == 200, status
    return body, etag_of(body)


def _bare_app(body: bytes) -> Litestar:
    @get("/page", sync_to_thread=False)
    def page() -> Response[bytes]:
        return Response(body, media_type="text/html; charset=utf-8")

    return Litestar([page], openapi_config=None)


def _repeat(app: Any, path: str, requests: int, expected: int = 200, **headers: str) -> Work:
    async def run() -> None:
        for _ in range(requests):
            status, _body = await ask(app, path, **headers)
            assert status == expected, status

    return run


async def _calendars(release: CurrentRelease, talks: int, rounds: int) -> Table:
    site = CalendarSite("http://bench.test")

    async def floor() -> None:
        plain_calendar(release)

    async def cold() -> None:
        programme_ics(CurrentRelease(release.id, release.programme, []), site, talks=True)

    async def warm() -> None:
        programme_ics(release, site, talks=True)

    rows = await in_turns(
        floor, {"cold, a new release": cold, "warm": warm}, count=1, rounds=rounds
    )
    title = f"iCal feed of {talks} talks"
    return Table(title, "feeds", "a bare icalendar loop over the same talks", rows)


def plain_calendar(release: CurrentRelease) -> bytes:
    """The same talks by the library alone: what a feed costs that thinks of nothing."""
    calendar = Calendar()
    calendar.add("prodid", "-//bench//EN")
    calendar.add("version", "2.0")
    for session, slot in _talks(release):
        event = Event()
        event.add("uid", f"{slot.code}@bench.test")
        event.add("dtstamp", release.programme.released_at)
        event.add("last-modified", release.programme.released_at)
        event.add("sequence", slot.sequence)
        event.add("dtstart", slot.starts_at)
        event.add("dtend", slot.ends_at)
        event.add("summary", slot.title)
        event.add("location", session.room)
        event.add("description", f"{session.title}\n{slot.people[0].name}")
        event.add("url", f"http://bench.test/{SLUG}/programme/sessions/{slot.code}")
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _talks(release: CurrentRelease) -> Iterator[tuple[ReleasedSession, ReleasedSlot]]:
    return ((session, slot) for session, slot in release.programme.items() if slot is not None)
