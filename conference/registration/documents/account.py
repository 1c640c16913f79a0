"""An order as its documents see it: lines, payments, and what was issued already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from conference.registration import order_queries
from conference.registration.documents.content import (
    DocumentContent,
    Party,
    bill_to_party,
    decode,
)
from conference.registration.documents.rules import (
    DocumentKind,
    LedgerLine,
    Plan,
    plan_documents,
)
from conference.registration.order_queries import ChargedLine
from conference.registration.rules import Balance, OrderState, PayBy, PaymentMethod
from conference.registration.tables import (
    Document,
    DocumentedLine,
    InvoiceIssuer,
    Order,
    Payment,
    Registration,
)


@dataclass(frozen=True, slots=True)
class IssuerInfo:
    """Who issues the documents of a meeting, and how."""

    meeting: UUID
    party: Party
    bank: str
    footer: str
    prefix: str
    payment_days: int
    change_fee: int


@dataclass(frozen=True, slots=True)
class AccountPayment:
    id: UUID
    amount: int
    method: PaymentMethod
    reference: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One document as lists show it."""

    id: UUID
    kind: DocumentKind
    number: str
    billed_to: str
    issued_at: datetime
    gross: int
    tax: int
    currency: str
    corrects: UUID | None
    payment: UUID | None
    content: DocumentContent


@dataclass(frozen=True, slots=True)
class Account:
    """An order as its documents see it: lines, payments, and what was issued already."""

    order: UUID
    code: str
    person: UUID
    state: OrderState
    currency: str
    pays_by: PayBy
    bill_to: Party
    purchase_order: str
    lines: tuple[ChargedLine, ...]
    attendees: Mapping[str, str]
    payments: tuple[AccountPayment, ...]
    documents: tuple[DocumentInfo, ...]
    stands_on: Mapping[UUID, UUID]

    @property
    def balance(self) -> Balance:
        charged = sum(line.amount for line in self.lines)
        return Balance(charged, sum(each.amount for each in self.payments))

    @property
    def plan(self) -> Plan:
        """What would have to be issued now, were everything printed."""
        return plan_documents(self.ledger_lines())

    @property
    def is_to_be_invoiced(self) -> bool:
        """Invoices come when nothing is due, and at once for who pays on account."""
        return self.balance.is_settled or self.pays_by is PayBy.PURCHASE_ORDER

    @property
    def payments_without_receipt(self) -> tuple[AccountPayment, ...]:
        printed = {each.payment for each in self.documents}
        return tuple(e for e in self.payments if e.amount > 0 and e.id not in printed)

    def ledger_lines(self) -> Iterable[LedgerLine]:
        invoices = {each.id for each in self.documents if each.kind is DocumentKind.INVOICE}
        for line in self.lines:
            document = self.stands_on.get(line.id)
            key = (line.registration, str(line.kind), line.item, line.tax_points)
            yield LedgerLine(line.id, key, line.amount, document, document in invoices)

    def document(self, id: UUID) -> DocumentInfo:
        return next(each for each in self.documents if each.id == id)

    def lines_on(self, document: UUID) -> tuple[ChargedLine, ...]:
        return tuple(each for each in self.lines if self.stands_on.get(each.id) == document)


async def issuer_of_meeting(meeting: UUID) -> IssuerInfo | None:
    """Who issues the meeting's documents; None until the office has said so."""
    row = await InvoiceIssuer.select().where(InvoiceIssuer.meeting == meeting).first()
    return issuer_info(row) if row else None


def issuer_info(row: Mapping[str, Any]) -> IssuerInfo:
    """A row of the table in words of the documents."""
    party = Party(row["legal_name"], row["address"], row["country"], row["tax_number"])
    names = ("meeting", "bank", "footer", "prefix", "payment_days", "change_fee")
    return IssuerInfo(party=party, **{name: row[name] for name in names})


async def account_of(order: UUID) -> Account:
    """An order with everything its documents are made from; six statements."""
    row = (
        await Order.select(
            Order.id.as_alias("order"),
            Order.code,
            Order.person,
            Order.state,
            Order.currency,
            Order.pays_by,
            Order.bill_to,
            Order.bill_country,
            Order.vat_number,
            Order.purchase_order,
            Order.person.registered_name.as_alias("name"),
            Order.person.affiliation.as_alias("affiliation"),
            Order.person.city.as_alias("city"),
            Order.person.country.as_alias("country"),
        )
        .where(Order.id == order)
        .first()
    )
    assert row is not None
    return Account(
        order=row["order"],
        code=row["code"],
        person=row["person"],
        state=OrderState(row["state"]),
        currency=row["currency"],
        pays_by=PayBy(row["pays_by"]),
        bill_to=_bill_to(row),
        purchase_order=row["purchase_order"],
        lines=await order_queries.order_lines(order),
        attendees=await _attendees(order),
        payments=await _payments(order),
        documents=await documents_of_order(order),
        stands_on=await _stands_on(order),
    )


def _bill_to(row: Mapping[str, Any]) -> Party:
    """Who was named as payer, else the person who ordered (T04)."""
    if row["bill_to"].strip():
        return bill_to_party(row["bill_to"], row["bill_country"], row["vat_number"])
    address = "\n".join(part for part in (row["affiliation"], row["city"]) if part)
    country = row["bill_country"] or row["country"]
    return Party(row["name"], address, country, row["vat_number"])


async def _attendees(order: UUID) -> dict[str, str]:
    rows = await Registration.select(
        Registration.code, Registration.person.registered_name.as_alias("name")
    ).where(Registration.order == order)
    return {row["code"]: row["name"] for row in rows}


async def _payments(order: UUID) -> tuple[AccountPayment, ...]:
    rows = (
        await Payment.select(
            Payment.id, Payment.amount, Payment.method, Payment.reference, Payment.received_at
        )
        .where(Payment.order == order)
        .order_by(Payment.received_at)
        .order_by(Payment.created_at)
        .order_by(Payment.id)
    )
    return tuple(AccountPayment(**{**row, "method": PaymentMethod(row["method"])}) for row in rows)


async def _stands_on(order: UUID) -> dict[UUID, UUID]:
    rows = await DocumentedLine.select(DocumentedLine.line, DocumentedLine.document).where(
        DocumentedLine.document.order == order
    )
    return {UUID(row["line"]): row["document"] for row in rows}


async def documents_of_order(order: UUID) -> tuple[DocumentInfo, ...]:
    """Everything that was issued for an order, in the order in which it was."""
    rows = (
        await Document.select()
        .where(Document.order == order)
        .order_by(Document.issued_at)
        .order_by(Document.kind)
        .order_by(Document.sequence)
    )
    return tuple(document_info(row) for row in rows)


def still_charged(account: Account, invoice: UUID) -> tuple[ChargedLine, ...]:
    """The lines of an invoice less what credit notes took back from it, per kind and item."""
    kept: dict[tuple[str, str, str, int], list[ChargedLine]] = {}
    credited = {each.id for each in account.documents if each.corrects == invoice}
    for line in account.lines:
        if account.stands_on.get(line.id) in {invoice, *credited}:
            key = (line.registration, str(line.kind), line.item, line.tax_points)
            kept.setdefault(key, []).append(line)
    return tuple(
        line for lines in kept.values() if sum(each.amount for each in lines) for line in lines
    )


def document_info(row: Mapping[str, Any]) -> DocumentInfo:
    return DocumentInfo(
        id=row["id"],
        kind=DocumentKind(row["kind"]),
        number=row["number"],
        billed_to=row["billed_to"],
        issued_at=row["issued_at"],
        gross=row["gross"],
        tax=row["tax"],
        currency=row["currency"],
        corrects=row["corrects"],
        payment=row["payment"],
        content=decode(row["content"]),
    )
