"""One badge to paper: once a press, with a reason the second time, and paid for when lost."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest

from badges.faces.queries import badge_keys
from badges.printing.errors import (
    BadgeBlocked,
    FeeDue,
    NoSuchStation,
    ReasonNeeded,
    SupervisorNeeded,
)
from badges.printing.fees.actions import save_fees
from badges.printing.rules import PrintPath, PrintReason, ReprintPolicy, reprint_fee
from badges.tables import BadgePrint, PrintJob
from conference.orm import action
from conference.registration.ledger import follow_money
from conference.registration.queries import registration_info
from conference.registration.rules import Balance, RegistrationState
from conference.registration.tables import OrderLine, Payment
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import CAROL, NewStation, Press


@pytest.mark.parametrize(
    ("prints", "reason", "amount", "supervised"),
    [
        ((), "lost", 0, False),
        (("first",), "lost", 15_00, False),
        (("first", "misprint"), "lost", 15_00, False),
        (("first", "lost"), "lost", 500_00, False),
        (("first", "lost", "lost"), "lost", 500_00, True),
        (("first", "lost", "lost"), "misprint", 0, False),
        (("first", "lost"), "changed", 0, False),
    ],
)
def test_reprint_fee_is_for_lost_badges_only(
    prints: tuple[str, ...], reason: str, amount: int, supervised: bool
) -> None:
    fee = reprint_fee(prints, PrintReason(reason), ReprintPolicy(15_00, 500_00, "EUR"))

    assert (fee.amount, fee.needs_supervisor) == (amount, supervised)
    assert bool(fee.sentence) == (reason == "lost" and bool(prints))


async def test_press_prints_inline_once_and_says_what_was_printed(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation
) -> None:
    alice = await enrol(hall.cast.alice)
    browser = await new_station("Desk 2", path=PrintPath.BROWSER, stock="a7", destination="")
    same = uuid4()

    sent = [await press(alice, browser, request=same) for _ in range(2)]

    assert [each.is_inline for each in sent] == [True, True]
    assert sent[0].key == sent[1].key
    (row,) = await BadgePrint.select()
    assert (row["stock"], row["station"], row["revision"], row["reason"], row["by_name"]) == (
        "a7", "Desk 2", 1, "first", "Carol",
    )  # fmt: skip
    with pytest.raises(ReasonNeeded):
        await press(alice)
    await press(alice, reason="misprint")
    assert await BadgePrint.count() == 2


async def test_press_at_a_station_is_one_job_however_often_it_arrives(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation
) -> None:
    alice, station = await enrol(hall.cast.alice), await new_station()
    same = uuid4()

    sent = await asyncio.gather(*(press(alice, station, request=same) for _ in range(3)))

    assert len({each.job for each in sent}) == 1
    assert not sent[0].is_inline
    assert await PrintJob.count() == 1
    assert await BadgePrint.count() == 0  # recorded when the printer has it
    with pytest.raises(ReasonNeeded, match="on its way to “Desk 1”"):
        await press(alice, station)


async def test_press_refuses_who_may_not_come_in_and_a_station_of_nobody(
    hall: Hall, enrol: Enrol, press: Press, new_station: NewStation
) -> None:
    dan = await enrol(hall.cast.dan, state=RegistrationState.PENDING_PAYMENT)
    alice, retired = await enrol(hall.cast.alice), await new_station(is_retired=True)

    with pytest.raises(BadgeBlocked):
        await press(dan)
    with pytest.raises(BadgeBlocked):
        await press(dan, await new_station("Desk 3"))
    with pytest.raises(NoSuchStation):
        await press(alice, retired)
    assert await PrintJob.count() == 0


async def _pay_what_is_due(code: str, registration: object, now: datetime) -> None:
    info = await registration_info(registration)
    assert info is not None
    assert info.due
    await Payment.insert(
        Payment(
            order=info.order, amount=info.due, method="cash", received_at=now,
            recorded_by="Carol", idempotency_key=code,
        )
    )  # fmt: skip
    async with action("tests", by=CAROL, now=now) as act:
        await follow_money(act, info.order, Balance(info.total, info.total))


async def test_lost_badge_is_charged_on_its_order_once_and_printed_when_paid(
    hall: Hall, enrol: Enrol, press: Press, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    await save_fees(hall.meeting, 20_00, 450_00, by=CAROL, now=now)
    await press(alice)
    before = (await badge_keys([alice.id]))[alice.id]

    with pytest.raises(FeeDue, match=r"20\.00 EUR.*R10"):
        await press(alice, reason="lost")
    with pytest.raises(BadgeBlocked, match=r"20\.00 EUR is still to be paid"):
        await press(alice, reason="lost")

    void = (await badge_keys([alice.id]))[alice.id]
    assert void.serial != before.serial  # the lost one opens nothing, paid or not
    lines = await OrderLine.select().where(OrderLine.item.like("charge:lost:%"))
    assert [(each["amount"], each["registration"]) for each in lines] == [(20_00, alice.code)]
    assert await BadgePrint.count() == 1
    await _pay_what_is_due("first", alice.id, now)
    await press(alice, reason="lost")
    assert await BadgePrint.count() == 2
    with pytest.raises(FeeDue, match=r"450\.00 EUR"):
        await press(alice, reason="lost")
    await _pay_what_is_due("second", alice.id, now)
    await press(alice, reason="lost")
    with pytest.raises(SupervisorNeeded):
        await press(alice, reason="lost")
    with pytest.raises(FeeDue):
        await press(alice, reason="lost", is_supervisor=True)


async def test_lost_badge_is_free_by_default_the_first_time(
    hall: Hall, enrol: Enrol, press: Press
) -> None:
    alice = await enrol(hall.cast.alice)
    first = await press(alice)
    again = await press(alice, reason="lost")

    assert again.key.serial != first.key.serial
    assert await OrderLine.count() == 1
