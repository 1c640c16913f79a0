"""Which document an order needs, for which of its lines, and under which number (T03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from conference.registration.catalogue import LineKind

Key = tuple[str, str, str, int]


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    PRO_FORMA = "pro_forma"


# In a number, in a sentence.
KIND_CODES: Mapping[DocumentKind, str] = {
    DocumentKind.INVOICE: "INV",
    DocumentKind.CREDIT_NOTE: "CRN",
    DocumentKind.RECEIPT: "REC",
    DocumentKind.PRO_FORMA: "PRO",
}
KIND_WORDS: Mapping[DocumentKind, str] = {
    DocumentKind.INVOICE: "Invoice",
    DocumentKind.CREDIT_NOTE: "Credit note",
    DocumentKind.RECEIPT: "Receipt",
    DocumentKind.PRO_FORMA: "Pro-forma invoice",
}


def document_number(prefix: str, kind: DocumentKind, year: int, sequence: int) -> str:
    """ "ICIS-INV-2027-00042": every kind has a series of its own, which begins anew each year."""
    parts = [prefix, KIND_CODES[kind], str(year), f"{sequence:05d}"]
    return "-".join(part for part in parts if part)


def due_date(issued_on: date, payment_days: int) -> date:
    """The last day to pay what is still due; 0 days: at once."""
    return issued_on + timedelta(days=payment_days)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of an order, and the invoice or credit note that it stands on, if any."""

    id: UUID
    key: Key
    amount: int
    document: UUID | None = None
    is_on_invoice: bool = False

    @property
    def is_dues(self) -> bool:
        return self.key[1] == LineKind.DUES


@dataclass(frozen=True, slots=True)
class Plan:
    """Ids of lines: each invoice's, and each credit note's with the invoice that it corrects."""

    invoices: tuple[tuple[UUID, ...], ...] = ()
    credits: tuple[tuple[UUID, tuple[UUID, ...]], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.invoices and not self.credits


def plan_documents(lines: Iterable[LedgerLine]) -> Plan:
    """What has to be issued so that invoices less credit notes say what the order says.

    What takes back an invoiced charge is credited against its invoice; what was charged and taken
    back before it was invoiced needs no document. Dues have an invoice of their own (M02). An
    invoice is of more than nought and a credit note of less.
    """
    in_order = list(lines)
    pending: list[LedgerLine] = []
    credited: dict[UUID, list[LedgerLine]] = defaultdict(list)
    for walk in _walks(in_order):
        pending += walk.pending
        for line in walk.credited:
            credited[walk.stands_on(line)].append(line)
    positive = [each for group in credited.values() if _sum(group) > 0 for each in group]
    invoices = _invoices([*pending, *positive])
    notes = {id: group for id, group in credited.items() if _sum(group) < 0}
    for group in _leftover(pending, invoices):
        _credit_the_newest(group, notes, in_order)
    return Plan(
        tuple(tuple(each.id for each in _sorted(group, in_order)) for group in invoices),
        tuple((id, tuple(e.id for e in _sorted(group, in_order))) for id, group in notes.items()),
    )


@dataclass(slots=True)
class _Walk:
    """The lines of one key in the order in which they were added."""

    documented: list[LedgerLine]
    pending: list[LedgerLine]
    credited: list[LedgerLine]

    def add(self, line: LedgerLine) -> None:
        invoiced = _sum(self.documented) + _sum(self.credited)
        if self.pending and line.amount == -_sum(self.pending):
            self.pending = []  # taken back before anybody printed it
        elif _takes_back(line.amount, invoiced + _sum(self.pending)) and invoiced:
            self.credited.append(line)
        else:
            self.pending.append(line)

    def stands_on(self, credited: LedgerLine) -> UUID:
        """The newest document, an invoice if possible, with what this line takes back."""
        taken = [each for each in self.documented if each.amount * credited.amount < 0]
        printed = [each for each in taken if each.is_on_invoice] or taken or self.documented
        document = printed[-1].document
        assert document is not None
        return document


def _walks(lines: Iterable[LedgerLine]) -> list[_Walk]:
    walks: dict[Key, _Walk] = {}
    for line in lines:
        walk = walks.setdefault(line.key, _Walk([], [], []))
        if line.document is not None:
            walk.documented.append(line)
        else:
            walk.add(line)
    return list(walks.values())


def _takes_back(amount: int, so_far: int) -> bool:
    return amount * so_far < 0 and abs(amount) <= abs(so_far)


def _sum(lines: Iterable[LedgerLine]) -> int:
    return sum(line.amount for line in lines)


def _sorted(group: list[LedgerLine], in_order: list[LedgerLine]) -> list[LedgerLine]:
    wanted = {each.id for each in group}
    return [each for each in in_order if each.id in wanted]


def _invoices(pending: list[LedgerLine]) -> list[list[LedgerLine]]:
    dues = [each for each in pending if each.is_dues]
    others = [each for each in pending if not each.is_dues]
    groups = [pending] if min(_sum(dues), _sum(others)) < 0 else [others, dues]
    return [group for group in groups if _sum(group) > 0]


def _leftover(
    pending: list[LedgerLine], invoices: list[list[LedgerLine]]
) -> list[list[LedgerLine]]:
    """Reductions that belong to no charge on this plan, such as one that the office granted."""
    invoiced = {each.id for group in invoices for each in group}
    rest = [each for each in pending if each.id not in invoiced]
    return [rest] if _sum(rest) < 0 else []


def _credit_the_newest(
    group: list[LedgerLine],
    notes: dict[UUID, list[LedgerLine]],
    in_order: list[LedgerLine],
) -> None:
    """Puts a reduction on a credit note for the newest invoice; before one there is nothing."""
    documents = [each.document for each in in_order if each.document and each.is_on_invoice]
    if documents:
        notes.setdefault(documents[-1], []).extend(group)
