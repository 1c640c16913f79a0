"""The fee of an abstract: what it costs whom, its order, and who has not paid (A07)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.calls.rules import fee_due
from abstracts.queries.calls import CallInfo
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractState
from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import MemberTest
from conference.orm import Action
from conference.orm.money import format_money
from conference.people import queries as people
from conference.registration.balances import OrderBalance, balances_of
from conference.registration.catalogue import LineKind
from conference.registration.catalogue_queries import partners_of, policy_of, tax_rates_of
from conference.registration.customer import STANDARD_CLASS
from conference.registration.ordering import Payer, open_account
from conference.registration.quoted import Line
from conference.registration.rules import PayBy
from conference.registration.taxes import TaxTable, within

GIVEN_UP = (AbstractState.DRAFT.value, AbstractState.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Fee:
    """What submitting costs one person now, and why."""

    amount: int
    is_member: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A submitted abstract whose fee is not paid."""

    id: UUID
    code: str
    title: str
    submitter_name: str
    call_title: str
    closes_at: datetime
    zone: str
    state: AbstractState
    order: OrderBalance


async def fee_for(call: CallInfo, meeting: MeetingInfo, person: UUID, now: datetime) -> Fee:
    """What submitting in this call costs a person at this moment; members of partners count (M07).

    Membership is tested for today, whatever the meeting's test for the registration fee is.
    """
    if not call.fee_member and not call.fee_other:
        return Fee(0, is_member=False, reason="Submitting is free.")
    verdict = await membership.judge_person(
        person,
        meeting,
        now,
        test=MemberTest.AT_ORDER,
        partners=await partners_of(meeting.id),
    )
    amount = fee_due(call.fee_member, call.fee_other, is_member=verdict.is_member)
    return Fee(amount, verdict.is_member, verdict.reason)


async def charge_fee(
    act: Action, meeting: MeetingInfo, person: UUID, call: CallInfo, code: str
) -> tuple[int, str]:
    """Charges the fee of an abstract on an order of its own; (0, "") where it is free.

    Part of the action that submits the abstract for the first time: amount and order's code.
    """
    fee = await fee_for(call, meeting, person, act.now)
    if not fee.amount:
        return 0, ""
    payer = Payer(person, await _way_to_pay(meeting.id))
    line = await _line(meeting, person, call, code, fee)
    _, order = await open_account(act, meeting, payer, [line])
    return fee.amount, order


async def _line(meeting: MeetingInfo, person: UUID, call: CallInfo, code: str, fee: Fee) -> Line:
    who = await people.person_by_id(person)
    rates = TaxTable(tuple(await tax_rates_of(meeting.id)))
    rate = rates.rate(STANDARD_CLASS, who.country if who else "")
    return Line(
        title=f"Abstract fee, {code}: {call.title}"[:250],
        reason=f"{'Member' if fee.is_member else 'Not a member'} when it was submitted. "
        "The fee is not given back.",
        amount=fee.amount,
        kind=LineKind.CHARGE,
        item=f"abstract:{code}",
        tax=within(fee.amount, rate).tax,
        tax_points=rate.basis_points,
        tax_note=rate.note,
    )


async def _way_to_pay(meeting: UUID) -> PayBy:
    """What stands on the order until its payer chooses otherwise."""
    policy = await policy_of(meeting)
    return PayBy.BANK_TRANSFER if policy.takes_transfer or not policy.takes_card else PayBy.CARD


async def fee_order(code: str) -> OrderBalance | None:
    """The order of an abstract's fee; None without one. Two statements."""
    return (await balances_of([code])).get(code) if code else None


async def fees_due(meeting: UUID) -> dict[UUID, OrderBalance]:
    """Abstract -> the order of its fee, where money is still due; three statements."""
    return {row.id: row.order for row in await unpaid_fees(meeting)}


async def unpaid_fees(meeting: UUID, known: Collection[CallInfo] = ()) -> list[FeeRow]:
    """Every submitted abstract whose fee is not paid, the oldest first; three statements.

    None is dropped for it: the committee sees it and decides (A07). `known` are the calls whose
    deadlines are shown.
    """
    rows = (
        await Abstract.select(
            Abstract.id,
            Abstract.code,
            Abstract.title,
            Abstract.state,
            Abstract.fee_order,
            Abstract.call,
            Abstract.call.title.as_alias("call_title"),
            Abstract.call.closes_at.as_alias("closes_at"),
            Abstract.call.zone.as_alias("zone"),
            Abstract.submitter.registered_name.as_alias("submitter_name"),
        )
        .where(
            Abstract.meeting == meeting,
            Abstract.fee_order != "",
            Abstract.state.not_in(list(GIVEN_UP)),
        )
        .order_by(Abstract.submitted_at)
    )
    orders = await balances_of({row["fee_order"] for row in rows})
    calls = {call.id: call for call in known}
    return [
        _row(row, orders[row["fee_order"]], calls.get(row["call"]))
        for row in rows
        if row["fee_order"] in orders and orders[row["fee_order"]].balance.due
    ]


def _row(row: dict[str, object], order: OrderBalance, call: CallInfo | None) -> FeeRow:
    values = {name: row[name] for name in ("id", "code", "title", "submitter_name", "call_title")}
    when = {
        "closes_at": call.closes_at if call else row["closes_at"],
        "zone": call.zone if call else row["zone"],
    }
    return FeeRow(**values, **when, state=AbstractState(row["state"]), order=order)  # type: ignore[arg-type]


def fee_words(call: CallInfo, currency: str) -> str:
    """What submitting costs, for who is not signed in: "EUR 50.00 for members, ..."; "" if free."""
    member, other = call.fee_member, call.fee_other
    if not member and not other:
        return ""
    if member == other:
        return format_money(other, currency)
    shown = format_money(member, currency) if member else "free"
    return f"{shown} for members, {format_money(other, currency)} for others"
