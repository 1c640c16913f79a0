"""Showing one person at the desk, after whatever was done for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from litestar import Request
from litestar.response import Template

from badges.desk.errors import NobodyHere
from badges.desk.queries import DeskPerson, desk_person
from badges.desk.supervisors import Supervisor, supervisors_of
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
        supervisors=await _choices(meeting, visitor) if person.asks_supervisor else [],
        did=request.query_params.get("did", ""),
        sent=request.query_params.get("sent", ""),
    )


async def _choices(meeting: MeetingInfo, visitor: Visitor) -> list[tuple[str, str]]:
    """Who can say with a PIN that they agree; nobody is asked where one is signed in."""
    if visitor.may(Role.SUPERVISOR):
        return []
    return [_choice(each) for each in await supervisors_of(meeting.id)]


def _choice(each: Supervisor) -> tuple[str, str]:
    return (str(each.person), each.name if each.has_pin else f"{each.name} (no PIN yet)")
