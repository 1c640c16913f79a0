"""Extras and bundles as the office sets them up: prices per period, limits, removal (P11, P13)."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from conference.orm import Actor
from conference.registration import actions, price_queries
from conference.registration.catalogue import ExtraKind, Wish
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.errors import SoldOut
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Buy, Sale
from tests.registration.office_forms import form_as_shown
from tests.registration.reading import errors_beside, words
from tests.registration.setup.selling import DINNER, catalogue, order, set_extra
from tests.web_client import Post

EXTRAS = "/glasgow/office/prices/extras"
BUNDLES = "/glasgow/office/prices/bundles"
WITH_DINNER = Wish("non_member", "in_person", extras=(("dinner", 1),))


async def test_extra_is_added_with_its_prices_and_limit(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    form = {
        **await form_as_shown(office, f"{EXTRAS}/new"),
        "title": "Gala dinner",
        "price-early": "90",
        "limit": "120",
        "most": "2",
    }

    answer = await post(office, f"{EXTRAS}/new", form)

    assert answer.status_code == 303
    (made,) = (await catalogue(sale)).extras
    assert (made.key, made.kind, made.most) == ("gala-dinner", ExtraKind.EVENT, 2)
    assert made.amounts == {"early": 90_00}
    assert made.modes == {"in_person"}
    assert (await price_queries.places_of(sale.meeting.id))["extra:gala-dinner"].capacity == 120
    listed = words(await office.get(EXTRAS))
    assert "Gala dinner Social event 90.00 EUR not sold 0 120" in listed


async def test_extra_saved_as_shown_changes_nothing(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    limited = replace(DINNER, categories=frozenset({"regular", "helper"}))
    await set_extra(sale, limited, 5)
    before = await catalogue(sale)

    await post(office, f"{EXTRAS}/dinner", await form_as_shown(office, f"{EXTRAS}/dinner"))

    assert await catalogue(sale) == before


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give the extra a title."),
        ({"price-early": "cheap"}, "price-early", "Write the amount as digits"),
        ({"price-early": "-1"}, "price-early", "zero or more"),
        ({"modes": []}, "modes", "Choose who may take it."),
        ({"kind": "yacht"}, "kind", "from the list"),
        ({"categories": ["nobles"]}, "categories", "from the list"),
        ({"most": "0"}, "most", "from 1 to 99"),
        ({"limit": "few"}, "limit", "whole number"),
        ({"tax_class": "nonesuch"}, "tax_class", "from the list"),
    ],
)
async def test_wrong_extra_is_refused_beside_the_field_and_keeps_what_was_typed(
    sale: Sale,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, object],
    field: str,
    sentence: str,
) -> None:
    form = {**await form_as_shown(office, f"{EXTRAS}/new"), "title": "Boat trip", **changes}

    answer = await post(office, f"{EXTRAS}/new", form)

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)[field]
    assert "Boat trip" in answer.text or field == "title"
    assert (await catalogue(sale)).extras == ()


async def test_limit_set_after_selling_counts_what_was_sold(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_extra(sale)
    await order(sale, sale.cast.dan, WITH_DINNER)
    form = await form_as_shown(office, f"{EXTRAS}/dinner")

    refused = await post(office, f"{EXTRAS}/dinner", {**form, "limit": "0"})
    done = await post(office, f"{EXTRAS}/dinner", {**form, "limit": "1"})

    assert "1 are taken already; write 1 or more." in errors_beside(refused)["limit"]
    assert done.status_code == 303
    pool = (await price_queries.places_of(sale.meeting.id))["extra:dinner"]
    assert (pool.capacity, pool.taken) == (1, 1)
    with pytest.raises(SoldOut):
        await order(sale, sale.cast.bob, WITH_DINNER)


async def test_place_of_a_late_limit_is_free_again_after_cancelling(
    sale: Sale, office: httpx.AsyncClient
) -> None:
    await set_extra(sale)
    placed = await order(sale, sale.cast.dan, WITH_DINNER)
    await set_extra(sale, limit=1)
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=Actor.system("tests"),
        now=NOW,
        reason="changed plans",
    )

    assert (await price_queries.places_of(sale.meeting.id))["extra:dinner"].taken == 0
    await order(sale, sale.cast.bob, WITH_DINNER)


async def test_limit_goes_only_while_nothing_is_taken(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_extra(sale, limit=5)
    form = {**await form_as_shown(office, f"{EXTRAS}/dinner"), "limit": ""}
    await post(office, f"{EXTRAS}/dinner", form)
    assert "extra:dinner" not in await price_queries.places_of(sale.meeting.id)

    await set_extra(sale, limit=5)
    await order(sale, sale.cast.dan, WITH_DINNER)
    refused = await post(office, f"{EXTRAS}/dinner", form)

    assert "write a high number instead" in errors_beside(refused)["limit"]


async def test_sold_extra_stays_and_can_be_switched_off(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_extra(sale)
    placed = await order(sale, sale.cast.dan, WITH_DINNER)

    answer = await post(office, f"{EXTRAS}/dinner/remove")
    told = words(await office.get(answer.headers["location"]))

    assert "“Gala dinner” was ordered already. Switch it off instead of removing it." in told
    await set_extra(sale, replace(DINNER, is_on_sale=False))
    assert not (await catalogue(sale)).extras[0].is_on_sale
    assert placed.order_code


async def test_unsold_extra_is_removed_but_not_out_of_a_bundle(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_extra(sale, limit=3)
    await set_extra(sale, replace(DINNER, key="lunch", title="Lunch"))
    bundle = {"title": "Meals", "extras": ["dinner", "lunch"], "amount": "150"}
    await post(office, f"{BUNDLES}/new", bundle)

    kept = await post(office, f"{EXTRAS}/dinner/remove")
    assert "is part of “Meals”" in words(await office.get(kept.headers["location"]))
    await post(office, f"{BUNDLES}/meals/remove")
    await post(office, f"{EXTRAS}/dinner/remove")

    assert [each.key for each in (await catalogue(sale)).extras] == ["lunch"]
    assert "extra:dinner" not in await price_queries.places_of(sale.meeting.id)
    assert (await office.get(f"{EXTRAS}/dinner")).status_code == 404


@pytest.mark.parametrize(
    ("extras", "sentence"),
    [
        (["dinner"], "Choose two or more extras."),
        (["dinner", "guest"], "Accompanying persons pay one by one"),
        (["dinner", "lunch"], "taxed differently"),
    ],
)
async def test_bundle_of_what_does_not_go_together_is_refused(
    sale: Sale, office: httpx.AsyncClient, post: Post, extras: list[str], sentence: str
) -> None:
    await set_extra(sale)
    await set_extra(sale, replace(DINNER, key="lunch", tax_class="food"))
    await set_extra(sale, replace(DINNER, key="guest", kind=ExtraKind.GUEST))
    form = {"title": "Both", "extras": extras, "amount": "10"}

    answer = await post(office, f"{BUNDLES}/new", form)

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)["extras"]
    assert (await catalogue(sale)).bundles == ()


async def test_extra_in_a_bundle_keeps_its_tax_class(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    for key in ("dinner", "lunch"):
        await set_extra(sale, replace(DINNER, key=key))
    await set_extra(sale, replace(DINNER, key="other", tax_class="food"))
    await post(
        office, f"{BUNDLES}/new", {"title": "B", "extras": ["dinner", "lunch"], "amount": "1"}
    )
    form = await form_as_shown(office, f"{EXTRAS}/dinner")

    answer = await post(office, f"{EXTRAS}/dinner", {**form, "tax_class": "food"})

    assert "It is in the bundle “B”." in errors_beside(answer)["tax_class"]


async def test_quote_keeps_the_price_it_told(sale: Sale, office: httpx.AsyncClient) -> None:
    await set_extra(sale)
    dan = sale.cast.dan
    by = Actor(dan.id, "Dan")
    quote = await actions.make_quote(sale.meeting, dan.id, WITH_DINNER, by=by, now=NOW)

    await set_extra(sale, replace(DINNER, amounts={"early": 500_00}, is_on_sale=False))
    placed = await actions.place_order(quote.id, dan.id, issuer=ISSUER, by=by, now=NOW)

    assert quote.total == 650_00 + 90_00
    page = words(await office.get(f"/glasgow/office/orders/{placed.order_code}"))
    assert "740.00 EUR" in page


async def test_extras_page_costs_the_same_for_one_and_three(
    sale: Sale, office: httpx.AsyncClient, count_statements: object, buy: Buy
) -> None:
    counts = []
    for keys in (["a"], ["b", "c"]):
        for key in keys:
            await set_extra(sale, replace(DINNER, key=key, title=key), 4)
        with count_statements() as seen:  # type: ignore[operator]
            assert (await office.get(EXTRAS)).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
