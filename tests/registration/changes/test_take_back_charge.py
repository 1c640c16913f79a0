"""A charge taken back: by a line of its own, once, and only while nothing of it is paid."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from conference.orm import Actor
from conference.orm.tables import AuditEntry
from conference.registration.changes.actions.adjusting import (
    Adjustment,
    TakenBack,
    adjust_order,
    take_back_charge,
)
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.customer import STANDARD_CLASS
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import OrderLine
from conference.registration.till import Till
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken
from tests.registration.conftest import ISSUER

BY = Actor.system("tests")
ITEM = "charge:lost:1"


async def held(shop: Shop, code: str) -> HeldRegistration:
    return await held_registration(await shop.info(code), shop.sale.meeting, NOW)


async def charged(shop: Shop, code: str) -> RegistrationInfo:
    line = Adjustment("A badge", 50_00, STANDARD_CLASS, "Lost", "lost:1")
    found = await held(shop, code)
    return await adjust_order(found, line, till=Till(shop.sale.meeting, ISSUER), by=BY, now=NOW)


async def take_back(shop: Shop, code: str, **more: Any) -> RegistrationInfo:
    wanted = TakenBack(**{"item": ITEM, "reason": "A slip", **more})
    found = await held(shop, code)
    till = Till(shop.sale.meeting, ISSUER)
    return await take_back_charge(found, wanted, till=till, by=BY, now=NOW)


async def lines_of(code: str) -> list[tuple[str, int]]:
    rows = await OrderLine.select().where(
        OrderLine.registration == code, OrderLine.item.like("%lost%")
    )
    return sorted((row["item"], row["amount"]) for row in rows)


async def test_take_back_writes_one_line_however_many_try(shop: Shop, book: Book) -> None:
    placed = await book(shop.cast.alice)
    assert (await charged(shop, placed.registration_code)).due == 50_00

    tries = (take_back(shop, placed.registration_code) for _ in range(3))
    made = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(each).__name__ for each in made) == [
        "ChangeRefused", "ChangeRefused", "RegistrationInfo",
    ]  # fmt: skip
    assert await lines_of(placed.registration_code) == [(ITEM, -50_00), (ITEM, 50_00)]
    assert (await shop.info(placed.registration_code)).due == 0
    entries = await AuditEntry.select().where(AuditEntry.verb == "take_back_charge")
    assert {each["reason"] for each in entries} == {"A slip"}
    assert any("Reason: A slip" in each["body"] for each in await shop.letters("order_adjusted"))
    assert await broken() == []


async def test_take_back_refuses_what_is_paid_or_waived_or_was_never_charged(
    shop: Shop, book: Book
) -> None:
    paid, waived = await book(shop.cast.alice), await book(shop.cast.dan)
    for placed in (paid, waived):
        await charged(shop, placed.registration_code)
    await shop.pay(paid, 1)
    with pytest.raises(ChangeRefused, match="the office gives it back"):
        await take_back(shop, paid.registration_code)
    assert (await take_back(shop, waived.registration_code, is_waived=True)).due == 0
    for again in ({}, {"is_waived": True}, {"item": "charge:other"}):
        with pytest.raises(ChangeRefused, match="not charged any more"):
            await take_back(shop, waived.registration_code, **again)
    assert await lines_of(waived.registration_code) == [
        (ITEM, 50_00), (f"waiver:{ITEM}", -50_00),
    ]  # fmt: skip
    assert await broken() == []
