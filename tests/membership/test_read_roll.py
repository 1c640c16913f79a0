"""Messy files as they come: each line is understood or refused, and says why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.membership.roll_dates import DayOrder
from conference.membership.roll_file import read_roll
from conference.membership.rules import MembershipStatus

unhurried = settings(deadline=None)
PLAIN = "Number,Given name,Family name,E-mail,Valid to\n"
GERMAN = (
    "Mitgliederliste;;;\nStand 1.11.2026\n\n"
    "Mitglieds-Nr.;Name;Vorname;E-Mail-Adresse;Mitgliedsart;Gültig von;Gültig bis;Land;Bemerkung\n"
    "0012;Müller;Jörg;J.Mueller@Uni.example;Ordentliches Mitglied;01.01.2026;31.12.2026;"
    "Deutschland;\n"
)


def one(text, **options):
    """The one row of a file of one member."""
    file = read_roll(text.encode(), **options)
    assert file.refusals == (), file.refusals
    assert file.problem == ""
    (row,) = file.rows
    return row


def refused(text):
    file = read_roll(text.encode())
    assert file.rows == ()
    (refusal,) = file.refusals
    return refusal


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_read_roll_finds_the_encoding(codec, name):
    file = read_roll(GERMAN.encode(codec))
    (row,) = file.rows
    assert (file.encoding, row.family_name, row.given_name) == (name, "Müller", "Jörg")


def test_read_roll_understands_each_field():
    row = one(GERMAN)
    assert (row.line, row.number, row.email) == (5, "0012", "j.mueller@uni.example")
    assert (row.type_key, row.status) == ("regular", MembershipStatus.ACTIVE)
    assert (row.valid_from, row.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert row.country == "DE"


def test_read_roll_says_what_it_did_not_read():
    file = read_roll(GERMAN.encode())
    assert file.ignored == ("Bemerkung",)
    assert file.columns["e-mail"] == "E-Mail-Adresse"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_read_roll_finds_the_separator(delimiter, end):
    text = PLAIN.replace(",", delimiter) + delimiter.join(["7", "Ann", "Lee", "", "2027-12-31"])
    assert one(text.replace("\n", end)).number == "7"


@pytest.mark.parametrize(
    "headings",
    [
        "Member #;First name;Surname;Email;Expiry date",
        "Mitgliedsnummer;Vorname;Nachname;E-Mail;gültig bis",
        "N° adhérent;Prénom;Nom;Courriel;Date d'échéance",
        "Nº de socio;Nombre;Apellidos;Correo electrónico;Válido hasta",
        "Numero tessera;Nome;Cognome;Indirizzo e-mail;Scadenza",
    ],
)
def test_read_roll_reads_headings_in_five_languages(headings):
    row = one(f"{headings}\n7;José;Núñez;jose@x.example;31.12.2027\n")
    assert (row.number, row.given_name, row.family_name) == ("7", "José", "Núñez")
    assert (row.email, row.valid_to) == ("jose@x.example", date(2027, 12, 31))


@pytest.mark.parametrize(
    ("cell", "given_name", "family_name"),
    [
        ('"Müller, Jörg"', "Jörg", "Müller"),
        ('"de la Cruz, María José"', "María José", "de la Cruz"),
        ("Ludwig van der Berg", "Ludwig", "van der Berg"),
        ("Prof. Dr. Ada Lovelace", "Ada", "Lovelace"),
        ("王小明", "", "王小明"),
        ('"O""Neil, Ann"', "Ann", 'O"Neil'),
    ],
)
def test_read_roll_splits_a_name_in_one_column(cell, given_name, family_name):
    row = one(f"No,Name,Valid to\n7,{cell},2027-12-31\n")
    assert (row.given_name, row.family_name) == (given_name, family_name)


def test_read_roll_takes_family_first_when_the_heading_says_so():
    row = one("Numero socio;Cognome e nome;Scadenza\n7;De Luca Maria;31/12/2027\n")
    assert (row.given_name, row.family_name) == ("Maria", "De Luca")


def test_read_roll_decides_day_and_month_by_the_whole_column():
    rows = "7,A,Lee,,03/04/2027\n8,B,Lee,,25/04/2027\n"
    file = read_roll((PLAIN + rows).encode())
    assert [row.valid_to for row in file.rows] == [date(2027, 4, 3), date(2027, 4, 25)]
    american = read_roll((PLAIN + rows.replace("25/04", "04/25")).encode())
    assert [row.valid_to for row in american.rows] == [date(2027, 3, 4), date(2027, 4, 25)]


def test_read_roll_refuses_ambiguous_dates_line_by_line():
    rows = "7,A,Lee,,03/04/2027\n8,B,Lee,,2027-12-31\n9,C,Lee,,05/05/2027\n"
    file = read_roll((PLAIN + rows).encode())
    assert [row.line for row in file.rows] == [3, 4]
    (refusal,) = file.refusals
    assert refusal.line == 2
    assert refusal.problems[0].field == "valid to"
    assert "3 Apr 2027 or 4 Mar 2027" in refusal.problems[0].sentence


def test_read_roll_lets_the_office_settle_the_order():
    text = PLAIN + "7,A,Lee,,03/04/2027\n"
    assert one(text, day_order=DayOrder.MONTH_FIRST).valid_to == date(2027, 3, 4)


def test_read_roll_refuses_lines_of_a_column_that_mixes_orders():
    rows = "7,A,Lee,,13/04/2027\n8,B,Lee,,04/13/2027\n9,C,Lee,,03/04/2027\n"
    file = read_roll((PLAIN + rows).encode())
    assert [row.valid_to for row in file.rows] == [date(2027, 4, 13), date(2027, 4, 13)]
    assert [refusal.line for refusal in file.refusals] == [4]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027-12-31", date(2027, 12, 31)),
        ("20271231", date(2027, 12, 31)),
        ("31.12.2027", date(2027, 12, 31)),
        ("31.12.27", date(2027, 12, 31)),
        ("1. Januar 2027", date(2027, 1, 1)),
        ("31 décembre 2027", date(2027, 12, 31)),
        ("1er janvier 2027", date(2027, 1, 1)),
        ("31 de diciembre de 2027", date(2027, 12, 31)),
        ("31 dic 2027", date(2027, 12, 31)),
        ("Dec 31, 2027", date(2027, 12, 31)),
        ("2027-12-31T00:00:00", date(2027, 12, 31)),
        ("31.12.2027 00:00", date(2027, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("02/2028", date(2028, 2, 29)),
        ("46752", date(2027, 12, 31)),
        ("46752.0", date(2027, 12, 31)),
    ],
)
def test_read_roll_reads_a_last_day(cell, day):
    assert one(PLAIN + f'7,Ann,Lee,,"{cell}"\n').valid_to == day


@pytest.mark.parametrize("cell", ["31.02.2027", "soon", "2027-13-01", "1.1.1700", "31122027"])
def test_read_roll_refuses_what_is_no_day(cell):
    refusal = refused(PLAIN + f"7,Ann,Lee,,{cell}\n")
    assert [problem.field for problem in refusal.problems] == ["valid to"]


def test_read_roll_refuses_a_lone_excel_number_among_dates():
    file = read_roll((PLAIN + "7,A,Lee,,46752\n8,B,Lee,,31.12.2027\n").encode())
    assert [refusal.line for refusal in file.refusals] == [2]
    assert "31 Dec 2027" in file.refusals[0].problems[0].sentence


@pytest.mark.parametrize("cell", ["9999-12-31", "never", "unbegrenzt", "à vie"])
def test_read_roll_reads_no_end(cell):
    assert one(PLAIN + f"7,Ann,Lee,,{cell}\n").valid_to is None


def test_read_roll_needs_no_end_of_life_members():
    row = one("No,Name,Type,Valid from,Valid to\n7,Ann Lee,Honorary member,1999-05-01,\n")
    assert (row.type_key, row.status) == ("honorary", MembershipStatus.LIFETIME)


def test_read_roll_reads_a_membership_year():
    row = one("No,Name,Year\n7,Ann Lee,2027\n")
    assert (row.valid_from, row.valid_to) == (date(2027, 1, 1), date(2027, 12, 31))


def test_read_roll_gathers_all_that_is_wrong_with_a_line():
    text = "No,Name,E-mail,Status,Valid from,Valid to\n,,kaputt,perhaps,2028-01-01,2027-01-01\n"
    refusal = refused(text)
    assert [problem.field for problem in refusal.problems] == [
        "name", "status", "valid to", "e-mail",
    ]  # fmt: skip
    assert all(problem.sentence.endswith(".") for problem in refusal.problems)
    assert refusal.text.startswith(",,kaputt")


def test_read_roll_refuses_a_line_with_too_many_cells():
    refusal = refused(PLAIN + "7,Müller, Jörg,Lee,j@x.example,2027-12-31\n")
    assert "more cells than the headings" in refusal.problems[0].sentence


def test_read_roll_ignores_empty_lines_and_trailing_columns():
    file = read_roll((PLAIN + "\n7,Ann,Lee,,2027-12-31,,,\n,,,,\n   \n\n").encode())
    assert (file.lines, file.rows[0].line) == (1, 3)


def test_read_roll_loses_one_line_to_an_open_quotation_mark():
    rows = '7,"Ann,Lee,,2027-12-31\n' + "".join(f"{n},A,B,,2027-12-31\n" for n in range(30))
    file = read_roll((PLAIN + rows).encode())
    assert [refusal.line for refusal in file.refusals] == [2]
    assert len(file.rows) == 30


def test_read_roll_keeps_a_cell_of_two_lines_together():
    file = read_roll(
        b'No,Name,Affiliation,Valid to\n7,Ann Lee,"Lab\nof Signals",2027-12-31\n8,B C,,2027-12-31\n'
    )
    assert [(row.line, row.affiliation) for row in file.rows] == [(2, "Lab of Signals"), (4, "")]


def test_read_roll_drops_nul_and_control_characters():
    row = one(PLAIN + "7\x00,An\x07n,L\x1fee,,2027-12-31\x0b\n")
    assert (row.number, row.given_name, row.family_name) == ("7", "Ann", "Lee")


def test_read_roll_decodes_each_line_of_a_mixed_file():
    data = (
        PLAIN.encode()
        + "7,Jörg,A,,2027-12-31\n".encode()
        + "8,Åke,B,,2027-12-31\n".encode("cp1252")
    )
    assert [row.given_name for row in read_roll(data).rows] == ["Jörg", "Åke"]


@pytest.mark.parametrize(("garbled", "word"), [("MÃ¼ller", "garbled"), ("M\ufffdller", "lost")])
def test_read_roll_refuses_names_that_lost_their_letters(garbled, word):
    assert word in refused(PLAIN + f"7,Ann,{garbled},,2027-12-31\n").problems[0].sentence


@pytest.mark.parametrize("cell", ['"=""00123"""', "'00123", "00123"])
def test_read_roll_keeps_leading_zeros(cell):
    assert one(PLAIN + f"{cell},Ann,Lee,,2027-12-31\n").number == "00123"


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Ann.Lee@Lab.Example", "ann.lee@lab.example"),
        ("mailto:ann@lab.test", "ann@lab.test"),
        ("ann@müller.example", "ann@müller.example"),
    ],
)
def test_read_roll_reads_an_e_mail_address(cell, email):
    assert one(PLAIN + f"7,Ann,Lee,{cell},2027-12-31\n").email == email


@pytest.mark.parametrize("cell", ["ann", "ann@lab", "a@x.example; b@x.example", "ann@@x.example"])
def test_read_roll_refuses_what_is_no_e_mail_address(cell):
    (problem,) = refused(PLAIN + f"7,Ann,Lee,{cell},2027-12-31\n").problems
    assert problem.field == "e-mail"


def test_read_roll_refuses_a_number_that_excel_shortened():
    assert "digits are lost" in refused(PLAIN + "1.2E+05,A,Lee,,2027-12-31\n").problems[0].sentence


def test_read_roll_leaves_out_an_unknown_country_and_says_so():
    row = one("No,Name,Country,Valid to\n7,Ann Lee,Narnia,2027-12-31\n")
    assert (row.country, len(row.notes)) == ("", 1)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("gesperrt", "suspended"),
        ("à jour", "active"),
        ("Vencido", "lapsed"),
        ("in attesa", "applicant"),
    ],
)
def test_read_roll_reads_a_status_in_other_languages(word, status):
    assert one(f"No,Name,Status,Valid to\n7,Ann Lee,{word},2027-12-31\n").status == status


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04rest of a workbook", "may be damaged"),
        (b"No,Name\n1,Ann", "last day"),
        (b"Name,Valid to\nAnn Lee,2027", "member number or an e-mail"),
    ],
)
def test_read_roll_says_why_a_file_is_no_member_list(data, words):
    file = read_roll(data)
    assert words in file.problem
    assert file.lines == 0


CELLS = st.text(max_size=12) | st.sampled_from(
    ["31.12.2027", "03/04/2027", '"', "46752", "a@x.example", "Müller, Jörg", "\x00", "active"]
)


@unhurried
@given(st.binary(max_size=300))
def test_read_roll_never_raises(data):
    file = read_roll(data)
    assert file.problem or file.lines >= 0


@unhurried
@given(st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=8), st.sampled_from(",;\t|"))
def test_read_roll_makes_rows_or_refusals_of_all_lines(table, delimiter):
    plain = [
        [c.translate({10: 32, 13: 32, 34: 32, ord(delimiter): 32}) for c in row] for row in table
    ]
    body = "".join(delimiter.join(row) + "\n" for row in plain)
    file = read_roll((PLAIN.replace(",", delimiter) + body).encode("utf-8", "replace"))
    lines = {row.line for row in file.rows} | {each.line for each in file.refusals}
    assert len(lines) == file.lines  # no line is both, none is counted twice
    filled = sum(any(_shows(cell) for cell in row) for row in plain)
    assert file.lines == filled
    assert all(each.problems for each in file.refusals)


@unhurried
@given(st.lists(st.lists(CELLS, max_size=7), max_size=8))
def test_read_roll_accounts_for_each_line_whatever_the_quotes(table):
    body = "".join(",".join(row) + "\n" for row in table)
    file = read_roll((PLAIN + body).encode("utf-8", "replace"))
    lines = [row.line for row in file.rows] + [each.line for each in file.refusals]
    assert len(set(lines)) == len(lines) == file.lines
    assert all(2 <= line <= body.count("\n") + body.count("\r") + 1 for line in lines)


def _shows(cell):
    from conference.membership.roll_encoding import decode_file
    from conference.people.rules import clean

    shown = " ".join(decode_file(cell.encode("utf-8", "replace")).lines)
    return bool(clean(shown).strip("="))
