"""Workbooks as Excel writes them: the cells mean what the screen shows; nothing is run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from conference.membership.preview import how_it_was_read
from conference.membership.roll_changes import RollProposal
from conference.membership.roll_file import read_roll
from tests.membership.workbooks import HEAD, repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
ANN = (12, "Ann", "Lee", "ann@x.example", date(2027, 1, 1), date(2027, 12, 31))


def one(data):
    file = read_roll(data)
    assert file.problem == ""
    assert file.refusals == (), file.refusals
    (row,) = file.rows
    return row


def refusal_of(*rows):
    (refusal,) = read_roll(workbook(*rows)).refusals
    return refusal


def test_a_workbook_is_read():
    row = one(workbook(HEAD, ANN))
    assert (row.line, row.number, row.given_name, row.family_name) == (2, "12", "Ann", "Lee")
    assert (row.valid_from, row.valid_to) == (date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("value", "number_format", "number"),
    [
        (12.0, "General", "12"),
        (12, "00000", "00012"),
        (12, '"SOS-"0000', "SOS-0012"),
        ("0012", "General", "0012"),
        ("'0012", "General", "0012"),
        ("SOS 12", "@", "SOS 12"),
    ],
)
def test_a_member_number_is_what_the_screen_shows(value, number_format, number):
    def style(book):
        book.active["A2"].number_format = number_format

    assert one(workbook(HEAD, (value, *ANN[1:]), change=style)).number == number


@pytest.mark.parametrize(
    "value",
    [
        date(2027, 12, 31), datetime.fromisoformat("2027-12-31T23:59"), 46752,
        "31.12.2027", "12/31/2027", "2027-12-31", 2027, "31 Dec 2027",
    ],
)  # fmt: skip
def test_a_last_day_is_understood(value):
    assert one(workbook(HEAD, (*ANN[:5], value))).valid_to == date(2027, 12, 31)


def test_days_of_a_workbook_that_counts_from_1904():
    def count_from_1904(book):
        book.epoch = CALENDAR_MAC_1904

    assert one(workbook(HEAD, ANN, change=count_from_1904)).valid_to == date(2027, 12, 31)


def test_a_formula_counts_as_it_was_last_computed():
    data = workbook(HEAD, ANN)
    computed = repacked(data, SHEET, lambda xml: xml.replace(b"<v>12</v>", b"<f>6*2</f><v>12</v>"))
    assert computed != data
    assert one(computed).number == "12"


def test_a_text_that_looks_like_a_formula_is_text():
    row = one(workbook(HEAD, (12, "=1+1", "-Lee", *ANN[3:]), change=_as_text("B2")))
    assert (row.given_name, row.family_name) == ("=1+1", "-Lee")


def _as_text(name):
    def change(book):
        book.active[name].data_type = "s"

    return change


def test_titles_blank_rows_and_empty_columns_do_no_harm():
    def widen(book):
        book.active["Z2"].number_format = "0.00"
        book.active["J9"] = " "

    rows = [("Society of Signals",), ("as of", date(2027, 1, 1)), (), HEAD, (), ANN, (), ()]
    row = one(workbook(*rows, change=widen))
    assert row.line == 6


def test_a_remark_beside_the_columns_is_not_read():
    assert one(workbook(HEAD, (*ANN, None, "paid late"))).number == "12"


def test_cells_that_are_merged_downwards_hold_for_each_row():
    def merge(book):
        book.active.merge_cells("F2:F4")
        book.active.merge_cells("A1:A1")

    rows = [ANN, (13, "Bo", "Ek", "bo@x.example", date(2027, 1, 1)), ()]
    file = read_roll(workbook(HEAD, *rows, change=merge))
    assert [(row.number, row.valid_to) for row in file.rows] == [
        ("12", date(2027, 12, 31)), ("13", date(2027, 12, 31)),
    ]  # fmt: skip
    assert file.refusals == ()


def test_the_sheet_with_the_members_is_found_and_the_others_are_named():
    def more(book):
        book.create_sheet("Read me", 0).append(["This file holds the members of 2027."])
        book.create_sheet("2026").append(list(HEAD))
        hidden = book.create_sheet("Old", 0)
        hidden.append(list(HEAD))
        hidden.append([99, *ANN[1:]])
        hidden.sheet_state = "hidden"

    file = read_roll(workbook(HEAD, ANN, change=more))
    assert [row.number for row in file.rows] == ["12"]
    proposal = RollProposal(*[None] * 7, file, ())
    assert how_it_was_read(proposal).startswith("Read from the sheet “Members”: member number")
    assert "Not read: the sheet “Read me”, the sheet “2026”." in how_it_was_read(proposal)


def test_statuses_may_be_ticks():
    head = (*HEAD, "Active")
    assert one(workbook(head, (*ANN, True))).status == "active"
    assert one(workbook(head, (*ANN, False))).status == "lapsed"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ((12345678901234567890, *ANN[1:]), "Excel has shortened the number"),
        ((12, "Ann", "Lee", "#REF!", *ANN[4:]), "could not compute a cell (“#REF!”)"),
        ((12, "Ann", "Lee", "ann@x.example", None, None), "There is no last day"),
        ((None, "Ann", "Lee", None, *ANN[4:]), "neither a member number nor an e-mail"),
    ],
)
def test_a_row_that_is_not_understood_says_why(cells, sentence):
    refusal = refusal_of(HEAD, (), cells)
    assert refusal.line == 3
    assert sentence in " ".join(each.sentence for each in refusal.problems)
    assert "Lee" in refusal.text


def test_a_value_that_excel_has_not_is_empty():
    assert one(workbook(HEAD, (*ANN[:4], "#N/A", ANN[5]))).valid_from is None


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 99999).map(str) | CELLS, CELLS, CELLS,
        st.just("") | st.just("a@x.example"), st.dates(date(1990, 1, 1), date(2040, 1, 1)),
        st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=60)
@given(ROWS)
def test_a_workbook_means_the_same_as_its_csv(rows):
    def as_text(book):
        for cells in book.active.iter_rows(max_col=4):
            for cell in cells:
                if cell.value is not None:
                    cell.data_type = "s"

    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *(["" if c is None else str(c) for c in r] for r in rows)])
    sheet, plain = (
        read_roll(workbook(HEAD, *rows, change=as_text)),
        read_roll(text.getvalue().encode()),
    )
    without_formulas = all(not str(cell).startswith("=") for row in rows for cell in row)
    if without_formulas and not plain.refusals:
        assert sheet.rows == plain.rows


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0 and more", "Excel file of the old kind (.xls), or one with a password"),
        (b"PK\x03\x04 and more", "may be damaged"),
        (workbook(), "The spreadsheet is empty."),
        (workbook(("a", "b"), (1, 2)), "No column says: a member number"),
        (workbook(HEAD, ANN)[:-200], "may be damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, sentence):
    assert sentence in read_roll(data).problem


def _archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "another format"),
        ({"xl/workbook.bin": "x"}, "another format"),
        ({"holiday.jpg": "x"}, "This is no spreadsheet."),
        ({f"xl/{n}.xml": "x" for n in range(2001)} | {"[Content_Types].xml": ""}, "too large"),
    ],
)
def test_other_archives_are_refused(parts, sentence):
    assert sentence in read_roll(_archive(**parts)).problem


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unopened():
    bomb = repacked(workbook(HEAD, ANN), SHEET, lambda xml: xml + b" " * 70_000_000)
    assert len(bomb) < 200_000
    assert "too large" in read_roll(bomb).problem


def test_entities_are_refused():
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    wicked = repacked(workbook(HEAD, ANN), SHEET, lambda xml: doctype + xml)
    assert "Save it again" in read_roll(wicked).problem


def test_a_row_beyond_the_last_of_excel_is_not_waited_for():
    far = repacked(
        workbook(HEAD, ANN, ANN), SHEET, lambda xml: xml.replace(b'r="3"', b'r="999999999"')
    )
    assert [row.number for row in read_roll(far).rows] == ["12"]


def test_more_lines_than_a_society_has_are_refused(monkeypatch):
    monkeypatch.setattr("conference.membership.roll_sheet.MOST_LINES", 2)
    assert "more than 2 lines" in read_roll(workbook(HEAD, ANN, ANN)).problem


WHOLE = workbook(HEAD, ANN)  # made once: a workbook holds the time


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_never_raises(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file = read_roll(bytes(whole[: data.draw(st.integers(4, len(whole)))]))
    assert file.problem or file.rows or file.refusals
