"""Passing a registration on: what it costs, what moves, what is void (C04, C05, R02)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from lxml import html

from badges.desk.actions import check_in
from badges.desk.lookup import find_scanned
from conference.orm import Actor, clock
from conference.people import queries as people
from conference.registration import queries
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import RegistrationState
from conference.registration.tables import GroupBooking, Order, RegistrationPolicy
from conference.registration.ticket import ticket_token
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken, form_of, gives_a_talk
from tests.registration.conftest import ISSUER
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

COLLEAGUE = {"given_name": "Eva", "family_name": "Ek", "email": "Eva.Ek@Example.org"}
AFTER_LAST_DAY = datetime(2027, 10, 11, 9, 0, tzinfo=UTC)


async def set_policy(shop: Shop, **values: Any) -> None:
    await RegistrationPolicy.delete(force=True)
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=shop.sale.meeting.id, **values))


async def pass_on(
    client: httpx.AsyncClient, post: Post, placed: PlacedOrder, **who: str
) -> tuple[str, httpx.Response]:
    path = f"/my/registrations/{placed.registration_code}/transfer"
    shown = await post(client, path, {**COLLEAGUE, **who})
    if shown.status_code != 200:
        return "", shown
    return words(shown), await post(client, path, form_of(shown))


async def taken_over(shop: Shop, address: str = "eva.ek@example.org") -> Any:
    person = await people.person_by_email(address)
    assert person is not None
    found = await queries.active_registration(shop.sale.meeting.id, person.id)
    assert found is not None
    return found


async def test_transfer_moves_everything_and_voids_the_old_ticket(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """Situation 22, the part of registration: the ticket of who left opens nothing any more."""
    await set_policy(shop, transfer_fee=30_00)
    placed = await book(shop.cast.dan, extras=(("dinner", 1),), guests=(("guest", "Maria"),))
    await sign_in(client, shop.cast.dan)

    said, done = await pass_on(client, post, placed)

    assert "Pass it on to Eva Ek?" in said
    assert "Passing on costs 30.00 EUR." in said
    assert "30.00 EUR more to pay." in said
    assert done.status_code == 303
    old, new = await shop.info(placed.registration_code), await taken_over(shop)
    assert old.state is RegistrationState.TRANSFERRED
    assert (new.state, new.category_key, new.mode) == (
        RegistrationState.CONFIRMED,
        "non_member",
        "in_person",
    )
    assert await shop.places(old.code) == {}
    assert await shop.places(new.code) == {"meeting": 1, "extra:dinner": 1}
    order = await shop.order(placed)
    assert (order.total, order.balance.due) == (840_00 + 30_00, 30_00)
    token = ticket_token(ISSUER.secret, new.id)
    by_ticket = await find_scanned(shop.sale.meeting.id, token)
    assert isinstance(by_ticket, queries.RegistrationInfo)
    assert by_ticket.id == new.id
    kinds = [
        await shop.letters("registration_passed_on"),
        await shop.letters("registration_taken_over"),
    ]
    assert [each[0]["to_address"] for each in kinds] == ["dan@example.org", "eva.ek@example.org"]
    tickets = await shop.letters("registration_confirmed")
    assert "eva.ek@example.org" in [each["to_address"] for each in tickets]
    assert await broken() == []


@pytest.mark.parametrize("pays", ["dan", "olive"])
async def test_transferred_place_shows_no_money_to_who_left(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn, pays: str
) -> None:
    """What is still due stands with the order, and only for who pays it."""
    await set_policy(shop, transfer_fee=30_00)
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    await pass_on(client, post, placed)
    if pays == "olive":
        order = Order.code == placed.order_code
        await Order.update({Order.person: shop.cast.olive.id}).where(order)

    (row,) = html.fromstring((await client.get("/my")).text).xpath(
        f"//li[a/@href='/my/registrations/{placed.registration_code}']"
    )

    assert "EUR" not in row.text_content()
    assert ("30.00 EUR due" in words(await client.get("/my"))) is (pays == "dan")


async def test_transferred_ticket_is_refused_at_the_desk(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    await pass_on(client, post, placed)
    token = ticket_token(ISSUER.secret, placed.registration)
    await sign_in(client, shop.cast.carol)

    answer = await post(client, "/glasgow/desk/scan", {"q": token})

    assert "this ticket is void" in words(answer)


async def test_member_to_non_member_pays_the_difference(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.alice, "regular")
    await sign_in(client, shop.cast.alice)

    said, _ = await pass_on(client, post, placed)

    assert "The new person is charged as “Non-member”: 200.00 EUR more." in said
    new = await taken_over(shop)
    assert (new.category_key, new.due) == ("non_member", 200_00)
    assert await broken() == []


async def test_non_member_to_member_gives_nothing_back(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)

    said, _ = await pass_on(client, post, placed, email="alice@example.org")

    assert "Nothing more to pay, and nothing comes back." in said
    new = await taken_over(shop, "alice@example.org")
    assert (new.category_key, new.total, new.paid) == ("non_member", 650_00, 650_00)
    assert new.person.id == shop.cast.alice.id
    assert new.person.family_name == "Ångström"  # a known person keeps their own name
    assert await broken() == []


async def test_transfer_of_an_unpaid_place_stays_unpaid(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan, is_paid=False)
    await sign_in(client, shop.cast.dan)

    await pass_on(client, post, placed)

    new = await taken_over(shop)
    assert (new.state, new.due) == (RegistrationState.PENDING_PAYMENT, 650_00)
    await shop.pay(placed)
    assert (await taken_over(shop)).is_confirmed
    assert await broken() == []


async def test_transfer_refuses_in_words_beside_the_field(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await book(shop.cast.alice, "regular")
    await sign_in(client, shop.cast.dan)

    for who, field, sentence in (
        ({"email": "alice@example.org"}, "email", "is registered for the meeting already"),
        ({"email": "dan@example.org"}, "email", "the person who has it now"),
        ({"email": "nobody"}, "email", "Write an e-mail address"),
        ({"family_name": ""}, "family_name", "Write the family name"),
    ):
        _, answer = await pass_on(client, post, placed, **who)
        assert answer.status_code == 422
        assert sentence in errors_beside(answer)[field]
        assert form_of(answer)["given_name"] == "Eva"
    assert (await shop.info(placed.registration_code)).is_confirmed


async def test_transfer_ends_some_days_before_but_not_for_the_office(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await set_policy(shop, transfer_fee=30_00)
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    own = f"/my/registrations/{placed.registration_code}/transfer"

    with clock.at(AFTER_LAST_DAY):
        assert "could be passed on until Sun 10 Oct 2027" in words(await client.get(own))
        assert (await post(client, own, COLLEAGUE)).status_code == 422
        await sign_in(client, shop.cast.olive)
        office = f"/glasgow/office/registrations/{placed.registration_code}/transfer"
        shown = await post(client, office, {**COLLEAGUE, "is_free": "on"})
        assert list(errors_beside(await post(client, office, form_of(shown)))) == ["reason"]
        done = await post(client, office, {**form_of(shown), "reason": "Fell ill."})

    assert done.headers["location"] == f"/glasgow/office/orders/{placed.order_code}"
    assert (await taken_over(shop)).due == 0
    assert await broken() == []


async def test_transfer_is_refused_after_the_first_scan(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    info = await shop.info(placed.registration_code)
    by = Actor.system("desk")
    await check_in(info, desk="A", by=by, now=NOW)
    await sign_in(client, shop.cast.dan)

    _, answer = await pass_on(client, post, placed)

    assert answer.status_code == 422
    assert "has been scanned at the door" in words(answer)
    cancel = await client.get(f"/my/registrations/{placed.registration_code}/cancel")
    assert "has been scanned at the door" in words(cancel)


async def test_group_renames_free_of_charge_but_not_without_end(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """R02: after the deadline a quarter of a group may get other names; of 4, one."""
    await set_policy(shop, transfer_fee=30_00, group_rename_until=date(2027, 5, 1))
    placed = await book(shop.cast.dan)
    await GroupBooking.insert(
        GroupBooking(
            order=placed.order, meeting=shop.sale.meeting.id, contact=shop.cast.bob.id,
            institution="Tay College", size=4,
        )
    )  # fmt: skip
    await sign_in(client, shop.cast.dan)

    said, _ = await pass_on(client, post, placed)

    assert "In a group the name is changed free of charge." in said
    new = await taken_over(shop)
    assert new.due == 0
    group = await GroupBooking.select(GroupBooking.renamed).first()
    assert group == {"renamed": 1}
    path = f"/my/registrations/{new.code}/transfer"  # Dan pays for it, so it opens to him
    refused = await post(client, path, {**COLLEAGUE, "email": "finn@example.org"})
    assert refused.status_code == 422
    assert "1 of 4 places of this group have another name already" in words(refused)
    assert await broken() == []


async def test_transfer_asks_again_when_something_changed_meanwhile(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/transfer"
    shown = form_of(await post(client, path, COLLEAGUE))
    await set_policy(shop, transfer_fee=30_00)

    answer = await post(client, path, shown)

    assert answer.status_code == 409
    assert "30.00 EUR more to pay." in words(answer)
    assert await people.person_by_email("eva.ek@example.org") is None


@pytest.mark.parametrize("clicks", [2])
async def test_second_click_passes_on_once(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn, clicks: int
) -> None:
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/transfer"
    shown = form_of(await post(client, path, COLLEAGUE))

    answers = [await post(client, path, shown) for _ in range(clicks)]

    assert [each.status_code for each in answers] == [303, 422]
    assert await shop.taken("meeting") == 1
    assert await broken() == []


async def test_transfer_asks_what_becomes_of_a_talk(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    placed = await book(shop.cast.dan)
    await gives_a_talk(shop)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/transfer"
    shown = await post(client, path, COLLEAGUE)

    silent = await post(client, path, form_of(shown))
    assert silent.status_code == 422
    assert set(errors_beside(silent)) == {"promise-talk:T1", "promise-chair:S1"}
    answers = {"promise-talk:T1": "gives_up", "promise-chair:S1": "gives_up"}
    done = await post(client, path, {**form_of(silent), **answers})

    assert done.status_code == 303
    (note,) = await shop.letters("committee_note")
    assert "has passed on registration" in note["body"]
    assert "cannot do it" in note["body"]
