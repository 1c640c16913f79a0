"""The journal of payments: every one that came or went, for the bookkeeper's spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from conference.meetings.rules import MeetingInfo
from conference.registration.office.reconciliation_queries import Days
from conference.registration.rules import METHOD_WORDS, PaymentMethod
from conference.registration.tables import Document, Payment, TillPayment
from conference.web.sheets import Cell, major

HEADINGS = (
    "received_on",
    "order",
    "payer",
    "bill_to",
    "method",
    "amount",
    "currency",
    "reference",
    "receipt",
    "desk",
    "recorded_by",
    "recorded_at",
)


async def payment_journal(meeting: MeetingInfo, days: Days) -> list[tuple[Cell, ...]]:
    """A row for each payment (positive) and refund (negative), the oldest first; 3 statements."""
    where = Payment.order.meeting == meeting.id
    begin, end = days.begin(meeting.zone), days.end(meeting.zone)
    query = Payment.select(
        Payment.id,
        Payment.received_at,
        Payment.created_at,
        Payment.method,
        Payment.amount,
        Payment.reference,
        Payment.recorded_by,
        Payment.order.code.as_alias("code"),
        Payment.order.currency.as_alias("currency"),
        Payment.order.bill_to.as_alias("bill_to"),
        Payment.order.person.registered_name.as_alias("payer"),  # type: ignore[union-attr]
    ).where(where)
    query = query.where(Payment.received_at >= begin) if begin else query
    query = query.where(Payment.received_at < end) if end else query
    rows = await query.order_by(Payment.received_at).order_by(Payment.created_at)
    desks = await TillPayment.select(TillPayment.payment, TillPayment.desk).where(
        TillPayment.meeting == meeting.id
    )
    receipts = await Document.select(Document.payment, Document.number).where(
        Document.meeting == meeting.id, Document.payment.is_not_null()
    )
    desk_of = {row["payment"]: row["desk"] for row in desks}
    receipt_of = {row["payment"]: row["number"] for row in receipts}
    return [
        _cells(row, meeting, desk_of.get(row["id"], ""), receipt_of.get(row["id"], ""))
        for row in rows
    ]


def _cells(
    row: Mapping[str, Any], meeting: MeetingInfo, desk: str, receipt: str
) -> tuple[Cell, ...]:
    return (
        row["received_at"].astimezone(ZoneInfo(meeting.zone)).date(),
        row["code"],
        row["payer"],
        row["bill_to"].replace("\n", ", "),
        METHOD_WORDS[PaymentMethod(row["method"])],
        major(row["amount"], row["currency"]),
        row["currency"],
        row["reference"],
        receipt,
        desk,
        row["recorded_by"],
        row["created_at"],
    )
