"""Situations 1 and 2, and joining with the registration, from the roll's side and the order's."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from conference.membership import dues_actions, member_actions, queries
from conference.membership.rules import DuesRate, MembershipStatus
from conference.orm import Actor
from conference.registration import actions, order_queries
from conference.registration.catalogue import LineKind, Wish
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod
from tests.registration.conftest import ISSUER, buy, sale  # noqa: F401 -- fixtures

BY = Actor.system("tests")
# ruff: noqa: F811


async def _pay(sale, placed, amount, now):
    payment = NewPayment(amount, PaymentMethod.BANK_TRANSFER, now, uuid4().hex, "wire")
    await record_payment(placed.order_code, payment, till=sale.till, by=BY, now=now)
    return await order_queries.order_detail(sale.meeting.id, placed.order_code)


async def _set_dues(cast, now, *, amount=260_00):
    await dues_actions.set_dues(
        society=cast.meeting.society, currency="EUR", by=BY, now=now,
        rate=DuesRate("regular", "", 2027, amount),
    )  # fmt: skip


async def _lapse(cast, now):
    (held,) = await queries.memberships_of(cast.alice.id, cast.meeting.society)
    await member_actions.change_membership(
        membership=held, society=cast.meeting.society, valid_to=date(2027, 5, 31),
        status=MembershipStatus.ACTIVE, reason="Dues bounced", by=BY, now=now,
    )  # fmt: skip


async def test_situation_1_a_lapse_before_payment_is_seen_and_a_renewal_offered(cast, now):
    await _set_dues(cast, now)
    assert (await queries.judge_person(cast.alice.id, cast.meeting, now)).is_member
    await _lapse(cast, now)
    at_payment = now + timedelta(days=30)
    verdict = await queries.judge_person(cast.alice.id, cast.meeting, at_payment)
    assert verdict.reason == (
        "Membership no. SOS-0001 ended on Mon 31 May 2027. Renew it first to get the member price."
    )
    (offer,) = await queries.dues_offers(
        cast.meeting.society, "EUR", at_payment.date(), person=cast.alice.id
    )
    assert (offer.amount, offer.valid_to) == (260_00, date(2027, 12, 31))


async def test_situation_1_a_lapse_after_payment_changes_no_price(sale, buy, cast, now):
    placed = await buy(cast.alice, "regular")
    paid = await _pay(sale, placed, 450_00, now)
    await _lapse(cast, now)
    later = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert (later.state, later.total, later.balance.due) == (OrderState.PAID, paid.total, 0)
    found = await queries.judge_people([cast.alice.id], cast.meeting, now + timedelta(days=30))
    assert not found[cast.alice.id].is_member  # so that the office's report can name her


async def test_situation_2_joining_after_payment_gives_nothing_back(sale, buy, cast, now):
    placed = await buy(cast.dan, "non_member")
    await _pay(sale, placed, 650_00, now)
    member = await _join(cast, now + timedelta(days=2))
    assert member.is_member
    order = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert (order.total, order.balance.due, order.balance.to_refund) == (650_00, 0, 0)


async def _join(cast, now):
    from conference.membership.actions import join_member
    from conference.orm import action

    async with action("settle", by=BY, now=now) as act:
        await join_member(
            act, cast.dan.id, cast.meeting.society, "regular", now.date(), date(2027, 12, 31),
            "order:LATER",
        )  # fmt: skip
    return await queries.judge_person(cast.dan.id, cast.meeting, now)


async def test_joining_and_registering_stand_on_one_order_at_the_member_price(sale, cast, now):
    await _set_dues(cast, now)
    by = Actor(cast.dan.id, "Dan")
    wish = Wish("regular", "in_person", join_as="regular")
    quote = await actions.make_quote(sale.meeting, cast.dan.id, wish, by=by, now=now)
    placed = await actions.place_order(quote.id, cast.dan.id, issuer=ISSUER, by=by, now=now)
    order = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert {line.kind: line.amount for line in order.lines} == {
        LineKind.FEE: 450_00, LineKind.DUES: 260_00,
    }  # fmt: skip
    assert await queries.memberships_of(cast.dan.id, cast.meeting.society) == []
    await _pay(sale, placed, 700_00, now)
    assert await queries.memberships_of(cast.dan.id, cast.meeting.society) == []
    await _pay(sale, placed, 10_00, now)
    (held,) = await queries.memberships_of(cast.dan.id, cast.meeting.society)
    assert (held.number, held.valid_to) == ("SOS-0002", date(2027, 12, 31))
    assert held.source == f"order:{placed.order_code}"
