"""Extras and guests, added and given back; places follow, also for whoever waits."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import httpx

from conference.orm import clock
from conference.registration.catalogue import LineKind
from conference.registration.changes.held_queries import held_registration
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import WaitingState
from conference.registration.tables import (
    DiscountCode,
    Guest,
    PlacePool,
    RefundRung,
    WaitingEntry,
)
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

FIFTY_DAYS_BEFORE = datetime(2027, 8, 28, 9, 0, tzinfo=UTC)


async def want(
    client: httpx.AsyncClient, post: Post, placed: PlacedOrder, step: str, **fields: str
) -> httpx.Response:
    """The preview of what is wanted, the rest of the form as it stands."""
    path = f"/my/registrations/{placed.registration_code}/{step}"
    return await post(client, path, {**form_of(await client.get(path)), **fields})


async def confirm(
    client: httpx.AsyncClient, post: Post, placed: PlacedOrder, step: str, shown: httpx.Response
) -> httpx.Response:
    path = f"/my/registrations/{placed.registration_code}/{step}"
    return await post(client, path, form_of(shown))


async def extras_of(shop: Shop, placed: PlacedOrder) -> dict[str, int]:
    info = await shop.info(placed.registration_code)
    found = await held_registration(info, shop.sale.meeting, NOW)
    return {key: line.quantity for key, line in found.held.extras.items()}


async def test_extra_added_later_costs_the_price_of_today_and_takes_a_place(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    shown = await want(client, post, placed, "extras", **{"extra-dinner": "2"})
    assert "2 × Gala dinner Added later, price of today." in words(shown)
    assert "180.00 EUR more to pay." in words(shown)
    assert await shop.taken("extra:dinner") == 0
    await confirm(client, post, placed, "extras", shown)

    order = await shop.order(placed)
    assert order.balance.due == 180_00
    assert order.registration.is_confirmed
    assert await shop.places(placed.registration_code) == {"meeting": 1, "extra:dinner": 2}
    assert await broken() == []


async def test_extra_without_a_place_left_is_told_as_sold_out(
    shop: Shop, book: Book, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/extras"
    before = words(await client.get(path))
    await PlacePool.update({PlacePool.capacity: 0}).where(PlacePool.key == "extra:dinner")

    after = words(await client.get(path))

    assert "Sold out." not in before
    assert after.count("Sold out.") == 1


async def test_free_extra_is_held_and_given_up_like_any_other(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await PlacePool.insert(PlacePool(meeting=shop.sale.meeting.id, key="extra:welcome", capacity=9))
    placed = await book(shop.cast.dan, extras=(("welcome", 1),))
    await sign_in(client, shop.cast.dan)
    assert await extras_of(shop, placed) == {"welcome": 1}

    shown = await want(client, post, placed, "extras", **{"extra-welcome": ""})
    await confirm(client, post, placed, "extras", shown)

    assert await extras_of(shop, placed) == {}
    assert await shop.taken("extra:welcome") == 0


async def test_extra_given_back_follows_its_ladder_and_its_place_is_free(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, extras=(("dinner", 2),))
    await sign_in(client, shop.cast.dan)

    with clock.at(FIFTY_DAYS_BEFORE):
        shown = await want(client, post, placed, "extras", **{"extra-dinner": "1"})
        assert "Extras: 45.00 EUR of 90.00 EUR comes back. 50 % until" in words(shown)
        await confirm(client, post, placed, "extras", shown)

    order = await shop.order(placed)
    assert order.balance.to_refund == 45_00
    kept = [line.amount for line in order.lines if line.kind is LineKind.CHARGE]
    assert kept == [45_00]
    assert await extras_of(shop, placed) == {"dinner": 1}
    assert await shop.places(placed.registration_code) == {"meeting": 1, "extra:dinner": 1}
    assert await broken() == []


async def test_extra_that_is_not_given_back_is_given_up_all_the_same(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    meeting = shop.sale.meeting.id
    await RefundRung.insert(RefundRung(meeting=meeting, kind="extra", until_days=300, percent=1))
    placed = await book(shop.cast.dan, extras=(("dinner", 1),))
    await sign_in(client, shop.cast.dan)

    shown = await want(client, post, placed, "extras", **{"extra-dinner": "0"})
    await confirm(client, post, placed, "extras", shown)

    assert await extras_of(shop, placed) == {}
    assert await shop.taken("extra:dinner") == 0
    assert (await shop.order(placed)).total == 740_00


async def test_extra_given_back_goes_to_whoever_waits(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, extras=(("dinner", 2),))
    pool = await PlacePool.objects().get(PlacePool.key == "extra:dinner")
    assert pool is not None
    await PlacePool.update({PlacePool.capacity: 2}).where(PlacePool.id == pool.id)
    await WaitingEntry.insert(
        WaitingEntry(
            id=uuid4(), meeting=shop.sale.meeting.id, pool=pool.id, person=shop.cast.alice.id,
            state=WaitingState.WAITING.value, joined_at=NOW,
            active_key=f"{pool.id}:{shop.cast.alice.id}",
        )
    )  # fmt: skip
    await sign_in(client, shop.cast.dan)

    shown = await want(client, post, placed, "extras", **{"extra-dinner": "1"})
    await confirm(client, post, placed, "extras", shown)

    entry = await WaitingEntry.select(WaitingEntry.state).first()
    assert entry == {"state": "offered"}
    assert await shop.taken("extra:dinner") == 2  # Dan's one, and the one offered to Alice
    assert await shop.places(placed.registration_code) == {"meeting": 1, "extra:dinner": 1}
    assert await broken() == []


async def test_last_place_of_an_extra_is_sold_once(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    shown = await want(client, post, placed, "extras", **{"extra-dinner": "1"})
    await PlacePool.update({PlacePool.capacity: 0}).where(PlacePool.key == "extra:dinner")

    answer = await confirm(client, post, placed, "extras", shown)

    assert answer.status_code == 409
    assert "The last place of “dinner” has just been taken" in words(answer)
    assert (await shop.order(placed)).total == 650_00
    assert await broken() == []


async def test_second_course_makes_the_bundle_and_giving_one_back_breaks_it(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, extras=(("course_a", 1),))
    await sign_in(client, shop.cast.dan)

    shown = await want(client, post, placed, "extras", **{"extra-course_b": "1"})
    assert "45.00 EUR more to pay." in words(shown)  # 55.00 less the bundle's 10.00
    await confirm(client, post, placed, "extras", shown)
    await shop.pay(placed)
    assert (await shop.order(placed)).total == 750_00

    shown = await want(client, post, placed, "extras", **{"extra-course_a": "0"})
    assert "45.00 EUR comes back." in words(shown)
    await confirm(client, post, placed, "extras", shown)

    order = await shop.order(placed)
    assert (order.total, order.balance.to_refund) == (705_00, 45_00)  # B alone costs 55.00
    assert await broken() == []


async def test_discount_of_an_extra_goes_with_it(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await DiscountCode.insert(
        DiscountCode(
            meeting=shop.sale.meeting.id, code="HALF", title="Half", kind="percent",
            value=50_00, extras="dinner shirt",
        )
    )  # fmt: skip
    placed = await book(shop.cast.dan, extras=(("dinner", 1), ("shirt", 2)), codes=("HALF",))
    assert (await shop.order(placed)).total == (650_00 + 90_00 + 50_00) // 2
    await sign_in(client, shop.cast.dan)

    shown = await want(client, post, placed, "extras", **{"extra-dinner": "0"})

    assert "45.00 EUR comes back." in words(shown)
    await confirm(client, post, placed, "extras", shown)
    assert (await shop.order(placed)).total == (650_00 + 50_00) // 2
    assert await broken() == []


async def test_extras_refuse_in_words_beside_the_field(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    for typed, sentence in {
        "3": "One person may take 2 × “Gala dinner” at most.",
        "two": "Write a whole number, 0 for none.",
        "-1": "Write a whole number, 0 for none.",
        "99999999": "Write a whole number, 0 for none.",
    }.items():
        answer = await want(client, post, placed, "extras", **{"extra-dinner": typed})
        assert answer.status_code == 422
        assert sentence in errors_beside(answer)["extra-dinner"]
        assert form_of(answer)["extra-dinner"] == typed
    nothing = await want(client, post, placed, "extras")
    assert "This is what you have already." in words(nothing)
    assert (await shop.order(placed)).total == 650_00


async def test_guest_is_added_renamed_and_given_up(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    missing = await want(client, post, placed, "guests", new_name="Maria")
    assert "Choose what this person takes part in." in errors_beside(missing)["new_extra"]
    shown = await want(client, post, placed, "guests", new_name="Maria", new_extra="guest")
    assert "100.00 EUR more to pay." in words(shown)
    await confirm(client, post, placed, "guests", shown)
    await shop.pay(placed)
    (guest,) = await Guest.select().where(Guest.left_at.is_null())

    shown = await want(client, post, placed, "guests", **{f"n-{guest['id']}": "María Díaz"})
    assert "María Díaz comes instead of Maria; that costs nothing." in words(shown)
    await confirm(client, post, placed, "guests", shown)
    (renamed,) = await Guest.select().where(Guest.left_at.is_null())
    assert renamed["name"] == "María Díaz"

    shown = await want(client, post, placed, "guests", **{f"leaves-{guest['id']}": "on"})
    assert "100.00 EUR comes back." in words(shown)
    await confirm(client, post, placed, "guests", shown)

    assert await Guest.count().where(Guest.left_at.is_null()) == 0
    assert (await shop.order(placed)).balance.to_refund == 100_00
    assert await broken() == []


async def test_no_more_guests_than_one_person_may_bring(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, guests=(("guest", "Maria"), ("guest", "Pablo")))
    await sign_in(client, shop.cast.dan)

    answer = await want(client, post, placed, "guests", new_name="Lucía", new_extra="guest")

    assert "You may bring 2 accompanying persons at most." in errors_beside(answer)["new_name"]
    assert form_of(answer)["new_name"] == "Lucía"
