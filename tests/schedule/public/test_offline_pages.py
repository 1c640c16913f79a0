"""The app's manifest and worker, and the budgets of the public pages."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import lxml.html

from conference.meetings.navigation import anonymous_page
from conference.web.assets import STATIC
from conference.web.packing import pack, packed_file, takes_gzip
from schedule.public.listing_page import TEMPLATE, list_context
from schedule.queries.programme import PublicProgramme
from schedule.queries.releases import CurrentRelease
from schedule.rules.listing import ProgrammeFilter
from schedule.rules.now import now_board
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import SessionKind, SlotKind
from tests.cast import Cast
from tests.schedule.conftest import MONDAY_NINE

BASE = "/glasgow/programme"
SHELL_BUDGET = 60 * 1024
PAGE_BUDGET = 120 * 1024


async def test_manifest_names_the_meeting_and_icons_that_are_there(
    client: Any, drafted: Any
) -> None:
    answer = await client.get("/glasgow/manifest.webmanifest")

    told = answer.json()
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (told["start_url"], told["scope"]) == (BASE, "/glasgow/")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        assert (await client.get(icon["src"])).headers["content-type"] == "image/png"


async def test_worker_keeps_files_that_are_there_and_is_looked_at_again_each_time(
    client: Any, drafted: Any
) -> None:
    answer = await client.get("/glasgow/worker.js")

    assert answer.headers["content-type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["cache-control"]
    files = re.findall(r'"(/static/[^"]+)"', answer.text)
    assert len(files) > 10
    for path in files:
        assert (await client.get(path)).status_code == 200
    assert (await client.get("/atlantis/worker.js")).status_code == 404
    assert len((STATIC / "js" / "worker.js").read_text().splitlines()) <= 120


async def test_device_may_keep_the_programme_under_its_owners_mark_and_no_staff_page(
    client: Any, new_client: Any, cast: Cast, sign_in: Any, drafted: Any, release: Any
) -> None:
    await release()
    kept = (BASE, f"{BASE}/now", f"{BASE}/sessions/{drafted.plenary}", "/glasgow/posters")

    async with new_client() as stranger:
        marks = {(await stranger.get(path)).headers["x-plenary-offline"] for path in kept}
        for path in ("/glasgow", f"{BASE}.json", "/glasgow/register", "/sign-in"):
            assert "x-plenary-offline" not in (await stranger.get(path)).headers
    own = {}
    for person in (cast.alice, cast.bob):
        await sign_in(client, person)
        answers = [await client.get(path) for path in (*kept, "/glasgow/my-agenda")]
        (own[person.id],) = {each.headers["x-plenary-offline"] for each in answers}
    await sign_in(client, cast.bob)
    for path in ("/glasgow/committee", "/glasgow/committee/programme", "/my"):
        assert "x-plenary-offline" not in (await client.get(path)).headers

    assert marks == {"everyone"}
    assert len({"everyone", *own.values()}) == 3


async def test_public_pages_load_at_most_60_kb_of_scripts_and_styles(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    for path in (BASE, f"{BASE}?view=grid", f"{BASE}/now", "/glasgow/posters"):
        page = lxml.html.fromstring((await client.get(path)).text)
        files = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //@data-shelf")
        sizes = {}
        for each in files:
            packed = packed_file(each.removeprefix("/static/").partition("?")[0])
            assert packed is not None
            sizes[each] = len(packed.gz)
        assert sum(sizes.values()) <= SHELL_BUDGET, sizes


async def test_page_of_400_sessions_is_at_most_120_kb(cast: Cast) -> None:
    released = PublicProgramme(CurrentRelease(uuid4(), large_programme(400), []))

    for view, template in (("", TEMPLATE), ("grid", TEMPLATE), ("", "schedule/now.html")):
        context = list_context(released, ProgrammeFilter(view=view), MONDAY_NINE, None)
        board = now_board(released.programme, MONDAY_NINE)
        html = anonymous_page(
            template,
            meeting=cast.meeting,
            path=BASE,
            theme="",
            **{**context, "board": board, "mark": "everyone", "at": "", "is_screen": False},
        )
        assert len(pack(html.encode()).gz) <= PAGE_BUDGET, (view, template)
        assert html.count("data-item") >= (100 if view else 400)


def large_programme(sessions: int) -> ReleasedProgramme:
    """That many sessions of a talk each over four days, with titles and people that differ."""
    rooms = tuple(ReleasedRoom(f"Hall {number}") for number in range(8))
    made = (large_session(number, rooms[number % 8].name) for number in range(sessions))
    in_time = sorted(made, key=lambda each: each.starts_at)
    meeting = ReleasedMeeting(
        "glasgow", "Signals", "Europe/London", date(2027, 10, 18), date(2027, 10, 21)
    )
    return ReleasedProgramme(meeting, 1, "1", MONDAY_NINE, tuple(in_time), rooms)


def large_session(number: int, room: str) -> ReleasedSession:
    starts_at = MONDAY_NINE + timedelta(days=number % 4, minutes=30 * (number // 32))
    ends_at = starts_at + timedelta(minutes=30)
    person = ReleasedPerson(uuid4(), f"Given{number} Family{number * 31}", f"Institute {number}")
    talk = ReleasedSlot(
        code=f"T{number:04}",
        id=uuid4(),
        kind=SlotKind.TALK,
        title=f"How interferon {number * 104729} shapes the response of cells {number % 17}",
        starts_at=starts_at,
        ends_at=ends_at,
        people=(person,),
    )
    return ReleasedSession(
        code=f"S{number:04}",
        id=uuid4(),
        kind=SessionKind.SYMPOSIUM,
        title=f"Signals number {number * 7919} in tissue {number % 31}",
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        track=f"Topic {number % 12}",
        chairs=(person,),
        slots=(talk,),
    )


async def test_static_files_are_packed_and_nothing_outside_them(client: Any, db: Any) -> None:
    styles = (STATIC / "plenary.css").read_bytes()

    packed = await client.get("/static/plenary.css", headers={"accept-encoding": "gzip"})
    plain = await client.get("/static/plenary.css", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == styles
    assert int(packed.headers["content-length"]) == len(gzip.compress(styles, 6, mtime=0))
    assert "immutable" in packed.headers["cache-control"]
    assert packed_file("../assets.py") is None
    assert packed_file("../templates/base.html") is None
    assert packed_file("nowhere.css") is None


def test_gzip_is_taken_only_where_it_is_named_and_not_refused() -> None:
    assert [takes_gzip(each) for each in ("gzip", "br, gzip;q=0.5", "*", "GZIP")] == [True] * 4
    assert [takes_gzip(each) for each in ("", "br", "gzip;q=0", "identity, gzip; q=0.0")] == [
        False
    ] * 4
