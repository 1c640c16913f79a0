"""Showing one person at the desk, after whatever was done for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from litestar import Request, Response
from litestar.response import Template

from badges.admission.rules import Refusal
from badges.desk.errors import NobodyHere
from badges.desk.previewing import findings_on, sheets_here
from badges.desk.queries import DeskPerson, desk_person
from badges.desk.stations import printer_here
from badges.desk.supervisors import Supervisor, office_of, supervisors_of
from badges.drawing.report import in_words
from badges.printing.rules import REPRINT_REASONS, PrintReason
from badges.printing.sending import fee_of
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor
from conference.registration.queries import RegistrationInfo
from conference.web import FormState, page

AnyRequest = Request[Any, Any, Any]
PERSON = "/{slug:str}/desk/people/{code:str}"
REASONS = [(reason.value, text) for reason, text in REPRINT_REASONS.items()]


def address(meeting: MeetingInfo, info: RegistrationInfo) -> str:
    """Where the desk sees one person."""
    return f"/{meeting.slug}/desk/people/{info.code}"


async def person_of(meeting: MeetingInfo, code: str) -> DeskPerson:
    """Raises NobodyHere for a code of nobody at this meeting."""
    person = await desk_person(meeting, code)
    if person is None:
        raise NobodyHere
    return person


async def show_person(
    request: AnyRequest,
    meeting: MeetingInfo,
    person: DeskPerson,
    now: datetime,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """The page of one person, with everything that may be done for them."""
    typed = form or FormState.empty()
    known = {"badge_name": person.row.info.person.badge_name, **typed.values}
    info, is_again = person.row.info, bool(person.row.prints and not person.refused)
    needs_office = person.refused is not None and person.refused.why is Refusal.PROOF
    visitor: Visitor = request.state.visitor
    return page(
        request,
        "badges/person.html",
        status=status,
        person=person,
        info=info,
        form=FormState(known, typed.errors),
        reasons=REASONS,
        press=str(uuid4()),
        lost_fee=await fee_of(info, PrintReason.LOST, meeting, now) if is_again else None,
        supervisors=await choices(meeting, visitor) if person.asks_supervisor else [],
        office=await office_of(meeting.id) if needs_office else (),
        findings=await findings_on(meeting, info, await sheets_here(request, meeting)),
        said=in_words,
        printer=await printer_here(request, meeting, now),
        now=now,
        did=request.query_params.get("did", ""),
        sent=request.query_params.get("sent", ""),
    )


def show_printer(
    request: AnyRequest, person: DeskPerson, now: datetime
) -> Template | Response[str]:
    """What became of a badge that a printer was to print; 204 while that is as it was."""
    step = person.at_printer.step(now) if person.at_printer else ""
    if not step or step == request.query_params.get("seen"):
        return Response("", status_code=204)
    return page(
        request, "badges/_at_printer.html", person=person, info=person.row.info, now=now, tells=True
    )


async def choices(meeting: MeetingInfo, visitor: Visitor) -> list[tuple[str, str]]:
    """Who can say with a PIN that they agree; nobody is asked where one is signed in."""
    if visitor.may(Role.SUPERVISOR):
        return []
    return [_choice(each) for each in await supervisors_of(meeting.id)]


def _choice(each: Supervisor) -> tuple[str, str]:
    return (str(each.person), each.name if each.has_pin else f"{each.name} (no PIN yet)")
