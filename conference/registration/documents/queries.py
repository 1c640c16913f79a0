"""Reading the documents that were issued: of an order, of a person, of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conference.registration.documents.account import (
    Account,
    DocumentInfo,
    account_of,
    document_info,
    still_charged,
)
from conference.registration.documents.rules import DocumentKind
from conference.registration.tables import (
    Document,
    Extra,
    InvoiceIssuer,
    Order,
    RegistrationCategory,
)


@dataclass(frozen=True, slots=True)
class OrderPapers:
    """What an order's page shows of its documents.

    `uninvoiced`: charged and on no invoice yet; `is_set_up`: somebody is named as issuer.
    """

    order_code: str
    currency: str
    documents: tuple[DocumentInfo, ...]
    uninvoiced: int
    charged: int
    correctable: frozenset[UUID]
    is_set_up: bool


async def documents_of(order: UUID) -> OrderPapers:
    """The documents of an order, and what can be issued or corrected; seven statements."""
    account = await account_of(order)
    amounts = {line.id: line.amount for line in account.lines}
    meant = [line for invoice in account.plan.invoices for line in invoice]
    return OrderPapers(
        order_code=account.code,
        currency=account.currency,
        documents=account.documents,
        uninvoiced=sum(amounts[line] for line in meant),
        charged=account.balance.total,
        correctable=frozenset(
            each.id
            for each in account.documents
            if each.kind is DocumentKind.INVOICE and still_charged(account, each.id)
        ),
        is_set_up=await _is_set_up(order),
    )


async def _is_set_up(order: UUID) -> bool:
    meeting = Order.select(Order.meeting).where(Order.id == order)
    return bool(await InvoiceIssuer.exists().where(InvoiceIssuer.meeting.is_in(meeting)))


async def document_of_payer(person: UUID, order_code: str, number: str) -> DocumentInfo | None:
    """A document of a person's own order; None for anybody else's."""
    mine = Document.order.person == person
    row = (
        await Document.select()
        .where(mine, Document.order.code == order_code, Document.number == number)
        .first()
    )
    return document_info(row) if row else None


async def document_by_number(meeting: UUID, number: str) -> DocumentInfo | None:
    """A meeting's document by its printed number."""
    row = (
        await Document.select()
        .where(Document.meeting == meeting, Document.number == number)
        .first()
    )
    return document_info(row) if row else None


@dataclass(frozen=True, slots=True)
class OwnOrder:
    code: str
    meeting: UUID


async def order_of_payer(person: UUID, code: str) -> OwnOrder | None:
    """A person's own order; None for anybody else's."""
    row = (
        await Order.select(Order.code, Order.meeting)
        .where(Order.person == person, Order.code == code)
        .first()
    )
    return OwnOrder(row["code"], row["meeting"]) if row else None


async def account_by_code(meeting: UUID, code: str) -> Account | None:
    """An order of the meeting as its documents see it; seven statements."""
    row = await Order.select(Order.id).where(Order.meeting == meeting, Order.code == code).first()
    return await account_of(row["id"]) if row else None


async def tax_classes(meeting: UUID) -> tuple[str, ...]:
    """The tax classes that something of the meeting has; two statements."""
    categories = await RegistrationCategory.select(RegistrationCategory.tax_class).where(
        RegistrationCategory.meeting == meeting
    )
    extras = await Extra.select(Extra.tax_class).where(Extra.meeting == meeting)
    used = {row["tax_class"] for row in (*categories, *extras)}
    return tuple(sorted({"registration", "dues", *used}))
