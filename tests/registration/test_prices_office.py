"""The office's price list: periods that may not overlap, amounts, categories, places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.registration import price_queries
from conference.registration.catalogue import PriceTable
from conference.registration.tables import PlacePool
from tests.cast import NOW
from tests.registration.conftest import EARLY_ENDS, Buy, Sale
from tests.registration.office_forms import form_as_shown
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

PRICES = "/glasgow/office/prices"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def table(sale: Sale) -> PriceTable:
    return (await price_queries.price_list(sale.meeting.id, "EUR")).table


async def sent(office: httpx.AsyncClient, form: str, **changes: str) -> dict[str, str]:
    """What the browser would send of one of the pages."""
    return {**await form_as_shown(office, f"{PRICES}/{form}"), **changes}


async def test_periods_saved_as_shown_change_nothing(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    before = await table(sale)
    shown = await sent(office, "periods")
    assert shown["ends-early"] == "2027-07-31T23:59"

    answer = await post(office, f"{PRICES}/periods", shown)

    assert answer.status_code == 303
    assert await table(sale) == before


async def test_new_period_is_read_on_its_own_clock(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    changes = {
        "title-new": "On site",
        "starts-new": "2027-10-21T08:00",
        "ends-new": "2027-10-21T11:59",
        "zone-new": "Asia/Tokyo",
    }

    await post(office, f"{PRICES}/periods", await sent(office, "periods", **changes))

    made = (await table(sale)).windows[-1]
    assert (made.key, made.title, made.zone) == ("on-site", "On site", "Asia/Tokyo")
    assert made.starts_at == datetime(2027, 10, 20, 23, 0, tzinfo=UTC)
    assert made.ends_at == datetime(2027, 10, 21, 3, 0, tzinfo=UTC)


async def test_overlapping_periods_are_refused_beside_the_field(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    changes = {"starts-standard": "2027-07-31T23:59"}

    answer = await post(office, f"{PRICES}/periods", await sent(office, "periods", **changes))

    assert answer.status_code == 422
    assert "This period starts before “Early” ends" in errors_beside(answer)["starts-standard"]
    tree = html.fromstring(answer.text)
    assert tree.xpath("//input[@name='starts-standard']/@value") == ["2027-07-31T23:59"]
    assert [each.starts_at for each in (await table(sale)).windows][1] == EARLY_ENDS


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends-early": "2027-01-01T00:00"}, "starts-early", "ends before it starts"),
        ({"starts-early": "soon"}, "starts-early", "Write the date and time"),
        ({"title-early": ""}, "title-early", "short name"),
        ({"zone-early": "Mars/Olympus"}, "zone-early", "from the list"),
        ({"ends-early": "2027-03-28T01:30"}, "ends-early", "Clocks go forward"),
        ({"title-new": "Late"}, "starts-new", "Write the date and time"),
        ({"starts-early": "0001-01-01T00:00"}, "starts-early", "Is the year 1 right?"),
        ({"ends-early": "9999-12-31T23:59"}, "ends-early", "Is the year 9999 right?"),
    ],
)
async def test_wrong_periods_are_refused_in_words(
    sale: Sale,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    before = await table(sale)

    answer = await post(office, f"{PRICES}/periods", await sent(office, "periods", **changes))

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)[field]
    assert await table(sale) == before


async def test_removed_period_goes_with_its_prices(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    changes = {"remove-standard": "on"}

    await post(office, f"{PRICES}/periods", await sent(office, "periods", **changes))

    after = await table(sale)
    assert [each.key for each in after.windows] == ["early"]
    assert all(window == "early" for _, window, _ in after.amounts)


async def test_amounts_are_changed_added_and_withdrawn(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    changes = {
        "amount|regular|early|in_person": "1,455.50",
        "amount|helper|standard|in_person": "0",
        "amount|trainee|early|in_person": "",
    }

    answer = await post(office, f"{PRICES}/amounts", await sent(office, "amounts", **changes))

    assert "3 amounts changed." in words(await office.get(answer.headers["location"]))
    amounts = (await table(sale)).amounts
    assert amounts["regular", "early", "in_person"] == 1455_50
    assert amounts["helper", "standard", "in_person"] == 0
    assert ("trainee", "early", "in_person") not in amounts


@pytest.mark.parametrize("typed", ["lots", "-1", "1.005", "1e99", "NaN"])
async def test_wrong_amount_is_refused_beside_the_field(
    sale: Sale, office: httpx.AsyncClient, post: Post, typed: str
) -> None:
    before = await table(sale)
    changes = {"amount|regular|early|in_person": typed}

    answer = await post(office, f"{PRICES}/amounts", await sent(office, "amounts", **changes))

    assert answer.status_code == 422
    assert list(errors_beside(answer)) == ["amount|regular|early|in_person"]
    assert await table(sale) == before


async def test_places_never_fall_below_what_is_taken(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    await buy(sale.cast.dan)

    refused = await post(office, f"{PRICES}/places", {"virtual": "5", "meeting": "0"})
    unchanged = await price_queries.places_of(sale.meeting.id)
    done = await post(office, f"{PRICES}/places", {"meeting": "1", "virtual": "5"})

    assert refused.status_code == 422
    assert "More places than that are taken already." in errors_beside(refused)["meeting"]
    assert (unchanged["meeting"].capacity, unchanged["virtual"].capacity) == (3, 2)
    assert done.status_code == 303
    pools = await PlacePool.select(PlacePool.key, PlacePool.capacity).order_by(PlacePool.key)
    assert [(row["key"], row["capacity"]) for row in pools] == [("meeting", 1), ("virtual", 5)]


async def test_category_is_added_and_changed(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    path = f"{PRICES}/categories"
    form = {"title": "Invited", "band_style": "blue", "position": "7", "tax_class": "registration"}

    new = {**form, "title": "Invited speaker", "is_on_sale": "on", "member_twin": "regular"}
    await post(office, f"{path}/new", new)
    await post(office, f"{path}/invited-speaker", form)

    made = (await table(sale)).category("invited-speaker")
    assert made is not None
    assert (made.title, made.is_on_sale, made.member_twin) == ("Invited", False, "")
    for unknown in ("nosuch", "%00"):
        assert (await office.get(f"{path}/{unknown}")).status_code == 404
    shown = await office.get(f"{path}/regular")
    assert html.fromstring(shown.text).xpath("//input[@name='membership_types']/@checked")


async def test_category_without_a_title_is_refused(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    sent = {"position": "3", "band_style": "blue", "tax_class": "registration"}
    answer = await post(office, f"{PRICES}/categories/new", sent)

    assert (answer.status_code, list(errors_beside(answer))) == (422, ["title"])


@pytest.mark.parametrize("key", ["nonsuch", "k" * 60])
async def test_address_makes_no_category(
    sale: Sale, office: httpx.AsyncClient, post: Post, key: str
) -> None:
    before = await table(sale)

    answer = await post(office, f"{PRICES}/categories/{key}", {"title": "X", "band_style": "blue"})

    assert answer.status_code == 404
    assert await table(sale) == before


async def test_category_takes_a_known_style_only(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    sent = {"title": "G", "position": "3", "band_style": "tartan", "tax_class": "registration"}
    answer = await post(office, f"{PRICES}/categories/new", sent)

    assert (answer.status_code, list(errors_beside(answer))) == (422, ["band_style"])


async def test_payment_advice_is_kept_and_shown(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await post(office, f"{PRICES}/advice", {"text": "IBAN NEW\nBank of Clyde"})

    assert await price_queries.payment_advice(sale.meeting.id) == "IBAN NEW\nBank of Clyde"


@pytest.mark.parametrize(
    ("email", "at", "expected"),
    [
        ("alice@example.org", "2027-05-10T10:00", "Regular member suggested 450.00 EUR"),
        ("alice@example.org", "2027-08-10T10:00", "Regular member suggested 540.00 EUR"),
        ("dan@example.org", "2027-05-10T10:00", "Non-member suggested 650.00 EUR"),
        ("", "2027-05-10T10:00", "Somebody unknown"),
        ("ghost@example.org", "2027-05-10T10:00", "Nobody here has this address"),
        ("alice@example.org", "soon", "Write the date and time"),
        ("alice@example.org", "0001-01-01T00:00", "Is the year 1 right?"),
        ("a\x00b@example.org", "2027-05-10T10:00", "Nobody here has this address"),
    ],
)
async def test_tester_says_what_a_person_would_pay_on_a_date(
    sale: Sale, office: httpx.AsyncClient, email: str, at: str, expected: str
) -> None:
    page = await office.get(f"{PRICES}/test", params={"email": email, "at": at})

    assert page.status_code == 200
    assert expected in words(page)


@pytest.mark.parametrize("path", ["", "/test", "/periods", "/categories/regular"])
async def test_prices_are_closed_to_others(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn, path: str
) -> None:
    await sign_in(client, sale.cast.carol)

    assert (await client.get(f"{PRICES}{path}")).status_code == 403
