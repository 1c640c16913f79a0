"""The kiosk's own pages: scan, look at the badge, mend the name, print, go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from badges.admission.rules import Refused
from badges.desk.lookup import find_scanned
from badges.desk.previewing import preview_badge, svg_answer
from badges.desk.queries import desk_person
from badges.kiosk import actions
from badges.kiosk.forms import NameForm, PressForm, ScanForm
from badges.kiosk.queries import KioskInfo
from badges.kiosk.rules import LATE_SENTENCE, Printed, printed, prints_now, sentence_of
from badges.kiosk.screen import (
    KIOSK,
    AtScreen,
    greet,
    kiosk_here,
    kiosk_page,
    part_from,
    person_here,
    welcome,
)
from badges.printing.files import faces_for, pdf_response
from badges.printing.jobs.queries import job_of
from badges.printing.papers import Sheets, seat_paper
from badges.printing.rules import JobState
from badges.printing.stations.queries import station_of
from conference.meetings.given import Now, TheMeeting, TheSettings
from conference.meetings.rules import MeetingInfo
from conference.people import actions as people_actions
from conference.people.access import public
from conference.web import FormErrors, FormState, read_form, redirect
from conference.web.limits import count_try
from conference.web.problems import NotFound, TooMany

AnyRequest = Request[Any, Any, Any]
TRIES, WINDOW = 30, timedelta(minutes=10)


@get(KIOSK, opt=public)
async def show_kiosk(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """The start: scan or type a code. Whoever stood here before is forgotten."""
    kiosk = await kiosk_here(request, meeting, now)
    part_from(request)
    return _start(request, kiosk)


def _start(
    request: AnyRequest, kiosk: KioskInfo, form: FormState | None = None, status: int = 200
) -> Template:
    return kiosk_page(
        request, "badges/kiosk.html", status=status, kiosk=kiosk, form=form or FormState.empty()
    )


@post(KIOSK, opt=public)
async def scan(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """A code finds its one person; a name finds nobody, or the kiosk would list who comes."""
    kiosk = await kiosk_here(request, meeting, now)
    try:
        form = await read_form(request, ScanForm)
        await count_try("kiosk", str(kiosk.id), limit=TRIES, window=WINDOW, now=now)
    except FormErrors as wrong:
        return _start(request, kiosk, wrong.state, 422)
    except TooMany as told:
        sentence = f"{told.detail} Or go to the desk."
        return _start(request, kiosk, FormState({}, {"q": sentence}), 429)
    found = await find_scanned(meeting.id, form.q)
    if isinstance(found, Refused):
        return _start(request, kiosk, FormState({}, {"q": sentence_of(found.why)}), 422)
    greet(request, found, now)
    return redirect(f"/{meeting.slug}/kiosk/you")


@get(f"{KIOSK}/you", opt=public)
async def show_person(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """The badge as it will print, and its name to mend; nobody once they were welcomed."""
    kiosk = await kiosk_here(request, meeting, now)
    here = await person_here(request, meeting, now)
    if here is None or here.is_done:
        return _away(meeting)
    return await _person(request, meeting, kiosk, here)


async def _person(
    request: AnyRequest,
    meeting: MeetingInfo,
    kiosk: KioskInfo,
    here: AtScreen,
    form: FormState | None = None,
) -> Template:
    person = await desk_person(meeting, here.info.code)
    assert person is not None
    refused = sentence_of(person.refused.why) if person.refused else ""
    return kiosk_page(
        request,
        "badges/kiosk_you.html",
        status=422 if form else 200,
        kiosk=kiosk,
        info=here.info,
        row=person.row,
        prints=prints_now(kiosk.printing, person.row.prints),
        refused=refused,
        form=form or FormState.of({"badge_name": here.info.person.badge_name}),
        press=str(uuid4()),
    )


@post(f"{KIOSK}/name", opt=public)
async def change_name(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """The name on one's own badge, until it is printed; afterwards the desk changes it."""
    kiosk = await kiosk_here(request, meeting, now)
    here = await person_here(request, meeting, now)
    if here is None or here.is_done:
        return _away(meeting)
    try:
        form = await read_form(request, NameForm)
    except FormErrors as wrong:
        return await _person(request, meeting, kiosk, here, wrong.state)
    person = await desk_person(meeting, here.info.code)
    if person and not person.row.prints:
        await people_actions.set_badge_name(
            person=here.info.person.id, badge_name=form.badge_name, by=actions.actor_of(kiosk),
            now=now, meeting=meeting.id,
        )  # fmt: skip
    return redirect(f"/{meeting.slug}/kiosk/you")


@post(f"{KIOSK}/print", opt=public)
async def come_in(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Template | Redirect:
    kiosk = await kiosk_here(request, meeting, now)
    here = await person_here(request, meeting, now)
    if here is None or kiosk.trouble:
        return _away(meeting)
    form = await read_form(request, PressForm)
    came = await actions.come_in_at_kiosk(
        here.info, kiosk, meeting=meeting, request=form.request, settings=settings, now=now
    )
    if came.refused or came.is_nothing_new(here.since):
        return await _person(request, meeting, kiosk, here)
    welcome(request, came.sent.job if came.sent else None)
    did = "" if came.sent is None else "?did=print" if came.sent.is_inline else "?did=queued"
    return redirect(f"/{meeting.slug}/kiosk/done{did}")


@get(f"{KIOSK}/done", opt=public)
async def show_done(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """In; and the badge prints here, prints at the printer beside, or was printed before."""
    kiosk = await kiosk_here(request, meeting, now)
    here = await person_here(request, meeting, now)
    if here is None:
        return _away(meeting)
    state = await _state_of(meeting, here, now) if here.job else Printed.DONE
    if state is Printed.LATE and not kiosk.trouble:
        await actions.note_trouble(kiosk, LATE_SENTENCE, now=now)
    is_part = request.headers.get("hx-request") == "true"
    return kiosk_page(
        request,
        "badges/_kiosk_done.html" if is_part else "badges/kiosk_done.html",
        kiosk=kiosk,
        info=here.info,
        state=state.value,
        did=request.query_params.get("did", ""),
    )


async def _state_of(meeting: MeetingInfo, here: AtScreen, now: datetime) -> Printed:
    job = await job_of(meeting.id, here.job) if here.job else None
    if job is None:
        return Printed.DONE
    is_failed = job.state in (JobState.FAILED, JobState.CANCELLED)
    return printed(job.state is JobState.DONE, is_failed, now - job.created_at)


@get(f"{KIOSK}/badge.svg", opt=public)
async def badge_picture(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Response[bytes]:
    kiosk, here = await _somebody(request, meeting, now)
    on = await _paper(meeting, kiosk)
    tried = request.query_params.get("name")
    return svg_answer(await preview_badge(meeting, here.info, settings.secret, on, tried))


@get(f"{KIOSK}/badge.pdf", opt=public)
async def badge_file(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Response[bytes]:
    """The badge that this kiosk has just printed inline, for the frame that prints it."""
    kiosk, here = await _somebody(request, meeting, now)
    person = await desk_person(meeting, here.info.code)
    if person is None or person.refused or not person.row.prints:
        raise NotFound("No badge was printed here.")
    on, by = await _paper(meeting, kiosk), actions.actor_of(kiosk)
    faces = await faces_for(on.layout, meeting, [here.info], secret=settings.secret, by=by, now=now)
    return await pdf_response(faces, on, f"badge-{here.info.code}.pdf")


async def _somebody(
    request: AnyRequest, meeting: MeetingInfo, now: datetime
) -> tuple[KioskInfo, AtScreen]:
    kiosk = await kiosk_here(request, meeting, now)
    here = await person_here(request, meeting, now)
    if here is None:
        raise NotFound("Nobody stands before this kiosk.")
    return kiosk, here


async def _paper(meeting: MeetingInfo, kiosk: KioskInfo) -> Sheets:
    return await seat_paper(
        meeting.id, await station_of(meeting.id, kiosk.station) if kiosk.station else None
    )


def _away(meeting: MeetingInfo) -> Redirect:
    return redirect(f"/{meeting.slug}/kiosk")


handlers = [
    show_kiosk,
    scan,
    show_person,
    change_name,
    come_in,
    show_done,
    badge_picture,
    badge_file,
]
