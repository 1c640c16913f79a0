"""Mode, category and day through the pages: said first, then charged exactly so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import httpx
import pytest

from conference.orm import clock
from conference.orm.tables import AuditEntry
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import OrderState, ProofState, RegistrationState
from conference.registration.tables import PlacePool, Registration
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

IN_STANDARD = datetime(2027, 9, 1, 9, 0, tzinfo=UTC)
TOO_LATE = datetime(2027, 9, 27, 9, 0, tzinfo=UTC)


async def look_and_confirm(
    client: httpx.AsyncClient, post: Post, path: str, **choice: str
) -> tuple[str, httpx.Response]:
    """What the page says before, and the answer to its button."""
    shown = await (post(client, path, choice) if choice else client.get(path))
    assert shown.status_code == 200, words(shown)
    return words(shown), await post(client, path, form_of(shown))


async def test_switch_to_virtual_gives_the_whole_difference_back(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(
        shop.cast.dan, extras=(("dinner", 1), ("shirt", 2)), guests=(("guest", "Maria"),)
    )
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/mode"

    said, done = await look_and_confirm(client, post, path)

    assert "Until Sun 26 Sep 2027 the whole difference of the prices is given back." in said
    assert "Given up: Gala dinner, Maria." in said
    back = (650_00 - 325_00) + 90_00 + 100_00
    assert f"{back / 100:,.2f} EUR comes back." in said
    assert done.status_code == 303
    order = await shop.order(placed)
    assert order.balance.to_refund == back
    assert order.registration.mode == "virtual"
    assert await shop.places(placed.registration_code) == {"virtual": 1}
    assert (await shop.taken("meeting"), await shop.taken("extra:dinner")) == (0, 0)
    (letter,) = await shop.letters("registration_changed")
    assert f"To be given back for order {placed.order_code}: 515.00 EUR" in letter["body"]
    assert await broken() == []


async def test_switch_to_virtual_too_late_gives_nothing_back(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    with clock.at(TOO_LATE):
        said, _ = await look_and_confirm(
            client, post, f"/my/registrations/{placed.registration_code}/mode"
        )

    assert "was given back until Sun 26 Sep 2027; it is not any more" in said
    assert "Nothing more to pay, and nothing comes back." in said
    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (650_00, 0)
    assert order.registration.mode == "virtual"
    assert await broken() == []


async def test_switch_to_virtual_before_paying_costs_the_virtual_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await sign_in(client, shop.cast.dan)

    with clock.at(TOO_LATE):
        said, _ = await look_and_confirm(
            client, post, f"/my/registrations/{placed.registration_code}/mode"
        )

    assert "325.00 EUR less to pay." in said
    assert (await shop.order(placed)).balance.due == 325_00


async def test_switch_to_in_person_costs_the_price_of_today_and_holds_the_badge(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, mode="virtual")
    await sign_in(client, shop.cast.dan)

    with clock.at(IN_STANDARD):
        said, _ = await look_and_confirm(
            client, post, f"/my/registrations/{placed.registration_code}/mode"
        )

    assert "455.00 EUR more to pay." in said
    order = await shop.order(placed)
    assert (order.total, order.balance.due, order.state) == (780_00, 455_00, OrderState.PENDING)
    assert order.registration.state is RegistrationState.CONFIRMED
    assert order.registration.due == 455_00  # what the desk blocks the badge for (T06)
    assert await shop.places(placed.registration_code) == {"meeting": 1}
    assert await broken() == []


async def test_switch_to_in_person_needs_a_place(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, mode="virtual")
    await PlacePool.update({PlacePool.capacity: 0}).where(PlacePool.key == "meeting")
    await sign_in(client, shop.cast.dan)

    _, answer = await look_and_confirm(
        client, post, f"/my/registrations/{placed.registration_code}/mode"
    )

    assert answer.status_code == 409
    assert "Every place is taken" in words(answer)
    order = await shop.order(placed)
    assert (order.total, order.registration.mode) == (325_00, "virtual")
    assert await shop.places(placed.registration_code) == {"virtual": 1}
    assert await broken() == []


async def test_second_click_charges_nothing_twice(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/extras"
    shown = form_of(await post(client, path, {"extra-dinner": "1"}))

    first, second = await post(client, path, shown), await post(client, path, shown)

    assert first.status_code == 303
    assert second.status_code == 422  # it is there already
    order = await shop.order(placed)
    assert order.total == 740_00
    assert await shop.taken("extra:dinner") == 1
    assert await broken() == []


async def test_price_that_moved_is_asked_about_again(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.alice, "regular")
    await sign_in(client, shop.cast.alice)
    path = f"/my/registrations/{placed.registration_code}/category"
    shown = await post(client, path, {"category": "non_member"})
    assert "200.00 EUR more to pay." in words(shown)

    with clock.at(IN_STANDARD):
        again = await post(client, path, form_of(shown))
        assert again.status_code == 409
        assert "330.00 EUR more to pay." in words(again)
        assert (await shop.order(placed)).total == 450_00
        await post(client, path, form_of(again))

    assert (await shop.order(placed)).total == 780_00
    assert await broken() == []


async def test_member_price_is_not_given_back_after_paying(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """Situation 2: a non-member pays, joins two days later and wants the difference (M03)."""
    placed = await book(shop.cast.alice, "non_member")  # Alice is on the roll
    await sign_in(client, shop.cast.alice)
    path = f"/my/registrations/{placed.registration_code}/category"
    offered = words(await client.get(path))
    assert "Regular member" in offered

    refused = await post(client, path, {"category": "regular"})

    assert refused.status_code == 422
    assert "What you have paid is not reduced afterwards" in errors_beside(refused)["category"]
    assert (await shop.order(placed)).total == 650_00
    logged = await AuditEntry.select().where(AuditEntry.verb == "refuse_change").first()
    assert logged is not None
    assert logged["subject"] == placed.registration_code
    assert "M03" in logged["changes"]

    await sign_in(client, shop.cast.olive)
    credit = f"/glasgow/office/registrations/{placed.registration_code}/credit"
    form = form_of(await client.get(credit))
    wanted = {**form, "way": "credit", "amount": "100", "title": "Goodwill"}
    silent = await post(client, credit, wanted)
    assert list(errors_beside(silent)) == ["reason"]
    for _ in range(2):  # a double click
        done = await post(client, credit, {**wanted, "reason": "Joined two days later"})
        assert done.status_code == 303

    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (550_00, 100_00)
    (letter,) = await shop.letters("order_adjusted")
    assert "Joined two days later" in letter["body"]
    assert await broken() == []


async def test_member_price_is_a_price_like_any_other_before_paying(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.alice, "non_member", is_paid=False)
    await sign_in(client, shop.cast.alice)

    said, _ = await look_and_confirm(
        client, post, f"/my/registrations/{placed.registration_code}/category", category="regular"
    )

    assert "200.00 EUR less to pay." in said
    order = await shop.order(placed)
    assert (order.total, order.registration.category_key) == (450_00, "regular")


async def test_change_category_refuses_what_is_for_members(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, "trainee")
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/category"
    assert "Regular member" not in words(await client.get(path))

    answer = await post(client, path, {"category": "regular"})

    assert "For members." in errors_beside(answer)["category"]


@pytest.mark.parametrize(("basis", "due"), [("today", 780_00 - 250_00), ("original", 400_00)])
async def test_false_trainee_is_repriced_by_the_office_with_a_reason(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn,
    basis: str, due: int,
) -> None:  # fmt: skip
    """Situation 18: a trainee turns out to be faculty; re-price, hold the badge, say why (P06)."""
    placed = await book(shop.cast.dan, "trainee")
    assert (await shop.info(placed.registration_code)).proof is ProofState.PENDING
    await sign_in(client, shop.cast.olive)
    path = f"/glasgow/office/registrations/{placed.registration_code}/category"

    with clock.at(IN_STANDARD):
        choice = {"category": "non_member", "basis": basis}
        shown = await post(client, path, choice)
        assert f"{due / 100:,.2f} EUR more to pay." in words(shown)
        silent = await post(client, path, form_of(shown))
        assert list(errors_beside(silent)) == ["reason"]
        await post(client, path, {**form_of(silent), "reason": "The letter says faculty."})

    order = await shop.order(placed)
    info = order.registration
    assert (order.balance.due, info.category_key, info.proof) == (
        due, "non_member", ProofState.NONE,
    )  # fmt: skip
    assert info.is_confirmed
    (letter,) = await shop.letters("registration_changed")
    assert letter["to_address"] == "dan@example.org"
    assert "The letter says faculty." in letter["body"]
    assert "Your badge waits" in letter["body"]
    assert await broken() == []


async def test_own_error_is_corrected_at_the_original_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, "non_member")
    await sign_in(client, shop.cast.olive)
    path = f"/glasgow/office/registrations/{placed.registration_code}/category"

    with clock.at(IN_STANDARD):
        shown = await post(client, path, {"category": "regular", "basis": "original"})
        assert "200.00 EUR comes back." in words(shown)
        await post(client, path, {**form_of(shown), "reason": "The roll had the wrong year."})

    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (450_00, 200_00)
    assert await broken() == []


async def test_cheaper_category_of_today_gives_nothing_back(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, "non_member")
    await sign_in(client, shop.cast.olive)
    path = f"/glasgow/office/registrations/{placed.registration_code}/category"
    shown = await post(client, path, {"category": "trainee", "basis": "today"})
    assert "Nothing more to pay, and nothing comes back." in words(shown)

    await post(client, path, {**form_of(shown), "reason": "Asked for it."})

    order = await shop.order(placed)
    assert (order.total, order.registration.category_key) == (650_00, "trainee")
    assert await broken() == []


async def one_day(shop: Shop, book: Book) -> PlacedOrder:
    return await book(shop.cast.dan, "day", day=date(2027, 10, 18))


async def test_day_of_a_one_day_registration_changes_free_of_charge(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await one_day(shop, book)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/day"
    wrong = await post(client, path, {"day": "2027-10-21"})
    assert "Choose one of these days: Sun 17 Oct 2027, Mon 18" in errors_beside(wrong)["day"]

    said, _ = await look_and_confirm(client, post, path, day="2027-10-19")

    assert "Your registration is for Tue 19 Oct 2027 then; the price stays." in said
    assert (await shop.info(placed.registration_code)).day == date(2027, 10, 19)
    assert (await shop.order(placed)).total == 290_00


async def test_one_day_becomes_all_days(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await one_day(shop, book)
    await sign_in(client, shop.cast.dan)

    said, _ = await look_and_confirm(
        client, post, f"/my/registrations/{placed.registration_code}/category",
        category="non_member",
    )  # fmt: skip

    assert "360.00 EUR more to pay." in said
    assert (await shop.info(placed.registration_code)).day is None


async def test_changes_end_with_the_meeting_and_with_the_registration(
    shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/mode"

    with clock.at(datetime(2027, 10, 21, 9, 0, tzinfo=UTC)):
        assert "The meeting is over." in words(await client.get(path))
    await Registration.update({Registration.state: "expired"}, force=True)
    assert "cannot be changed any more" in words(await client.get(path))


async def test_my_registration_lists_what_can_be_changed_until_when(
    shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    page = words(await client.get(f"/my/registrations/{placed.registration_code}"))

    assert "Take part virtually Until Sun 26 Sep 2027 the whole difference" in page
    assert "Pass it on to a colleague Until Sun 10 Oct 2027." in page
    assert "Cancel Today 550.00 EUR of 650.00 EUR would come back." in page
