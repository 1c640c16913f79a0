"""A credit or a charge of the office, with its reason: what no rule gives (situation 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conference.orm import Actor, action
from conference.orm.money import format_money
from conference.registration import queries as registrations
from conference.registration.catalogue import LineKind
from conference.registration.changes import letters
from conference.registration.changes.actions.writing import (
    Changed,
    append_lines,
    lock_registrations,
    settle_orders,
)
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.rules.change import Change, Refusal
from conference.registration.changes.rules.held import Held
from conference.registration.customer import Charge, with_taxes
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.tables import OrderLine
from conference.registration.till import Till

LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An amount with tax: less than nothing is a credit. `key` is the form's: it counts once."""

    title: str
    amount: int
    tax_class: str
    reason: str
    key: str


async def adjust_order(
    found: HeldRegistration, wanted: Adjustment, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Writes a credit or a charge on the order of a registration, once per form, with a letter.

    A credit takes off no more than is charged. Raises ChangeRefused.
    """
    meeting = found.meeting
    async with action(
        "adjust_order", by=by, now=now, meeting=meeting.id, reason=wanted.reason
    ) as act:
        await lock_registrations([found.info.id], [found.info.order])
        info = await registrations.registration_info(found.info.id)
        assert info is not None
        if await OrderLine.exists().where(
            OrderLine.order == info.order, OrderLine.item == item_of(wanted)
        ):
            return info
        fresh = await held_registration(info, meeting, now)
        line = adjustment_line(fresh.held, wanted)
        act.note("order", info.order_code, adjusted=line.amount)
        balances = await append_lines(act, [(info.order, info.code, [line])])
        change = Change(wanted.title, fresh.held.wish, (line,))
        await settle_orders(act, [Changed(fresh, change)], balances, till)
        after = await registrations.registration_info(info.id)
        assert after is not None
        await letters.post_adjusted(act, after, line.amount, wanted.reason, till)
    return after


def adjustment_line(held: Held, wanted: Adjustment) -> Line:
    """The line of a credit or a charge, with its tax. Raises ChangeRefused."""
    if not wanted.amount:
        raise ChangeRefused(Refusal("Write an amount of more than zero.", "amount"))
    if held.charged + wanted.amount < 0:
        most = format_money(held.charged, held.terms.currency)
        raise ChangeRefused(Refusal(f"Only {most} is charged; no more can be taken off.", "amount"))
    kind = LineKind.CHARGE if wanted.amount > 0 else LineKind.FEE
    line = Line(wanted.title, wanted.reason, wanted.amount, kind, item_of(wanted))
    charge = Charge(line, wanted.tax_class, line.item)
    (taxed,) = with_taxes([charge], held.catalogue, held.bill_country, held.vat_number)
    return taxed


def item_of(wanted: Adjustment) -> str:
    """The item of the line: the form's own, so that a form sent twice writes one line (T05)."""
    return f"{'charge' if wanted.amount > 0 else 'credit'}:{wanted.key[:LONGEST_KEY]}"
