"""One transfer within an entry of CAMT.053: who sent it, what they wrote, what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from conference.registration.bank.camt_xml import (
    Element,
    child,
    children,
    decimal_of,
    text_of,
    texts_of,
)

NOT_PROVIDED = "NOTPROVIDED"
DEBIT = "DBIT"


@dataclass(frozen=True, slots=True)
class Details:
    """`amount` has the sign of its direction; None: the bank gives none for this transfer."""

    amount: Decimal | None = None
    payer: str = ""
    remittance: str = ""
    reference: str = ""
    charges: Decimal = Decimal(0)
    is_return: bool = False


def details_of(transaction: Element, currency: str, *, is_debit: bool) -> Details:
    """The details of a TxDtls; its own direction counts, else that of its entry."""
    direction = text_of(transaction, "CdtDbtInd")
    amount = _amount(transaction, currency)
    is_negative = direction == DEBIT if direction else is_debit
    return Details(
        amount=-amount if amount is not None and is_negative else amount,
        payer=_payer(transaction),
        remittance="\n".join(dict.fromkeys(filter(None, _remittance(transaction)))),
        reference=next(_references(transaction), ""),
        charges=charges_of(transaction),
        is_return=child(transaction, "RtrInf") is not None,
    )


def charges_of(element: Element) -> Decimal:
    """What the bank says it kept: the single charges, or their sum, or (version 2) one amount."""
    charges = child(element, "Chrgs")
    records = [
        decimal_of(each, "Amt") or Decimal(0)
        for each in children(charges, "Rcrd")
        if text_of(each, "CdtDbtInd") in ("", DEBIT)
    ]
    if records:
        return sum(records, Decimal(0))
    total = decimal_of(charges, "TtlChrgsAndTaxAmt")
    return total or decimal_of(charges, "Amt") or Decimal(0)


def _amount(transaction: Element, currency: str) -> Decimal | None:
    """In the currency of the account only; what was instructed abroad is another amount."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")):
        found = child(transaction, *path)
        if found is not None and found.get("Ccy", currency) == currency:
            return decimal_of(found)
    return None


def _payer(transaction: Element) -> str:
    parties = child(transaction, "RltdPties")
    names = [
        text_of(parties, role, "Nm") or text_of(parties, role, "Pty", "Nm")
        for role in ("Dbtr", "UltmtDbtr")
    ]
    return " for ".join(dict.fromkeys(filter(None, names)))


def _remittance(transaction: Element) -> Iterator[str]:
    """All that may hold a reference: free lines, the structured one, the end-to-end id."""
    told = child(transaction, "RmtInf")
    yield from texts_of(told, "Ustrd")
    yield from texts_of(told, "Strd", "CdtrRefInf", "Ref")
    yield from texts_of(told, "Strd", "RfrdDocInf", "Nb")
    yield from texts_of(told, "Strd", "AddtlRmtInf")
    end_to_end = text_of(transaction, "Refs", "EndToEndId")
    if end_to_end != NOT_PROVIDED:
        yield end_to_end
    yield text_of(transaction, "AddtlTxInf")


def _references(transaction: Element) -> Iterator[str]:
    refs = child(transaction, "Refs")
    for name in ("AcctSvcrRef", "TxId", "EndToEndId", "InstrId"):
        text = text_of(refs, name)
        if text and text != NOT_PROVIDED:
            yield text
