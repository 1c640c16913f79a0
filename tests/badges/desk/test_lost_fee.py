"""The fee of a lost badge (G03): said before it is charged, taken back as a slip, or waived."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import httpx
import pytest

import conference.invariants  # noqa: F401 -- registers the checks
from badges.faces.queries import badge_keys
from badges.printing.fees.actions import save_fees
from badges.printing.fees.rules import charged_fees, fee_left, next_key
from badges.printing.rules import Fee
from badges.tables import BadgePrint
from conference.letters.tables import OutboxLetter
from conference.orm import Actor, action
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.registration.ledger import follow_money
from conference.registration.queries import RegistrationInfo, registration_info
from conference.registration.rules import Balance
from conference.registration.tables import OrderLine, Payment
from tests.badges.conftest import Enrol, Hall
from tests.badges.desk.conftest import PIN
from tests.badges.reading import words

CAROL = Actor.system("Carol")
CHARGE = "Lost: charge 450.00 EUR"
NO_SEATS = {"seats-held"}  # `enrol` gives none
Post = Callable[..., Awaitable[httpx.Response]]


def test_a_slip_is_charged_anew_and_a_waiver_is_not() -> None:
    charge = ("charge:lost:K:1", 100)
    slip = charged_fees([charge, ("charge:lost:K:1", -100)])
    waived = charged_fees([charge, ("waiver:charge:lost:K:1", -100)])
    assert next_key(charged_fees([]), "K", 1) == "lost:K:1"
    assert next_key(charged_fees([charge]), "K", 1) is None
    assert next_key(slip, "K", 1) == "lost:K:1:1"
    assert next_key(waived, "K", 1) is None
    assert next_key(waived, "K", 2) == "lost:K:2"
    fee = Fee(100, "It costs 100.")
    assert [fee_left(fee, fees, 1).amount for fees in (slip, waived)] == [100, 0]
    assert fee_left(fee, waived, 2) == fee


@pytest.fixture
async def kim(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, now: datetime
) -> RegistrationInfo:
    """Alice, whose badge was printed and once replaced for nothing; the next one costs 450 EUR."""
    await save_fees(hall.meeting, 0, 450_00, by=CAROL, now=now)
    info = await enrol(hall.cast.alice)
    await post(carol, f"{here(info)}/check-in", {"prints": "on"})
    answer = await post(carol, f"{here(info)}/print", {"reason": "lost"})
    assert answer.headers["location"].endswith("did=print&sent=inline")
    return info


def here(info: RegistrationInfo) -> str:
    return f"/glasgow/desk/people/{info.code}"


async def broken() -> set[str]:
    return {each.invariant.key for each in await check_all() if each.sentences}


async def due(info: RegistrationInfo) -> int:
    found = await registration_info(info.id)
    assert found is not None
    return found.due


async def lose(carol: httpx.AsyncClient, info: RegistrationInfo, post: Post) -> httpx.Response:
    return await post(carol, f"{here(info)}/print", {"reason": "lost", "agreed": "45000"})


async def give_up(
    carol: httpx.AsyncClient, info: RegistrationInfo, post: Post, **more: str
) -> httpx.Response:
    item = f"charge:lost:{info.code}:1"
    return await post(
        carol, f"{here(info)}/fee", {"item": item, "why": "The badge is in her hand", **more}
    )


async def test_lost_again_says_what_it_costs_before_anything_is_done(
    carol: httpx.AsyncClient, kim: RegistrationInfo, post: Post
) -> None:
    before = await badge_keys([kim.id])
    shown = await carol.get(here(kim))
    assert f'data-charge="45000" data-charge-says="{CHARGE}"' in shown.text
    asked = await post(carol, f"{here(kim)}/print", {"reason": "lost", "note": "in the tram"})
    assert asked.status_code == 422
    assert "it costs 450.00 EUR. Nothing is charged yet" in words(asked)
    assert f">{CHARGE}</button>" in asked.text
    assert 'name="agreed" value="45000"' in asked.text
    assert 'value="in the tram"' in asked.text
    less = await post(carol, f"{here(kim)}/print", {"reason": "lost", "agreed": "100"})
    assert less.status_code == 422
    assert (await due(kim), await badge_keys([kim.id])) == (0, before)
    assert await BadgePrint.count() == 2
    charged = await lose(carol, kim, post)
    assert "take the payment, then print" in words(charged)
    assert await due(kim) == 450_00
    assert await badge_keys([kim.id]) != before


async def test_fee_taken_back_as_a_slip_lets_in_and_is_charged_again_when_lost(
    carol: httpx.AsyncClient, kim: RegistrationInfo, post: Post
) -> None:
    charged = await lose(carol, kim, post)
    assert f'href="{here(kim)}/fee"' in charged.text
    assert "nothing of it is paid" in words(await carol.get(f"{here(kim)}/fee"))
    bare = await give_up(carol, kim, post, way="slip", why="")
    assert bare.status_code == 422
    assert (await give_up(carol, kim, post, why="x")).status_code == 422
    assert await due(kim) == 450_00
    key = await badge_keys([kim.id])
    assert (await give_up(carol, kim, post, way="slip")).headers["location"] == here(kim)
    assert (await give_up(carol, kim, post, way="slip")).status_code == 422  # once only
    assert (await due(kim), await badge_keys([kim.id])) == (0, key)
    lines = await OrderLine.select().where(OrderLine.item.like("%lost%")).order_by(OrderLine.id)
    assert sorted(each["amount"] for each in lines) == [-450_00, 450_00]
    entry = await AuditEntry.select().where(AuditEntry.verb == "take_back_charge").first()
    assert (entry["reason"], entry["actor_name"]) == ("The badge is in her hand", "Carol Ćosić")
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "order_adjusted")
    assert any("taken 450.00 EUR off" in each["body"] for each in letters)
    page = await carol.get(here(kim))
    assert "opens nothing any more. A new badge costs nothing more." in words(page)
    printed = await post(carol, f"{here(kim)}/print", {"reason": "misprint"})
    assert printed.status_code == 303
    assert "Print the new badge" not in words(await carol.get(here(kim)))
    assert (await post(carol, f"{here(kim)}/print", {"reason": "lost"})).status_code == 422
    assert "on order" in words(await lose(carol, kim, post))
    assert await due(kim) == 450_00
    assert await broken() <= NO_SEATS


async def test_fee_is_waived_by_a_supervisor_alone_and_its_replacement_is_free(
    carol: httpx.AsyncClient, kim: RegistrationInfo, post: Post, sven: Actor
) -> None:
    await lose(carol, kim, post)
    nobody = await give_up(carol, kim, post, way="waived")
    assert "Choose the supervisor who agrees." in words(nobody)
    wrong = await give_up(carol, kim, post, way="waived", supervisor=str(sven.person), pin="402918")
    assert "This is not the PIN" in words(wrong)
    assert "402918" not in wrong.text
    assert await due(kim) == 450_00
    by_pin = {"way": "waived", "supervisor": str(sven.person), "pin": PIN}
    assert (await give_up(carol, kim, post, **by_pin)).status_code == 303
    assert await due(kim) == 0
    entry = await AuditEntry.select().where(AuditEntry.verb == "waive_charge").first()
    assert entry["actor_name"] == "Bob Brennan"
    shown = await carol.get(here(kim))
    assert "The fee for this replacement was waived." in words(shown)
    assert 'name="reason" value="lost"' in shown.text  # of the button for the new badge
    assert (await post(carol, f"{here(kim)}/print", {"reason": "lost"})).status_code == 303
    assert (await due(kim), await BadgePrint.count()) == (0, 3)
    assert await broken() <= NO_SEATS


async def test_fee_that_is_paid_is_given_back_by_the_office(
    carol: httpx.AsyncClient, kim: RegistrationInfo, post: Post, now: datetime
) -> None:
    await lose(carol, kim, post)
    paid = await registration_info(kim.id)
    assert paid is not None
    row: dict[str, Any] = {"method": "cash", "received_at": now, "recorded_by": "Carol"}
    await Payment.insert(Payment(order=kim.order, amount=100_00, idempotency_key="part", **row))
    part = await give_up(carol, kim, post, way="slip")
    assert part.status_code == 422
    await Payment.insert(Payment(order=kim.order, amount=350_00, idempotency_key="rest", **row))
    async with action("tests", by=CAROL, now=now) as act:
        await follow_money(act, kim.order, Balance(paid.total, paid.total))
    refused = await give_up(carol, kim, post, way="slip")
    assert refused.status_code == 422
    assert "the office gives it back" in words(refused)
    page = words(await carol.get(f"{here(kim)}/fee"))
    assert "Refund on the order pays it back" in page
    assert await OrderLine.count().where(OrderLine.amount < 0) == 0
    button = 'name="reason" value="lost"'
    assert button in (await carol.get(here(kim))).text
    assert (await post(carol, f"{here(kim)}/print", {"reason": "lost"})).status_code == 303
