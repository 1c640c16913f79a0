"""Cancelling through the pages: what comes back is shown first, and exactly that is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from conference.orm import clock
from conference.orm.tables import AuditEntry
from conference.registration import order_history
from conference.registration.rules import OrderState, RegistrationState
from conference.registration.tables import RefundRung
from tests.registration.changes.conftest import Book, Shop, broken, form_of, gives_a_talk
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

SIXTY_DAYS_BEFORE = datetime(2027, 8, 18, 20, 0, tzinfo=UTC)
THE_DAY_AFTER = datetime(2027, 8, 19, 8, 0, tzinfo=UTC)
TWENTY_DAYS_BEFORE = datetime(2027, 9, 27, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "back"),
    [
        (SIXTY_DAYS_BEFORE, 550_00 + 90_00),
        (THE_DAY_AFTER, 325_00 + 45_00),
        (TWENTY_DAYS_BEFORE, 0),
    ],
)
async def test_cancel_shows_what_comes_back_and_does_exactly_that(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn,
    day: datetime, back: int,
) -> None:  # fmt: skip
    placed = await book(shop.cast.dan, extras=(("dinner", 1),))
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}"

    with clock.at(day):
        shown = await client.get(f"{path}/cancel")
        said = f"Comes back to you {back / 100:,.2f} EUR"
        assert said in words(shown)
        assert "Given up with it: Gala dinner." in words(shown)
        done = await post(client, f"{path}/cancel", form_of(shown))
        again = await post(client, f"{path}/cancel", form_of(shown))

    assert (done.status_code, again.status_code) == (303, 303)
    order = await shop.order(placed)
    assert order.balance.to_refund == back
    assert order.state is OrderState.CANCELLED
    assert await shop.places(placed.registration_code) == {}
    (letter,) = await shop.letters("registration_cancelled")
    assert letter["to_address"] == "dan@example.org"
    if back:
        assert f"To be refunded: {back / 100:,.2f} EUR" in letter["body"]
    assert await broken() == []


async def test_cancel_of_an_unpaid_registration_leaves_nothing_due(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    shown = await client.get(path)
    assert "Nothing has been paid, so nothing is due any more" in words(shown)

    await post(client, path, form_of(shown))

    order = await shop.order(placed)
    assert (order.total, order.balance.due, order.balance.to_refund) == (0, 0, 0)
    assert await broken() == []
    (letter,) = await shop.letters("registration_cancelled")
    assert letter["body"].count("nothing comes back") == 1
    assert " comes back. " not in letter["body"], "nothing was paid, so no part is promised"


async def test_cancel_of_a_part_paid_registration_keeps_no_more_than_was_paid(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await shop.pay(placed, 60_00)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    shown = await client.get(path)
    assert "60.00 EUR of 650.00 EUR was paid; no more than that is kept." in words(shown)

    await post(client, path, form_of(shown))

    order = await shop.order(placed)
    assert (order.total, order.balance.due, order.balance.to_refund) == (60_00, 0, 0)
    assert await broken() == []


async def test_cancel_asks_again_when_the_money_has_moved(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    seen = form_of(await client.get(path))
    await shop.pay(placed)

    answer = await post(client, path, {**seen, "reason": "ill"})

    assert answer.status_code == 409
    assert "Nothing was done. Look at it again" in words(answer)
    assert "Comes back to you 550.00 EUR" in words(answer)
    assert form_of(answer)["reason"] == "ill"
    assert (await shop.info(placed.registration_code)).is_confirmed
    assert (await post(client, path, form_of(answer))).status_code == 303


async def test_each_kind_has_the_ladder_that_the_society_set(
    shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    meeting = shop.sale.meeting.id
    await RefundRung.insert(
        RefundRung(meeting=meeting, kind="fee", until_days=30, percent=80, fee=50_00),
        RefundRung(meeting=meeting, kind="extra", until_days=200, percent=100),
        RefundRung(meeting=meeting, kind="guest", until_days=10, percent=25),
    )
    placed = await book(shop.cast.dan, extras=(("dinner", 1),), guests=(("guest", "Maria Díaz"),))
    await sign_in(client, shop.cast.dan)

    shown = words(await client.get(f"/my/registrations/{placed.registration_code}/cancel"))

    assert "Registration fee: 650.00 EUR 80 % until Fri 17 Sep 2027, less 50.00 EUR." in shown
    assert "470.00 EUR Extras: 90.00 EUR Nothing is given back since Thu 1 Apr 2027." in shown
    assert "Accompanying persons: 100.00 EUR 25 % until Thu 7 Oct 2027. 25.00 EUR" in shown
    assert "Comes back to you 495.00 EUR" in shown


async def test_cancel_asks_what_becomes_of_talks_and_chairs_and_tells_the_committee(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """Situation 7: an invited speaker cannot travel; nobody waits for them in vain (C09)."""
    placed = await book(shop.cast.dan)
    await gives_a_talk(shop)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    shown = await client.get(path)
    assert "Talk “Signals of fever”, Mon 18 Oct 2027, 09:45 BST (London), Hall A" in words(shown)
    assert "Chair “Fevers”, Mon 18 Oct 2027, 09:30 BST (London), Hall A" in words(shown)

    silent = await post(client, path, {**form_of(shown), "reason": "cannot travel"})
    assert silent.status_code == 422
    assert set(errors_beside(silent)) == {"promise-talk:T1", "promise-chair:S1"}
    assert (await shop.info(placed.registration_code)).is_confirmed
    assert await shop.letters("committee_note") == []

    answers = {"promise-talk:T1": "keeps", "promise-chair:S1": "gives_up"}
    done = await post(client, path, {**form_of(silent), **answers})

    assert done.status_code == 303
    (note,) = await shop.letters("committee_note")
    assert note["to_address"] == "bob@example.org"
    assert "Talk “Signals of fever”" in note["body"]
    assert "will still do it" in note["body"]
    assert "cannot do it" in note["body"]
    assert "cannot travel" in note["body"]
    noted = await AuditEntry.select(AuditEntry.subject).where(AuditEntry.subject_kind == "promise")
    assert {row["subject"] for row in noted} == {"talk:T1", "chair:S1"}


@pytest.mark.parametrize("path", ["cancel", "transfer", "mode", "category", "extras", "guests"])
async def test_another_persons_registration_cannot_be_changed(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn, path: str
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.alice)
    address = f"/my/registrations/{placed.registration_code}/{path}"

    for answer in (await client.get(address), await post(client, address)):
        assert answer.status_code == 404
        assert "Dan" not in answer.text


async def test_office_gives_back_another_sum_with_a_reason(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.olive)
    path = f"/glasgow/office/registrations/{placed.registration_code}/cancel"
    to_page = await client.get(f"/glasgow/office/orders/{placed.order_code}/cancel")
    assert to_page.headers["location"] == path
    seen = form_of(await client.get(path))

    missing = await post(client, path, {**seen, "back": "600"})
    too_much = await post(client, path, {**seen, "back": "650.01", "reason": "kind"})
    letters = await post(client, path, {**seen, "back": "much", "reason": "kind"})
    assert list(errors_beside(missing)) == ["reason"]
    assert "between nothing and what was paid, 650.00 EUR" in errors_beside(too_much)["back"]
    assert list(errors_beside(letters)) == ["back"]

    done = await post(client, path, {**seen, "back": "600", "reason": "Birth of a child"})

    assert done.headers["location"] == f"/glasgow/office/orders/{placed.order_code}"
    order = await shop.order(placed)
    assert order.balance.to_refund == 600_00
    assert order.registration.cancel_reason == "Birth of a child"
    history = await order_history.history_of(shop.sale.meeting.id, order)
    assert "Birth of a child" in {each.reason for each in history}
    assert await broken() == []


async def test_cancelled_registration_has_nothing_left_to_cancel(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    await post(client, path, form_of(await client.get(path)))

    assert "there is nothing to cancel" in words(await client.get(path))
    assert (await shop.info(placed.registration_code)).state is RegistrationState.CANCELLED


async def test_pages_of_a_change_take_a_fixed_number_of_statements(
    shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn, count_statements: Any
) -> None:
    one = await book(shop.cast.dan)
    guests = (("guest", "Maria"), ("guest", "Pablo"))
    many = await book(shop.cast.bob, extras=(("dinner", 2), ("course_a", 1)), guests=guests)

    for step in ("cancel", "transfer", "mode", "category", "extras", "guests"):
        counts = []
        for person, placed in ((shop.cast.dan, one), (shop.cast.bob, many)):
            await sign_in(client, person)
            with count_statements() as seen:
                await client.get(f"/my/registrations/{placed.registration_code}/{step}")
            counts.append(len(seen))
        assert counts[0] == counts[1], step
