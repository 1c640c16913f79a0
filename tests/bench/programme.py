"""The public programme page and its calendar, as a stranger asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icalendar import Calendar, Event
from litestar import Litestar, Response, get

from conference.meetings.navigation import anonymous_page
from conference.meetings.queries import meeting_by_slug
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings
from conference.web.packing import pack
from schedule.calendars.feeds import programme_ics
from schedule.calendars.writing import CalendarSite
from schedule.public.listing_page import TEMPLATE, list_context
from schedule.queries.programme import PublicProgramme
from schedule.queries.releases import CurrentRelease, current_release
from schedule.releasing.files import renderer_of
from schedule.rules.listing import ProgrammeFilter
from schedule.rules.released import ReleasedSession, ReleasedSlot
from tests.bench.asgi import ask, exchange
from tests.bench.ground import NOW, SLUG, empty_database, release_programme, whole_app
from tests.bench.timing import Row, Table, Work, in_turns

PAGE = f"/{SLUG}/programme"
ANEW = 5
GZIP = {"accept_encoding": "gzip"}
FILES = ("programme.ics", "programme.xml", "programme.json")
ADDRESSES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("page, packed", PAGE, GZIP),
    ("page, plain", PAGE, {}),
    ("grid of a day, packed", f"{PAGE}?view=grid", GZIP),
    ("now and next, packed", f"{PAGE}/now", GZIP),
    *((name, f"/{SLUG}/{name}", {}) for name in FILES),
)


async def bench_programme(*, sizes: tuple[int, ...], requests: int, rounds: int) -> list[Table]:
    """Pages and files over HTTP against the same bytes from a bare handler, and against the work
    of making them anew; feeds against bare icalendar."""
    tables = []
    for talks in sizes:
        async with empty_database() as settings:
            meeting = await release_programme(settings, talks)
            release = await current_release(meeting)
            info = await meeting_by_slug(SLUG)
            assert release is not None
            assert info is not None
            tables += [
                await _over_http(talks, requests, rounds),
                await _anew(settings, release, info, min(rounds, 3)),
                await _calendars(release, talks, min(rounds, 3)),
            ]
    return tables


async def _over_http(talks: int, requests: int, rounds: int) -> Table:
    """Each address against its own bytes."""
    app, rows = whole_app(), list[Row]()
    for name, path, headers in ADDRESSES:
        answer = await exchange(app, "GET", path, headers=headers)
        assert answer.status == 200, path
        bare = _repeat(_bare_app(answer.body), "/page", requests)
        work = {
            f"{name}, {len(answer.body) / 1024:.0f} kB": _repeat(
                app, path, requests, 200, **headers
            )
        }
        if not rows:
            tag = dict(answer.headers)["etag"]
            known = {**headers, "if_none_match": tag}
            work[f"{name}, known (304)"] = _repeat(app, path, requests, 304, **known)
        rows += await in_turns(bare, work, count=requests, rounds=rounds)
    title = f"Public programme of {talks} talks, nobody signed in"
    return Table(
        title, "requests", "a bare Litestar handler that returns the same bytes", tuple(rows)
    )


async def _anew(
    settings: Settings, release: CurrentRelease, meeting: MeetingInfo, rounds: int
) -> Table:
    """What a request would cost if nothing were kept, against one for the kept page."""
    app = whole_app()

    async def page() -> None:
        for _ in range(ANEW):
            _fresh_page(release, meeting)

    def file(name: str) -> Work:
        async def run() -> None:
            maker = renderer_of(name)
            assert maker is not None
            for _ in range(ANEW):
                fresh = CurrentRelease(release.id, release.programme, [])
                maker.render(fresh, None, settings.base_url)

        return run

    files = {f"{name} made anew": file(name) for name in FILES}
    work: dict[str, Work] = {"page made and packed anew": page, **files}
    kept = _repeat(app, PAGE, ANEW, accept_encoding="gzip")
    rows = await in_turns(kept, work, count=ANEW, rounds=rounds)
    return Table("The same, made anew for each request", "requests", "the kept page", rows)


def _fresh_page(release: CurrentRelease, meeting: MeetingInfo) -> bytes:
    released = PublicProgramme(CurrentRelease(release.id, release.programme, []))
    context = list_context(released, ProgrammeFilter(), NOW, None)
    html = anonymous_page(
        TEMPLATE, meeting=meeting, path=PAGE, theme="", mark="everyone", **context
    )
    return pack(html.encode()).gz


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
