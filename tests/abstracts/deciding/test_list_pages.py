"""The committee finds, reads, decides and exports abstracts."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
from openpyxl import load_workbook

from abstracts.deciding.listing import PAGE_SIZE
from abstracts.tables import Abstract
from abstracts.tables.deciding import HeldDecision
from conference.registration.tables import Order
from tests.abstracts.deciding.test_presenters import register
from tests.abstracts.reviewed import Paper, Reviewed, make_reviewed
from tests.cast import NOW, Cast

LIST = "/glasgow/committee/abstracts"


async def listed(bob: httpx.AsyncClient, query: str) -> list[str]:
    """The references that a filter finds, in order, by the sheet."""
    answer = await bob.get(f"{LIST}.csv?{query}")
    assert answer.status_code == 200
    return [
        row["Reference"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    ]


async def test_list_filters_by_all_that_bears_on_a_decision(
    bob: httpx.AsyncClient, cast: Cast
) -> None:
    order = Order(
        id=uuid4(), code="FEE001", meeting=cast.meeting.id, person=cast.dan.id, currency="EUR",
        total=5000, state="pending", placed_at=NOW,
    )  # fmt: skip
    await Order.insert(order)
    made = await make_reviewed(
        cast,
        [
            Paper((5, 1), topic=0, presenter="ada"),
            Paper((3, 3), topic=1, presenter="ben", changes={"fee_order": "FEE001", "fee": 5000}),
            Paper((4, 4), topic=1, presenter="cem", changes={"title": "=cmd|' /C calc'!A0"}),
            Paper((4, 4), changes={"state": "draft", "submitted_at": None}),
        ],
    )
    first, second, third, draft = made.codes
    await HeldDecision.insert(
        HeldDecision(abstract=made.ids[third], outcome="oral", by_name="Bob Brennan")
    )
    from abstracts.tables import Author

    await Author.update({Author.person: cast.alice.id}).where(Author.abstract == made.ids[second])
    await register(cast, cast.alice.id)
    assert await listed(bob, "") == [first, second, third]
    assert draft not in (await bob.get(LIST)).text
    assert await listed(bob, "sort=oldest") == [third, second, first]
    assert await listed(bob, "disputed=yes") == [first]
    assert await listed(bob, "fee=due") == [second]
    assert await listed(bob, "fee=paid") == []
    assert await listed(bob, "held=oral") == [third]
    assert await listed(bob, "held=none") == [first, second]
    assert await listed(bob, "presenter=registered") == [second]
    assert await listed(bob, "presenter=missing") == [first, third]
    assert await listed(bob, "topic=T02&q=finding") == [second, third]
    assert await listed(bob, "state=nonsense&call=regular") == [first, second, third]
    assert await listed(bob, "q=100%25") == []
    sheet = (await bob.get(f"{LIST}.csv?held=oral")).text
    assert "'=cmd" in sheet
    page = (await bob.get(f"{LIST}?fee=due")).text
    assert "fee unpaid" in page
    book = load_workbook(io.BytesIO((await bob.get(f"{LIST}.xlsx")).content))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == [first, second, third]


async def test_list_shows_a_hundred_a_page(bob: httpx.AsyncClient, cast: Cast) -> None:
    made = await make_reviewed(cast, [Paper()] * (PAGE_SIZE + 1))
    first = (await bob.get(LIST)).text
    assert f"{PAGE_SIZE + 1} found, page 1 of 2" in first
    assert made.codes[-1] not in first
    second = (await bob.get(f"{LIST}?page=2")).text
    assert made.codes[-1] in second
    assert made.codes[0] not in second
    assert "page 2 of 2" in (await bob.get(f"{LIST}?page=9")).text


@pytest.mark.parametrize("do", ["hold", "tell"])
async def test_one_abstract_is_decided_alone(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed, do: str
) -> None:
    code = five.codes[0]
    here = f"{LIST}/{code}"
    page = (await bob.get(here)).text
    assert "Normalised" in page
    assert "5.00" in page
    assert (await post(bob, f"{here}/decide", {"outcome": "", "why": "x"})).status_code == 422
    data = {"outcome": "lightning", "why": "short and good", "note": "Bravo", "do": do}
    assert (await post(bob, f"{here}/decide", data)).status_code == 303
    page = (await bob.get(here)).text
    row = await Abstract.select(Abstract.state).where(Abstract.code == code).first()
    assert row is not None
    if do == "hold":
        assert "The authors do not know yet." in page
        assert row["state"] == "submitted"
    else:
        assert "Accepted: lightning talk" in page
        assert "short and good" in page
        assert row["state"] == "accepted"


async def test_poster_only_is_never_decided_as_a_talk(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    here = f"{LIST}/{five.codes[2]}"
    assert 'value="oral"' not in (await bob.get(here)).text
    for do, status in (("hold", 422), ("tell", 403)):
        data = {"outcome": "oral", "why": "good", "do": do}
        assert (await post(bob, f"{here}/decide", data)).status_code == status
    assert await Abstract.count().where(Abstract.state == "accepted") == 0
