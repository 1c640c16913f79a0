"""The letters about orders that nobody pays: before anything happens, and after."""

from __future__ import annotations

from datetime import datetime, timedelta

from conference.letters.rules import Letter
from conference.orm.money import format_money
from conference.people.rules import PersonInfo
from conference.registration.order_queries import OrderDetail
from conference.registration.policy import LatePayment
from conference.registration.till import Till
from conference.registration.unpaid.rules import LateTerms
from conference.registration.windows import announced_end
from conference.web.formats import instant
from conference.web.templating import render


def expiry_reminder(till: Till, to: PersonInfo, order: OrderDetail, advice: str) -> Letter:
    """The places will be given up: when, and how to pay before."""
    assert order.expires_at is not None
    subject = f"Please pay by {instant(order.expires_at, till.meeting.zone)}: {till.meeting.title}"
    return _letter(till, to, order, "payment_reminder", subject, advice=advice)


def given_up(till: Till, to: PersonInfo, order: OrderDetail, reason: str, at: datetime) -> Letter:
    """The places are given up; what was paid comes back."""
    subject = f"Your order was not paid and is given up: {till.meeting.title}"
    return _letter(till, to, order, "order_given_up", subject, reason=reason, at=at)


def reinstated(till: Till, to: PersonInfo, order: OrderDetail, reason: str) -> Letter:
    """The office has opened the order again."""
    subject = f"Your order is open again: {till.meeting.title}"
    return _letter(till, to, order, "order_reinstated", subject, reason=reason)


def late_notice(
    till: Till,
    to: PersonInfo,
    order: OrderDetail,
    terms: LateTerms,
    until: datetime,
    advice: str,
) -> Letter:
    """What the order costs now, and what from a moment on, or that it is given up then (P03)."""
    shown = instant(until - timedelta(minutes=1), terms.step.ended.zone)
    if terms.policy is LatePayment.CANCEL:
        subject = f"Please pay by {shown}, or your place is given up: {till.meeting.title}"
    else:
        more = format_money(terms.amount, order.currency)
        subject = f"Please pay by {shown}; it costs {more} more afterwards: {till.meeting.title}"
    facts = {"terms": terms, "until": shown, "advice": advice}
    return _letter(till, to, order, "late_notice", subject, **facts)


def late_charged(
    till: Till, to: PersonInfo, order: OrderDetail, terms: LateTerms, advice: str
) -> Letter:
    """The later price holds now; the booking stays valid (P03)."""
    subject = f"The later price holds for your order: {till.meeting.title}"
    until = announced_end(terms.step.ended)
    return _letter(
        till, to, order, "late_charged", subject, terms=terms, until=until, advice=advice
    )


def late_taken_back(
    till: Till, to: PersonInfo, order: OrderDetail, amount: int, reason: str
) -> Letter:
    """The difference for lateness is taken back, and why."""
    subject = f"The earlier price holds for your order: {till.meeting.title}"
    return _letter(till, to, order, "late_taken_back", subject, amount=amount, reason=reason)


def _letter(
    till: Till, to: PersonInfo, order: OrderDetail, kind: str, subject: str, **facts: object
) -> Letter:
    body = render(
        f"registration/unpaid/letters/{kind}.txt",
        meeting=till.meeting,
        base_url=till.issuer.base_url,
        person=to,
        order=order,
        balance=order.balance,
        **facts,
    )
    return Letter(kind, to.email, subject, body, person=to.id, meeting=till.meeting.id)
