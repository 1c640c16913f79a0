"""An attendee's own badge: how it will print, the name on it, and who may collect it (G04, G06)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.errors import BadgePrinted
from badges.desk.forms import BadgeNameForm, NameCollectorForm
from badges.desk.pick_ups import name_collector, pick_ups_of, withdraw_collector
from badges.desk.previewing import preview_badge, svg_answer
from badges.desk.showing import AnyRequest
from badges.faces.queries import count_prints
from badges.printing.papers import seat_paper
from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import AttendanceMode, MeetingInfo
from conference.people import actions as people_actions
from conference.people.access import Visitor, signed_in
from conference.registration import queries as registration
from conference.registration.errors import UnknownRegistration
from conference.registration.queries import RegistrationInfo
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

MINE = "/my/registrations/{code:str}/badge"


async def my_badge_card(visitor: Visitor, now: datetime) -> Card | None:
    """My badge for each meeting that I come to and that is not over."""
    if visitor.person is None:
        return None
    mine = [
        each
        for each in await registration.registrations_of_person(visitor.person)
        if has_badge(each)
    ]
    if not mine:
        return None
    known = await meetings.meetings_by_ids([each.meeting for each in mine])
    rows = [(each, known[each.meeting]) for each in mine if not known[each.meeting].is_over(now)]
    prints = await count_prints([each.id for each, _ in rows])
    return Card(35, "badges/_my_card.html", {"rows": rows, "prints": prints}) if rows else None


def has_badge(info: RegistrationInfo) -> bool:
    """Who comes in person gets a badge."""
    return info.is_active and info.mode != AttendanceMode.VIRTUAL


async def _mine(visitor: Visitor, code: str) -> tuple[RegistrationInfo, MeetingInfo]:
    """Another person's registration is as unknown as none at all."""
    assert visitor.person is not None
    info = await registration.registration_of_owner(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None or not has_badge(info):
        raise UnknownRegistration
    return info, meeting


@get(MINE, opt=signed_in)
async def show_my_badge(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Template:
    return await _page(request, await _mine(visitor, code), settings)


async def _page(
    request: AnyRequest,
    mine: tuple[RegistrationInfo, MeetingInfo],
    settings: Settings,
    form: FormState | None = None,
) -> Template:
    info, meeting = mine
    typed = form or FormState.empty()
    tried = typed.values.get("badge_name")
    sheets = await seat_paper(meeting.id, None)
    preview = await preview_badge(meeting, info, settings.secret, sheets, tried)
    return page(
        request,
        "badges/my_badge.html",
        status=422 if form else 200,
        info=info,
        meeting=meeting,
        said=preview.said,
        fits=not preview.findings,
        is_printed=bool(await count_prints([info.id])),
        pick_ups=[each for each in await pick_ups_of(info.id) if each.withdrawn_at is None],
        form=FormState({"badge_name": info.person.badge_name, **typed.values}, typed.errors),
    )


@post(MINE, opt=signed_in)
async def correct_my_badge(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now, settings: TheSettings
) -> Template | Redirect:
    """Until it is printed; afterwards the desk prints it anew, free of charge (situation 9)."""
    info, meeting = mine = await _mine(visitor, code)
    try:
        form = await read_form(request, BadgeNameForm)
        with refusals(form):
            if await count_prints([info.id]):
                raise BadgePrinted
    except FormErrors as wrong:
        return await _page(request, mine, settings, wrong.state)
    await people_actions.set_badge_name(
        person=info.person.id, badge_name=form.badge_name, by=visitor.actor, now=now,
        meeting=meeting.id,
    )  # fmt: skip
    flash(request, "The name on your badge is saved.")
    return redirect(f"/my/registrations/{info.code}/badge")


@get(f"{MINE}.svg", opt=signed_in)
async def my_badge_picture(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    """The picture, also with a name that is only being tried (`?name=`)."""
    info, meeting = await _mine(visitor, code)
    tried = request.query_params.get("name")
    sheets = await seat_paper(meeting.id, None)
    return svg_answer(await preview_badge(meeting, info, settings.secret, sheets, tried))


@post(f"{MINE}/collectors", opt=signed_in)
async def name_my_collector(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now, settings: TheSettings
) -> Template | Redirect:
    info, _ = mine = await _mine(visitor, code)
    try:
        form = await read_form(request, NameCollectorForm)
        with refusals(form):
            await name_collector(info, form.collector, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _page(request, mine, settings, wrong.state)
    flash(request, f"{form.collector} may collect your badge, with an ID.")
    return redirect(f"/my/registrations/{info.code}/badge")


@post(f"{MINE}/collectors/{{pick_up:uuid}}/withdraw", opt=signed_in)
async def withdraw_my_collector(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], pick_up: FromPath[UUID], now: Now
) -> Redirect:
    info, _ = await _mine(visitor, code)
    done = await withdraw_collector(info, pick_up, by=visitor.actor, now=now)
    flash(
        request, "Taken back." if done else "The badge was collected before, or it was taken back."
    )
    return redirect(f"/my/registrations/{info.code}/badge")


MY_CARDS = [my_badge_card]
handlers = [
    show_my_badge,
    correct_my_badge,
    my_badge_picture,
    name_my_collector,
    withdraw_my_collector,
]
