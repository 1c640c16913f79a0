"""The office registers somebody, also in a category that is not on sale (P09, R09)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from conference.orm import clock
from conference.people import queries as people
from conference.registration import queries
from conference.registration.tables import Order, PlacePool, RegistrationCategory
from tests.cast import NOW
from tests.registration.conftest import Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

PATH = "/glasgow/office/registrations/new"
FORM = {
    "email": "Kim@Example.org",
    "family_name": "Kim",
    "affiliation": "Han River Institute",
    "country": "KR",
    "category": "helper",
    "mode": "in_person",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def test_book_registration_in_a_category_that_is_not_on_sale(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await RegistrationCategory.update({RegistrationCategory.is_on_sale: False}).where(
        RegistrationCategory.key == "helper"
    )

    done = await post(office, PATH, FORM)

    assert "Kim, Han River Institute" in words(await office.get(done.headers["location"]))
    kim = await people.person_by_email("kim@example.org")
    assert kim is not None
    held = await queries.active_registration(sale.meeting.id, kim.id)
    assert held is not None
    assert held.is_confirmed


async def test_book_registration_of_a_known_address_keeps_the_known_name(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await post(office, PATH, {**FORM, "email": "dan@example.org"})

    held = await queries.active_registration(sale.meeting.id, sale.cast.dan.id)
    assert held is not None
    assert held.person.registered_name == "Dan Díaz"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"category": ""}, "category", "Choose a category."),
        ({"category": "regular"}, "category", "For members."),
        ({"mode": "virtual"}, "category", "Not offered virtual"),
        ({"email": "no"}, "email", "Write an e-mail address"),
        ({"email": "bob@example.org"}, "email", "holds a place already"),
    ],
)
async def test_book_registration_refuses_in_words(
    sale: Sale,
    buy: Buy,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    await buy(sale.cast.bob)

    answer = await post(office, PATH, {**FORM, **changes})

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)[field]
    assert await Order.count() == 1


async def test_book_registration_in_a_full_meeting_says_so(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await PlacePool.update({PlacePool.capacity: 0}, force=True)

    answer = await post(office, PATH, FORM)

    assert "Every place is taken" in errors_beside(answer)["mode"]
