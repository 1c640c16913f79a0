"""The benchmarks run; what they measure is read by people, never asserted."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.bench import badges
from tests.bench.__main__ import QUICK, benches
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


def test_floor_of_badges_says_and_shows_the_same_as_ours():
    faces = badges.batch_of(5, turn=0)
    ours = badges.badge_pdf(faces, badges.LAYOUT, badges.PAPER)
    floor = badges.PlainBadges(faces).draw()
    assert words_of(ours) == words_of(floor)
    assert badges.decoded(ours, faces) == badges.decoded(floor, faces) == (5, 5)


def words_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return sorted("".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", ""))
