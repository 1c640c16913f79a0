"""The benchmarks run; what they measure is read by people, never asserted."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import QUICK, benches
from tests.bench.badges import plain_badges
from tests.bench.timing import Row, Table, in_turns


@pytest.mark.parametrize("name", sorted(benches(QUICK)))
async def test_bench_runs_with_very_little_work(name):
    for table in await benches(QUICK)[name]():
        text = str(table)
        assert table.title in text
        assert all(row.name in text and min(row.ratios) > 0 for row in table.rows)


async def test_in_turns_runs_floor_and_ours_once_a_round_after_a_warm_up():
    ran = []

    async def floor():
        ran.append("floor")

    async def ours():
        ran.append("ours")

    (row,) = await in_turns(floor, {"ours": ours}, count=1, rounds=3)
    assert ran == ["floor", "ours"] * 4
    assert len(row.ratios) == 3


def test_table_shows_rates_and_ratios():
    row = Row("work", 100, floor=(1.0, 2.0), ours=(3.0, 4.0))
    line = str(Table("Title", "things", "nothing", (row,))).splitlines()[3]
    assert line.split() == ["work", "100/s", "33/s", "2", "2.5"]


def test_plain_badges_draws_a_page_for_each():
    from io import BytesIO

    from pypdf import PdfReader

    from badges.layout import LAYOUTS
    from tests.bench.badges import LAYOUT, _face

    pdf = PdfReader(BytesIO(plain_badges([_face(5), _face(6)], LAYOUTS[LAYOUT])))
    assert [page.extract_text().count("Lee") for page in pdf.pages] == [1, 0]
