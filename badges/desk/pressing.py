"""A press of a print button at the desk: at this browser's station, or in its print window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from badges.desk.forms import PrintForm
from badges.desk.showing import AnyRequest, person_of
from badges.desk.supervisors import confirm_supervisor
from badges.printing.actions import Why
from badges.printing.errors import ReasonNeeded
from badges.printing.sending import Sent, send_to_print
from badges.printing.stations.queries import station_of_session
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, Visitor
from conference.registration.queries import RegistrationInfo
from conference.settings import Settings


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed where and when; the same `id` twice is one print."""

    request: AnyRequest
    meeting: MeetingInfo
    settings: Settings
    id: UUID
    by: Actor
    now: datetime

    async def send(
        self,
        info: RegistrationInfo,
        why: Why,
        *,
        is_supervisor: bool = False,
        agreed: int | None = None,
    ) -> Sent:
        """Raises what `send_to_print` raises."""
        return await send_to_print(
            info, why, meeting=self.meeting, station=station_of_session(self.request),
            request=self.id, settings=self.settings, by=self.by, now=self.now,
            is_supervisor=is_supervisor, agreed=agreed,
        )  # fmt: skip


async def print_first(press: Press, code: str) -> str:
    """Prints a badge that was never printed; "" for one that was: that needs a reason (G03)."""
    person = await person_of(press.meeting, code)
    if person.row.prints:
        return ""
    try:
        return said(await press.send(person.row.info, Why()))
    except ReasonNeeded:  # another desk was quicker
        return ""


async def print_now(press: Press, code: str, form: PrintForm, visitor: Visitor) -> str:
    """Prints once, with a reason if it is not the first time.

    A fee is charged only if the button said how much. Raises BadgeBlocked, FeeDue, FeeNotAgreed,
    ReasonNeeded, SupervisorNeeded, PinRefused.
    """
    person = await person_of(press.meeting, code)
    agreed = visitor.may(Role.SUPERVISOR)
    if form.supervisor or form.pin:
        await confirm_supervisor(
            press.meeting.id, form.supervisor, form.pin, at_screen_of=visitor, now=press.now
        )
        agreed = True
    sent = await press.send(
        person.row.info, Why(form.reason, form.note), is_supervisor=agreed, agreed=form.agreed or 0
    )
    return said(sent)


def said(sent: Sent) -> str:
    """What the next page is told of a print, as a part of its address."""
    return "&sent=inline" if sent.is_inline else "&sent=station"
