"""Discount codes as the office makes them: one, fifty, used, switched off, removed (P08)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import httpx
import pytest

from conference.registration import price_queries
from conference.registration.catalogue import CodeKind, Wish
from conference.registration.errors import NotOnSale, SoldOut
from tests.registration.conftest import Sale
from tests.registration.office_forms import form_as_shown
from tests.registration.reading import errors_beside, words
from tests.registration.setup.selling import HALF, catalogue, order, set_code, set_extra
from tests.web_client import Post

CODES = "/glasgow/office/prices/codes"
WITH_CODE = Wish("non_member", "in_person", codes=("half",))


async def test_fifty_codes_are_made_at_once_and_come_as_a_file(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    form = {
        **await form_as_shown(office, f"{CODES}/new"),
        "code": "lab-",
        "copies": "50",
        "title": "=Partner laboratory",
        "value": "12.5",
        "limit": "1",
        "ends_at": "2027-06-30T18:00",
    }

    answer = await post(office, f"{CODES}/new", form)

    assert answer.status_code == 303
    made = (await catalogue(sale)).codes
    assert len({each.code for each in made}) == 50
    assert all(each.code.startswith("LAB-") and each.value == 12_50 for each in made)
    file = await office.get(f"{CODES}.csv", params={"q": "laboratory"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["code"] for row in rows} == {each.code for each in made}
    assert rows[0]["limit"] == "1"
    assert rows[0]["valid_until"].startswith("2027-06-30")
    assert not rows[0]["title"].startswith("=")
    pools = await price_queries.places_of(sale.meeting.id)
    assert sum(key.startswith("code:LAB-") for key in pools) == 50


async def test_code_is_changed_switched_off_and_keeps_its_name(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_code(sale)
    form = await form_as_shown(office, f"{CODES}/HALF")
    form.pop("is_active")

    await post(office, f"{CODES}/HALF", {**form, "code": "OTHER", "value": "40"})

    (code,) = (await catalogue(sale)).codes
    assert (code.code, code.value, code.is_active) == ("HALF", 40_00, False)
    with pytest.raises(NotOnSale):
        await order(sale, sale.cast.dan, WITH_CODE)


async def test_who_used_a_code_is_listed_and_it_stays(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await set_code(sale)
    placed = await order(sale, sale.cast.dan, WITH_CODE)

    page = words(await office.get(f"{CODES}/HALF"))
    answer = await post(office, f"{CODES}/HALF/remove")

    assert f"Dan Díaz {placed.order_code} 325.00 EUR" in page
    assert "HALF was used already. Switch it off instead of removing it." in words(
        await office.get(answer.headers["location"])
    )
    assert "1 no limit" in words(await office.get(CODES))


async def test_limit_of_a_code_counts_who_used_it_before(sale: Sale) -> None:
    from conference.registration.setup import code_actions
    from conference.registration.setup.code_forms import CodeSetting
    from tests.cast import NOW
    from tests.registration.conftest import OFFICE

    await set_code(sale)
    await order(sale, sale.cast.dan, WITH_CODE)
    await code_actions.save_code(sale.meeting, CodeSetting(HALF, 1), by=OFFICE, now=NOW)

    with pytest.raises(SoldOut):
        await order(sale, sale.cast.bob, WITH_CODE)


async def test_unused_code_is_removed(sale: Sale, office: httpx.AsyncClient, post: Post) -> None:
    await set_code(sale, replace(HALF, kind=CodeKind.AMOUNT, value=10_00), 3)

    await post(office, f"{CODES}/HALF/remove")

    assert (await catalogue(sale)).codes == ()
    assert "code:HALF" not in await price_queries.places_of(sale.meeting.id)
    assert (await office.get(f"{CODES}/HALF")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"code": ""}, "code", "Write the code"),
        ({"code": "a b/c"}, "code", "letters, digits and hyphens"),
        ({"code": "half"}, "code", "a code of this name already"),
        ({"copies": "5000"}, "copies", "from 1 to 500"),
        ({"title": ""}, "title", "what the code is for"),
        ({"value": "101"}, "value", "percentage above 0"),
        ({"value": "0"}, "value", "percentage above 0"),
        ({"kind": "amount", "value": ""}, "value", "Write an amount"),
        ({"kind": "opens", "opens": ""}, "kind", ""),
        ({"extras_only": "on"}, "extras", "Choose the extras"),
        ({"starts_at": "2027-06-02T00:00", "ends_at": "2027-06-01T00:00"}, "ends_at", "before"),
        ({"ends_at": "2027-03-28T01:30"}, "ends_at", "Clocks go forward"),
    ],
)
async def test_wrong_code_is_refused_beside_the_field(
    sale: Sale,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    await set_code(sale)
    await set_extra(sale)
    form = {
        **await form_as_shown(office, f"{CODES}/new"),
        "code": "NEW-ONE",
        "title": "Try",
        "value": "10",
        **changes,
    }

    answer = await post(office, f"{CODES}/new", form)

    assert answer.status_code == 422
    if sentence:
        assert sentence in errors_beside(answer)[field]
    assert [each.code for each in (await catalogue(sale)).codes] == ["HALF"]


async def test_codes_page_costs_the_same_for_one_and_three(
    sale: Sale, office: httpx.AsyncClient, count_statements: object
) -> None:
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            await set_code(sale, replace(HALF, code=name), 4)
        with count_statements() as seen:  # type: ignore[operator]
            assert (await office.get(CODES)).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
