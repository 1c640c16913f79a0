"""The letters of registration: what was ordered, confirmed, paid, cancelled, given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.letters.rules import Attachment, Letter
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.registration.pricing import Line
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import BANK_TRANSFER_DAYS
from conference.registration.ticket import (
    Issuer,
    meeting_calendar,
    spaced,
    ticket_png,
    ticket_token,
)
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class Sender:
    """The meeting a letter speaks for, who issues its codes, and when it is written."""

    meeting: MeetingInfo
    issuer: Issuer
    now: datetime


def confirmation(sender: Sender, info: RegistrationInfo, lines: Sequence[Line]) -> Letter:
    """Confirmed: the ticket as a picture and as text, and the meeting's days for the calendar."""
    token = ticket_token(sender.issuer.secret, info.id)
    calendar = meeting_calendar(sender.meeting, sender.issuer, code=info.code, now=sender.now)
    return _letter(
        sender,
        info,
        "registration_confirmed",
        f"You are registered: {sender.meeting.title}",
        lines=lines,
        ticket=spaced(token),
        attachments=(
            Attachment("ticket.png", "image/png", ticket_png(token)),
            Attachment("meeting.ics", "text/calendar", calendar),
        ),
    )


def order_received(
    sender: Sender, info: RegistrationInfo, lines: Sequence[Line], advice: str
) -> Letter:
    """A place is held; how much to pay, how, with which reference."""
    return _letter(
        sender,
        info,
        "order_received",
        f"Your place is held, payment due: {sender.meeting.title}",
        lines=lines,
        advice=advice,
        days=BANK_TRANSFER_DAYS,
    )


def payment_received(sender: Sender, info: RegistrationInfo, amount: int) -> Letter:
    """Money has come that does not confirm: how much is still due, or too much (T06)."""
    subject = f"Payment of {format_money(amount, info.currency)} received: {sender.meeting.title}"
    return _letter(sender, info, "payment_received", subject, amount=amount)


def cancellation(sender: Sender, info: RegistrationInfo, reason: str) -> Letter:
    """The place is given up; what is to be refunded is named."""
    subject = f"Your registration is cancelled: {sender.meeting.title}"
    return _letter(sender, info, "registration_cancelled", subject, reason=reason)


def refund(sender: Sender, info: RegistrationInfo, amount: int) -> Letter:
    """Money was given back, and whether more is to come."""
    subject = f"Refund of {format_money(amount, info.currency)}: {sender.meeting.title}"
    return _letter(sender, info, "refund", subject, amount=amount)


def _letter(
    sender: Sender,
    info: RegistrationInfo,
    kind: str,
    subject: str,
    *,
    attachments: tuple[Attachment, ...] = (),
    **facts: object,
) -> Letter:
    body = render(
        f"registration/letters/{kind}.txt",
        meeting=sender.meeting,
        base_url=sender.issuer.base_url,
        info=info,
        **facts,
    )
    return Letter(
        kind=kind,
        to_address=info.person.email,
        subject=subject,
        body=body,
        person=info.person.id,
        meeting=info.meeting,
        attachments=attachments,
    )
