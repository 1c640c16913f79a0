"""What is printed on a document: a snapshot that is stored whole and never computed again (T03)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from conference.registration.documents.rules import KIND_WORDS, DocumentKind
from conference.registration.taxes import Taxed, tax_by_rate


class Party(msgspec.Struct, frozen=True):
    """Who issues or who pays: a name, an address of several lines, a country, a tax number."""

    name: str
    address: str = ""
    country: str = ""
    tax_number: str = ""


class PrintedLine(msgspec.Struct, frozen=True):
    """One line; `amount` is with tax, `tax` the part that is tax, `whose` names the attendee."""

    title: str
    amount: int
    tax: int = 0
    tax_points: int = 0
    quantity: int = 1
    reason: str = ""
    whose: str = ""

    @property
    def net(self) -> int:
        return self.amount - self.tax


class TaxSum(msgspec.Struct, frozen=True):
    """All lines of one rate together."""

    points: int
    net: int
    tax: int


class Received(msgspec.Struct, frozen=True):
    """Money that came: what a receipt is about."""

    amount: int
    on: date
    method: str
    reference: str = ""
    due: int = 0


class DocumentContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that stands on the paper. A credit note's amounts are negative."""

    kind: DocumentKind
    number: str
    issued_on: date
    issuer: Party
    bill_to: Party
    order: str
    event: str
    currency: str
    lines: tuple[PrintedLine, ...]
    tax_word: str = "Tax"
    notes: tuple[str, ...] = ()
    purchase_order: str = ""
    reference: str = ""
    bank: str = ""
    footer: str = ""
    due: int = 0
    due_on: date | None = None
    settled: str = ""
    corrects: str = ""
    reason: str = ""
    received: Received | None = None

    @property
    def gross(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def net(self) -> int:
        return self.gross - self.tax

    @property
    def has_tax(self) -> bool:
        """Whether tax is a matter on this paper, be it 0 % with the words of a reverse charge."""
        return bool(self.notes) or any(line.tax_points or line.tax for line in self.lines)

    @property
    def title(self) -> str:
        return KIND_WORDS[self.kind]

    def says_the_same(self, other: DocumentContent) -> bool:
        """Whether only the number and the day differ."""
        same = {"number": "", "issued_on": date.min, "due_on": None}
        return msgspec.structs.replace(self, **same) == msgspec.structs.replace(other, **same)

    @property
    def tax_sums(self) -> tuple[TaxSum, ...]:
        """Net and tax of each rate, the highest rate first."""
        taxed = [Taxed(each.amount, each.tax, each.tax_points) for each in self.lines]
        return tuple(TaxSum(points, *sums) for points, sums in tax_by_rate(taxed).items())


def encode(content: DocumentContent) -> str:
    """As it is stored."""
    return msgspec.json.encode(content).decode()


def decode(stored: str) -> DocumentContent:
    """As it was issued."""
    return msgspec.json.decode(stored, type=DocumentContent)


def notes_of(notes: Iterable[str]) -> tuple[str, ...]:
    """The words that tax rates put on the paper, each once: "Reverse charge: ..." (T01)."""
    return tuple(dict.fromkeys(note for note in notes if note))


def bill_to_party(text: str, country: str, vat_number: str) -> Party:
    """Who pays, from one text: the first line is the name, the others are the address (T04)."""
    lines = [line.strip() for line in text.strip().split("\n")]
    address = "\n".join(line for line in lines[1:] if line)
    return Party(lines[0], address, country, vat_number)
