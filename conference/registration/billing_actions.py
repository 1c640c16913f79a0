"""Changing who is billed for an unpaid order, and how it is paid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.registration import order_queries
from conference.registration.billing import BillForm
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.documents.actions import document_order
from conference.registration.documents.queries import documents_of
from conference.registration.documents.retaxing import Retaxing
from conference.registration.documents.rules import DocumentKind
from conference.registration.errors import UnknownOrder
from conference.registration.ledger import locked_balance, outstanding, take_back
from conference.registration.order_queries import OrderDetail
from conference.registration.ordering import EXPIRING, Payer
from conference.registration.policy import Policy
from conference.registration.quoted import Line
from conference.registration.rules import OrderState
from conference.registration.tables import Order
from conference.web.problems import Stale

SHORTEST_HOLD = timedelta(days=2)
OTHER_TAX = "The bill goes to somebody else, who is taxed otherwise."


class BillingRefused(Stale):
    """The bill of this order stands; the sentence says why and who can change it."""

    title = "This bill cannot be changed here"


class ChangedBillForm(BillForm, kw_only=True):
    """Another bill; `agreed`: the total, in minor units, that the payer has seen and taken."""

    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class BillChange:
    """What another bill makes of an order; `is_done`: it is written."""

    before: int
    total: int
    tax_before: int
    tax: int
    is_done: bool


async def why_not_changeable(order: OrderDetail) -> str:
    """Why the payer cannot change the bill; empty: they can."""
    if order.state is not OrderState.PENDING or order.balance.paid:
        return "Only the bill of an unpaid order can be changed here."
    papers = await documents_of(order.id)
    if any(each.kind is DocumentKind.INVOICE for each in papers.documents):
        return "An invoice has been issued. The office changes it, with a credit note."
    return ""


async def change_billing(
    code: str, payer: Payer, meeting: MeetingInfo, *, agreed: int | None, by: Actor, now: datetime
) -> BillChange:
    """Writes another bill and way to pay; where the tax changes, only the total agreed to (T01).

    Raises UnknownOrder, and BillingRefused for an order whose bill stands.
    """
    catalogue = (await catalogue_of(meeting)).catalogue
    async with action("change_billing", by=by, now=now, meeting=meeting.id) as act:
        order = await order_queries.order_of_payer(payer.person, code)
        if order is None:
            raise UnknownOrder
        await locked_balance(order.id)
        order = await order_queries.order_by_id(order.id)
        if sentence := await why_not_changeable(order):
            raise BillingRefused(sentence)
        taxes = Retaxing(catalogue, payer.bill_country, payer.vat_number)
        before, after = _lines_before_and_after(order, taxes)
        change = _change_of(before, after)
        if change.total != change.before and change.total != agreed:
            return change
        await _write(order, payer, catalogue.policy, now)
        act.note("order", order.code, pays_by=payer.pays_by, bill_country=payer.bill_country)
        for registration, lines in after.items():
            if lines != before[registration]:
                await take_back(
                    act, order.id, registration=registration, kept=lines, reason=OTHER_TAX
                )
        await document_order(act, order.id, meeting)
    return BillChange(change.before, change.total, change.tax_before, change.tax, is_done=True)


def _lines_before_and_after(
    order: OrderDetail, taxes: Retaxing
) -> tuple[dict[str, tuple[Line, ...]], dict[str, tuple[Line, ...]]]:
    """Registration -> what is charged for it, as it was billed and as it would be."""
    by_registration: dict[str, list[Line]] = defaultdict(list)
    for line in order.lines:
        by_registration[line.registration].append(line)
    before = {code: outstanding(lines) for code, lines in by_registration.items()}
    return before, {code: taxes.retaxed(lines) for code, lines in before.items()}


def _change_of(
    before: dict[str, tuple[Line, ...]], after: dict[str, tuple[Line, ...]]
) -> BillChange:
    old = [line for lines in before.values() for line in lines]
    new = [line for lines in after.values() for line in lines]
    return BillChange(
        before=sum(line.amount for line in old),
        total=sum(line.amount for line in new),
        tax_before=sum(line.tax for line in old),
        tax=sum(line.tax for line in new),
        is_done=False,
    )


async def _write(order: OrderDetail, payer: Payer, policy: Policy, now: datetime) -> None:
    await Order.update(
        {
            Order.pays_by: payer.pays_by.value,
            Order.bill_to: payer.bill_to,
            Order.bill_country: payer.bill_country,
            Order.vat_number: payer.vat_number,
            Order.purchase_order: payer.purchase_order,
            Order.expires_at: _expiry(order, payer, policy, now),
        }
    ).where(Order.id == order.id)


def _expiry(order: OrderDetail, payer: Payer, policy: Policy, now: datetime) -> datetime | None:
    """Counted from the order as ever, but nobody loses the place on the day of the change (R03)."""
    if payer.pays_by not in EXPIRING or not policy.unpaid_days:
        return None
    return max(order.placed_at + timedelta(days=policy.unpaid_days), now + SHORTEST_HOLD)
