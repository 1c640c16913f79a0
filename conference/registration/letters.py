"""The letters of registration: what was ordered, confirmed, paid, cancelled, given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.letters.rules import Attachment, Letter
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.rules import PersonInfo
from conference.registration.bank.references import payment_reference
from conference.registration.order_queries import OrderDetail
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.rules import PAY_BY_WORDS
from conference.registration.taxes import Taxed, tax_by_rate
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
        taxes=tax_summary(lines),
        ticket=spaced(token),
        attachments=(
            Attachment("ticket.png", "image/png", ticket_png(token)),
            Attachment("meeting.ics", "text/calendar", calendar),
        ),
    )


def order_received(
    sender: Sender,
    info: RegistrationInfo,
    lines: Sequence[Line],
    advice: str,
    *,
    payer: PersonInfo | None = None,
    order: OrderDetail | None = None,
    deadlines: Sequence[str] = (),
) -> Letter:
    """A place is held: how much to pay, how, with which reference, and until when (P03, R03).

    To whom pays; `info` is the registration that the order was placed for.
    """
    return _letter(
        sender,
        info,
        "order_received",
        f"Your place is held, payment due: {sender.meeting.title}",
        to=payer,
        lines=lines,
        taxes=tax_summary(lines),
        advice=advice,
        order=order,
        way=PAY_BY_WORDS[order.pays_by] if order else "",
        deadlines=deadlines,
        reference=payment_reference(info.order_code),
    )


def registered_by_another(
    sender: Sender, info: RegistrationInfo, payer: PersonInfo, link: str, *, until: datetime
) -> Letter:
    """To somebody whom another person registered: who did, and a link to complete the rest."""
    subject = f"{payer.registered_name} has registered you: {sender.meeting.title}"
    return _letter(
        sender, info, "registered_by_another", subject, payer=payer, link=link, until=until
    )


def continue_later(
    meeting: MeetingInfo, person: PersonInfo, link: str, *, until: datetime
) -> Letter:
    """A link that opens a registration under way again, on any device."""
    body = render(
        "registration/letters/continue_later.txt",
        meeting=meeting,
        person=person,
        link=link,
        until=until,
    )
    subject = f"Continue your registration: {meeting.title}"
    return Letter(
        "continue_registration", person.email, subject, body, person=person.id, meeting=meeting.id
    )


def payment_received(
    sender: Sender, order: OrderDetail, amount: int, *, payer: PersonInfo
) -> Letter:
    """Money has come that does not confirm: how much is still due, or too much (T06)."""
    subject = f"Payment of {format_money(amount, order.currency)} received: {sender.meeting.title}"
    return _to_payer(sender, order, "payment_received", subject, payer, amount)


def refund(sender: Sender, order: OrderDetail, amount: int, *, payer: PersonInfo) -> Letter:
    """Money was given back, and whether more is to come."""
    subject = f"Refund of {format_money(amount, order.currency)}: {sender.meeting.title}"
    return _to_payer(sender, order, "refund", subject, payer, amount)


def tax_summary(lines: Iterable[Line]) -> tuple[tuple[str, int, int], ...]:
    """(rate in words, net, tax) of each rate among the lines, the highest first; none: no tax."""
    taxed = (Taxed(each.amount, each.tax, each.tax_points) for each in lines)
    summed = tax_by_rate(taxed)
    if not any(points for points in summed):
        return ()
    return tuple((f"{points / 100:g} %", net, tax) for points, (net, tax) in summed.items())


def _to_payer(
    sender: Sender, order: OrderDetail, kind: str, subject: str, payer: PersonInfo, amount: int
) -> Letter:
    body = render(
        f"registration/letters/{kind}.txt",
        meeting=sender.meeting,
        base_url=sender.issuer.base_url,
        order=order,
        reader=payer,
        amount=amount,
    )
    return Letter(kind, payer.email, subject, body, payer.id, order.meeting)


def _letter(
    sender: Sender,
    info: RegistrationInfo,
    kind: str,
    subject: str,
    *,
    to: PersonInfo | None = None,
    attachments: tuple[Attachment, ...] = (),
    **facts: object,
) -> Letter:
    reader = to or info.person
    body = render(
        f"registration/letters/{kind}.txt",
        meeting=sender.meeting,
        base_url=sender.issuer.base_url,
        info=info,
        reader=reader,
        **facts,
    )
    return Letter(
        kind=kind,
        to_address=reader.email,
        subject=subject,
        body=body,
        person=reader.id,
        meeting=info.meeting,
        attachments=attachments,
    )
