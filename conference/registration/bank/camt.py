"""Reading CAMT.053, the bank's statement as XML (ISO 20022), in any of its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conference.orm.money import LARGEST_DIGITS, format_money, minor_digits
from conference.registration.bank.camt_details import DEBIT, Details, charges_of, details_of
from conference.registration.bank.camt_xml import (
    Element,
    child,
    children,
    day_of,
    decimal_of,
    name_of,
    parse_xml,
    text_of,
    texts_of,
)
from conference.registration.bank.statement import (
    LONGEST_PAYER,
    LONGEST_REFERENCE,
    LONGEST_REMITTANCE,
    MOST_ENTRIES,
    BookedEntry,
    Remark,
    StatementFile,
)

_STATEMENT = "BkToCstmrStmt"
_OTHERS = {
    "BkToCstmrAcctRpt": "This is CAMT.052, the report of a day that is not over",
    "BkToCstmrDbtCdtNtfctn": "This is CAMT.054, a notification of single bookings",
    "CstmrCdtTrfInitn": "This is an order to pay, not a statement",
}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


@dataclass(frozen=True, slots=True)
class _Booking:
    """One Ntry: the day, the signed amount, and the transfers it is made of."""

    element: Element
    day: date
    amount: Decimal
    currency: str
    details: tuple[Details, ...]
    is_reversal: bool

    @property
    def line(self) -> int:
        return int(self.element.sourceline or 0)


def read_camt(data: bytes) -> StatementFile:
    """The bookings of all statements in the file; never raises."""
    try:
        root = parse_xml(data)
    except ValueError as problem:
        return StatementFile(problem=str(problem))
    found = next((each for each in root.iter() if name_of(each) == _STATEMENT), None)
    if found is None:
        return StatementFile(problem=_what_else(root))
    statements = list(children(found, "Stmt"))
    bookings = [each for statement in statements for each in children(statement, "Ntry")]
    if len(bookings) > MOST_ENTRIES:
        return StatementFile(problem=f"More than {MOST_ENTRIES:,} bookings. Send it in parts.")
    read = [item for statement in statements for item in _read_statement(statement)]
    entries = tuple(each for each in read if isinstance(each, BookedEntry))
    return StatementFile(
        entries=entries,
        remarks=tuple(each for each in read if isinstance(each, Remark)),
        account=", ".join(dict.fromkeys(filter(None, map(_account, statements))))[:80],
        how=f"CAMT.053 ({_version(found)}), {len(bookings)} bookings.",
    )


def _what_else(root: Element) -> str:
    names = {name_of(each) for each in root.iter()}
    what = next((text for name, text in _OTHERS.items() if name in names), "")
    return f"{what or 'This XML is no bank statement'}. Ask the bank for CAMT.053 or a CSV."


def _version(found: Element) -> str:
    """ "camt.053.001.08", from the namespace; banks that leave it out are read as well."""
    namespace = found.tag[1:].partition("}")[0] if found.tag.startswith("{") else ""
    return namespace.rpartition(":")[2] or "no version given"


def _account(statement: Element) -> str:
    return text_of(statement, "Acct", "Id", "IBAN") or text_of(
        statement, "Acct", "Id", "Othr", "Id"
    )


def _read_statement(statement: Element) -> Iterator[BookedEntry | Remark]:
    """Its bookings in order, remarks on those that are none, and whether it adds up."""
    bookings = []
    for element in children(statement, "Ntry"):
        read = _booking(element)
        if isinstance(read, Remark):
            yield read
        else:
            bookings.append(read)
            yield from _entries(read)
    yield from _adds_up(statement, bookings)


def _booking(element: Element) -> _Booking | Remark:
    line = int(element.sourceline or 0)
    status = text_of(element, "Sts", "Cd") or text_of(element, "Sts") or "BOOK"
    if status != "BOOK":
        return Remark(line, f"The bank has not booked it yet ({status}).")
    day = day_of(element, "BookgDt") or day_of(element, "ValDt")
    amount = decimal_of(element, "Amt")
    if day is None or not amount:
        return Remark(line, "There is no day of booking." if amount else "There is no amount.")
    currency = child(element, "Amt").get("Ccy", "")  # type: ignore[union-attr]
    if not _is_money(amount, currency):
        return Remark(line, f"{amount} {currency} is no amount of money.")
    is_debit = text_of(element, "CdtDbtInd") == DEBIT
    parts = tuple(
        details_of(each, currency, is_debit=is_debit)
        for each in children(element, "NtryDtls", "TxDtls")
    )
    is_reversal = text_of(element, "RvslInd") in ("true", "1")
    signed = -amount if is_debit else amount
    return _Booking(element, day, signed, currency, parts, is_reversal)


def _is_money(amount: Decimal, currency: str) -> bool:
    if amount <= 0 or len(currency) != 3 or amount >= 10 ** (LARGEST_DIGITS - 3):
        return False
    minor = amount.scaleb(minor_digits(currency))
    return minor == minor.to_integral_value()


def _entries(booking: _Booking) -> Iterator[BookedEntry | Remark]:
    """A batch as its single transfers if they add up to it; else the whole as one entry."""
    if len(booking.details) <= 1:
        yield from _whole(booking, booking.details)
        return
    amounts = [each.amount for each in booking.details]
    known = [each for each in amounts if each is not None]
    if len(known) == len(amounts) and sum(known) == booking.amount and all(known):
        for details in booking.details:
            yield _entry(booking, details, details.amount or booking.amount)
        return
    yield Remark(booking.line, _batch_words(booking, known))
    yield _entry(booking, _joined(booking.details), booking.amount)


def _whole(booking: _Booking, details: Sequence[Details]) -> Iterator[BookedEntry | Remark]:
    """One transfer: what was booked is what came, whatever was instructed."""
    batch = child(booking.element, "NtryDtls", "Btch")
    many = text_of(batch, "NbOfTxs")
    if many.isdigit() and int(many) > 1 and booking.amount > 0:
        yield Remark(
            booking.line, f"A batch of {many} transfers without their details; taken as one."
        )
    yield _entry(booking, details[0] if details else Details(), booking.amount)


def _batch_words(booking: _Booking, known: Sequence[Decimal]) -> str:
    count = len(booking.details)
    if len(known) < count:
        return f"A batch of {count} transfers without their amounts; taken as one."
    both = [
        format_money(_minor(each, booking.currency), booking.currency)
        for each in (sum(known, Decimal(0)), booking.amount)
    ]
    return f"The {count} transfers of a batch are {both[0]}, booked was {both[1]}; taken as one."


def _joined(details: Sequence[Details]) -> Details:
    return Details(
        payer=", ".join(dict.fromkeys(each.payer for each in details if each.payer)),
        remittance="\n".join(each.remittance for each in details if each.remittance),
        charges=sum((each.charges for each in details), Decimal(0)),
        is_return=any(each.is_return for each in details),
    )


def _entry(booking: _Booking, details: Details, amount: Decimal) -> BookedEntry:
    own = "\n".join(texts_of(booking.element, "AddtlNtryInf"))
    is_only = len(booking.details) <= 1
    charges = details.charges or (charges_of(booking.element) if is_only else Decimal(0))
    reference = details.reference or (text_of(booking.element, "AcctSvcrRef") if is_only else "")
    return BookedEntry(
        line=booking.line,
        booked_on=booking.day,
        amount=_minor(amount, booking.currency),
        currency=booking.currency,
        payer=details.payer[:LONGEST_PAYER],
        remittance=(details.remittance or own)[:LONGEST_REMITTANCE],
        bank_reference=reference[:LONGEST_REFERENCE],
        charges=_minor(charges, booking.currency),
        is_reversal=booking.is_reversal or details.is_return,
    )


def _minor(amount: Decimal, currency: str) -> int:
    return int(amount.scaleb(minor_digits(currency)))


def _adds_up(statement: Element, bookings: Sequence[_Booking]) -> Iterator[Remark]:
    """Opening balance and bookings must come to the closing balance, or bookings are missing."""
    opening, closing = _balance(statement, _OPENING), _balance(statement, _CLOSING)
    if opening is None or closing is None:
        return
    missing = closing - opening - sum(each.amount for each in bookings)
    if missing:
        currency = text_of(statement, "Acct", "Ccy") or (bookings and bookings[0].currency) or ""
        yield Remark(
            int(statement.sourceline or 0),
            f"The bookings do not lead from the opening to the closing balance: {missing} "
            f"{currency} is missing. Is the file complete?",
        )


def _balance(statement: Element, kinds: Sequence[str]) -> Decimal | None:
    for each in children(statement, "Bal"):
        if text_of(each, "Tp", "CdOrPrtry", "Cd") in kinds:
            amount = decimal_of(each, "Amt")
            is_debit = text_of(each, "CdtDbtInd") == DEBIT
            return -amount if amount is not None and is_debit else amount
    return None
