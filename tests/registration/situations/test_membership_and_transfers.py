"""Membership that ends or begins at the wrong moment, money that comes late (situations 1 to 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from conference.membership import queries as membership
from conference.orm import clock
from conference.orm.tables import AuditEntry
from conference.registration.bank.references import payment_reference
from conference.registration.catalogue import LineKind
from conference.registration.rules import OrderState
from conference.registration.tables import Registration
from tests.registration import stalls
from tests.registration.bank.statements import Booking
from tests.registration.conftest import EARLY_ENDS, Sale
from tests.registration.reading import errors_beside, words
from tests.registration.situations.conftest import At
from tests.registration.situations.walking import (
    BANK_TRANSFER,
    CHECK,
    DESK,
    OFFICE,
    WHAT,
    Walker,
    broken,
    come_by,
    letters,
    order_of,
    quote_in,
)

DAY = timedelta(days=1)
ENDED = "Membership no. SOS-0001 ends on Mon 31 May 2027"


async def end_membership(sale: Sale, olive: Walker) -> None:
    """Alice's dues bounced: the office ends her membership on its page."""
    await set_membership(sale, olive, valid_to="2027-05-31")


async def set_membership(
    sale: Sale, olive: Walker, valid_to: str = "2027-12-31", status: str = "active"
) -> None:
    (held,) = await membership.memberships_of(sale.cast.alice.id, sale.meeting.society)
    changed = {"valid_to": valid_to, "status": status, "reason": "Dues bounced"}
    await olive.send(f"{OFFICE}/roll/memberships/{held.id}", changed)


async def test_situation_01_member_lapses_before_ordering_and_renews_in_the_cart(
    sale: Sale, at: At
) -> None:
    """M01, M02: the difference is shown before paying, and renewing stands beside it."""
    await stalls.ask_dues(sale, 110_00)
    alice, olive = await at(sale.cast.alice), await at(sale.cast.olive)
    page = await alice.choose("regular")
    assert "450.00 EUR" in words(page)

    await end_membership(sale, olive)

    screen = await alice.see(WHAT)
    assert ENDED in screen
    refused = await alice.refused(WHAT, {"category": "regular", "mode": "in_person"})
    assert ENDED in errors_beside(refused)["category"]
    assert "650.00 EUR" in words(await alice.choose("non_member"))

    mine = await alice.register("regular", join_as="regular")
    order = await order_of(mine)
    assert {line.kind: line.amount for line in order.lines} == {
        LineKind.FEE: 450_00,
        LineKind.DUES: 110_00,
    }
    await olive.book_statement(Booking(payment_reference(order.code), "560.00"))
    assert (await order_of(mine)).state is OrderState.PAID
    verdict = await membership.judge_person(sale.cast.alice.id, sale.meeting, clock.now())
    assert verdict.is_member
    assert await broken() == []


async def test_situation_01_lapse_after_paying_changes_no_price(sale: Sale, at: At) -> None:
    """M05; the member who paid keeps what was paid for."""
    alice, olive = await at(sale.cast.alice), await at(sale.cast.olive)
    mine = await alice.register("regular")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "450.00"))

    await end_membership(sale, olive)
    await come_by(clock.now() + 60 * DAY)

    order = await order_of(mine)
    assert (order.total, order.balance.due, order.state) == (450_00, 0, OrderState.PAID)
    assert order.registration.is_confirmed
    assert await letters("registration_changed") == []
    assert await broken() == []


async def test_situation_01_lapse_between_order_and_payment_reprices_only_with_notice(
    sale: Sale, at: At
) -> None:
    """The office prices anew with a reason; the member sees the difference before paying."""
    await stalls.set_policy(sale, unpaid_days=0)
    alice, olive = await at(sale.cast.alice), await at(sale.cast.olive)
    mine = await alice.register("regular")
    await end_membership(sale, olive)
    await come_by(clock.now() + 30 * DAY)
    assert (await order_of(mine)).total == 450_00  # nothing happens behind her back

    category = f"{OFFICE}/registrations/{mine.code}/category"
    said = await olive.confirm(
        category, {"category": "non_member", "basis": "original"}, reason="Dues bounced in May."
    )

    assert "200.00 EUR more to pay." in said
    (letter,) = await letters("registration_changed", "alice@")
    assert "Dues bounced in May." in letter
    assert "How to pay 650.00 EUR" in await alice.see(f"/my/orders/{mine.order_code}")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "450.00"))
    after = await order_of(mine)
    assert (after.balance.due, after.registration.is_confirmed) == (200_00, False)
    assert await broken() == []


async def test_situation_01_dues_open_after_the_cut_off_become_the_non_member_price(
    sale: Sale, at: At
) -> None:
    """M04: who has paid in the meantime is not in the list; the others are told and owe more."""
    await stalls.set_policy(sale, dues_cutoff_on=date(2027, 6, 1), unpaid_days=0)
    alice, olive = await at(sale.cast.alice), await at(sale.cast.olive)
    await set_membership(sale, olive, status="grace")
    mine = await alice.register("regular")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "450.00"))

    with clock.at(datetime(2027, 6, 2, 9, 0, tzinfo=UTC)):
        proposed = await olive.send(f"{OFFICE}/changes", {"kind": "dues"})
        here = proposed.headers["location"]
        assert "Alice Ångström" in await olive.see(here)
        for _ in range(2):  # a double click
            await olive.post(olive.browser, here, {"reason": "Dues of 2027 are open."})

    order = await order_of(mine)
    assert (order.total, order.balance.due) == (650_00, 200_00)
    assert order.registration.is_confirmed
    (letter,) = await letters("registration_changed", "alice@")
    assert "Dues of 2027 are open." in letter
    assert await broken() == []


async def test_situation_02_non_member_joins_after_paying_and_wants_the_difference(
    sale: Sale, at: At
) -> None:
    """M03: refused by rule and on record; the office may grant a credit with a reason."""
    dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
    mine = await dan.register("non_member")
    await olive.book_statement(Booking(payment_reference(mine.order_code)))
    two_days_later = clock.now() + 2 * DAY
    with clock.at(two_days_later):
        await olive.send(
            f"{OFFICE}/roll/people/{sale.cast.dan.id}",
            {
                "type": "regular",
                "number": "SOS-0077",
                "valid_from": "2027-05-12",
                "valid_to": "2027-12-31",
                "status": "active",
                "reason": "Joined online",
            },
        )
        refused = await dan.refused(
            f"/my/registrations/{mine.code}/category", {"category": "regular"}
        )

    assert "What you have paid is not reduced afterwards" in errors_beside(refused)["category"]
    assert (await order_of(mine)).total == 650_00
    (kept,) = await AuditEntry.select().where(AuditEntry.verb == "refuse_change")
    assert (kept["actor"], kept["subject"]) == (sale.cast.dan.id, mine.code)

    credit = f"{OFFICE}/registrations/{mine.code}/credit"
    form = {"way": "credit", "title": "Goodwill", "amount": "100", "key": "once"}
    silent = await olive.refused(credit, form)
    assert list(errors_beside(silent)) == ["reason"]
    for _ in range(2):  # a double click
        await olive.send(credit, {**form, "reason": "Joined two days later"})
    after = await order_of(mine)
    assert (after.total, after.balance.to_refund) == (550_00, 100_00)
    assert after.registration.is_confirmed
    (letter,) = await letters("order_adjusted", "dan@")
    assert "Joined two days later" in letter
    assert await broken() == []


async def test_situation_02_cancelling_and_booking_again_as_a_member_gains_nothing(
    sale: Sale, at: At
) -> None:
    """M03 by the back door: cancel for a refund, join, and book at the member price."""
    alice, olive = await at(sale.cast.alice), await at(sale.cast.olive)
    first = await alice.register("non_member")
    await olive.book_statement(Booking(payment_reference(first.order_code)))
    await alice.confirm(f"/my/registrations/{first.code}/cancel", {})
    assert (await order_of(first)).balance.to_refund == 650_00  # all of it in May

    again = await alice.register("regular")

    order = await order_of(again)
    assert order.total == 650_00
    assert [line.amount for line in order.lines] == [450_00, 200_00]
    assert "You cancelled registration" in order.lines[1].reason
    assert await broken() == []


async def test_situation_03_transfer_arrives_late_and_short(sale: Sale, at: At) -> None:
    """P04, T06: the early price is kept, the bank's charges stay due and are paid at the desk."""
    dan, olive, carol = [
        await at(each) for each in (sale.cast.dan, sale.cast.olive, sale.cast.carol)
    ]
    with clock.at(datetime(2027, 7, 26, 9, 0, tzinfo=UTC)):
        mine = await dan.register("non_member")
    told = EARLY_ENDS - 3 * DAY
    read_on = EARLY_ENDS + 6 * DAY
    await come_by(told, EARLY_ENDS, EARLY_ENDS + 3 * DAY, EARLY_ENDS + 5 * DAY)
    assert (await order_of(mine)).total == 780_00  # as far as anybody knows, nothing has come

    with clock.at(read_on):
        in_time = Booking(payment_reference(mine.order_code), "632.50", day=date(2027, 7, 30))
        await olive.book_statement(in_time)
    await come_by(read_on, read_on + DAY, read_on + 20 * DAY)

    order = await order_of(mine)
    assert (order.total, order.balance.paid, order.balance.due) == (650_00, 632_50, 17_50)
    assert not order.registration.is_confirmed
    assert len(await letters("late_taken_back", "dan@")) == 1
    with clock.at(datetime(2027, 10, 17, 8, 0, tzinfo=UTC)):
        await carol.send(f"{DESK}/till/station", {"desk": "Desk 1"})
        found = await carol.see(f"{DESK}/till?q=diaz")
        assert "17.50 EUR due" in found
        paid = words(await carol.take_cash(mine.order_code, given="20"))
        assert "Change to give: 2.50 EUR" in paid
        person = f"{DESK}/people/{mine.code}"
        await carol.send(f"{person}/check-in", {"prints": "on"})
        assert "badge printed by Carol" in await carol.see(person)
    assert await Registration.count() == 1
    assert await broken() == []


async def test_situation_03_second_transfer_for_the_rest_makes_no_second_registration(
    sale: Sale, at: At
) -> None:
    dan, olive = await at(sale.cast.dan), await at(sale.cast.olive)
    mine = await dan.register("non_member")
    await olive.book_statement(Booking(payment_reference(mine.order_code), "632.50"))

    again = await dan.browser.get(CHECK, follow_redirects=True)
    await dan.post(dan.browser, CHECK, {"quote": quote_in_or_none(again), **BANK_TRANSFER})
    await olive.book_statement(
        Booking(payment_reference(mine.order_code), "17.50", day=date(2027, 5, 10))
    )

    assert (await order_of(mine)).state is OrderState.PAID
    assert await Registration.count() == 1
    assert await broken() == []


def quote_in_or_none(page: object) -> str:
    """The quote of a check page; "" where there is none to press."""
    try:
        return quote_in(page)  # type: ignore[arg-type]
    except ValueError:
        return ""
