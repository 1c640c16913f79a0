"""The letter about a payment that was booked to the wrong order."""

from __future__ import annotations

from conference.letters.rules import Letter
from conference.orm.money import format_money
from conference.people.rules import PersonInfo
from conference.registration.letters import Sender
from conference.registration.order_queries import OrderDetail
from conference.web.templating import render


def payment_taken_back(
    sender: Sender, order: OrderDetail, payer: PersonInfo, amount: int
) -> Letter:
    """A payment was booked by mistake and is taken back; what is due again (N03)."""
    money = format_money(amount, order.currency)
    return Letter(
        kind="payment_taken_back",
        to_address=payer.email,
        subject=f"Correction: {money} was booked by mistake: {sender.meeting.title}",
        body=render(
            "registration/letters/payment_taken_back.txt",
            meeting=sender.meeting,
            base_url=sender.issuer.base_url,
            order=order,
            payer=payer,
            amount=amount,
        ),
        person=payer.id,
        meeting=sender.meeting.id,
    )
