"""The fee of an abstract: by membership at submission, on an order of its own, never given back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from abstracts import actions
from abstracts.actions import Desk
from abstracts.calls.errors import FeeSettled
from abstracts.calls.fees import fee_order, fees_due, unpaid_fees
from abstracts.calls.waiving import waive_fee
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.queries import CallInfo
from abstracts.tables import Abstract
from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.people.rules import PersonInfo
from conference.registration.documents import set_up_actions
from conference.registration.documents.account import IssuerInfo, documents_of_order
from conference.registration.documents.content import Party
from conference.registration.my_orders import orders_of_payer
from conference.registration.order_queries import order_detail
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.taxes import TaxRate, TaxTable
from conference.registration.till import Till
from tests.abstracts.calls.conftest import MakeCall, desk_of, submit
from tests.abstracts.conftest import GOOD, OFFICE, digest
from tests.cast import NOW, Cast
from tests.registration.conftest import ISSUER


@pytest.fixture
async def call(make_call: MakeCall) -> CallInfo:
    return await make_call(fee_member=50_00, fee_other=120_00)


async def fee_of(code: str) -> tuple[int, str]:
    columns = (Abstract.fee, Abstract.fee_order)
    row = await Abstract.select(*columns).where(Abstract.code == code).first()
    return row["fee"], row["fee_order"]


@pytest.mark.parametrize(("name", "amount"), [("alice", 50_00), ("dan", 120_00)])
async def test_first_submission_charges_by_membership_at_that_moment(
    cast: Cast, call: CallInfo, name: str, amount: int
) -> None:
    person: PersonInfo = getattr(cast, name)
    code = await submit(desk_of(cast, person), call)
    charged, order_code = await fee_of(code)
    order = await order_detail(cast.meeting.id, order_code)
    assert order is not None
    assert (charged, order.total, order.due) == (amount, amount, amount)
    assert (order.state, order.person) == (OrderState.PENDING, person.id)
    assert order.registrations == ()
    assert code in order.lines[0].title
    letter = await OutboxLetter.select().where(OutboxLetter.kind == "abstract_fee").first()
    assert letter["to_address"] == person.email
    assert f"/my/orders/{order_code}" in letter["body"]
    [row] = await unpaid_fees(cast.meeting.id)
    assert (row.code, list(await fees_due(cast.meeting.id))) == (code, [row.id])
    assert [each for each in await check_all() if each.sentences] == []


async def test_later_submission_charges_nothing_more(
    cast: Cast, desk: Desk, call: CallInfo
) -> None:
    code = await submit(desk, call)
    before = await fee_of(code)
    changed = replace(GOOD, title="Changed")
    await actions.submit_abstract(desk, code, changed, NOW, seen=await digest(desk, code))
    assert await fee_of(code) == before
    order = await fee_order(before[1])
    assert order is not None
    assert order.balance.total == 50_00


async def test_free_call_makes_no_order(cast: Cast, desk: Desk, make_call: MakeCall) -> None:
    code = await submit(desk, await make_call(fee_member=0, fee_other=140_00))
    assert await fee_of(code) == (0, "")
    assert await fees_due(cast.meeting.id) == {}


async def test_paid_fee_is_settled_receipted_and_no_longer_listed(
    cast: Cast, desk: Desk, call: CallInfo
) -> None:
    _, order = await fee_of(await submit(desk, call))
    payment = NewPayment(50_00, PaymentMethod.BANK_TRANSFER, NOW, "key-1")
    till = Till(cast.meeting, ISSUER)
    after = await record_payment(order, payment, till=till, by=OFFICE, now=NOW)
    assert (after.state, after.due) == (OrderState.PAID, 0)
    assert await fees_due(cast.meeting.id) == {}
    thanks = await OutboxLetter.select().where(OutboxLetter.kind == "payment_received").first()
    assert "50.00 EUR" in thanks["body"]
    assert "place" not in thanks["body"]
    assert [each for each in await check_all() if each.sentences] == []


async def test_withdrawing_gives_no_fee_back(cast: Cast, desk: Desk, call: CallInfo) -> None:
    code = await submit(desk, call)
    _, order = await fee_of(code)
    await withdraw_abstract(desk, code, NOW)
    found = await order_detail(cast.meeting.id, order)
    assert found is not None
    assert found.total == 50_00
    assert await fees_due(cast.meeting.id) == {}  # nobody is asked to decide about it


async def test_fee_is_shown_to_author_committee_and_office(
    client: httpx.AsyncClient, new_client: Any, cast: Cast, desk: Desk, call: CallInfo,
    sign_in: Any, post: Any,
) -> None:  # fmt: skip
    code = await submit(desk, call)
    _, order = await fee_of(code)
    await sign_in(client, cast.alice)
    shown = await client.get(f"/glasgow/abstracts/{code}")
    assert "50.00 EUR is due for this abstract" in shown.text
    assert f'href="/my/orders/{order}"' in shown.text
    mine = await client.get("/my")
    assert f"Order {order}</a>" in mine.text
    paying = await client.get(f"/my/orders/{order}")
    assert f"Abstract fee, {code}" in paying.text
    assert "How to pay 50.00 EUR" in paying.text
    billed = await client.get(f"/my/orders/{order}/billing")
    assert billed.status_code == 200
    chair = new_client()
    await sign_in(chair, cast.bob)
    fees = await chair.get("/glasgow/committee/fees")
    assert code in fees.text
    assert "after the deadline" not in fees.text
    office = new_client()
    await sign_in(office, cast.olive)
    assert order in (await office.get("/glasgow/office/orders")).text
    one = await office.get(f"/glasgow/office/orders/{order}")
    assert f"Abstract fee, {code}" in one.text
    typed = {"amount": "50", "method": "cash", "received_on": "2026-05-01", "key": "k1"}
    paid = await post(office, f"/glasgow/office/orders/{order}/payments", typed)
    assert paid.status_code == 303
    settled = await client.get(f"/glasgow/abstracts/{code}")
    assert "is due for this abstract" not in settled.text


async def test_fee_is_announced_before_anything_is_submitted(
    client: httpx.AsyncClient, cast: Cast, call: CallInfo, sign_in: Any
) -> None:
    with clock.at(NOW):
        home = await client.get("/glasgow")
        assert "50.00 EUR for members, 120.00 EUR for others" in home.text
        await sign_in(client, cast.dan)
        form = await client.get(f"/glasgow/abstracts/new?call={call.id}")
        assert "Submitting costs you <strong>120.00 EUR</strong>" in form.text
        assert "Members pay 50.00 EUR" in form.text


async def test_fees_page_is_a_fixed_number_of_statements(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, sign_in: Any,
    count_statements: Any,
) -> None:  # fmt: skip
    await submit(desk, call)
    await sign_in(client, cast.bob)
    with count_statements() as one:
        await client.get("/glasgow/committee/fees")
    for _ in range(2):
        await submit(desk, call)
    with count_statements() as three:
        page = await client.get("/glasgow/committee/fees")
    assert page.text.count("50.00 EUR") == 3
    assert len(one) == len(three)


async def test_paid_fee_has_an_invoice_with_its_tax(cast: Cast, desk: Desk, call: CallInfo) -> None:
    party = Party("Society of Signals e.V.", "1 Quay Street", "GB", "GB 123")
    await set_up_actions.save_issuer(
        IssuerInfo(cast.meeting.id, party, "IBAN GB33", "", "SOS", 14, 0), by=OFFICE, now=NOW
    )
    rates = TaxTable((TaxRate("registration", 2000),))
    await set_up_actions.save_taxes(cast.meeting, rates, by=OFFICE, now=NOW)
    code = await submit(desk, call)
    _, order = await fee_of(code)
    payment = NewPayment(50_00, PaymentMethod.CARD, NOW, "key-2")
    till = Till(cast.meeting, ISSUER)
    paid = await record_payment(order, payment, till=till, by=OFFICE, now=NOW)
    found = {each.kind.value: each for each in await documents_of_order(paid.id)}
    assert set(found) == {"invoice", "receipt"}
    assert (found["invoice"].gross, found["invoice"].tax) == (50_00, 8_33)


async def test_submit_twice_at_once_charges_once(cast: Cast, desk: Desk, call: CallInfo) -> None:
    code = await actions.start_draft(desk, call, GOOD, NOW)
    seen = await digest(desk, code)
    await asyncio.gather(
        *(actions.submit_abstract(desk, code, GOOD, NOW, seen=seen) for _ in range(3))
    )
    assert len(await orders_of_payer(cast.alice.id)) == 1
    assert await Abstract.count().where(Abstract.fee_order != "") == 1


async def test_waive_fee_needs_a_reason_and_settles_the_order(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, sign_in: Any, post: Any
) -> None:
    code = await submit(desk, call)
    _, order = await fee_of(code)
    await sign_in(client, cast.olive)
    page = f"/glasgow/committee/fees/{code}/waive"
    wrong = await post(client, page, {"reason": ""})
    assert wrong.status_code == 422
    assert 'id="error-reason"' in wrong.text
    done = await post(client, page, {"reason": "Invited by the society."})
    assert done.status_code == 303
    found = await order_detail(cast.meeting.id, order)
    assert found is not None
    assert (found.state, found.total, found.due) == (OrderState.PAID, 0, 0)
    assert found.lines[-1].reason == "Invited by the society."
    assert await fees_due(cast.meeting.id) == {}
    assert (await post(client, page, {"reason": "Again."})).status_code == 409
    assert [each for each in await check_all() if each.sentences] == []


async def test_waive_fee_leaves_what_was_paid(cast: Cast, desk: Desk, call: CallInfo) -> None:
    code = await submit(desk, call)
    _, order = await fee_of(code)
    payment = NewPayment(20_00, PaymentMethod.CASH, NOW, "part")
    await record_payment(order, payment, till=Till(cast.meeting, ISSUER), by=OFFICE, now=NOW)
    with pytest.raises(FeeSettled):
        await waive_fee(code, cast.meeting, reason="No", by=OFFICE, now=NOW)
    assert (await fees_due(cast.meeting.id)).popitem()[1].balance.due == 30_00
