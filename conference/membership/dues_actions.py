"""What membership costs, set by the office (M02, M06)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conference.membership.errors import MembershipRefused
from conference.membership.member_actions import type_of
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_words import LIFETIME_TYPES
from conference.membership.rules import DuesRate
from conference.membership.tables import Dues
from conference.orm import Actor, action

LARGEST = 10**12


async def set_dues(
    *, society: UUID, currency: str, rate: DuesRate, by: Actor, now: datetime
) -> None:
    """Sets what a year of a type costs; what was set before is replaced.

    Orders keep the price they were quoted. Raises MembershipRefused, with the field.
    """
    _refuse_wrong(rate)
    async with action("set_dues", by=by, now=now) as act:
        await lock_roll(society)
        row = Dues(
            society=society, type=await type_of(act, society, rate.type_key), year=rate.year,
            currency=currency, amount=rate.amount, late_from=rate.late_from,
            late_amount=rate.late_amount, created_at=now,
        )  # fmt: skip
        mine = (
            (Dues.society == society)
            & (Dues.type == row.type)
            & (Dues.year == row.year)
            & (Dues.currency == currency)
        )
        before = await Dues.select(Dues.amount).where(mine).first()
        await Dues.delete().where(mine)
        await Dues.insert(row)
        act.note(
            "society", society, dues=f"{rate.type_key} {rate.year}",
            amount=[before["amount"] if before else None, rate.amount],
            late_from=rate.late_from, late_amount=rate.late_amount,
        )  # fmt: skip


def _refuse_wrong(rate: DuesRate) -> None:
    errors = {}
    if rate.type_key in LIFETIME_TYPES:
        errors["type"] = "Members for life pay no dues."
    if not 0 <= rate.amount < LARGEST:
        errors["amount"] = "Write an amount of 0 or more."
    if rate.late_from is not None and rate.late_from.year != rate.year:
        errors["late_from"] = f"Write a day in {rate.year}."
    if rate.late_amount is not None and not 0 <= rate.late_amount < LARGEST:
        errors["late_amount"] = "Write an amount of 0 or more."
    if (rate.late_from is None) != (rate.late_amount is None):
        field = "late_from" if rate.late_from is None else "late_amount"
        errors[field] = "Late joining needs both the day and the amount."
    if errors:
        raise MembershipRefused("These dues cannot be set.", errors=errors)


async def remove_dues(*, society: UUID, dues: UUID, by: Actor, now: datetime) -> None:
    """Nobody is offered these dues any more; twice is once."""
    async with action("remove_dues", by=by, now=now) as act:
        gone = (
            await Dues.delete()
            .where(Dues.id == dues, Dues.society == society)
            .returning(Dues.year, Dues.amount)
        )
        for row in gone:
            act.note("society", society, dues=[f"{row['year']}: {row['amount']}", None])
