"""The desk's printer: its state is said, a badge is taken back from it, and what it did is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx

from badges.printing.jobs.actions import Claim, claim_job, finish_job, report_trouble
from badges.printing.jobs.queries import job_of
from badges.printing.stations.queries import StationInfo
from badges.tables import BadgePrint, PrintJob, PrintStation
from conference.registration.queries import RegistrationInfo
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import NewStation, new_station
from tests.badges.reading import words

__all__ = ["new_station"]
Post = Callable[..., Awaitable[httpx.Response]]
HTMX = {"hx-request": "true"}


async def send(
    carol: httpx.AsyncClient, station: StationInfo, info: RegistrationInfo, post: Post
) -> str:
    """Carol's desk prints there; the badge is on its way. The person's page."""
    await post(carol, "/glasgow/desk/station", {"desk": "Desk 2", "station": str(station.id)})
    here = f"/glasgow/desk/people/{info.code}"
    answer = await post(carol, f"{here}/check-in", {"prints": "on"})
    assert answer.headers["location"].endswith("sent=station")
    return here


async def job_id() -> str:
    return str((await PrintJob.select(PrintJob.id).first())["id"])


async def test_a_silent_printer_is_said_where_it_is_chosen_and_where_it_is_used(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2")
    silent = "The printer “Desk 2” is silent: nobody asks for what waits there."
    assert "Desk 2: Silent" in words(await carol.get("/glasgow/desk"))
    saved = {"desk": "Desk 2", "station": str(station.id)}
    await post(carol, "/glasgow/desk/station", saved)
    told = words(await carol.get("/glasgow/desk"))
    assert f"Check-ins are noted for “Desk 2”. {silent}" in told
    here = f"/glasgow/desk/people/{info.code}"
    assert silent in words(await carol.get(here))
    await PrintStation.update({PrintStation.seen_at: now}).where(PrintStation.id == station.id)
    for path in ("/glasgow/desk", here):
        assert "ilent" not in words(await carol.get(path)), path


async def test_a_badge_at_a_silent_printer_is_printed_here_in_one_press(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2")
    here = await send(carol, station, info, post)
    shown = await carol.get(f"{here}?did=in&sent=station")
    assert "is silent: nobody asks for what waits there. The badge waits" in words(shown)
    press = f"/glasgow/desk/stations/{station.id}/jobs/{await job_id()}/here"
    assert f'action="{press}"' in shown.text
    answer = await post(carol, press)
    assert answer.headers["location"] == f"{here}?did=print&sent=inline"
    assert f'data-print="{here}/badge.pdf"' in (await carol.get(answer.headers["location"])).text
    assert await claim_job(station.id, now) is None
    (row,) = await BadgePrint.select()
    assert (row["reason"], row["by_name"]) == ("first", "Carol Ćosić")


async def test_a_badge_that_the_printer_has_is_not_printed_here_too(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2", seen_at=now)
    here = await send(carol, station, info, post)
    claim = await claim_job(station.id, now)
    assert claim is not None
    shown = await carol.get(here)
    assert "The printer “Desk 2” has the badge." in words(shown)
    assert "Print here instead" not in shown.text
    press = f"/glasgow/desk/stations/{station.id}/jobs/{await job_id()}/here"
    assert (await post(carol, press)).status_code == 409
    await _finish(claim, station, hall, now)
    assert await BadgePrint.count() == 1


async def _finish(claim: Claim, station: StationInfo, hall: Hall, now: datetime) -> None:
    await finish_job(claim, station, meeting=hall.meeting, secret=DEMO_SECRET, layout="a6", now=now)


async def test_the_page_follows_the_printer_until_it_is_done(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2", seen_at=now)
    here = await send(carol, station, info, post)
    page = await carol.get(f"{here}?did=in&sent=station")
    assert f'hx-get="{here}?seen=waits"' in page.text
    still = await carol.get(f"{here}?seen=waits", headers=HTMX)
    assert (still.status_code, still.text) == (204, "")
    claim = await claim_job(station.id, now)
    assert claim is not None
    has = await carol.get(f"{here}?seen=waits", headers=HTMX)
    assert "<html" not in has.text
    assert f'hx-get="{here}?seen=printing"' in has.text
    await _finish(claim, station, hall, now)
    done = await carol.get(f"{here}?seen=printing", headers=HTMX)
    assert "The badge is printed: “Desk 2” is done with it." in done.text
    assert "hx-get" not in done.text
    assert "at-printer" not in (await carol.get(here)).text


async def test_a_badge_that_a_printer_gave_up_is_told_until_it_is_printed(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2", seen_at=now)
    here = await send(carol, station, info, post)
    claim = await claim_job(station.id, now)
    assert claim is not None
    await report_trouble(claim, "The ribbon is torn.", now, is_hopeless=True)
    shown = await carol.get(here)
    assert "“Desk 2” could not print the badge. The ribbon is torn." in words(shown)
    job = await job_of(hall.meeting.id, claim.job.id)
    assert job is not None
    press = f"/glasgow/desk/stations/{station.id}/jobs/{job.id}/here"
    assert (await post(carol, press)).status_code == 303
    assert "at-printer" not in (await carol.get(here)).text
    assert await BadgePrint.count() == 1


async def test_a_lease_that_ran_out_frees_the_badge(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, new_station: NewStation,
    now: datetime,
) -> None:  # fmt: skip
    info, station = await enrol(hall.cast.alice), await new_station("Desk 2", seen_at=now)
    here = await send(carol, station, info, post)
    assert await claim_job(station.id, now - timedelta(minutes=2)) is not None
    assert "Print here instead" in (await carol.get(here)).text
