"""One person at the desk: come in, print, print again, another name, undo."""

from __future__ import annotations

from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.admission.entrants import Name
from badges.admission.rules import Refused
from badges.desk import actions
from badges.desk.forms import BadgeNameForm, CheckInForm, PrintForm
from badges.desk.pressing import Press, print_first, print_now
from badges.desk.previewing import findings_on, preview_badge, sheets_here, svg_answer
from badges.desk.rules import ComeIn
from badges.desk.showing import (
    PERSON,
    AnyRequest,
    address,
    person_of,
    show_person,
    show_printer,
)
from badges.drawing.report import in_words
from badges.printing.errors import BadgeBlocked
from badges.printing.files import faces_for, pdf_response
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people import actions as people_actions
from conference.people.access import Role, roles
from conference.registration.cash.desk import desk_of
from conference.registration.queries import readable
from conference.web import FormErrors, FormState, flash, read_form, redirect
from conference.web.refusals import refusals

AT_DESK = roles(Role.DESK)


@get(PERSON, opt=AT_DESK)
async def open_person(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], now: Now
) -> Template | Response[str]:
    """The page; or, for a page that waits for its badge, what the printer did since it `seen`."""
    person = await person_of(meeting, code)
    if request.headers.get("hx-request") == "true":
        return show_printer(request, person, now)
    return await show_person(request, meeting, person, now)


@post(f"{PERSON}/check-in", opt=AT_DESK)
async def check_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    """Lets the person in and, if asked, prints their first badge; a second one needs a reason."""
    form = await read_form(request, CheckInForm)
    who = Name(meeting.id, readable(code))
    answer = await actions.check_in(who, desk=desk_of(request), by=visitor.actor, now=now)
    if isinstance(answer, Refused):
        return await show_person(request, meeting, await person_of(meeting, code), now, status=422)
    query = "did=in" if isinstance(answer, ComeIn) else "did=already"
    if form.prints:
        press = Press(request, meeting, settings, form.request or uuid4(), visitor.actor, now)
        query += await print_first(press, code)
    return redirect(f"/{meeting.slug}/desk/people/{who.code}?{query}")


@post(f"{PERSON}/print", opt=AT_DESK)
async def print_badge(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    try:
        form = await read_form(request, PrintForm)
        press = Press(request, meeting, settings, form.request or uuid4(), visitor.actor, now)
        with refusals(form):
            sent = await print_now(press, code, form, visitor)
    except FormErrors as wrong:
        person = await person_of(meeting, code)
        typed = FormState({**wrong.values, "pin": ""}, wrong.errors)  # a PIN is never shown
        return await show_person(request, meeting, person, now, typed, 422)
    return redirect(f"/{meeting.slug}/desk/people/{readable(code)}?did=print{sent}")


@post(f"{PERSON}/undo", opt=AT_DESK)
async def undo_check_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Redirect:
    info = (await person_of(meeting, code)).row.info
    is_undone = await actions.undo_check_in(info, by=visitor.actor, now=now)
    flash(request, "The check-in was taken back." if is_undone else "This person was not in.")
    return redirect(address(meeting, info))


@post(f"{PERSON}/badge-name", opt=AT_DESK)
async def change_badge_name(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    person = await person_of(meeting, code)
    try:
        form = await read_form(request, BadgeNameForm)
    except FormErrors as wrong:
        return await show_person(request, meeting, person, now, wrong.state, 422)
    info = person.row.info
    await people_actions.set_badge_name(
        person=info.person.id, badge_name=form.badge_name, by=visitor.actor, now=now,
        meeting=meeting.id,
    )  # fmt: skip
    named = (await person_of(meeting, code)).row.info
    findings = await findings_on(meeting, named, await sheets_here(request, meeting))
    said = f"The name on the badge is changed. {in_words(findings)}"
    flash(request, said, "warn" if findings else "good")
    return redirect(address(meeting, info))


@get(f"{PERSON}/badge.svg", opt=AT_DESK)
async def badge_picture(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    """As this station prints it, also with a name that is only being tried (`?name=`)."""
    info = (await person_of(meeting, code)).row.info
    here = await sheets_here(request, meeting)
    tried = request.query_params.get("name")
    preview = await preview_badge(meeting, info, settings.secret, here, tried, with_code=True)
    return svg_answer(preview)


@get(f"{PERSON}/badge.pdf", opt=AT_DESK)
async def badge_file(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Response[bytes]:  # fmt: skip
    """The badge as it is now, for someone who may come in (G07). Looking at it records nothing."""
    person = await person_of(meeting, code)
    if person.refused:
        raise BadgeBlocked(person.refused.sentence)
    info = person.row.info
    here = await sheets_here(request, meeting)
    faces = await faces_for(
        here.layout, meeting, [info], secret=settings.secret, by=visitor.actor, now=now
    )
    name = f"badge-{meeting.slug}-{info.code}.pdf"
    return await pdf_response(faces, here, name)


handlers = [
    open_person,
    check_in,
    print_badge,
    undo_check_in,
    change_badge_name,
    badge_picture,
    badge_file,
]
