"""Statements as banks write them, made for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of a statement; the amount as text in major units, debits negative."""

    text: str
    amount: str = "650.00"
    payer: str = "Dan Díaz"
    day: date = date(2027, 5, 9)
    currency: str = "EUR"


def csv_of(*bookings: Booking) -> bytes:
    """A plain CSV: ISO days, semicolons, decimal commas."""
    lines = ["Booking date;Payer;Purpose;Amount;Currency"]
    for each in bookings:
        amount = each.amount.replace(".", ",")
        lines.append(f'{each.day};{each.payer};"{each.text}";{amount};{each.currency}')
    return "\n".join(lines).encode()


def camt_of(
    bookings: Iterable[Booking] = (), *, version: str = "02", extra: str = "", balances: str = ""
) -> bytes:
    """A CAMT.053 of one statement; `extra`: more entries as XML."""
    entries = "".join(entry_of(each, version) for each in bookings) + extra
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{NAMESPACE}{version}"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
{balances}{entries}</Stmt></BkToCstmrStmt></Document>""".encode()


def entry_of(booking: Booking, version: str = "02") -> str:
    """One booked entry with the details that this version has, where it has them."""
    is_new = int(version) >= 8
    status = "<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>"
    name = f"<Nm>{booking.payer}</Nm>"
    debtor = f"<Pty>{name}</Pty>" if is_new else name
    direction = "DBIT" if booking.amount.startswith("-") else "CRDT"
    return f"""<Ntry><Amt Ccy="{booking.currency}">{booking.amount.lstrip("-")}</Amt>
<CdtDbtInd>{direction}</CdtDbtInd>{status}<BookgDt><Dt>{booking.day}</Dt></BookgDt>
<AcctSvcrRef>REF-{booking.text[:8]}</AcctSvcrRef><NtryDtls><TxDtls>
<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr>{debtor}</Dbtr></RltdPties><RmtInf><Ustrd>{booking.text}</Ustrd></RmtInf>
</TxDtls></NtryDtls></Ntry>"""


def balance_of(kind: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'
    )
