"""Reminders before an unpaid order is given up: a week and two days before, once each (N03)."""

from __future__ import annotations

from datetime import datetime

from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import action
from conference.registration import order_queries, price_queries
from conference.registration.notices import NoticeKind, note_once, notices_of
from conference.registration.sweeping import sweep
from conference.registration.ticket import Issuer
from conference.registration.till import Till
from conference.registration.unpaid import letters, queries
from conference.registration.unpaid.giving_up import CLOCK
from conference.registration.unpaid.queries import UnpaidOrder
from conference.registration.unpaid.rules import expiry_notice
from conference.registration.unpaid.telling import tell_payer


async def remind_of_expiry(now: datetime, issuer: Issuer) -> None:
    """A chore: writes to whoever has not paid a week, and again two days, before the places go."""
    orders = await queries.expiring_orders(now)
    known = await meetings.meetings_by_ids(list({each.meeting for each in orders}))
    notices = await notices_of(*(each.code for each in orders))
    said = {(each.subject, each.kind, each.deadline) for each in notices}

    async def remind(each: UnpaidOrder) -> None:
        assert each.expires_at is not None, "it was found by that instant"
        kind = expiry_notice(each.placed_at, each.expires_at, now)
        if kind and (each.code, kind, each.expires_at) not in said:
            await _remind(each, kind, known[each.meeting], issuer, now)

    await sweep(orders, remind)


async def _remind(
    unpaid: UnpaidOrder, kind: NoticeKind, meeting: MeetingInfo, issuer: Issuer, now: datetime
) -> None:
    assert unpaid.expires_at is not None
    till = Till(meeting, issuer)
    async with action("remind_of_payment", by=CLOCK, now=now, meeting=meeting.id) as act:
        if not await note_once(act, unpaid.code, kind, unpaid.expires_at):
            return
        order = await order_queries.order_by_id(unpaid.id)
        advice = await price_queries.payment_advice(meeting.id)
        await tell_payer(act, order, lambda to: letters.expiry_reminder(till, to, order, advice))
