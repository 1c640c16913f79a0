"""A credit or a charge with its reason: what no rule gives (situation 2). Charges taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conference.orm import Action, Actor, action
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
from conference.registration.changes.rules.held import WAIVER, Held
from conference.registration.customer import Charge, with_taxes
from conference.registration.ledger import negated
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.tables import OrderLine
from conference.registration.till import Till

LONGEST_KEY = 40
PAID = "It is paid, or a part of it is: the office gives it back from the order."


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An amount with tax: less than nothing is a credit. `key` is the form's: it counts once."""

    title: str
    amount: int
    tax_class: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A charge that is taken back, by its item. `is_waived`: it was due, and is let go."""

    item: str
    reason: str
    is_waived: bool = False


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
        return await _write(act, fresh, adjustment_line(fresh.held, wanted), till)


async def take_back_charge(
    found: HeldRegistration, wanted: TakenBack, *, till: Till, by: Actor, now: datetime
) -> RegistrationInfo:
    """Takes a charge back of which nothing is paid, by a line of its own, with a letter; once.

    A line that waives has an item of its own, so that both stand on the order. Raises
    ChangeRefused: once money has come for it, and for a charge that is not there.
    """
    meeting = found.meeting
    verb = "waive_charge" if wanted.is_waived else "take_back_charge"
    async with action(verb, by=by, now=now, meeting=meeting.id, reason=wanted.reason) as act:
        await lock_registrations([found.info.id], [found.info.order])
        info = await registrations.registration_info(found.info.id)
        assert info is not None
        fresh = await held_registration(info, meeting, now)
        return await _write(act, fresh, taking_back_line(fresh.held, wanted), till)


async def _write(act: Action, fresh: HeldRegistration, line: Line, till: Till) -> RegistrationInfo:
    """One line on the order, what follows from it, and the letter with the action's reason."""
    info = fresh.info
    act.note("order", info.order_code, adjusted=line.amount)
    balances = await append_lines(act, [(info.order, info.code, [line])])
    change = Change(line.title, fresh.held.wish, (line,))
    await settle_orders(act, [Changed(fresh, change)], balances, till)
    after = await registrations.registration_info(info.id)
    assert after is not None
    await letters.post_adjusted(act, after, line.amount, act.reason, till)
    return after


def taking_back_line(held: Held, wanted: TakenBack) -> Line:
    """The line that takes a charge back, its tax with it. Raises ChangeRefused."""
    waivers = {line.item for line in held.lines if line.item.startswith(WAIVER)}
    charged = [
        line
        for line in held.of_kind(LineKind.CHARGE)
        if line.item == wanted.item and line.amount > 0 and WAIVER + line.item not in waivers
    ]
    if not charged:
        raise ChangeRefused(Refusal("This is not charged any more."))
    if held.paid_for(charged) > 0:
        raise ChangeRefused(Refusal(PAID))
    back = negated(charged[0], wanted.reason)
    return replace(back, item=WAIVER + back.item) if wanted.is_waived else back


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
