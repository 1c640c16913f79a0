"""Doors on screen: set up, proposed, scanned as a plain form and as data, followed, exported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from badges.doors.attending import attendance_of
from badges.doors.door import Direction, HowOften, PointKind
from badges.doors.queries import points_of
from badges.doors.spans import minutes_within
from badges.tables import CertificatePolicy, CheckPoint, Scan
from conference.registration.queries import RegistrationInfo
from schedule.tables import Participation, Session
from tests.badges.conftest import Enrol, Hall
from tests.badges.doors.conftest import CAROL, DOORS_OPEN, MakeDoor
from tests.badges.doors.test_scanning import at

BadgeOf = Callable[[RegistrationInfo], Awaitable[str]]
Sell = Callable[..., Awaitable[Any]]
Post = Callable[..., Awaitable[httpx.Response]]
DOORS = "/glasgow/desk/doors"
JSON = {"accept": "application/json"}


@pytest.fixture
async def olive(carol: httpx.AsyncClient, hall: Hall, new_client: Any, sign_in: Any) -> Any:
    """The office's browser, beside the desk's."""
    async with new_client() as made:
        await sign_in(made, hall.cast.olive)
        yield made


async def plan(hall: Hall, code: str = "CME1") -> None:
    """A session that counts for CME, with Bob as its chair."""
    session = Session(
        id=uuid4(), meeting=hall.meeting.id, code=code, kind="symposium", title="Cytokines",
        room=hall.cast.rooms["Hall B"], starts_at=DOORS_OPEN, duration_minutes=60,
    )  # fmt: skip
    await Session.insert(session)
    await Participation.insert(
        Participation(session=session.id, person=hall.cast.bob.id, part="chair")
    )
    await CertificatePolicy.insert(
        CertificatePolicy(meeting=hall.meeting.id, cme_sessions=json.dumps([code]))
    )


async def test_doors_are_proposed_previewed_and_set_up_once(
    carol: httpx.AsyncClient, olive: httpx.AsyncClient, hall: Hall, enrol: Enrol, sell: Sell,
    post: Post,
) -> None:  # fmt: skip
    await plan(hall)
    await sell(await enrol(hall.cast.alice), "gala")
    assert "No door is set up yet" in (await carol.get(DOORS)).text
    preview = (await olive.get(f"{DOORS}/propose")).text
    assert "1 person has a ticket" in preview
    assert "counts for CME" in preview
    taken = {"taken": ["entrance", "extra-gala", "session-CME1"]}
    assert (await post(olive, f"{DOORS}/propose", taken)).status_code == 303
    await post(olive, f"{DOORS}/propose", taken)
    made = {door.kind: door for door in await points_of(hall.meeting)}
    assert len(made) == await CheckPoint.count() == 3
    assert made[PointKind.DINNER].how_often is HowOften.ONCE
    assert (made[PointKind.CME].capacity, made[PointKind.CME].counts_out) == (200, True)
    assert "of 200" in (await carol.get(DOORS)).text
    assert (await carol.get(f"{DOORS}/propose")).status_code == 403


async def test_door_form_keeps_what_was_typed_and_changes_the_rule(
    olive: httpx.AsyncClient, hall: Hall, post: Post
) -> None:
    typed = {
        "title": "Hall A",
        "kind": "session",
        "capacity": "none",
        "opens_at": "2027-10-18T09:00",
    }
    wrong = await post(olive, f"{DOORS}/new", typed)
    assert wrong.status_code == 422
    assert "Write a whole number" in wrong.text
    assert 'value="Hall A"' in wrong.text
    made = await post(olive, f"{DOORS}/new", {**typed, "capacity": "12"})
    assert made.headers["location"] == f"{DOORS}/hall-a"
    await post(
        olive, f"{DOORS}/hall-a/edit", {"title": "Hall A", "kind": "session", "is_closed": "on"}
    )
    (door,) = await points_of(hall.meeting)
    assert (door.is_closed, door.capacity, door.opens_at) == (True, None, None)
    assert (await olive.get(f"{DOORS}/hall-a/edit")).status_code == 200
    assert (await olive.get(f"{DOORS}/nowhere")).status_code == 404


async def test_scan_page_answers_a_plain_form_and_a_program_alike(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf,
    post: Post,
) -> None:  # fmt: skip
    door = await make_door(counts_out=True)
    token = await badge_of(await enrol(hall.cast.alice))
    address = f"{DOORS}/{door.key}"
    first = await post(carol, address, {"q": token, "direction": "in"})
    assert "Come in" in first.text
    assert "Alice Ångström" in first.text
    assert "Regular member" in first.text
    event = {"q": token, "direction": "out", "client_id": str(uuid4())}
    told = [(await post(carol, address, event, headers=JSON)).json() for _ in range(2)]
    assert [each["word"] for each in told] == ["Out", "Out"]
    assert told[0]["counts"] == (await carol.get(f"{address}/counts")).json()
    assert told[0]["counts"]["inside"] == 0
    assert await Scan.count() == 2
    empty = await post(carol, address, {"q": "", "direction": "out"})
    assert (empty.status_code, "Please fill this in" in empty.text) == (422, True)


async def test_let_in_is_for_the_desk_at_a_full_door_and_else_for_a_supervisor(
    carol: httpx.AsyncClient, olive: httpx.AsyncClient, hall: Hall, enrol: Enrol,
    make_door: MakeDoor, badge_of: BadgeOf, sell: Sell, post: Post,
) -> None:  # fmt: skip
    alice, dan = await enrol(hall.cast.alice), await enrol(hall.cast.dan)
    await sell(alice, "gala")
    full = await make_door(capacity=1)
    dinner = await make_door(PointKind.DINNER, extra="gala", how_often="once")
    await at(full, await badge_of(alice))
    refused = (
        await post(carol, f"{DOORS}/{full.key}", {"q": await badge_of(dan)}, headers=JSON)
    ).json()
    assert (refused["word"], refused["letting_in"]) == ("Full", "may")
    no_reason = await post(carol, f"{DOORS}/{full.key}/let-in", {"scan": refused["scan"]})
    assert no_reason.status_code == 422
    why = {"scan": refused["scan"], "reason": "He speaks now"}
    assert "He speaks now" in (await post(carol, f"{DOORS}/{full.key}/let-in", why)).text
    without = await at(dinner, await badge_of(dan))
    why = {"scan": str(without.scan), "reason": "Invited"}
    assert (await post(carol, f"{DOORS}/{dinner.key}/let-in", why)).status_code == 403
    assert "Invited" in (await post(olive, f"{DOORS}/{dinner.key}/let-in", why)).text
    assert (await post(olive, f"{DOORS}/{full.key}/let-in", why)).status_code == 404


async def test_log_and_its_file_tell_every_scan_and_who_presents(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf,
    count_statements: Any,
) -> None:  # fmt: skip
    await plan(hall)
    door = await make_door(PointKind.CME, session="CME1", title="=Hall B", counts_out=True)
    token, address = await badge_of(await enrol(hall.cast.bob)), f"{DOORS}/{door.key}"
    await at(door, token)
    seen = []
    for minute in (1, 2):
        with count_statements() as sent:
            text = (await carol.get(f"{address}/log")).text
        seen.append(len(sent))
        await at(door, "NOBODY", minute)
    assert seen[0] == seen[1]
    assert "Who presents here" in text
    assert "✓ 18:00" in text
    rows = list(
        csv.DictReader(io.StringIO((await carol.get(f"{address}/log.csv")).text.lstrip("\ufeff")))
    )
    assert [row["Answer"] for row in rows] == ["Unknown code", "Unknown code", "Come in"]
    assert rows[-1]["Name"] == "Bob Brennan"


async def test_pages_of_doors_cost_the_same_with_one_door_and_with_three(
    carol: httpx.AsyncClient, make_door: MakeDoor, count_statements: Any
) -> None:
    seen = []
    for number in (1, 2):
        for _ in range(number):
            await make_door()
        with count_statements() as sent:
            await carol.get(DOORS)
        seen.append(len(sent))
    assert seen[0] == seen[1]


async def test_attendance_tells_spans_minutes_and_days(
    hall: Hall, enrol: Enrol, make_door: MakeDoor, badge_of: BadgeOf, count_statements: Any
) -> None:
    await plan(hall)
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    front = await make_door(PointKind.CME, session="CME1", counts_out=True)
    back = await make_door(PointKind.CME, session="CME1", counts_out=True)
    await at(front, await badge_of(alice), -10)
    await at(back, await badge_of(alice), 45, Direction.OUT)
    await at(front, await badge_of(bob), 20)
    with count_statements() as sent:
        attended = await attendance_of(hall.meeting)
    assert len(sent) <= 9
    hours = attended.places["CME1"].starts_at, attended.places["CME1"].ends_at
    assert minutes_within(attended.of(alice.id).spans, *hours) == 45
    assert minutes_within(attended.of(bob.id).spans, *hours) == 40
    assert attended.of(bob.id).spans[0].is_assumed
    assert attended.of(alice.id).days == {(DOORS_OPEN + timedelta(hours=1)).date()}
    assert attended.of(uuid4()).days == frozenset()
    assert set((await attendance_of(hall.meeting, [bob.id])).people) == {bob.id}
    assert CAROL.name


async def test_scanner_page_shows_a_code_that_is_the_one_it_names(carol: httpx.AsyncClient) -> None:
    text = (await carol.get("/glasgow/desk/scanner")).text
    assert 'data-scanner="YZQAWM0123456789"' in text
    assert _decoded(text) == "YZQAWM0123456789"


def _decoded(page: str) -> str:
    """Draws the path of the page, and reads it as a scanner does."""
    import re

    import zxingcpp
    from PIL import Image

    picture, scale = Image.new("L", (29 * 8, 29 * 8), 255), 8
    path = re.findall(r'fill="#000" d="([^"]+)"', page)[0]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", path):
        box = [int(value) * scale for value in (x, y)]
        picture.paste(0, (box[0], box[1], box[0] + int(width) * scale, box[1] + scale))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)
