"""The roll as a file: no program runs it, and our own importer finds nothing changed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from conference.membership import actions
from conference.membership.roll_cells import csv_cell, plain_cell, sheet_cell, text_of_value
from conference.membership.roll_changes import ChangeKind
from conference.membership.tables import Membership
from conference.orm import Actor, clock
from conference.people.rules import clean
from tests.membership.workbooks import HEAD, workbook

BY = Actor.system("tests")
CSV, XLSX = "/glasgow/office/roll.csv", "/glasgow/office/roll.xlsx"
AWKWARD = [
    ("-Müller", "+49 30"),
    ("=cmd|' /C calc'!A0", "@home"),
    ("'t Hooft", "'+41 22"),
    ("O''Neil", "="),
    ("Smith, Jr.", 'Ann "Annie"'),
    ("王", "小明"),
]


@pytest.fixture
async def office(client, cast, sign_in, now):
    await sign_in(client, cast.olive)
    with clock.at(now):
        yield client


async def _import(cast, now, data, name):
    proposal = await actions.propose_roll_import(
        society=cast.meeting.society, file_name=name, data=data, by=BY, now=now
    )
    await actions.apply_roll_import(import_id=proposal.id, by=BY, now=now)
    return proposal


@pytest.fixture
async def awkward(cast, now):
    """People whose names a spreadsheet would run or eat, and every kind of membership."""
    head = (*HEAD, "Membership type", "Status", "Affiliation", "Country")
    rows = [
        (f"00{n}", csv_cell(given), csv_cell(family), f"p{n}@x.example", date(2027, 1, 1),
         date(2027, 12, 31), "Fellow", "suspended", csv_cell("-Lab, 1"), "DE")
        for n, (family, given) in enumerate(AWKWARD, 10)
    ]  # fmt: skip
    life = ("0099", "Lia", "Life", "", date(1999, 5, 1), None, "Honorary", "", "", "")
    await _import(cast, now, workbook(head, *rows, life), "awkward.xlsx")
    assert await Membership.count() == 2 + len(AWKWARD)


@pytest.mark.parametrize("path", [CSV, XLSX])
async def test_an_exported_roll_reads_back_unchanged(office, cast, now, awkward, path):
    answer = await office.get(path)
    proposal = await actions.propose_roll_import(
        society=cast.meeting.society, file_name=path, data=answer.content, by=BY, now=now
    )
    assert proposal.file.refusals == ()
    assert [change.kind for change in proposal.changes] == [ChangeKind.UNCHANGED] * 8, [
        (each.name, each.fields, each.reason) for each in proposal.changes
    ]


async def test_no_cell_of_the_csv_is_a_formula(office, awkward):
    answer = await office.get(CSV)
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="members-2027-05-10.csv"' in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]
    assert "'-Müller" in [row[2] for row in rows]


async def test_no_cell_of_the_workbook_is_a_formula(office, awkward):
    answer = await office.get(XLSX)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "d"}
    assert {"-Müller", "=cmd|' /C calc'!A0"} <= {row[2].value for row in sheet.iter_rows(2)}


async def test_the_export_keeps_the_filters_of_the_list(office, awkward):
    shown = (await office.get("/glasgow/office/roll?type=honorary&q=life")).text
    assert 'href="/glasgow/office/roll.csv?q=life&amp;type=honorary"' in shown
    lines = (await office.get(f"{CSV}?q=life&type=honorary")).text.splitlines()
    assert len(lines) == 2
    assert "0099,Lia,Life" in lines[1]
    assert "for life" in lines[1]


async def test_export_costs_as_many_statements_for_one_as_for_many(
    office, cast, count_statements, now
):
    with count_statements() as one:
        await office.get(CSV)
    head, row = "Number,Name,Valid to\n", "{n},Fox F{n},2027-12-31\n"
    data = head + "".join(row.format(n=n) for n in range(60))
    await _import(cast, now, data.encode(), "many.csv")
    with count_statements() as many:
        answer = await office.get(CSV)
    assert len(answer.text.splitlines()) == 62
    assert len(many) == len(one)


TEXT = st.text("'=+-@ 0aß＝\u200c\"", max_size=8).map(clean) | st.text(max_size=20).map(clean)


@given(TEXT)
def test_a_cell_of_a_csv_is_harmless_and_loses_nothing(text):
    cell = csv_cell(text)
    assert not cell.startswith(tuple("=+-@＝＋－＠"))
    assert plain_cell(cell) == text


@given(TEXT)
def test_a_cell_of_a_workbook_loses_nothing(text):
    assert text_of_value(sheet_cell(text)) == text
