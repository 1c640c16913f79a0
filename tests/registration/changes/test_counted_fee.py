"""Giving back in two steps gives no more than in one (C01, C03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.orm import Actor, clock
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.changes.actions.changing import change_registration
from conference.registration.changes.actions.many import BulkWish, apply_bulk, propose_bulk
from conference.registration.changes.held_queries import held_registration
from conference.registration.changes.queries import given_up_fees
from conference.registration.changes.rules.bulk import BulkKind
from conference.registration.changes.rules.categories import Basis, assign_category
from conference.registration.changes.rules.change import Outcome
from conference.registration.changes.rules.counted_fee import DIFFERENCE_BACK, counted_fee
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.modes import IN_PERSON, VIRTUAL, switch_mode
from conference.registration.changes.rules.refunds import compute_refund
from conference.registration.changes.rules.terms import Rung, Terms, set_terms
from conference.registration.order_queries import PlacedOrder
from conference.registration.quoted import Line
from conference.registration.tables import RefundRung
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.registration.conftest import ISSUER
from tests.registration.reading import words
from tests.web_client import Post, SignIn

FIRST_DAY = date(2027, 10, 17)
HALF = datetime(2027, 8, 19, 8, 0, tzinfo=UTC)  # the first day of the step of 50 %
BY = Actor.system("test")
FEES = st.integers(1, 900_00)
RUNGS = st.lists(
    st.builds(Rung, st.integers(0, 180), st.integers(0, 100), st.integers(0, 300_00)),
    max_size=4,
    unique_by=lambda rung: rung.until_days,
)
DAYS = st.integers(0, 200).map(lambda n: date.fromordinal(FIRST_DAY.toordinal() - n))


def fee(amount: int, reason: str = "") -> Line:
    return Line("Fee", reason, amount)


def replaced(old: int, new: int, *, is_own: bool) -> list[Line]:
    """The lines of one change of the fee, as an order gets them."""
    why = f"Changed. {DIFFERENCE_BACK}" if is_own else "Changed."
    return [fee(-old, why), fee(new, "Price of today.")]


def cancelled(charges: Sequence[Sequence[Line]], terms: Terms, day: date) -> tuple[int, int]:
    """(what is charged, what is kept of it) when all of it is paid."""
    now = sum(line.amount for charge in charges for line in charge)
    refund = compute_refund([fee(now)], now, terms, day, counted_fee=counted_fee(charges))
    return now, refund.kept


@given(FEES, st.lists(FEES, max_size=4), RUNGS, DAYS)
def test_cancelling_after_changes_gives_back_no_more_than_cancelling_at_once(
    booked: int, later: list[int], rungs: list[Rung], day: date
) -> None:
    """In all, back is what one of the changes gave by itself, or what the terms give of the
    highest fee: never the sum of both."""
    terms = set_terms([("fee", rung) for rung in rungs], FIRST_DAY, "EUR")
    charges, now = [[fee(booked)]], booked
    for each in later:
        charges.append(replaced(now, each, is_own=each < now))
        now = each
    highest = max([booked, *later])
    at_once = compute_refund([fee(highest)], highest, terms, day).back

    charged, kept = cancelled(charges, terms, day)

    assert charged == now
    assert highest - kept <= max(at_once, highest - now) + 1  # a cent of rounding
    alone = compute_refund([fee(now)], now, terms, day).kept
    assert alone <= kept <= now


@given(FEES, st.lists(st.tuples(FEES, st.booleans()), max_size=4), RUNGS, DAYS)
def test_what_the_society_took_off_is_not_counted(
    booked: int, changes: list[tuple[int, bool]], rungs: list[Rung], day: date
) -> None:
    """Whatever was before: a fee lowered by others weighs as much less as it was lowered."""
    terms = set_terms([("fee", rung) for rung in rungs], FIRST_DAY, "EUR")
    charges, now = [[fee(booked)]], booked
    for new, is_own in changes:
        charges.append(replaced(now, new, is_own=is_own and new < now))
        now = new
    before = counted_fee(charges)
    less = now // 2
    charges.append(replaced(now, now - less, is_own=False))

    assert counted_fee(charges) == before - less
    own = any(is_own for _, is_own in changes)
    if not own:
        assert cancelled(charges, terms, day)[1] == cancelled([[fee(now - less)]], terms, day)[1]


def test_discounts_are_part_of_the_fee_that_is_counted() -> None:
    """Each line of the old fee is taken back by the change, in whichever order."""
    code = replace(fee(-60_00), item="code:NEW")
    why = f"Changed to virtual. {DIFFERENCE_BACK}"
    back = [replace(code, amount=60_00, reason=why), fee(-600_00, why)]
    again = [fee(300_00), replace(code, amount=-30_00)]

    for taken in (back, back[::-1]):
        assert counted_fee([[fee(600_00), code], [*taken, *again]]) == 540_00
    assert counted_fee([[fee(600_00), code, *back, *again]]) == 540_00  # in the same instant


async def change(shop: Shop, code: str, to: str, now: datetime, *, in_full: bool = False) -> None:
    def propose(held: Held) -> Outcome:
        return switch_mode(held, to, now, in_full=in_full)

    found = await held_registration(await shop.info(code), shop.sale.meeting, now)
    await change_registration(
        "switch_mode", found, propose, agreed="", till=shop.sale.till, by=BY, now=now
    )


async def cancel(shop: Shop, placed: PlacedOrder, now: datetime = HALF) -> int:
    """Cancels by the terms; what stays with the society in all."""
    await cancel_registration(
        placed.registration_code, meeting=shop.sale.meeting, issuer=ISSUER, by=BY, now=now,
        reason="",
    )  # fmt: skip
    assert await broken() == []
    return (await shop.order(placed)).total


async def test_cancel_after_the_change_to_virtual_gives_nothing_on_top(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """650.00 at 50 %: the change gives 325.00, and that was all that cancelling would give."""
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}"
    with clock.at(HALF):
        shown = await client.get(f"{path}/mode")
        told = "If you cancel later, it is counted from 650.00 EUR, less what comes back now."
        assert told in words(shown)
        await post(client, f"{path}/mode", form_of(shown))
        assert "Today 0.00 EUR of 325.00 EUR would come back." in words(await client.get(path))

        asked = await client.get(f"{path}/cancel")
        assert (
            "50 % until Sun 26 Sep 2027. Counted from 650.00 EUR, the fee before it was changed; "
            "325.00 EUR of it was given back then."
        ) in words(asked)
        done = await post(client, f"{path}/cancel", form_of(asked))

    assert done.status_code == 303
    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (325_00, 325_00)
    assert await broken() == []


@pytest.mark.parametrize(
    ("percent", "less", "kept"), [(50, 0, 325_00), (80, 0, 130_00), (100, 100_00, 100_00)]
)
async def test_change_and_cancel_keep_what_cancelling_at_once_keeps(
    shop: Shop, book: Book, percent: int, less: int, kept: int
) -> None:
    await RefundRung.insert(
        RefundRung(
            meeting=shop.sale.meeting.id, kind="fee", until_days=30, percent=percent, fee=less
        )
    )
    at_once, in_two = await book(shop.cast.dan), await book(shop.cast.bob)
    await change(shop, in_two.registration_code, VIRTUAL, HALF)

    assert await cancel(shop, at_once) == kept
    assert await cancel(shop, in_two) == kept


async def test_cancel_after_coming_back_to_the_house_is_counted_from_its_price(
    shop: Shop, book: Book
) -> None:
    placed = await book(shop.cast.dan)
    await change(shop, placed.registration_code, VIRTUAL, NOW)
    await change(shop, placed.registration_code, IN_PERSON, HALF)  # 780.00, the price of the day
    await shop.pay(placed, 455_00 - 325_00)  # 325.00 had not been given back yet

    assert await cancel(shop, placed) == 390_00


async def test_change_before_paying_lowers_what_is_counted(shop: Shop, book: Book) -> None:
    """Nothing was given back, so it is another price and no more."""
    placed = await book(shop.cast.dan, is_paid=False)
    await change(shop, placed.registration_code, VIRTUAL, NOW)
    await shop.pay(placed)

    assert await cancel(shop, placed) == 162_50


async def test_change_by_the_society_does_not_count_as_ones_own(shop: Shop, book: Book) -> None:
    """C06, C07: the visa was refused, or the whole meeting turned virtual."""
    visa, all_of_us = await book(shop.cast.dan), await book(shop.cast.bob)
    await change(shop, visa.registration_code, VIRTUAL, NOW, in_full=True)
    to: dict[str, Any] = {"till": shop.sale.till, "by": BY, "now": HALF}
    proposal = await propose_bulk(BulkKind.VIRTUAL, **to)
    await apply_bulk(proposal, BulkWish("No hall."), **to)

    for placed in (visa, all_of_us):
        assert (await shop.order(placed)).total == 325_00
        assert await cancel(shop, placed) == 162_50


async def test_price_that_the_office_corrected_was_never_owed(shop: Shop, book: Book) -> None:
    placed = await book(shop.cast.dan)

    def propose(held: Held) -> Outcome:
        return assign_category(held, "regular", None, Basis.ORIGINAL, NOW)

    found = await held_registration(
        await shop.info(placed.registration_code), shop.sale.meeting, NOW
    )
    await change_registration(
        "assign_category", found, propose, agreed="", till=shop.sale.till, by=BY, now=NOW
    )

    assert await cancel(shop, placed) == 225_00


async def test_who_changed_and_cancelled_gave_up_the_place_in_the_house_as_well(
    shop: Shop, book: Book
) -> None:
    """M03: booking again in person as a member makes up for the non-member's price of before."""
    placed = await book(shop.cast.alice, "non_member")
    await change(shop, placed.registration_code, VIRTUAL, NOW)
    assert await cancel(shop, placed, NOW) == 100_00

    earlier = await given_up_fees(shop.sale.meeting.id, shop.cast.alice.id)
    again = await book(shop.cast.alice, "regular")

    assert {each.mode: (each.paid, each.kept) for each in earlier} == {
        VIRTUAL: (325_00, 100_00),
        IN_PERSON: (650_00, 100_00),
    }
    assert (await shop.order(again)).total == 650_00 - 100_00
