"""A fee that the treasurer lets go, with a reason (A07, N06)."""

from datetime import datetime

from abstracts.calls.errors import FeeSettled
from abstracts.errors import UnknownAbstract
from abstracts.tables import Abstract
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.registration.documents.actions import document_order
from conference.registration.ledger import locked_balance, take_back
from conference.registration.order_queries import order_detail


async def waive_fee(
    code: str, meeting: MeetingInfo, *, reason: str, by: Actor, now: datetime
) -> str:
    """Takes what is still due of an abstract's fee back; what was paid is never given back (A07).

    Returns the order's code. Raises UnknownAbstract, and FeeSettled where nothing is due.
    """
    row = await Abstract.select(Abstract.fee_order).where(
        Abstract.meeting == meeting.id, Abstract.code == code.upper(), Abstract.fee_order != ""
    ).first()  # fmt: skip
    order = await order_detail(meeting.id, row["fee_order"]) if row else None
    if order is None:
        raise UnknownAbstract
    async with action("waive_fee", by=by, now=now, meeting=meeting.id, reason=reason) as act:
        balance = await locked_balance(order.id)
        if not balance.due or balance.paid:
            raise FeeSettled
        await take_back(act, order.id, registration="", reason=reason)
        await document_order(act, order.id, meeting)
        act.note("abstract", code, fee_waived=balance.due)
    return order.code
