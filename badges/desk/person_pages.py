"""One person at the desk: come in, print, print again, another name, undo."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk import actions
from badges.desk.errors import NobodyHere
from badges.desk.forms import BadgeNameForm, CheckInForm, PrintForm
from badges.desk.queries import DeskPerson, desk_person
from badges.desk.rules import Refused
from badges.drawing.svg import badge_svg
from badges.layout import DEFAULT_LAYOUT, LAYOUTS
from badges.printing import actions as printing
from badges.printing.actions import Printer, Why
from badges.printing.errors import BadgeBlocked, ReasonNeeded
from badges.printing.files import pdf_response, sheets
from badges.printing.rules import REPRINT_REASONS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people import actions as people_actions
from conference.people.access import Role, roles
from conference.registration.queries import RegistrationInfo
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
DESK = "desk"  # the session's key for the name of this station
PERSON = "/{slug:str}/desk/people/{code:str}"
REASONS = [(reason.value, text) for reason, text in REPRINT_REASONS.items()]


def address(meeting: MeetingInfo, info: RegistrationInfo) -> str:
    return f"/{meeting.slug}/desk/people/{info.code}"


def desk_of(request: AnyRequest) -> str:
    """What this station is called, "" until somebody names it."""
    session: Any = request.scope.get("session")
    return str(session.get(DESK, "")) if isinstance(session, dict) else ""


async def _person(meeting: MeetingInfo, code: str) -> DeskPerson:
    person = await desk_person(meeting, code)
    if person is None:
        raise NobodyHere
    return person


def _show(
    request: AnyRequest, person: DeskPerson, form: FormState | None = None, status: int = 200
) -> Template:
    typed = form or FormState.empty()
    known = {"badge_name": person.row.info.person.badge_name, **typed.values}
    return page(
        request,
        "badges/person.html",
        status=status,
        person=person,
        info=person.row.info,
        form=FormState(known, typed.errors),
        reasons=REASONS,
        did=request.query_params.get("did", ""),
    )


@get(PERSON, opt=roles(Role.DESK))
async def show_person(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return _show(request, await _person(meeting, code))


@post(f"{PERSON}/check-in", opt=roles(Role.DESK))
async def check_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    """Lets the person in and, if asked, records their first print; a second one needs a reason."""
    person = await _person(meeting, code)
    form = await read_form(request, CheckInForm)
    answer = await actions.check_in(
        person.row.info, desk=desk_of(request), by=visitor.actor, now=now
    )
    if isinstance(answer, Refused):
        return _show(request, person, status=422)
    did = "in"
    if form.prints and not person.row.prints:
        await printing.print_badge(
            person.row.info, Why(), printer=_printer(meeting, settings), by=visitor.actor, now=now
        )
        did = "in-print"
    return redirect(f"{address(meeting, person.row.info)}?did={did}")


@post(f"{PERSON}/print", opt=roles(Role.DESK))
async def print_badge(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now,
    settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    person = await _person(meeting, code)
    try:
        form = await read_form(request, PrintForm)
        await printing.print_badge(
            person.row.info,
            Why(form.reason, form.note),
            printer=_printer(meeting, settings),
            by=visitor.actor,
            now=now,
        )
    except FormErrors as wrong:
        return _show(request, person, wrong.state, 422)
    except ReasonNeeded as needed:
        return _show(request, person, FormState({"note": form.note}, needed.errors), 422)
    except BadgeBlocked:
        return _show(request, person, status=422)
    return redirect(f"{address(meeting, person.row.info)}?did=print")


@post(f"{PERSON}/undo", opt=roles(Role.DESK))
async def undo_check_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Redirect:
    info = (await _person(meeting, code)).row.info
    is_undone = await actions.undo_check_in(info, by=visitor.actor, now=now)
    flash(request, "The check-in was taken back." if is_undone else "This person was not in.")
    return redirect(address(meeting, info))


@post(f"{PERSON}/badge-name", opt=roles(Role.DESK))
async def change_badge_name(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    person = await _person(meeting, code)
    try:
        form = await read_form(request, BadgeNameForm)
    except FormErrors as wrong:
        return _show(request, person, wrong.state, 422)
    info = person.row.info
    await people_actions.set_badge_name(
        person=info.person.id, badge_name=form.badge_name, by=visitor.actor, now=now,
        meeting=meeting.id,
    )  # fmt: skip
    flash(request, "The name on the badge is changed. Look at the preview before you print.")
    return redirect(address(meeting, info))


@get(f"{PERSON}/badge.svg", opt=roles(Role.DESK))
async def badge_picture(
    meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now, settings: TheSettings
) -> Response[bytes]:
    info = (await _person(meeting, code)).row.info
    faces = await sheets(meeting, [info], settings, visitor.actor, now)
    picture = badge_svg(faces[0], LAYOUTS[DEFAULT_LAYOUT].badge).encode()
    return Response(picture, media_type="image/svg+xml", headers={"cache-control": "no-store"})


@get(f"{PERSON}/badge.pdf", opt=roles(Role.DESK))
async def badge_file(
    meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now, settings: TheSettings
) -> Response[bytes]:
    """The badge as it is now, for someone who may come in (G07). Looking at it records nothing."""
    person = await _person(meeting, code)
    if person.refused:
        raise BadgeBlocked(person.refused.sentence)
    info = person.row.info
    return await _pdf(meeting, info, settings, visitor.actor, now)


async def _pdf(
    meeting: MeetingInfo, info: RegistrationInfo, settings: Settings, by: Actor, now: Any
) -> Response[bytes]:
    faces = await sheets(meeting, [info], settings, by, now)
    name = f"badge-{meeting.slug}-{info.code}.pdf"
    return await pdf_response(faces, LAYOUTS[DEFAULT_LAYOUT], name)


def _printer(meeting: MeetingInfo, settings: Settings) -> Printer:
    return Printer(meeting, DEFAULT_LAYOUT, settings.secret)


handlers = [
    show_person,
    check_in,
    print_badge,
    undo_check_in,
    change_badge_name,
    badge_picture,
    badge_file,
]
