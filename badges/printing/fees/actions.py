"""A lost badge is charged, and that is taken back or waived, on the order's own ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from badges.printing.fees.queries import fees_charged
from badges.printing.fees.rules import ChargedFee, next_key
from badges.printing.rules import Fee
from badges.tables import ReprintPolicy
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.registration.changes.actions.adjusting import (
    Adjustment,
    TakenBack,
    adjust_order,
    take_back_charge,
)
from conference.registration.changes.held_queries import held_registration
from conference.registration.customer import STANDARD_CLASS
from conference.registration.queries import RegistrationInfo
from conference.registration.till import Till

TITLE = "Replacement of a lost badge"


async def charge_replacement(
    info: RegistrationInfo, fee: Fee, lost_before: int, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Charges a replacement as a line of the registration's order, once a lost badge (G03, T05).

    Asking again before that replacement is printed charges nothing more, unless what was charged
    was taken back. The registration as it is afterwards.
    """
    key = next_key(await fees_charged(info.code), info.code, lost_before)
    if key is None:
        return info
    found = await held_registration(info, till.meeting, now)
    line = Adjustment(TITLE, fee.amount, STANDARD_CLASS, fee.sentence, key)
    return await adjust_order(found, line, till=till, by=by, now=now)


async def take_fee_back(
    info: RegistrationInfo, fee: ChargedFee, reason: str, *, is_waived: bool, till: Till,
    by: Actor, now: datetime,
) -> RegistrationInfo:  # fmt: skip
    """Takes the fee of a lost badge back: a slip, or waived for this replacement (G03).

    The badge in force stays in force. Raises ChangeRefused once money has come for it.
    """
    found = await held_registration(info, till.meeting, now)
    wanted = TakenBack(fee.item, reason, is_waived)
    return await take_back_charge(found, wanted, till=till, by=by, now=now)


async def save_fees(
    meeting: MeetingInfo, lost_fee: int, full_price: int | None, *, by: Actor, now: datetime
) -> None:
    """Sets what a lost badge costs from now on; `full_price` None is the category's last price."""
    async with action("save_reprint_fees", by=by, now=now, meeting=meeting.id) as act:
        row = ReprintPolicy(
            id=uuid4(), created_at=now, meeting=meeting.id, lost_fee=lost_fee, full_price=full_price
        )
        await ReprintPolicy.insert(row).on_conflict(
            target=ReprintPolicy.meeting,
            action="DO UPDATE",
            values=[ReprintPolicy.lost_fee, ReprintPolicy.full_price],
        )
        act.note("meeting", meeting.slug, lost_fee=lost_fee, full_price=full_price)
