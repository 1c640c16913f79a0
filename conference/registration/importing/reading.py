"""Reading a list of registrations: each line is understood or refused, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conference.membership.roll_encoding import decode_file
from conference.membership.roll_records import FileRecord, split_records
from conference.membership.roll_words import country_code
from conference.orm.money import parse_money
from conference.people.forms import checked_address
from conference.people.rules import clean, fold
from conference.registration.rules import METHOD_WORDS, PaymentMethod
from conference.web import FormErrors

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "e mail", "mail", "email address", "e-mail address"),
    "given_name": ("given name", "first name", "forename"),
    "family_name": ("family name", "last name", "surname", "name"),
    "affiliation": ("affiliation", "institution", "organisation", "organization"),
    "city": ("city", "town"),
    "country": ("country",),
    "category": ("category", "registration category", "ticket", "ticket type"),
    "mode": ("mode", "attendance"),
    "day": ("day",),
    "extras": ("extras", "options", "add-ons"),
    "amount": ("amount", "total", "price"),
    "paid": ("paid", "amount paid"),
    "paid_on": ("paid on", "payment date"),
    "method": ("method", "payment method"),
    "reference": ("reference", "order", "order number"),
}
NEEDED = ("email", "category")
LONGEST_FILE = 20_000
_MODES = {"": "in_person", "in person": "in_person", "on site": "in_person", "onsite": "in_person"}
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_VIRTUAL = ("virtual", "online", "remote")


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A line that was understood. `amount` None: the price of today; amounts in minor units."""

    line: int
    email: str
    given_name: str
    family_name: str
    affiliation: str
    city: str
    country: str
    category: str
    mode: str
    day: date | None
    extras: tuple[tuple[str, int], ...]
    amount: int | None
    paid: int
    paid_on: date | None
    method: PaymentMethod
    reference: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    line: int
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookingFile:
    """What a file holds; `problem` if it is no list of registrations at all."""

    rows: tuple[BookingRow, ...] = ()
    refusals: tuple[RefusedLine, ...] = ()
    ignored: tuple[str, ...] = ()
    problem: str = ""


def read_bookings(data: bytes, currency: str) -> BookingFile:
    """Reads a CSV with one line of headings; commas, semicolons or tabs, any usual encoding."""
    lines = decode_file(data).lines
    if not lines:
        return BookingFile(problem="The file is empty.")
    if len(lines) > LONGEST_FILE:
        sentence = f"The file has more than {LONGEST_FILE:,} lines; send it in parts."
        return BookingFile(problem=sentence)
    records = split_records(lines, _delimiter(lines[0]))
    columns = [_field_of(heading) for heading in records[0].cells]
    missing = [HEADINGS[name][0] for name in NEEDED if name not in columns]
    if missing:
        found = ", ".join(records[0].cells)[:120]
        wanted = " and ".join(f"“{each}”" for each in missing)
        return BookingFile(problem=f"No column is called {wanted}. The first line reads: {found}")
    return _read_lines(records, columns, currency)


def _read_lines(
    records: Sequence[FileRecord], columns: Sequence[str], currency: str
) -> BookingFile:
    rows, refusals = [], []
    for record in records[1:]:
        if record.is_blank:
            continue
        read = _read_record(record, columns, currency)
        if isinstance(read, BookingRow):
            rows.append(read)
        else:
            refusals.append(read)
    titles = records[0].cells
    ignored = [h for h, name in zip(titles, columns, strict=True) if not name and h.strip()]
    return BookingFile(tuple(rows), tuple(refusals), tuple(ignored))


def _read_record(
    record: FileRecord, columns: Sequence[str], currency: str
) -> BookingRow | RefusedLine:
    if record.problem:
        why = record.problem.replace("to be a member", "to be a registration")
        return RefusedLine(record.line, record.text[:120], (why,))
    cells = zip(columns, record.cells, strict=False)
    reading = _Reading({name: clean(cell) for name, cell in cells if name}, currency)
    row = reading.row(record.line)
    shown = ", ".join(record.cells)[:120]
    return row or RefusedLine(record.line, shown, tuple(reading.problems))


class _Reading:
    """One line: every cell is read, and everything that is wrong with it is said at once."""

    def __init__(self, values: Mapping[str, str], currency: str) -> None:
        self.values, self.currency = values, currency
        self.problems: list[str] = []

    def row(self, line: int) -> BookingRow | None:
        value = self.values.get
        found = BookingRow(
            line=line,
            email=self._email(),
            given_name=value("given_name", ""),
            family_name=value("family_name", ""),
            affiliation=value("affiliation", ""),
            city=value("city", ""),
            country=self._country(),
            category=value("category", ""),
            mode=self._mode(),
            day=self._day("day"),
            extras=tuple(self._extras()),
            amount=self._amount("amount"),
            paid=self._amount("paid") or 0,
            paid_on=self._day("paid_on"),
            method=self._method(),
            reference=value("reference", "")[:120],
        )
        if not found.category:
            self.problems.append("The category is missing.")
        return None if self.problems else found

    def _email(self) -> str:
        text = self.values.get("email", "")
        try:
            return checked_address(text, "email")
        except FormErrors:
            self.problems.append(f"“{text}” is no e-mail address.")
            return text

    def _country(self) -> str:
        text = self.values.get("country", "")
        code = country_code(text) if text else ""
        if text and not code:
            self.problems.append(f"“{text}” is no country we know.")
        return code or ""

    def _mode(self) -> str:
        text = fold(self.values.get("mode", "")).replace("_", " ").replace("-", " ")
        if text in _MODES:
            return _MODES[text]
        if text in _VIRTUAL:
            return "virtual"
        self.problems.append(f"“{text}” is neither “in person” nor “virtual”.")
        return ""

    def _day(self, name: str) -> date | None:
        text = self.values.get(name, "")
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = date.min
        if day is None or 1900 <= day.year <= 2200:
            return day
        self.problems.append(f"“{text}” is no day; write it as 2027-10-18.")
        return None

    def _extras(self) -> Iterator[tuple[str, int]]:
        for part in self.values.get("extras", "").replace(";", " ").replace(",", " ").split():
            key, _, count = part.partition("*")
            if count and not _COUNT.fullmatch(count):
                self.problems.append(f"“{part}”: write how many as dinner*2.")
                continue
            yield key, int(count or 1)

    def _amount(self, name: str) -> int | None:
        text = self.values.get(name, "")
        if not text:
            return None
        try:
            amount = parse_money(text, self.currency)
        except ValueError as wrong:
            self.problems.append(f"“{text}”: {wrong}")
            return None
        if amount < 0:
            self.problems.append(f"“{text}” is less than nothing.")
        return amount

    def _method(self) -> PaymentMethod:
        text = fold(self.values.get("method", ""))
        words = {fold(title): method for method, title in METHOD_WORDS.items()}
        known = {**words, **{each.value: each for each in PaymentMethod}, "transfer": _TRANSFER}
        if text and text not in known:
            self.problems.append(f"“{text}” is no way to pay that we know.")
        return known.get(text, _TRANSFER)


_TRANSFER = PaymentMethod.BANK_TRANSFER


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _field_of(heading: str) -> str:
    wanted = fold(heading).replace("_", " ").strip()
    return next((name for name, words in HEADINGS.items() if wanted in words), "")
