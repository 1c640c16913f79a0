"""Reading a bank's CSV: every line is a booking or a remark that says why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conference.membership.roll_dates import DateColumn, DayOrder, learn_column
from conference.membership.roll_encoding import DecodedFile, is_twice_encoded
from conference.membership.roll_records import FileRecord, split_records
from conference.people.rules import fold
from conference.registration.bank.amounts import (
    CREDIT_WORDS,
    DEBIT_WORDS,
    AmountColumn,
    ReadAmount,
    learn_amounts,
)
from conference.registration.bank.headings import Headings, find_headings
from conference.registration.bank.statement import (
    LONGEST_PAYER,
    LONGEST_REFERENCE,
    LONGEST_REMITTANCE,
    MOST_ENTRIES,
    SHOWN_OF_A_LINE,
    BookedEntry,
    Remark,
    StatementFile,
)

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_PENDING = re.compile(r"pend|vorgemerkt|attente|attesa|nicht gebucht|reserv|not booked")
MOST_LINES = 4 * MOST_ENTRIES  # some are blank, and a cell may go over several
TOO_LONG = f"More than {MOST_ENTRIES:,} lines. Send it month by month."
DELIMITER_WORDS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class _Columns:
    """How this file writes days and amounts."""

    headings: Headings
    days: DateColumn
    amounts: AmountColumn
    currency: str

    def cell(self, record: FileRecord, name: str) -> str:
        index = self.headings.columns.get(name)
        return record.cells[index] if index is not None and index < len(record.cells) else ""

    def day_cell(self, record: FileRecord) -> str:
        return self.cell(record, "booked") or self.cell(record, "valued")

    def purpose(self, record: FileRecord) -> str:
        cells = record.cells
        found = (cells[index] for index in self.headings.purposes if index < len(cells))
        return " ".join(filter(None, found))[:LONGEST_REMITTANCE]


def read_csv(decoded: DecodedFile, *, currency: str, day_order: DayOrder) -> StatementFile:
    """The bookings of a delimited file; never raises. Blank lines and lines above are skipped.

    `currency`: of the meeting, for a file that names none. `day_order` settles 03/04/2026 where
    the column itself does not.
    """
    headings = find_headings(decoded.lines)
    if problem := _not_a_statement(headings, decoded.lines):
        return StatementFile(problem=problem)
    below = decoded.lines[headings.at + 1 :]
    if len(below) > MOST_LINES:
        return StatementFile(problem=TOO_LONG)
    records = split_records(below, headings.delimiter, first_line=headings.at + 2)
    records = [record for record in records if not record.is_blank]
    if len(records) > MOST_ENTRIES:
        return StatementFile(problem=TOO_LONG)
    columns = _learn(records, headings, currency, day_order)
    read = [_read_record(record, columns) for record in records]
    return StatementFile(
        entries=tuple(each for each in read if isinstance(each, BookedEntry)),
        remarks=tuple(each for each in read if isinstance(each, Remark)),
        account=_account(decoded.lines[: headings.at]),
        how=_how(decoded, columns),
    )


def _not_a_statement(headings: Headings, lines: Sequence[str]) -> str:
    if not any(line.strip() for line in lines):
        return "The file is empty."
    missing = headings.missing()
    if not missing:
        return ""
    return (
        f"No column says: {'; '.join(missing)}. A CSV of the bank has one line of headings above "
        "its bookings; CAMT.053 works as well."
    )


def _learn(
    records: Sequence[FileRecord], headings: Headings, currency: str, day_order: DayOrder
) -> _Columns:
    plain = _Columns(headings, DateColumn(day_order, False), AmountColumn(), currency)
    days = learn_column([plain.day_cell(record) for record in records], order=day_order)
    names = ("amount", "credit", "debit")
    texts = [plain.cell(record, name) for record in records for name in names]
    return replace(
        plain,
        days=days,
        amounts=learn_amounts(texts),
        currency=headings.currency or currency,
    )


def _account(above: Sequence[str]) -> str:
    found = _IBAN.search("\n".join(above))
    return found[0] if found else ""


def _how(decoded: DecodedFile, columns: _Columns) -> str:
    separator = DELIMITER_WORDS[columns.headings.delimiter]
    used = {*columns.headings.columns.values(), *columns.headings.purposes}
    ignored = [
        title for at, title in enumerate(columns.headings.titles) if title and at not in used
    ]
    named = columns.headings.currency or "currency" in columns.headings.columns
    money = "" if named else f" No column names a currency; taken as {columns.currency}."
    left = f" Not read: {', '.join(ignored)}." if ignored else ""
    return f"CSV, {decoded.encoding} with {separator}.{money}{left}"


def _read_record(record: FileRecord, columns: _Columns) -> BookedEntry | Remark:
    if record.problem:
        return _remark(record, record.problem.replace("to be a member", "to be a booking"))
    if any("\ufffd" in cell or is_twice_encoded(cell) for cell in record.cells):
        return _remark(record, "Letters are garbled. Save the file again as UTF-8.")
    if _PENDING.search(fold(columns.cell(record, "status"))):
        return _remark(record, "The bank has not booked it yet.")
    day = columns.days.read(columns.day_cell(record))
    money = _money(record, columns)
    if day.day is None or money.problem:
        why = [] if day.day else [day.problem or "There is no day of booking."]
        return _remark(record, " ".join([*why, *([money.problem] if money.problem else [])]))
    return BookedEntry(
        line=record.line,
        booked_on=day.day,
        amount=money.amount,
        currency=money.currency,
        payer=(columns.cell(record, "payer") or columns.cell(record, "payee"))[:LONGEST_PAYER],
        remittance=columns.purpose(record),
        bank_reference=columns.cell(record, "reference")[:LONGEST_REFERENCE],
    )


def _remark(record: FileRecord, sentence: str) -> Remark:
    return Remark(record.line, sentence, record.text[:SHOWN_OF_A_LINE])


def _money(record: FileRecord, columns: _Columns) -> ReadAmount:
    """The amount with its sign, from one column or from two, and in which currency."""
    named = columns.cell(record, "currency").upper()
    currency = named if re.fullmatch("[A-Z]{3}", named) else columns.currency
    read = _signed(record, columns, currency)
    return replace(read, currency=read.currency or currency)


def _signed(record: FileRecord, columns: _Columns, currency: str) -> ReadAmount:
    text = columns.cell(record, "amount")
    if "amount" not in columns.headings.columns:
        return _of_two_columns(record, columns, currency)
    read = columns.amounts.read(text, currency)
    direction = fold(columns.cell(record, "direction"))
    if read.problem or not direction:
        return read
    if direction in DEBIT_WORDS:
        return replace(read, amount=-abs(read.amount))
    if direction in CREDIT_WORDS:
        return replace(read, amount=abs(read.amount))
    return ReadAmount(problem=f"“{direction[:20]}” is neither credit nor debit.")


def _of_two_columns(record: FileRecord, columns: _Columns, currency: str) -> ReadAmount:
    came = columns.amounts.read(columns.cell(record, "credit"), currency)
    went = columns.amounts.read(columns.cell(record, "debit"), currency)
    if came.amount and went.amount:
        return ReadAmount(problem="There is a credit and a debit in one line.")
    if went.amount:
        return replace(went, amount=-abs(went.amount))
    return came
