"""What one registration costs the database: the catalogue is read once for each request."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.registration.tables import Order
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import Sale
from tests.web_client import Post, SignIn

WHAT, CHECK = "/glasgow/register/what", "/glasgow/register/check"
CATALOGUE = ("conference_category", "conference_price_window", "conference_registration_policy")
MOST = {"choose": 32, "look": 24, "order": 41}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


async def fill_the_stall(sale: Sale) -> None:
    """Everything that a price may ask the database about."""
    await stalls.sell_extra(sale, "dinner", 55_00, places=9)
    await stalls.sell_guests(sale)
    await stalls.give_code(sale, "TEN", "percent", 10_00)
    both = {"early": 100_00, "standard": 200_00}
    await stalls.class_country(sale, "NG", "LMC")
    await stalls.sell_category(sale, "low_income", both, income_groups="LMC")
    await stalls.sell_category(sale, "invited", both, granted_to="speaker", is_on_sale=False)


@pytest.mark.parametrize("is_full", [False, True])
async def test_register_reads_the_catalogue_once_a_request_and_sends_few_statements(
    sale: Sale,
    client: httpx.AsyncClient,
    sign_in: SignIn,
    post: Post,
    count_statements: Any,
    is_full: bool,
) -> None:
    if is_full:
        await fill_the_stall(sale)
    await sign_in(client, sale.cast.dan)
    chosen = {"category": "non_member", "mode": "in_person"}
    chosen |= {"extra-dinner": "1", "codes": "TEN"} if is_full else {}
    await client.get(WHAT)

    with count_statements() as choose:
        assert (await post(client, WHAT, chosen)).status_code == 303
    with count_statements() as look:
        page = await client.get(CHECK)
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")
    with count_statements() as order:
        answer = await post(client, CHECK, {"quote": str(quote), "pays_by": "bank_transfer"})

    assert await Order.count() == 1, answer.text
    sent = {"choose": choose, "look": look, "order": order}
    counts = {name: len(each) for name, each in sent.items()}
    assert all(counts[name] <= most for name, most in MOST.items()), counts
    for each in sent.values():
        reads = [sum(f'FROM "{table}" WHERE' in text for text in each) for table in CATALOGUE]
        assert max(reads) == 1
