"""A list from a file: whatever a spreadsheet writes, rows as they stand or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.groups.draft import Row
from conference.registration.groups.reading import read_group_file
from conference.registration.groups.rules import MOST_ROWS


@pytest.mark.parametrize(
    "text",
    [
        "Name,E-mail,Country,Category,Extras\n"
        '"Özil, Omar",omar@example.org,TR,Trainee,"dinner, workshop"\n',
        "First name;Last name;Mail;Country;Ticket;Options\r\n"
        "Omar;Özil;omar@example.org;TR;Trainee;dinner+workshop\r\n",
        "\ufefffull name\temail\tcountry\tcategory\textras\n"
        "Omar Özil\tomar@example.org\tTR\tTrainee\tdinner; workshop\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_group_file_understands_what_spreadsheets_write(text: str, encoding: str) -> None:
    found = read_group_file(text.encode(encoding))

    assert found.problem == ""
    assert found.rows == (
        Row("Omar", "Özil", "omar@example.org", "TR", "Trainee", "", ("dinner", "workshop")),
    )


def test_read_group_file_keeps_a_line_that_is_wrong_for_the_eye_to_mend() -> None:
    found = read_group_file(b"name,email,shoe size\nOmar,not an address,43\n\n,,\n")

    assert found.rows == (Row("", "Omar", "not an address"),)
    assert found.ignored == ("shoe size",)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04 a spreadsheet", "Save it as CSV"),
        (b"Omar,omar@example.org\n", "must name the columns"),
        (b"name,country\nOmar,TR\n", "must name the columns"),
        (b"name,email\n" + b"Omar,o@example.org\n" * (MOST_ROWS + 1), "in parts"),
    ],
)
def test_read_group_file_refuses_in_one_sentence(data: bytes, word: str) -> None:
    found = read_group_file(data)

    assert word in found.problem
    assert found.rows == ()


@given(st.binary(max_size=300))
def test_read_group_file_never_raises(data: bytes) -> None:
    read_group_file(data)
    read_group_file(b"name,email\n" + data)
