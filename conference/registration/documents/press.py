"""The press: gives a document its number and stores it, in the transaction that needs it (T03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from msgspec.structs import replace

from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people.rules import search_key
from conference.registration import price_queries
from conference.registration.documents.account import issuer_info
from conference.registration.documents.compose import Letterhead, letterhead
from conference.registration.documents.content import DocumentContent, encode
from conference.registration.documents.rules import DocumentKind, document_number
from conference.registration.tables import (
    Document,
    DocumentedLine,
    DocumentSeries,
    InvoiceIssuer,
    TaxRate,
)

ONE_INSERT = 1_000  # lines; both engines take some 32,700 parameters


@dataclass(frozen=True, slots=True)
class Press:
    """A letterhead, and the transaction that holds the meeting's documents to itself."""

    act: Action
    head: Letterhead

    async def issue(
        self,
        order: UUID,
        content: DocumentContent,
        *,
        lines: Sequence[UUID] = (),
        corrects: UUID | None = None,
        payment: UUID | None = None,
    ) -> str:
        """Stores the document under the next number of its kind and year, and returns that."""
        year = content.issued_on.year
        sequence = await next_in_series(self.head.meeting.id, content.kind, year)
        number = document_number(self.head.issuer.prefix, content.kind, year, sequence)
        content = replace(content, number=number)
        is_receipt = content.received is not None
        gross = content.received.amount if content.received else content.gross
        row = Document(
            id=uuid4(),
            created_at=self.act.now,
            meeting=self.head.meeting.id,
            order=order,
            kind=content.kind.value,
            year=year,
            sequence=sequence,
            number=number,
            billed_to=content.bill_to.name[:200],
            search_key=search_key(number, content.bill_to.name, content.order)[:300],
            issued_at=self.act.now,
            content=encode(content),
            gross=gross,
            tax=0 if is_receipt else content.tax,
            currency=content.currency,
            corrects=corrects,
            payment=payment,
        )
        await Document.insert(row)
        await _put_on(row.id, lines, self.act)
        self.act.note("document", number, order=content.order, total=gross)
        return number


async def open_press(act: Action, meeting: MeetingInfo) -> Press | None:
    """Waits until no other transaction issues documents of the meeting; None: nobody is named
    as issuer yet.

    Lock orders before this, all that the action will touch: then nothing can deadlock.
    """
    rows = (
        await InvoiceIssuer.update({InvoiceIssuer.prefix: InvoiceIssuer.prefix})
        .where(InvoiceIssuer.meeting == meeting.id)
        .returning(*InvoiceIssuer.all_columns())
    )
    if not rows:
        return None
    issuer = issuer_info(rows[0])
    advice = "" if issuer.bank else await price_queries.payment_advice(meeting.id)
    return Press(act, letterhead(meeting, issuer, await _tax_word(meeting.id), advice, act.now))


async def next_in_series(meeting: UUID, kind: DocumentKind, year: int) -> int:
    """The next number by one UPDATE; who rolls back gives it back, so that there is no gap."""
    number = await _step(meeting, kind, year)
    if number is None:
        await _begin(meeting, kind, year)
        number = await _step(meeting, kind, year)
    assert number is not None
    return number


async def _step(meeting: UUID, kind: DocumentKind, year: int) -> int | None:
    rows = (
        await DocumentSeries.update({DocumentSeries.last: DocumentSeries.last + 1})
        .where(
            DocumentSeries.meeting == meeting,
            DocumentSeries.kind == kind.value,
            DocumentSeries.year == year,
        )
        .returning(DocumentSeries.last)
    )
    return int(rows[0]["last"]) if rows else None


async def _begin(meeting: UUID, kind: DocumentKind, year: int) -> None:
    """The first of a year makes the series; two at once make one."""
    row = DocumentSeries(id=uuid4(), meeting=meeting, kind=kind.value, year=year)
    await DocumentSeries.insert(row).on_conflict(action="DO NOTHING")


async def _put_on(document: UUID, lines: Sequence[UUID], act: Action) -> None:
    rows = [
        DocumentedLine(id=uuid4(), created_at=act.now, document=document, line=str(line))
        for line in lines
    ]
    for start in range(0, len(rows), ONE_INSERT):
        await DocumentedLine.insert(*rows[start : start + ONE_INSERT])


async def _tax_word(meeting: UUID) -> str:
    """What the society calls its tax: VAT, GST, MwSt."""
    row = (
        await TaxRate.select(TaxRate.title)
        .where(TaxRate.meeting == meeting)
        .order_by(TaxRate.tax_class)
        .order_by(TaxRate.country)
        .first()
    )
    return str(row["title"]) if row else ""
