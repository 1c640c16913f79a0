"""A contact books a group in the browser, and looks after it (R02, T04, T05, situation 10)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import msgspec
import pytest
from lxml import html

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.orm.statements import count_statements
from conference.registration import order_queries
from conference.registration.groups.draft import Row
from conference.registration.order_queries import OrderDetail
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import (
    OrderState,
    PayBy,
    PaymentMethod,
    ProofState,
    RegistrationState,
)
from conference.registration.tables import (
    GroupBooking,
    GroupDraft,
    Order,
    PlacePool,
    Price,
    Registration,
    RegistrationPolicy,
)
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale
from tests.registration.groups.conftest import PEOPLE, letters_of, typed
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

HERE = "/glasgow/register/group"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def contact(party: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """carol, who books and does not attend."""
    await sign_in(client, party.cast.carol)
    return client


async def broken() -> list[str]:
    return [text for each in await check_all() for text in each.sentences]


def agreed(page: httpx.Response) -> dict[str, str]:
    """What the browser would send from the preview."""
    tree = html.fromstring(page.text)
    names = ("draft", "agreed")
    return {name: tree.xpath(f"//input[@name='{name}']/@value")[0] for name in names}


async def place(
    client: httpx.AsyncClient, post: Post, rows: tuple[Row, ...] = PEOPLE
) -> OrderDetail:
    """From the typed list to the order."""
    sent = await post(client, HERE, typed(rows))
    assert sent.headers["location"] == f"{HERE}/check"
    done = await post(client, f"{HERE}/check", agreed(await client.get(f"{HERE}/check")))
    code = done.headers["location"].removeprefix("/my/groups/")
    row = await Order.select(Order.id).where(Order.code == code).first()
    assert row is not None
    return await order_queries.order_by_id(row["id"])


async def test_situation_10_assistant_books_for_others_who_each_get_a_link_of_their_own(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    """Situation 10: whoever books is neither an attendee nor the payer's address."""
    order = await place(contact, post)

    assert order.person == party.cast.carol.id
    assert (order.total, order.state, order.pays_by) == (
        1530_00, OrderState.PENDING, PayBy.PURCHASE_ORDER
    )  # fmt: skip
    assert (order.bill_to, order.purchase_order) == ("Clyde Institute\n1 Quay, Glasgow", "PO-77")
    people = {each.person.email: each for each in order.registrations}
    assert set(people) == {"alice@example.org", "nora@example.org", "omar@example.org"}
    assert people["nora@example.org"].person.affiliation == "Clyde Institute"
    assert people["omar@example.org"].proof is ProofState.PENDING
    assert await Registration.count().where(Registration.person == party.cast.carol.id) == 0
    invited = await letters_of("registered_by_another")
    assert set(invited) == set(people)
    assert "1,530.00" not in invited["nora@example.org"]
    (payer,) = (await letters_of("order_received")).items()
    assert payer[0] == "carol@example.org"
    assert all(said in payer[1] for said in ("1,530.00 EUR", "we hold 3 places at"))
    assert await broken() == []


async def test_attendee_comes_in_by_the_link_and_sees_only_what_is_theirs(
    party: Sale, contact: httpx.AsyncClient, post: Post, new_client: Callable
) -> None:
    order = await place(contact, post)
    letter = (await letters_of("registered_by_another"))["nora@example.org"]
    found = re.search(r"http://testserver(/sign-in/link/\S+)", letter)
    assert found is not None

    async with new_client() as nora:
        landed = await post(nora, found[1])
        mine = next(e for e in order.registrations if e.person.email == "nora@example.org")
        assert landed.headers["location"] == f"/my/registrations/{mine.code}/details"
        shown = words(await nora.get(f"/my/registrations/{mine.code}"))
        group = await nora.get(f"/my/groups/{order.code}")

    assert "650.00 EUR" in shown
    assert "1,530.00" not in shown
    assert "Omar" not in shown
    assert group.status_code == 404
    page = words(await contact.get(f"/my/groups/{order.code}"))
    assert "Has looked" in page
    assert page.count("Letter sent") == 2


async def test_tickets_go_out_to_each_once_the_order_is_paid(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    order = await place(contact, post)
    payment = NewPayment(1530_00, PaymentMethod.BANK_TRANSFER, NOW, "wire")

    await record_payment(order.code, payment, till=party.till, by=OFFICE, now=NOW)

    tickets = await letters_of("registration_confirmed")
    assert set(tickets) == {"alice@example.org", "nora@example.org", "omar@example.org"}
    after = await order_queries.order_by_id(order.id)
    assert {each.state for each in after.registrations} == {RegistrationState.CONFIRMED}
    assert "Everybody has their ticket" in words(await contact.get(f"/my/groups/{order.code}"))
    assert await broken() == []


async def test_second_press_gives_the_same_order(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    await post(contact, HERE, typed())
    sent = agreed(await contact.get(f"{HERE}/check"))

    pressed = await asyncio.gather(*(post(contact, f"{HERE}/check", sent) for _ in range(4)))

    assert len({each.headers["location"] for each in pressed}) == 1
    assert (await Order.count(), await GroupBooking.count(), await GroupDraft.count()) == (1, 1, 0)
    assert len(await letters_of("registered_by_another")) == 3
    assert await broken() == []


async def test_faults_stand_beside_their_rows_and_everything_typed_is_kept(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    wrong = msgspec.structs.replace(PEOPLE[1], email="nora at example", category="regular")

    answer = await post(contact, HERE, typed((PEOPLE[0], wrong, PEOPLE[2]), bill_country=""))

    assert answer.status_code == 422
    beside = errors_beside(answer)
    assert set(beside) == {"email-1", "category-1", "bill_country"}
    tree = html.fromstring(answer.text)
    assert tree.xpath("//input[@name='email-1']/@value") == ["nora at example"]
    assert tree.xpath("//input[@name='purchase_order']/@value") == ["PO-77"]
    assert tree.xpath("//input[@name='extras-0'][@checked]/@value") == ["dinner"]
    assert await Order.count() == 0


async def test_list_is_kept_for_another_device(
    party: Sale, contact: httpx.AsyncClient, post: Post, new_client: Callable, sign_in: SignIn
) -> None:
    await post(contact, HERE, typed(do="rows"))

    async with new_client() as elsewhere:
        await sign_in(elsewhere, party.cast.carol)
        tree = html.fromstring((await elsewhere.get(HERE)).text)

    assert tree.xpath("//input[@name='email-1']/@value") == ["nora@example.org"]
    assert tree.xpath("//input[@name='rows']/@value") == ["8"]


async def test_file_is_read_into_the_rows_and_can_be_mended_there(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    csv = b"name,email,country,category\nNora Nilsson,nora@example.org,Sweden,Non-member\nX,,,\n"

    done = await post(
        contact, HERE, typed(PEOPLE[:1], do="file"), files={"file": ("list.csv", csv, "text/csv")}
    )

    assert done.status_code == 303
    tree = html.fromstring((await contact.get(HERE)).text)
    assert tree.xpath("//input[@name='family_name-1']/@value") == ["Nilsson"]
    assert tree.xpath("//select[@name='category-1']/option[@selected]/@value") == ["non_member"]
    assert tree.xpath("//input[@name='family_name-2']/@value") == ["X"]


async def test_word_of_a_file_that_stands_in_no_list_is_shown_and_never_guessed(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    csv = b"name,email,category,extras\nNora Nilsson,nora@example.org,Industri,dinner;caviar\n"

    await post(contact, HERE, typed((), do="file"), files={"file": ("list.csv", csv, "text/csv")})

    page = await contact.get(HERE)
    tree = html.fromstring(page.text)
    assert "The list says “Industri”, “caviar”, which is not offered" in words(page)
    assert tree.xpath("//select[@name='category-0']/option[1]/@value") == [""]
    assert tree.xpath("//select[@name='category-0']/option[@selected]") == []
    assert tree.xpath("//input[@name='extras-0'][@checked]/@value") == ["dinner"]


async def test_file_that_is_no_list_is_refused_beside_the_field(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    file = {"file": ("list.xlsx", b"PK\x03\x04", "application/zip")}

    answer = await post(contact, HERE, typed(do="file"), files=file)
    nothing = await post(contact, HERE, typed(do="file"))

    assert "Save it as CSV" in errors_beside(answer)["file"]
    assert html.fromstring(answer.text).xpath("//input[@name='email-0']/@value") == [
        "alice@example.org"
    ]
    assert "Choose a file" in errors_beside(nothing)["file"]


async def test_price_that_changed_since_it_was_shown_is_shown_again(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    await post(contact, HERE, typed())
    sent = agreed(await contact.get(f"{HERE}/check"))
    await Price.update({Price.amount: 700_00}).where(
        Price.category == party.categories["non_member"], Price.window == party.windows["early"]
    )

    again = await post(contact, f"{HERE}/check", sent)

    assert again.status_code == 409
    assert "Something has changed" in words(again)
    assert "1,580.00 EUR" in words(again)
    assert await Order.count() == 0
    assert (await post(contact, f"{HERE}/check", agreed(again))).status_code == 303


async def test_somebody_who_registered_meanwhile_stops_the_whole_group(
    party: Sale, contact: httpx.AsyncClient, post: Post, buy: Buy
) -> None:
    await post(contact, HERE, typed())
    sent = agreed(await contact.get(f"{HERE}/check"))
    await buy(party.cast.alice)

    answer = await post(contact, f"{HERE}/check", sent)

    assert answer.status_code == 409
    assert "holds a place" in errors_beside(answer)["email-0"]
    assert await Registration.count() == 1
    assert await broken() == []


async def test_places_that_went_meanwhile_stop_the_whole_group(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    await post(contact, HERE, typed())
    sent = agreed(await contact.get(f"{HERE}/check"))
    await PlacePool.update({PlacePool.capacity: 2}).where(PlacePool.key == "meeting")

    answer = await post(contact, f"{HERE}/check", sent)

    assert answer.status_code == 409
    assert "2 left, and this list asks for 3" in words(answer)
    assert await Registration.count() == 0
    row = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "meeting").first()
    assert row == {"taken": 0}


async def test_contact_sends_a_link_again_but_not_for_ever_nor_to_others(
    party: Sale, contact: httpx.AsyncClient, post: Post, buy: Buy
) -> None:
    order = await place(contact, post)
    stranger = await buy(party.cast.dan)
    nora = next(e for e in order.registrations if e.person.email == "nora@example.org")
    people = f"/my/groups/{order.code}/people"

    await post(contact, f"{people}/{nora.code}/link")
    page = words(await contact.get(f"/my/groups/{order.code}"))
    answers = [await post(contact, f"{people}/{nora.code}/link") for _ in range(3)]
    other = await post(contact, f"{people}/{stranger.registration_code}/link")

    assert "A fresh link is on its way to nora@example.org." in page
    assert [each.status_code for each in answers] == [303, 303, 429]
    assert other.status_code == 404


async def test_contact_gives_a_place_to_another_name_free_of_charge(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    order = await place(contact, post)
    nora = next(e for e in order.registrations if e.person.email == "nora@example.org")
    path = f"/my/registrations/{nora.code}/transfer"
    new = {"given_name": "Pia", "family_name": "Persson", "email": "pia@example.org"}
    new |= {"affiliation": "Clyde Institute", "country": "SE"}

    look = await post(contact, path, new)
    word = html.fromstring(look.text).xpath("//input[@name='agreed']/@value")
    done = await post(contact, path, {**new, "agreed": word[0]})

    assert done.status_code == 303
    after = await order_queries.order_by_id(order.id)
    assert after.total == order.total
    names = {each.person.email for each in after.registrations if each.is_active}
    assert names == {"alice@example.org", "pia@example.org", "omar@example.org"}
    assert "Pia Persson" in words(await contact.get(f"/my/groups/{order.code}"))
    assert await broken() == []


async def test_names_change_freely_until_the_day_and_then_a_quarter_at_most(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    order = await place(contact, post)
    await GroupBooking.update({GroupBooking.size: 8}, force=True)
    days = {RegistrationPolicy.group_rename_until: date(2027, 6, 1)}
    await RegistrationPolicy.update(days, force=True)
    shown = words(await contact.get(f"/my/groups/{order.code}"))
    assert "freely until Tue 1 Jun 2027; after that 2 of 8" in shown

    await RegistrationPolicy.update(
        {RegistrationPolicy.group_rename_until: date(2027, 5, 1)}, force=True
    )
    await GroupBooking.update({GroupBooking.renamed: 2}, force=True)
    nora = next(e for e in order.registrations if e.person.email == "nora@example.org")
    refused = words(await contact.get(f"/my/registrations/{nora.code}/transfer"))

    assert "at most 25 %" in refused
    assert "2 of at most 2 names" in words(await contact.get(f"/my/groups/{order.code}"))


async def test_contact_cancels_one_and_the_others_stay(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    order = await place(contact, post)
    nora = next(e for e in order.registrations if e.person.email == "nora@example.org")
    path = f"/my/registrations/{nora.code}/cancel"
    page = await contact.get(path)
    word = html.fromstring(page.text).xpath("//input[@name='agreed']/@value")[0]

    await post(contact, path, {"agreed": word, "reason": "Cannot come."})

    after = await order_queries.order_by_id(order.id)
    assert (after.total, after.state) == (880_00, OrderState.PENDING)
    assert sum(each.is_active for each in after.registrations) == 2
    assert await broken() == []


async def test_group_page_is_as_many_statements_for_three_as_for_six(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    counts = []
    for size in (3, 6):
        rows = tuple(
            Row("Ada", f"Of {size}", f"ada{n}.{size}@example.org", "GB", "non_member")
            for n in range(size)
        )
        order = await place(contact, post, rows)
        with count_statements() as seen:
            page = await contact.get(f"/my/groups/{order.code}")
        assert f"{size} people" in words(page)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_group_that_is_nobodys_is_unknown(
    party: Sale, contact: httpx.AsyncClient, buy: Buy
) -> None:
    placed = await buy(party.cast.carol)  # her own order, yet no group

    assert (await contact.get(f"/my/groups/{placed.order_code}")).status_code == 404
    assert (await contact.get("/my/groups/NOTHING")).status_code == 404


async def test_my_page_lists_the_groups_that_i_booked(
    party: Sale, contact: httpx.AsyncClient, post: Post
) -> None:
    await place(contact, post)

    assert "Clyde Institute, 3 people" in words(await contact.get("/my"))
