"""What staff do at a kiosk's own screen, behind its PIN."""

from __future__ import annotations

from datetime import datetime, timedelta

from litestar import get, post
from litestar.response import Redirect, Template

from badges.desk.pins import pin_matches
from badges.kiosk import actions
from badges.kiosk.forms import PinForm
from badges.kiosk.queries import KioskInfo
from badges.kiosk.screen import (
    KIOSK,
    AnyRequest,
    is_staff_here,
    kiosk_here,
    kiosk_page,
    let_staff_in,
)
from conference.meetings.given import Now, TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.web import FormErrors, FormState, read_form, redirect
from conference.web.limits import count_try, take_try_back
from conference.web.problems import NotFound, TooMany

TRIES, WINDOW = 8, timedelta(minutes=10)
WRONG_PIN = "This is not the PIN of this kiosk."


@get(f"{KIOSK}/staff", opt=public)
async def show_staff(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    kiosk = await kiosk_here(request, meeting, now)
    return _staff(request, kiosk, now)


def _staff(
    request: AnyRequest, kiosk: KioskInfo, now: datetime, form: FormState | None = None
) -> Template:
    return kiosk_page(
        request,
        "badges/kiosk_staff.html",
        status=422 if form else 200,
        kiosk=kiosk,
        form=form or FormState.empty(),
        is_open=is_staff_here(request, now),
    )


@post(f"{KIOSK}/staff", opt=public)
async def unlock(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    kiosk = await kiosk_here(request, meeting, now)
    try:
        form = await read_form(request, PinForm)
        await count_try("kiosk-pin", str(kiosk.id), limit=TRIES, window=WINDOW, now=now)
    except FormErrors as wrong:
        return _staff(request, kiosk, now, wrong.state)
    except TooMany as told:
        return _staff(request, kiosk, now, FormState({}, {"pin": told.detail}))
    if not await pin_matches(kiosk.pin_hash, form.pin):
        return _staff(request, kiosk, now, FormState({}, {"pin": WRONG_PIN}))
    await take_try_back("kiosk-pin", str(kiosk.id), window=WINDOW, now=now)
    let_staff_in(request, now)
    return redirect(f"/{meeting.slug}/kiosk/staff")


@post(f"{KIOSK}/staff/in-order", opt=public)
async def put_in_order(request: AnyRequest, meeting: TheMeeting, now: Now) -> Redirect:
    kiosk = await _unlocked(request, meeting, now)
    await actions.note_trouble(kiosk, "", now=now)
    return redirect(f"/{meeting.slug}/kiosk")


@post(f"{KIOSK}/staff/leave", opt=public)
async def leave_kiosk(request: AnyRequest, meeting: TheMeeting, now: Now) -> Redirect:
    """This browser is no kiosk any more; staff sign in on it again."""
    await _unlocked(request, meeting, now)
    request.clear_session()
    return redirect("/sign-in")


async def _unlocked(request: AnyRequest, meeting: MeetingInfo, now: datetime) -> KioskInfo:
    kiosk = await kiosk_here(request, meeting, now)
    if not is_staff_here(request, now):
        raise NotFound("Type the PIN of this kiosk first.")
    return kiosk


handlers = [show_staff, unlock, put_in_order, leave_kiosk]
