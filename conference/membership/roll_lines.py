"""Reading the lines of a member list field by field: all that is wrong with one is gathered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from email_validator import EmailNotValidError, validate_email

from conference.membership.roll_dates import DateColumn, DayOrder, find_order, learn_column
from conference.membership.roll_encoding import is_twice_encoded
from conference.membership.roll_headings import FIELD_TITLES, Headings
from conference.membership.roll_names import split_name
from conference.membership.roll_records import FileRecord
from conference.membership.roll_rows import Problem, Refusal, RollRow
from conference.membership.roll_words import (
    LIFETIME_TYPES,
    country_code,
    read_status,
    read_type,
)
from conference.membership.rules import MembershipStatus
from conference.people.rules import normal_address

LONGEST = {"number": 40, "given_name": 120, "family_name": 120, "affiliation": 250, "city": 120}
SHOWN_OF_A_LINE = 120
EXCEL_ERRORS = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_EXCEL_NUMBER = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The lines of a list, and the order of day and month that its last days are written in."""

    rows: tuple[RollRow, ...]
    refusals: tuple[Refusal, ...]
    day_order: DayOrder


def read_lines(
    records: Sequence[FileRecord], headings: Headings, day_order: DayOrder | None
) -> ReadLines:
    """Each record understood or refused; columns of days decide together how days are written."""
    dates = _learn_dates(records, headings, day_order)
    read = [_read_record(record, headings, dates) for record in records]
    return ReadLines(
        tuple(each for each in read if isinstance(each, RollRow)),
        tuple(each for each in read if isinstance(each, Refusal)),
        dates["valid_to"].order,
    )


def _learn_dates(
    records: Sequence[FileRecord], headings: Headings, wanted: DayOrder | None
) -> dict[str, DateColumn]:
    """Each column decides for itself; a silent one follows the others of the file."""
    cells = {
        name: [_cell(record, headings, name) for record in records]
        for name in ("valid_from", "valid_to", "year")
    }
    fallback = wanted or find_order([*cells["valid_from"], *cells["valid_to"]])
    return {
        name: learn_column(texts, is_end=name != "valid_from", order=fallback)
        for name, texts in cells.items()
    }


def _cell(record: FileRecord, headings: Headings, name: str) -> str:
    index = headings.columns.get(name)
    return record.cells[index] if index is not None and index < len(record.cells) else ""


def _read_record(
    record: FileRecord, headings: Headings, dates: dict[str, DateColumn]
) -> RollRow | Refusal:
    whole = _problem_of_the_whole(record, headings)
    reading = _LineReading(record, headings, dates, [Problem("line", whole)] if whole else [])
    row = None if whole else reading.row()
    if row is None or reading.problems:
        return Refusal(record.line, tuple(reading.problems), record.text[:SHOWN_OF_A_LINE])
    return row


def _problem_of_the_whole(record: FileRecord, headings: Headings) -> str:
    if record.problem:
        return record.problem
    read = [record.cells[at] for at in headings.columns.values() if at < len(record.cells)]
    extra = [cell for cell in record.cells[headings.width :] if cell]
    if extra:
        return (
            f"The line has more cells than the headings (“{extra[0][:40]}”). A name or place that "
            "holds the separator needs quotation marks."
        )
    broken = [cell for cell in read if cell in EXCEL_ERRORS]
    if broken:
        return f"The spreadsheet could not compute a cell (“{broken[0]}”). Mend it there."
    if any("\ufffd" in cell for cell in record.cells):
        return "Letters were lost when the file was saved (�). Save it again as UTF-8."
    if any(is_twice_encoded(cell) for cell in record.cells):
        return "Letters are garbled (like “MÃ¼ller”). Save the file again as UTF-8."
    return ""


@dataclass(slots=True)
class _LineReading:
    """Reads one line field by field and gathers all that is wrong with it."""

    record: FileRecord
    headings: Headings
    dates: dict[str, DateColumn]
    problems: list[Problem]
    notes: list[str] = field(default_factory=list)

    def row(self) -> RollRow:
        given_name, family_name = self._name()
        type_key, type_title = read_type(self._text("type"))
        status = self._status(type_key)
        valid_from, valid_to = self._period(type_key, status)
        return RollRow(
            line=self.record.line,
            number=self._number(),
            email=self._email(),
            given_name=self._fitting("given_name", given_name),
            family_name=self._fitting("family_name", family_name),
            type_key=type_key,
            type_title=type_title,
            status=status,
            valid_from=valid_from,
            valid_to=valid_to,
            affiliation=self._fitting("affiliation", self._text("affiliation")),
            city=self._fitting("city", self._text("city")),
            country=self._country(),
            notes=tuple(self.notes),
        )

    def _text(self, name: str) -> str:
        return _cell(self.record, self.headings, name)

    def _refuse(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(FIELD_TITLES[name], sentence))

    def _fitting(self, name: str, text: str) -> str:
        if len(text) > LONGEST[name]:
            self._refuse(name, f"“{text[:30]}…” is longer than {LONGEST[name]} characters.")
        return text

    def _name(self) -> tuple[str, str]:
        given_name, family_name = self._text("given_name"), self._text("family_name")
        if not (given_name or family_name):
            is_family_first = self.headings.is_family_first
            given_name, family_name = split_name(self._text("name"), is_family_first)
        if not (given_name or family_name):
            self._refuse("name", "There is no name.")
        return given_name, family_name

    def _number(self) -> str:
        text = self._text("number")
        if _SCIENTIFIC.fullmatch(text):
            self._refuse("number", f"Excel has shortened the number to “{text}”; digits are lost.")
        whole = _EXCEL_NUMBER.fullmatch(text)
        if not text and not self._text("email"):
            self._refuse("number", "There is neither a member number nor an e-mail address.")
        return self._fitting("number", whole[1] if whole else text)

    def _email(self) -> str:
        text = self._text("email").removeprefix("mailto:")
        if not text:
            return ""
        try:
            checked = validate_email(text, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            checked = None
        if checked is None or "." not in checked.domain:
            self._refuse("email", f"“{text[:60]}” is not one e-mail address.")
            return ""
        return normal_address(checked.normalized)

    def _status(self, type_key: str) -> MembershipStatus:
        text = self._text("status")
        status = read_status(text) if text else MembershipStatus.ACTIVE
        if status is None:
            self._refuse("status", f"“{text[:40]}” is no status we know; write active or lapsed.")
            return MembershipStatus.LAPSED
        is_for_life = type_key in LIFETIME_TYPES and status is MembershipStatus.ACTIVE
        return MembershipStatus.LIFETIME if is_for_life else status

    def _period(self, type_key: str, status: MembershipStatus) -> tuple[date | None, date | None]:
        start, end = self._day("valid_from"), self._day("valid_to")
        if end is None and self._text("year"):
            end, year = self._day("year"), DateColumn(DayOrder.UNKNOWN, False)
            start = start or year.read(self._text("year")).day
        if end is None and not self._may_be_open(type_key, status):
            self._refuse("valid_to", "There is no last day of membership.")
        if start and end and start > end:
            self._refuse("valid_to", f"The last day, {end}, is before the first, {start}.")
        return start, end

    def _day(self, name: str) -> date | None:
        reading = self.dates[name].read(self._text(name))
        if reading.problem:
            self._refuse(name, reading.problem)
        if reading.is_open and name == "valid_from":
            self._refuse(name, f"“{self._text(name)[:40]}” is no first day.")
        return reading.day

    def _may_be_open(self, type_key: str, status: MembershipStatus) -> bool:
        """An end may be missing for life members, where "never" stands, or if it was refused."""
        if any(problem.field in _ENDS for problem in self.problems):
            return True
        is_for_life = type_key in LIFETIME_TYPES or status is MembershipStatus.LIFETIME
        return is_for_life or self.dates["valid_to"].read(self._text("valid_to")).is_open

    def _country(self) -> str:
        text = self._text("country")
        code = country_code(text) if text else ""
        if text and not code:
            self.notes.append(f"The country “{text[:40]}” is not known and is left out.")
        return code


_ENDS = (FIELD_TITLES["valid_to"], FIELD_TITLES["year"])
