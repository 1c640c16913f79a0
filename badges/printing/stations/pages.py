"""Print stations: their list, their set-up, and which one this browser uses."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.layouts.queries import layouts_of
from badges.printing.errors import NoSuchStation
from badges.printing.files import file_response
from badges.printing.jobs.queries import queue_of
from badges.printing.papers import seat_paper
from badges.printing.rules import PRINT_PATHS
from badges.printing.stations import actions
from badges.printing.stations.forms import PauseForm, StationForm, UseForm, form_of
from badges.printing.stations.queries import (
    StationInfo,
    keep_station,
    station_health,
    station_of,
    station_of_session,
)
from badges.stock.calibration import calibration_pdf
from badges.stock.queries import stock_named, stocks_of
from badges.stock.stock import Flip
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
STATIONS = "/{slug:str}/desk/stations"
ONE = f"{STATIONS}/{{station:uuid}}"
DESK, SETTER = roles(Role.DESK), roles(Role.SUPERVISOR)
DOTS = [(0, "None, or not known"), (203, "203 (8 a millimetre)"), (300, "300"), (600, "600")]

FLIPS = [
    (Flip.NONE.value, "Fronts only"),
    (Flip.LONG_EDGE.value, "Both sides, turned over the long edge"),
    (Flip.SHORT_EDGE.value, "Both sides, turned over the short edge"),
]

OFFICE_LINKS = [
    Link("Printers", "/desk/stations", "Print stations, their queues and troubles.", Role.DESK),
]


def address(meeting: MeetingInfo, station: UUID | str = "") -> str:
    return f"/{meeting.slug}/desk/stations" + (f"/{station}" if station else "")


async def found(meeting: MeetingInfo, station: UUID) -> StationInfo:
    """The station in use of this id. Raises NoSuchStation."""
    known = await station_of(meeting.id, station)
    if known is None or known.is_retired:
        raise NoSuchStation
    return known


@get(STATIONS, opt=DESK)
async def list_stations(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return page(
        request,
        "badges/printing_stations.html",
        stations=await station_health(meeting.id, now),
        used=station_of_session(request),
        paths=PRINT_PATHS,
    )


@post(f"{STATIONS}/use", opt=DESK)
async def use_station(request: AnyRequest, meeting: TheMeeting) -> Redirect:
    """Which printer the desk's print button of this browser means."""
    try:
        wanted = (await read_form(request, UseForm)).station
    except FormErrors as wrong:
        raise NoSuchStation from wrong
    station = await found(meeting, wanted) if wanted else None
    keep_station(request, station.id if station else None)
    name = f"at “{station.name}”" if station else "in its own print window"
    flash(request, f"Badges of this browser are printed {name}.")
    return redirect(address(meeting))


@get(f"{STATIONS}/new", opt=SETTER)
async def show_new(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _form_page(request, meeting, FormState.of(StationForm("Desk 1")))


async def _form_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    form: FormState,
    station: StationInfo | None = None,
    status: int = 200,
) -> Template:
    stocks = await stocks_of(meeting.id)
    own = [each for each in await layouts_of(meeting.id) if not each.is_retired]
    if station and station.stock not in stocks:
        stocks = {**stocks, station.stock: await stock_named(meeting.id, station.stock)}
    return page(
        request,
        "badges/printing_station_form.html",
        status=status,
        form=form,
        station=station,
        paths=[(path.value, title) for path, title in PRINT_PATHS.items()],
        stocks=[(stock.key, stock.title) for stock in stocks.values()],
        layouts=[(each.key, each.title) for each in own],
        dots=DOTS,
        flips=FLIPS,
    )


@post(f"{STATIONS}/new", opt=SETTER)
async def add_station(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, StationForm)
        with refusals(form):
            await stock_named(meeting.id, form.stock)
            made = await actions.add_station(form, meeting=meeting, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _form_page(request, meeting, wrong.state, status=422)
    return redirect(address(meeting, made))


@get(f"{ONE}/edit", opt=SETTER)
async def show_edit(request: AnyRequest, meeting: TheMeeting, station: FromPath[UUID]) -> Template:
    known = await found(meeting, station)
    return await _form_page(request, meeting, FormState.of(form_of(known)), known)


@post(f"{ONE}/edit", opt=SETTER)
async def change_station(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], now: Now
) -> Template | Redirect:
    known = await found(meeting, station)
    try:
        form = await read_form(request, StationForm)
        with refusals(form):
            await stock_named(meeting.id, form.stock)
            await actions.change_station(known, form, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _form_page(request, meeting, wrong.state, known, 422)
    flash(request, "The station is changed. Print a test page.")
    return redirect(address(meeting, station))


@get(ONE, opt=DESK)
async def show_station(
    request: AnyRequest, meeting: TheMeeting, station: FromPath[UUID], now: Now
) -> Template:
    """The queue of one printer; `key` is there once, just after it was made."""
    await found(meeting, station)
    health = await station_health(meeting.id, now)
    return page(
        request,
        "badges/printing_station.html",
        health=next(each for each in health if each.station.id == station),
        others=[each.station for each in health if _takes_jobs(each.station, station)],
        queue=await queue_of(station, now),
        key=request.session.pop("station_key", ""),
        flips=dict(FLIPS),
        path=PRINT_PATHS[next(e.station.path for e in health if e.station.id == station)],
        press=uuid4(),
        used=station_of_session(request),
    )


def _takes_jobs(each: StationInfo, besides: UUID) -> bool:
    return each.id != besides and not each.is_browser


@get(f"{ONE}/test.pdf", opt=DESK)
async def test_file(meeting: TheMeeting, station: FromPath[UUID]) -> Response[bytes]:
    """The test page as a file, for a station whose printer a browser reaches."""
    sheets = await seat_paper(meeting.id, await found(meeting, station))
    body = await asyncio.to_thread(calibration_pdf, sheets.paper)
    return file_response(body, f"test-page-{sheets.stock}.pdf")


@post(f"{ONE}/pause", opt=DESK)
async def pause_station(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], now: Now
) -> Redirect:
    known = await found(meeting, station)
    form = await read_form(request, PauseForm)
    await actions.pause_station(known, form.pause, by=visitor.actor, now=now)
    return redirect(address(meeting, station))


@post(f"{ONE}/key", opt=SETTER)
async def make_key(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], now: Now
) -> Redirect:
    known = await found(meeting, station)
    request.session["station_key"] = await actions.make_key(known, by=visitor.actor, now=now)
    return redirect(address(meeting, station))


@post(f"{ONE}/retire", opt=SETTER)
async def retire_station(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, station: FromPath[UUID], now: Now
) -> Redirect:
    known = await found(meeting, station)
    await actions.retire_station(known, by=visitor.actor, now=now)
    flash(request, f"“{known.name}” is retired. Its key opens nothing any more.")
    return redirect(address(meeting))


handlers = [
    list_stations,
    use_station,
    show_new,
    add_station,
    show_edit,
    change_station,
    show_station,
    test_file,
    pause_station,
    make_key,
    retire_station,
]
