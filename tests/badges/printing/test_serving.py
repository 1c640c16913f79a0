"""Badges come out: through this server's own worker, and through an agent beside the printer."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from pypdf import PdfReader

from badges.printing.agent.client import Agent, AgentRefused
from badges.printing.jobs.queries import queue_of
from badges.printing.rules import LEASE
from badges.printing.serving import serve_next_job
from badges.printing.stations.queries import StationInfo, key_digest
from badges.tables import BadgePrint
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import NewStation, Press
from tests.badges.printing.printers import NO_PAPER, fake_lp, label_printer

KEY = "station_key"


async def _serve(station: StationInfo, hall: Hall, now: datetime) -> bool:
    return await serve_next_job(station, hall.meeting, secret=DEMO_SECRET, read_clock=lambda: now)


async def test_served_station_prints_the_badge_at_its_size_and_records_it(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    kept = fake_lp(tmp_path, monkeypatch)
    station = await new_station(stock="zebra-4x3", offset_x=15)
    alice = await enrol(hall.cast.alice)
    assert not await _serve(station, hall, now)
    await press(alice, station)

    assert await _serve(station, hall, now)

    (printed,) = PdfReader(io.BytesIO((kept / "file").read_bytes())).pages
    assert "Ångström" in printed.extract_text()
    assert float(printed.mediabox.width) == pytest.approx(101.6 * 72 / 25.4, abs=0.01)
    assert "media=Custom.101.6x76.2mm" in (kept / "words").read_text()
    assert await BadgePrint.count() == 1
    assert not await _serve(station, hall, now)


async def test_served_station_tells_trouble_and_prints_nothing_for_who_is_cancelled(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation, now: datetime
) -> None:
    async with label_printer(NO_PAPER) as printer:
        station = await new_station(path="zpl", destination=printer.address, stock="zebra-4x3")
        alice = await enrol(hall.cast.alice)
        await press(alice, station)
        await _serve(station, hall, now)
        (row,) = await queue_of(station.id, now)
        assert (row.job.state, row.job.trouble) == ("queued", "The label printer has no paper.")
        await Registration.update({Registration.state: RegistrationState.CANCELLED.value}).where(
            Registration.id == alice.id
        )
        printer.status = b""
        await _serve(station, hall, now + LEASE)
    (row,) = await queue_of(station.id, now)
    assert row.job.state == "failed"
    assert "was cancelled" in row.job.trouble
    assert await BadgePrint.count() == 0


@pytest.fixture
async def agent(app: Litestar, new_station: NewStation, stopped_clock: None) -> Agent:
    await new_station("Desk 1", path="zpl", stock="zebra-4x3", key_hash=key_digest(KEY))
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://testserver",
        headers={"authorization": f"Bearer {KEY}"},
    )  # fmt: skip
    return Agent(client, "Desk 1", say=lambda said: None)


async def _at(agent: Agent, hall: Hall, address: str) -> StationInfo:
    from badges.printing.stations.queries import stations_of
    from badges.tables import PrintStation

    await PrintStation.update({PrintStation.destination: address}).where(
        PrintStation.name == agent.station
    )
    (station,) = await stations_of(hall.meeting.id)
    return station


async def test_agent_prints_what_is_sent_to_its_station(
    hall: Hall, enrol: Enrol, press: Press, agent: Agent
) -> None:
    assert not await agent.print_next()
    async with label_printer() as printer:
        station = await _at(agent, hall, printer.address)
        assert station.seen_at
        await press(await enrol(hall.cast.alice), station)
        assert await agent.print_next()
        label = await printer.heard.get()
    assert b"^PW812^LL609" in label  # 101.6 x 76.2 mm at 203 dots an inch
    assert [row["station"] for row in await BadgePrint.select()] == ["Desk 1"]
    assert not await agent.print_next()


async def test_agent_reports_its_printers_trouble(
    hall: Hall, enrol: Enrol, press: Press, agent: Agent, now: datetime
) -> None:
    station = await _at(agent, hall, "127.0.0.1:1")
    await press(await enrol(hall.cast.alice), station)

    assert await agent.print_next()

    (row,) = await queue_of(station.id, now)
    assert (row.word, row.job.trouble) == (
        "Waiting", "The label printer cannot be reached at its address.",
    )  # fmt: skip


async def test_agent_with_another_key_or_name_is_refused(
    agent: Agent, client: httpx.AsyncClient
) -> None:
    with pytest.raises(AgentRefused, match="No print station has this key"):
        await Agent(agent.client, "Desk 2").print_next()
    bare = await client.post("/api/v1/print/jobs", content=b'{"station": "Desk 1"}')
    assert bare.status_code == 403
    agent.client.headers["authorization"] = "Bearer station_other"
    with pytest.raises(AgentRefused):
        await agent.print_next()
    agent.client.headers["authorization"] = f"Bearer {KEY}"
    assert (await agent.client.post("/api/v1/print/jobs", content=b"[]")).status_code == 422
