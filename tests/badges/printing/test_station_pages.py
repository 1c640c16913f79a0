"""The pages of print stations and of what a lost badge costs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import httpx
import pytest
from lxml import html
from pypdf import PdfReader

from badges.layouts.actions import copy_layout
from badges.layouts.layout import Side
from badges.layouts.standard import standard_layout
from badges.printing.agent.client import Agent
from badges.printing.fees.queries import stored_fees
from badges.printing.jobs.actions import claim_job, report_trouble
from badges.printing.jobs.documents import draw_job
from badges.printing.stations.queries import stations_of
from badges.stock.catalogue import STOCKS
from badges.tables import BadgePrint, PrintJob, PrintStation
from conference.orm import Actor
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import NewStation, Press
from tests.badges.reading import pdf_text, words

STATIONS = "/glasgow/desk/stations"
SignIn = Callable[..., Awaitable[None]]
Post = Callable[..., Awaitable[httpx.Response]]
CUPS = {"name": "Desk 1", "path": "cups", "destination": "Badges", "stock": "zebra-4x3"}


@pytest.fixture
async def olive(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, sign_in: SignIn
) -> httpx.AsyncClient:
    await sign_in(client, hall.cast.olive)
    return client


async def test_station_is_set_up_tested_given_a_key_and_retired(
    olive: httpx.AsyncClient, hall: Hall, post: Post
) -> None:
    made = await post(olive, f"{STATIONS}/new", {**CUPS, "offset_x": "1.5", "offset_y": "-0.3"})
    here = made.headers["location"]
    (station,) = await stations_of(hall.meeting.id)
    assert (station.offset_x, station.offset_y, station.stock) == (15, -3, "zebra-4x3")
    page = await olive.get(here)
    assert "nobody yet: make a key" in words(page)
    press = html.fromstring(page.text).xpath("//input[@name='request']/@value")[0]
    for _ in range(2):
        await post(olive, f"{here}/test", {"request": press})
    assert await PrintJob.count() == 1
    assert "Test page" in words(await olive.get(here))
    assert pdf_text(await olive.get(f"{here}/test.pdf"))
    await post(olive, f"{here}/key")
    shown = html.fromstring((await olive.get(here)).text).xpath("//code[@class='station-key']")
    key = shown[0].text
    assert "shown this once" not in words(await olive.get(here))
    agent = Agent(olive, "Desk 1", say=lambda said: None)
    olive.headers["authorization"] = f"Bearer {key}"
    await post(olive, f"{here}/pause", {"pause": "on"})
    assert not await agent.print_next()
    edited = await post(olive, f"{here}/edit", {**CUPS, "name": "Desk 7", "offset_x": "0"})
    assert edited.status_code == 303
    await post(olive, f"{here}/retire")
    assert (await olive.get(here)).status_code == 404
    assert "no print station yet" in words(await olive.get(STATIONS))
    refused = await olive.post("/api/v1/print/jobs", content=b'{"station": "Desk 7"}')
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"destination": "a b"}, "destination"),
        ({"path": "ipp", "destination": "http://x"}, "destination"),
        ({"name": ""}, "name"),
        ({"offset_x": "40"}, "offset_x"),
        ({"path": "fax"}, "path"),
    ],
)
async def test_station_that_is_wrong_is_told_beside_the_field(
    olive: httpx.AsyncClient, post: Post, changed: dict[str, str], field: str
) -> None:
    answer = await post(olive, f"{STATIONS}/new", {**CUPS, **changed})

    assert answer.status_code == 422
    assert html.fromstring(answer.text).get_element_by_id(f"error-{field}") is not None
    assert await PrintStation.count() == 0


async def test_station_turns_a_sheet_over_only_for_a_layout_with_a_back(
    olive: httpx.AsyncClient, hall: Hall, post: Post, enrol: Enrol, press: Press, now: datetime
) -> None:
    meeting, own = hall.meeting, {"meeting": hall.meeting, "by": Actor.system("Olive"), "now": now}
    front = standard_layout(STOCKS["a6"])
    strip = replace(front.elements[0], id="back", side=Side.BACK)
    backed = await copy_layout(
        replace(front, elements=(*front.elements, strip)), "a6", "Two sides", **own
    )
    form = {**CUPS, "stock": "a6", "layout": backed, "flip": "short_edge"}
    made = await post(olive, f"{STATIONS}/new", form)
    assert "over the short edge" in words(await olive.get(made.headers["location"]))
    shown = html.fromstring((await olive.get(f"{made.headers['location']}/edit")).text)
    assert shown.xpath("//select[@name='flip']/option[@selected]/@value") == ["short_edge"]
    (station,) = await stations_of(meeting.id)
    await press(await enrol(hall.cast.alice), station)
    job = (await claim_job(station.id, now)).job
    both = await draw_job(job, station, meeting, secret=DEMO_SECRET, now=now)
    assert both.document.sides == "two-sided-short-edge"
    assert len(PdfReader(BytesIO(both.document.body)).pages) == 2
    plain = replace(station, layout="")
    alone = await draw_job(job, plain, meeting, secret=DEMO_SECRET, now=now)
    assert alone.document.sides == ""
    assert len(PdfReader(BytesIO(alone.document.body)).pages) == 1
    wrong = await post(olive, f"{STATIONS}/new", {**form, "name": "Desk 9", "flip": "sideways"})
    assert wrong.status_code == 422


async def test_two_stations_never_share_a_name(olive: httpx.AsyncClient, post: Post) -> None:
    assert (await post(olive, f"{STATIONS}/new", CUPS)).status_code == 303
    again = await post(olive, f"{STATIONS}/new", CUPS)
    assert again.status_code == 422
    assert "Another station has this name" in words(again)


async def test_queue_shows_trouble_and_sends_a_badge_elsewhere(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, press: Press, post: Post,
    new_station: NewStation, now: datetime, count_statements: Any,
) -> None:  # fmt: skip
    broken, spare = await new_station("Desk 1"), await new_station("Desk 2")
    here = f"{STATIONS}/{broken.id}"
    await press(await enrol(hall.cast.alice), broken)
    claim = await claim_job(broken.id, now)
    assert claim
    await report_trouble(claim, "No paper.", now)
    page = await carol.get(here)
    assert "Alice Ångström" in words(page)
    assert "No paper." in words(page)
    assert "Trouble" in words(await carol.get(STATIONS))
    with count_statements() as one:
        await carol.get(here)
    for person in (hall.cast.bob, hall.cast.dan):
        await press(await enrol(person), broken)
    with count_statements() as three:
        await carol.get(here)
    assert len(one) == len(three)

    moved = await post(carol, f"{here}/jobs/{claim.job.id}/move", {"station": str(spare.id)})

    assert moved.status_code == 303
    assert "Alice" in words(await carol.get(f"{STATIONS}/{spare.id}"))
    there = f"{STATIONS}/{spare.id}/jobs/{claim.job.id}"
    assert (await post(carol, f"{there}/cancel")).status_code == 303
    assert (await post(carol, f"{there}/again")).status_code == 303
    assert (await post(carol, f"{there}/again")).status_code == 409


async def test_browser_remembers_its_station(
    carol: httpx.AsyncClient, post: Post, new_station: NewStation
) -> None:
    station = await new_station("Desk 2")
    await post(carol, f"{STATIONS}/use", {"station": str(station.id)})
    page = html.fromstring((await carol.get(STATIONS)).text)
    assert page.xpath("//select/option[@selected]/text()") == ["Desk 2"]
    await post(carol, f"{STATIONS}/use", {"station": ""})
    assert not html.fromstring((await carol.get(STATIONS)).text).xpath("//option[@selected]")
    assert (await post(carol, f"{STATIONS}/use", {"station": "x"})).status_code == 404


async def test_office_sets_what_a_lost_badge_costs(
    olive: httpx.AsyncClient, hall: Hall, post: Post
) -> None:
    fees = "/glasgow/office/lost-badges"
    await post(olive, fees, {"lost_fee": "20", "full_price": ""})
    assert await stored_fees(hall.meeting.id) == (20_00, None)
    await post(olive, fees, {"lost_fee": "", "full_price": "1,450.00"})
    assert await stored_fees(hall.meeting.id) == (0, 1_450_00)
    wrong = await post(olive, fees, {"lost_fee": "free", "full_price": "7"})
    assert wrong.status_code == 422
    typed = html.fromstring(wrong.text).xpath("//input[@type='text']/@value")
    assert typed == ["free", "7"]
    assert await stored_fees(hall.meeting.id) == (0, 1_450_00)


async def test_person_whose_badge_waits_at_a_printer_is_led_to_its_queue(
    olive: httpx.AsyncClient, hall: Hall, enrol: Enrol, press: Press, new_station: NewStation
) -> None:
    alice, station = await enrol(hall.cast.alice), await new_station()
    here = f"/glasgow/desk/people/{alice.code}"
    assert "Check in and print badge" in words(await olive.get(here))
    await press(alice, station)
    page = await olive.get(here)
    assert "The printer “Desk 1” is silent: nobody asks for what waits there." in words(page)
    assert "print badge" not in words(page)
    (queue,) = html.fromstring(page.text).xpath("//a[contains(., 'another printer')]/@href")
    assert "Alice" in words(await olive.get(queue))


async def test_badge_at_a_silent_printer_is_printed_here_from_its_queue(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, press: Press, post: Post,
    new_station: NewStation,
) -> None:  # fmt: skip
    alice, station = await enrol(hall.cast.alice), await new_station()
    await press(alice, station)
    shown = await carol.get(f"{STATIONS}/{station.id}")
    assert "1 print waits here while the printer is silent" in words(shown)
    (way,) = html.fromstring(shown.text).xpath("//form[contains(@action, '/here')]/@action")
    sent = await post(carol, way)
    assert sent.headers["location"].endswith(f"/people/{alice.code}?did=print&sent=inline")
    assert "data-print" in (await carol.get(sent.headers["location"])).text
    assert (await post(carol, way)).status_code == 409
    assert await BadgePrint.count() == 1
    queue = words(await carol.get(f"{STATIONS}/{station.id}"))
    assert "waits here" not in queue
    assert "In a browser instead." in queue
