"""The journal: every document of a meeting, filtered by the address, with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable
from piccolo.query.functions import Count, Sum

from conference.meetings.rules import MeetingInfo
from conference.orm.containing import contains
from conference.people.rules import fold
from conference.registration.documents.account import DocumentInfo, document_info
from conference.registration.documents.lines_table import percent
from conference.registration.documents.rules import KIND_WORDS, DocumentKind
from conference.registration.tables import Document, DocumentSeries, Order
from conference.web.sheets import Cell, major

PAGE_SIZE = 50
EXPORT_MOST = 100_000
KIND_FILTERS: Mapping[str, str] = {
    "": "All",
    **{kind.value: f"{words}s" for kind, words in KIND_WORDS.items()},
}
HEADINGS = (
    "number",
    "kind",
    "date",
    "order",
    "bill_to",
    "country",
    "tax_number",
    "purchase_order",
    "corrects",
    "currency",
    "net",
    "tax",
    "gross",
    "tax_rates",
)
_PRINTED = (
    "(SELECT COALESCE(SUM(d.gross), 0) FROM conference_document d"
    " WHERE d.\"order\" = conference_order.id AND d.kind IN ('invoice', 'credit_note'))"
)
_PAID = (
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = conference_order.id)'
)
_A_PAYMENT_WITHOUT_RECEIPT = (
    "EXISTS (SELECT 1 FROM conference_payment p"
    ' WHERE p."order" = conference_order.id AND p.amount > 0'
    " AND NOT EXISTS (SELECT 1 FROM conference_document d WHERE d.payment = p.id))"
)
# Constants of this module only; nothing that anybody typed is in them.
_BEHIND = WhereRaw(
    f"({_A_PAYMENT_WITHOUT_RECEIPT} OR total < {_PRINTED}"
    f" OR (total > {_PRINTED} AND (pays_by = 'purchase_order' OR total <= {_PAID})))"
)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the address asks for: a kind, a year, a word, a page."""

    kind: str = ""
    year: int = 0
    text: str = ""
    page: int = 1

    def asked(self) -> dict[str, str]:
        """As it stands in the address."""
        return {"kind": self.kind, "year": str(self.year or ""), "q": self.text}


@dataclass(frozen=True, slots=True)
class KindSum:
    """The documents of one kind that the filter finds."""

    kind: DocumentKind
    count: int
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class JournalRow:
    document: DocumentInfo
    order_code: str


@dataclass(frozen=True, slots=True)
class Journal:
    rows: tuple[JournalRow, ...]
    sums: tuple[KindSum, ...]
    years: tuple[int, ...]
    page: int

    @property
    def pages(self) -> int:
        return _pages(self.sums)


def _pages(sums: Iterable[KindSum]) -> int:
    return max(1, -(-sum(each.count for each in sums) // PAGE_SIZE))


async def journal_page(meeting: UUID, wanted: JournalFilter) -> Journal:
    """One page of the journal, the newest first, and the sums of all; three statements.

    Beyond the last page stands the last one.
    """
    where = _where(meeting, wanted)
    sums = await _sums(where)
    number = min(wanted.page, _pages(sums))
    rows = await _rows(where, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Journal(rows, sums, await _years(meeting), number)


async def whole_journal(meeting: UUID, wanted: JournalFilter) -> tuple[JournalRow, ...]:
    """Every document that the filter finds, the newest first; one statement."""
    return await _rows(_where(meeting, wanted), EXPORT_MOST, 0)


async def orders_behind(meeting: UUID, most: int) -> list[tuple[UUID, str]]:
    """Orders whose documents are not in step, oldest first: such as those paid before anybody
    was named as issuer; one statement."""
    rows = (
        await Order.select(Order.id, Order.code)
        .where(Order.meeting == meeting, _BEHIND)
        .order_by(Order.placed_at)
        .limit(most)
    )
    return [(row["id"], row["code"]) for row in rows]


def _where(meeting: UUID, wanted: JournalFilter) -> Combinable:
    where: Combinable = Document.meeting == meeting
    if wanted.kind:
        where = where & (Document.kind == wanted.kind)
    if wanted.year:
        where = where & (Document.year == wanted.year)
    for word in fold(wanted.text).split():
        where = where & contains(Document.search_key, word)
    return where


async def _rows(where: Combinable, limit: int, offset: int) -> tuple[JournalRow, ...]:
    rows = (
        await Document.select(*Document.all_columns(), Document.order.code.as_alias("order_code"))
        .where(where)
        .order_by(Document.issued_at, ascending=False)
        .order_by(Document.number, ascending=False)
        .limit(limit)
        .offset(offset)
    )
    return tuple(JournalRow(document_info(row), row["order_code"]) for row in rows)


async def _sums(where: Combinable) -> tuple[KindSum, ...]:
    rows = (
        await Document.select(
            Document.kind,
            Count(alias="found"),
            Sum(Document.gross, alias="gross"),
            Sum(Document.tax, alias="tax"),
        )
        .where(where)
        .group_by(Document.kind)
    )
    found = {row["kind"]: row for row in rows}
    return tuple(_kind_sum(found[kind]) for kind in DocumentKind if kind in found)


def _kind_sum(row: Mapping[str, Any]) -> KindSum:
    count, gross, tax = (int(row[name]) for name in ("found", "gross", "tax"))
    return KindSum(DocumentKind(row["kind"]), count, gross, tax)


async def _years(meeting: UUID) -> tuple[int, ...]:
    rows = (
        await DocumentSeries.select(DocumentSeries.year)
        .where(DocumentSeries.meeting == meeting)
        .group_by(DocumentSeries.year)
        .order_by(DocumentSeries.year, ascending=False)
    )
    return tuple(row["year"] for row in rows)


def journal_rows(found: Iterable[JournalRow], meeting: MeetingInfo) -> list[list[Cell]]:
    """Under HEADINGS, one row a document; amounts are numbers, of a credit note below nought."""
    return [[*_words(row, meeting), *_numbers(row.document)] for row in found]


def _words(row: JournalRow, meeting: MeetingInfo) -> list[Cell]:
    content = row.document.content
    return [
        content.number,
        content.kind.value,
        meeting.local(row.document.issued_at).date(),
        row.order_code,
        content.bill_to.name,
        content.bill_to.country,
        content.bill_to.tax_number,
        content.purchase_order,
        content.corrects,
        content.currency,
    ]


def _numbers(document: DocumentInfo) -> list[Cell]:
    content, currency = document.content, document.currency
    sums = content.tax_sums if content.has_tax and not content.received else ()
    rates = "; ".join(
        f"{percent(e.points)}: {major(e.net, currency)} + {major(e.tax, currency)}" for e in sums
    )
    net = document.gross - document.tax
    return [*(major(each, currency) for each in (net, document.tax, document.gross)), rates]
