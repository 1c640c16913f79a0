"""Kiosks as staff see them: set up, opened on this screen, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.kiosk import actions, screen_pages, staff_pages
from badges.kiosk.actions import NewKiosk
from badges.kiosk.forms import KioskForm
from badges.kiosk.queries import kiosks_of
from badges.kiosk.rules import AutoPrint
from badges.kiosk.screen import keep_screen
from badges.printing.stations.queries import stations_of
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
DESK = roles(Role.DESK)
KIOSKS = "/{slug:str}/desk/kiosks"
OFFICE_LINKS = [
    Link("Kiosks", "/desk/kiosks", "Screens at which people check themselves in.", Role.DESK)
]


@get(KIOSKS, opt=DESK)
async def show_kiosks(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _show(request, meeting)


async def _show(
    request: AnyRequest, meeting: MeetingInfo, form: FormState | None = None, status: int = 200
) -> Template:
    stations = await stations_of(meeting.id)
    return page(
        request,
        "badges/kiosks.html",
        status=status,
        kiosks=await kiosks_of(meeting.id),
        stations=[(str(each.id), each.name) for each in stations if not each.is_retired],
        modes=[(mode.value, mode.label) for mode in AutoPrint],
        form=form or FormState.of({"printing": AutoPrint.ONCE.value}),
    )


@post(KIOSKS, opt=DESK)
async def set_up_kiosk(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, KioskForm)
        new = NewKiosk(form.name.strip(), form.pin, form.station, form.printing)
        with refusals(form):
            await actions.set_up_kiosk(meeting.id, new, by=visitor.actor, now=now)
    except FormErrors as wrong:
        kept = {name: typed for name, typed in wrong.values.items() if name != "pin"}
        return await _show(request, meeting, FormState(kept, wrong.errors), 422)
    flash(request, f"{new.name} is set up. Open it on the screen that is to be the kiosk.")
    return redirect(f"/{meeting.slug}/desk/kiosks")


@post(f"{KIOSKS}/{{kiosk:uuid}}/open", opt=DESK)
async def open_kiosk(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, kiosk: FromPath[UUID], now: Now
) -> Redirect:
    """This browser becomes the kiosk: you are signed out of it, so that nobody finds your pages."""
    key = await actions.open_kiosk(meeting.id, kiosk, by=visitor.actor, now=now)
    keep_screen(request, key)
    return redirect(f"/{meeting.slug}/kiosk")


@post(f"{KIOSKS}/{{kiosk:uuid}}/close", opt=DESK)
async def close_kiosk(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, kiosk: FromPath[UUID], now: Now
) -> Redirect:
    await actions.close_kiosk(meeting.id, kiosk, by=visitor.actor, now=now)
    flash(request, "The kiosk is closed; its screen shows nothing of ours any more.")
    return redirect(f"/{meeting.slug}/desk/kiosks")


handlers = [
    show_kiosks,
    set_up_kiosk,
    open_kiosk,
    close_kiosk,
    *screen_pages.handlers,
    *staff_pages.handlers,
]
