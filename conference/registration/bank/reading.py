"""Reading a bank statement, whatever the bank's system made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from conference.membership.roll_dates import DayOrder
from conference.membership.roll_encoding import decode_file
from conference.registration.bank.camt import read_camt
from conference.registration.bank.statement import BookedEntry, Remark, StatementFile
from conference.registration.bank.statement_csv import read_csv
from conference.web.formats import day as spoken_day

ONE_DAY = timedelta(days=1)  # where the bank is, tomorrow may have begun
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
_MT940 = (":20:", "{1:", ":940:")


def read_statement(
    data: bytes, *, currency: str, today: date, day_order: DayOrder = DayOrder.UNKNOWN
) -> StatementFile:
    """The bookings of a CSV or a CAMT.053; never raises. `problem` says why it is no statement.

    `currency`: for a file that names none. Bookings of days that have not come are left out.
    """
    if data.startswith(_PACKED):
        return StatementFile(
            problem="This is a spreadsheet, a PDF or an archive. Save it as CSV, or unpack it."
        )
    if data.lstrip().startswith(_XML_STARTS):
        return _without_future(read_camt(data), today)
    decoded = decode_file(data)
    if any(line.startswith(_MT940) for line in decoded.lines[:5]):
        return StatementFile(problem="This is MT940. Ask the bank for CAMT.053 or a CSV.")
    return _without_future(read_csv(decoded, currency=currency, day_order=day_order), today)


def _without_future(file: StatementFile, today: date) -> StatementFile:
    """A booking of a day to come is announced, or its day was read wrongly."""
    latest = today + ONE_DAY
    kept = tuple(each for each in file.entries if each.booked_on <= latest)
    early = tuple(_too_early(each) for each in file.entries if each.booked_on > latest)
    return replace(file, entries=kept, remarks=(*file.remarks, *early))


def _too_early(entry: BookedEntry) -> Remark:
    sentence = f"{spoken_day(entry.booked_on)} has not come yet."
    return Remark(entry.line, sentence, f"{entry.payer} {entry.remittance}".strip()[:120])
