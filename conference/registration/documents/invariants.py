"""What must hold of documents in every database; `plenary check` runs these."""

from __future__ import annotations

from typing import Any

from conference.orm import invariant
from conference.registration.documents.content import decode
from conference.registration.tables import Document


async def _rows(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await Document.raw(sql)
    return found


@invariant("documents-without-gaps", "Numbers of documents run from 1 without a gap (T03).")
async def documents_without_gaps() -> list[str]:
    rows = await _rows(
        "SELECT s.kind, s.year, s.last, COUNT(d.id) AS found, COALESCE(MAX(d.sequence), 0) AS top,"
        " COALESCE(MIN(d.sequence), 1) AS first FROM conference_document_series s"
        " LEFT JOIN conference_document d"
        " ON d.meeting = s.meeting AND d.kind = s.kind AND d.year = s.year"
        " GROUP BY s.id, s.kind, s.year, s.last"
        " HAVING COUNT(d.id) <> s.last OR COALESCE(MAX(d.sequence), 0) <> s.last"
        " OR COALESCE(MIN(d.sequence), 1) <> 1"
    )
    return [
        f"{row['kind']} {row['year']}: {row['found']} documents, the first {row['first']},"
        f" the last {row['top']}; the series says {row['last']}."
        for row in rows
    ]


@invariant("documents-in-a-series", "Every document belongs to a series that counts it (T03).")
async def documents_in_a_series() -> list[str]:
    rows = await _rows(
        "SELECT d.number FROM conference_document d LEFT JOIN conference_document_series s"
        " ON s.meeting = d.meeting AND s.kind = d.kind AND s.year = d.year WHERE s.id IS NULL"
    )
    return [f"{row['number']} is in no series." for row in rows]


@invariant("documents-add-up", "What is printed on a document adds up to what is stored of it.")
async def documents_add_up() -> list[str]:
    rows = await Document.select(
        Document.number, Document.gross, Document.tax, Document.currency, Document.content
    )
    return [sentence for row in rows if (sentence := _fault(row))]


def _fault(row: dict[str, Any]) -> str:
    content = decode(row["content"])
    came = content.received
    printed = (came.amount, 0) if came else (content.gross, content.tax)
    stored = (row["gross"], row["tax"])
    if (printed, content.number, content.currency) == (stored, row["number"], row["currency"]):
        return ""
    return f"{row['number']}: printed {printed} as {content.number}, stored {stored}."


@invariant("documents-follow-orders", "Invoices and credit notes say what their order's lines say.")
async def documents_follow_orders() -> list[str]:
    rows = await _rows(
        "SELECT d.number, d.gross, COALESCE(SUM(l.amount), 0) AS charged FROM conference_document d"
        " LEFT JOIN conference_documented_line k ON k.document = d.id"
        " LEFT JOIN conference_order_line l ON CAST(l.id AS TEXT) = k.line"
        ' AND l."order" = d."order"'
        " WHERE d.kind IN ('invoice', 'credit_note') GROUP BY d.id, d.number, d.gross"
        " HAVING COALESCE(SUM(l.amount), 0) <> d.gross"
    )
    return [f"{row['number']}: {row['gross']}, its lines {row['charged']}." for row in rows]


@invariant("line-on-one-document", "A line stands on one invoice or credit note at most (T03).")
async def line_on_one_document() -> list[str]:
    rows = await _rows(
        "SELECT line, COUNT(*) AS found FROM conference_documented_line"
        " GROUP BY line HAVING COUNT(*) > 1"
    )
    return [f"Line {row['line']} stands on {row['found']} documents." for row in rows]


@invariant("receipts-for-payments", "A receipt is of a payment that came, for its amount.")
async def receipts_for_payments() -> list[str]:
    rows = await _rows(
        "SELECT d.number FROM conference_document d LEFT JOIN conference_payment p"
        ' ON p.id = d.payment AND p.amount = d.gross AND p."order" = d."order"'
        " WHERE d.kind = 'receipt' AND p.id IS NULL"
    )
    return [f"{row['number']} has no such payment." for row in rows]
