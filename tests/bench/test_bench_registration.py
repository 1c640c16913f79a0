"""What the registration benchmark says of its work is true of little work, too."""

from __future__ import annotations

from conference.registration.order_list import PAGE_SIZE
from conference.registration.quoted import Quoted
from tests.bench.ground import empty_database, found_society
from tests.bench.registration import _price, first_page, full_catalogue, statements_of
from tests.bench.stall import open_stall, take_orders


async def test_orders_list_sends_as_many_statements_for_many_orders():
    async with empty_database():
        society = await found_society()
        for count, slug in ((3, "few"), (2 * PAGE_SIZE + 20, "many")):
            await take_orders(await open_stall(society, slug), count, slug[0].upper())

        few, many = await first_page("few"), await first_page("many")

        assert (few.totals.orders, len(few.rows)) == (3, 3)
        assert (many.totals.orders, len(many.rows), many.pages) == (120, PAGE_SIZE, 3)
        assert await statements_of("few") == await statements_of("many")


def test_basket_of_the_benchmark_is_full():
    quoted = _price(full_catalogue())

    assert isinstance(quoted, Quoted)
    kinds = {line.kind.value for line in quoted.lines}
    assert {"fee", "extra", "guest"} <= kinds
    assert any(line.item.startswith("code:") for line in quoted.lines)
    assert any(line.item.startswith("bundle:") for line in quoted.lines)
