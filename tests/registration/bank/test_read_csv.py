"""Statements as CSV, the way banks of several countries write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.membership.roll_dates import DayOrder
from conference.registration.bank.amounts import AmountColumn, learn_amounts
from conference.registration.bank.reading import read_statement
from conference.registration.bank.statement import StatementFile, entry_keys
from tests.registration.bank.statements import Booking, csv_of

TODAY = date(2027, 8, 10)


def read(text: str | bytes, currency: str = "EUR", **options: DayOrder) -> StatementFile:
    data = text.encode() if isinstance(text, str) else text
    return read_statement(data, currency=currency, today=TODAY, **options)


def test_read_german_statement_with_lines_above_and_a_balance_below() -> None:
    text = (
        "Kontoauszug;;;;;\nIBAN;DE89 3704 0044 0532 0130 00;;;;\n\n"
        '"Buchungstag";"Valuta";"Auftraggeber/Empfänger";"Verwendungszweck";"Betrag (EUR)";"S/H"\n'
        '03.08.2027;03.08.2027;"MÜLLER, ANNA";"RF90 7K3M\n9QXA Tagung";"1.650,00";H\n'
        '04.08.2027;;"Vermieter";"Miete";"12,50";S\n'
        ";;;Endsaldo;1,00;\n"
    )

    file = read(text.encode("cp1252"))

    first, second = file.entries
    assert (first.booked_on, first.amount, first.currency) == (date(2027, 8, 3), 1650_00, "EUR")
    assert (first.payer, first.remittance) == ("MÜLLER, ANNA", "RF90 7K3M 9QXA Tagung")
    assert second.amount == -12_50
    assert file.account == "DE89 3704 0044 0532 0130 00"
    assert [(each.line, each.sentence) for each in file.remarks] == [
        (8, "There is no day of booking.")
    ]
    assert "Windows-1252 with semicolons" in file.how


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Paid out,Paid in\n03/08/2027,RF,,650.00\n13/07/2027,x,5.00,\n",
        "Fecha;Concepto;Cargo;Abono\n03/08/2027;RF;;650,00\n13/07/2027;x;5,00;\n",
        "Date\tLibellé\tDébit euros\tCrédit EUR\n2027-08-03\tRF\t\t650,00\n",
        "Data contabile;Causale;Dare;Avere\n03.08.2027;RF;;650,00\n",
        "Datum;Omschrijving;Bedrag;Af Bij\n20270803;RF;650,00;Bij\n",
        "Booking date;Purpose;Amount;Credit/Debit Indicator\n2027-08-03;RF;650.00;CRDT\n",
    ],
)
def test_read_headings_of_many_languages_and_two_columns(text: str) -> None:
    file = read(text)

    assert not file.problem
    first = file.entries[0]
    assert (first.booked_on, first.amount, first.remittance) == (date(2027, 8, 3), 650_00, "RF")
    assert [entry.amount for entry in file.entries[1:]] in ([], [-5_00])


def test_read_purposes_of_several_columns_and_a_currency_column() -> None:
    text = (
        "Valuta;Name Zahlungsbeteiligter;Verwendungszweck 1;Verwendungszweck 2;Betrag;Währung\n"
        "2027-08-03;Uni;RF90 7K3M;9QXA;700;USD\n"
    )

    (entry,) = read(text).entries

    assert (entry.remittance, entry.currency, entry.amount) == ("RF90 7K3M 9QXA", "USD", 700_00)


def test_read_day_order_where_the_column_does_not_show_it() -> None:
    text = "Date,Amount\n03/04/2027,5.00\n"

    assert "may be" in read(text).remarks[0].sentence
    (entry,) = read(text, day_order=DayOrder.MONTH_FIRST).entries
    assert entry.booked_on == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2027-08-03;0,00;", "The amount is 0."),
        ("2027-08-03;;", "There is no amount."),
        ("2027-08-03;lots;", "“lots” is not an amount."),
        ("2027-08-03;1,005,7;", "is not an amount."),
        ("2027-13-03;5,00;", "is no day of the calendar."),
        ("2027-08-15;5,00;", "Sun 15 Aug 2027 has not come yet."),
        ("2027-08-03;5,00;vorgemerkt", "The bank has not booked it yet."),
        ("2027-08-03;5,00;MÃ¼ller", "Letters are garbled."),
    ],
)
def test_line_that_is_no_booking_is_left_out_with_its_number(line: str, sentence: str) -> None:
    file = read(f"Booking date;Amount;Status\n2027-08-02;1,00;booked\n{line}\n")

    assert len(file.entries) == 1
    assert [each.line for each in file.remarks] == [3]
    assert sentence in file.remarks[0].sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Name;Colour\nDan;red\n", "No column says: the day of booking; the amount"),
        (b"Date;Payer\n2027-08-03;Dan\n", "No column says: the amount"),
        (b"%PDF-1.7", "This is a spreadsheet, a PDF or an archive."),
        (b"PK\x03\x04rest", "This is a spreadsheet, a PDF or an archive."),
    ],
)
def test_file_that_is_no_statement_says_why(data: bytes, sentence: str) -> None:
    assert sentence in read(data).problem


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    file = read(data)

    assert all(entry.amount for entry in file.entries)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", 1234_50),
        ("1,234.50", 1234_50),
        ("1 234,50", 1234_50),
        ("1\u202f234,50 €", 1234_50),
        ("1'234.50", 1234_50),
        ("1,23,456.00", 123456_00),
        ("650,00-", -650_00),
        ("−650.00", -650_00),
        ("(12.00)", -12_00),
        ("EUR 650.00", 650_00),
        ("650.00 CR", 650_00),
        ("650,00 S", -650_00),
        ("1.234", 1234_00),
        ("12,5", 12_50),
    ],
)
def test_amount_is_read_as_the_bank_meant_it(text: str, amount: int) -> None:
    assert AmountColumn().read(text, "EUR").amount == amount


def test_amount_column_decides_what_a_single_cell_does_not_show() -> None:
    assert learn_amounts(["1.234", "5.50"]).read("1.234", "EUR").problem
    assert learn_amounts(["1.234", "5,50"]).read("1.234", "EUR").amount == 1234_00
    assert AmountColumn().read("45,000", "JPY").amount == 45_000
    assert "thousands or decimals" in AmountColumn().read("1.234", "KWD").problem


@given(st.integers(1, 10**11), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_amount_with_two_decimals_is_read_back(amount: int, marks: tuple[str, str]) -> None:
    whole, cents = divmod(amount, 100)
    written = f"{whole:,}".replace(",", marks[0]) + f"{marks[1]}{cents:02}"

    assert AmountColumn().read(written, "EUR").amount == amount


def test_alike_bookings_of_one_day_have_keys_of_their_own_in_any_statement() -> None:
    one, two = Booking("gift", "5.00"), Booking("gift", "5.00")
    once = entry_keys(read(csv_of(one, Booking("other"))).entries)
    twice = entry_keys(read(csv_of(Booking("other"), one, two)).entries)

    assert len(set(twice)) == 3
    assert set(once) < set(twice)


def test_file_of_far_too_many_lines_is_refused_before_its_lines_are_read() -> None:
    unclosed = '2027-08-02;1,00;"\n'  # a quotation mark that stays open makes a line slow to read
    file = read("Booking date;Amount;Text\n" + unclosed * 200_000)
    assert "month by month" in file.problem
    assert not file.entries
