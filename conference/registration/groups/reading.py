"""A list of attendees from a file: rows as they stand, for the form to show and the eye to mend."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.membership.roll_encoding import decode_file
from conference.membership.roll_names import split_name
from conference.people.rules import clean, fold
from conference.registration.groups.draft import Row
from conference.registration.groups.rules import MOST_ROWS

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "e mail", "mail", "email address", "e-mail address"),
    "name": ("name", "full name", "attendee", "participant"),
    "given_name": ("given name", "first name", "forename"),
    "family_name": ("family name", "last name", "surname"),
    "country": ("country",),
    "category": ("category", "registration category", "ticket", "type"),
    "mode": ("mode", "attendance"),
    "extras": ("extras", "extra", "options", "add-ons"),
}
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
LONGEST_CELL = 254


@dataclass(frozen=True, slots=True)
class GroupFile:
    """What a file holds; `problem` if it is no list, `ignored`: columns that say nothing to us."""

    rows: tuple[Row, ...] = ()
    ignored: tuple[str, ...] = ()
    problem: str = ""


def read_group_file(data: bytes) -> GroupFile:
    """Reads a CSV with one line of headings; commas, semicolons or tabs, any usual encoding.

    Never raises. What a cell means is for the preview to judge, beside the row.
    """
    if data.startswith(SPREADSHEETS):
        return GroupFile(problem="This is a spreadsheet. Save it as CSV and send that file.")
    lines = [line for line in decode_file(data).lines if line.strip()]
    if not lines:
        return GroupFile(problem="The file is empty.")
    try:
        records = list(csv.reader(lines, delimiter=max(",;\t", key=lines[0].count)))
    except csv.Error:
        return GroupFile(problem="This file cannot be read as CSV.")
    columns = [_field_of(heading) for heading in records[0]]
    if problem := _not_a_list(columns, records[0]):
        return GroupFile(problem=problem)
    if len(records) - 1 > MOST_ROWS:
        return GroupFile(problem=f"The list has more than {MOST_ROWS} lines; send it in parts.")
    rows = [_row(columns, cells) for cells in records[1:] if any(cell.strip() for cell in cells)]
    ignored = [h for h, name in zip(records[0], columns, strict=True) if not name and h.strip()]
    return GroupFile(tuple(rows), tuple(ignored))


def _not_a_list(columns: Sequence[str], headings: Sequence[str]) -> str:
    has_name = "name" in columns or "family_name" in columns
    if has_name and "email" in columns:
        return ""
    found = ", ".join(headings)[:120]
    return f"The first line must name the columns “name” and “e-mail”. It reads: {found}"


def _row(columns: Sequence[str], cells: Sequence[str]) -> Row:
    values = {
        name: clean(cell)[:LONGEST_CELL] for name, cell in zip(columns, cells, strict=False) if name
    }
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if "name" in values and not family:
        given, family = split_name(values["name"])
    extras = values.get("extras", "").replace("+", ",").replace(";", ",").split(",")
    return Row(
        given_name=given,
        family_name=family,
        email=values.get("email", ""),
        country=values.get("country", ""),
        category=values.get("category", ""),
        mode=values.get("mode", ""),
        extras=tuple(each.strip() for each in extras if each.strip()),
    )


def _field_of(heading: str) -> str:
    wanted = fold(heading).replace("_", " ").strip(" .:*")
    return next((name for name, known in HEADINGS.items() if wanted in known), "")
