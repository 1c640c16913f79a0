"""Which order a credit pays: exactly, in part, too much, or not without a person's decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from conference.orm.money import format_money
from conference.registration.bank.payers import NameIndex, has_name, name_index, words_of
from conference.registration.bank.references import (
    FoundReferences,
    InvoiceIndex,
    find_references,
)
from conference.registration.bank.rules import Account, Allocation, Credit
from conference.registration.rules import ORDER_WORDS


class MatchKind(StrEnum):
    EXACT = "exact"
    SPLIT = "split"
    PART = "part"
    OVER = "over"
    SUGGESTED = "suggested"
    SEVERAL = "several"
    REPEATED = "repeated"
    SETTLED = "settled"
    CLOSED = "closed"
    CURRENCY = "currency"
    RETURNED = "returned"
    UNKNOWN = "unknown"


KIND_WORDS: Mapping[MatchKind, str] = {
    MatchKind.EXACT: "The amount that is due",
    MatchKind.SPLIT: "Several orders in one transfer",
    MatchKind.PART: "Less than is due",
    MatchKind.OVER: "More than is due",
    MatchKind.SUGGESTED: "No reference, but a name and an amount that fit",
    MatchKind.SEVERAL: "Several orders, and the sum does not fit",
    MatchKind.REPEATED: "Perhaps counted before",
    MatchKind.SETTLED: "The order is settled already",
    MatchKind.CLOSED: "The order has ended",
    MatchKind.CURRENCY: "Another currency",
    MatchKind.RETURNED: "A payment that came back",
    MatchKind.UNKNOWN: "No order found",
}
CERTAIN = frozenset({MatchKind.EXACT, MatchKind.SPLIT, MatchKind.PART, MatchKind.OVER})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do with a credit, and why. Without allocations a person has to look."""

    entry: UUID
    kind: MatchKind
    reason: str
    allocations: tuple[Allocation, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Ticked beforehand; a suggestion is offered, and never ticked for the treasurer."""
        return self.kind in CERTAIN

    @property
    def is_offered(self) -> bool:
        return bool(self.allocations)

    @property
    def mark(self) -> str:
        """Says what was shown: a proposal that comes out differently has another mark."""
        return "+".join([self.kind, *(f"{each.code}={each.amount}" for each in self.allocations)])


@dataclass(frozen=True, slots=True)
class Books:
    """What credits are held against.

    `booked`: (order, day, amount) of what was matched before -> the statements it came in.
    """

    accounts: Mapping[str, Account]
    currency: str
    invoices: InvoiceIndex = field(default_factory=dict)
    booked: Mapping[tuple[str, date, int], frozenset[UUID]] = field(default_factory=dict)
    by_word: NameIndex = field(default_factory=dict)

    def has_twin(self, credit: Credit, code: str) -> bool:
        """Whether a like transfer for the order came in another statement."""
        found = self.booked.get((code, credit.booked_on, credit.amount), frozenset())
        return bool(found - {credit.statement})


def propose(credits: Iterable[Credit], books: Books) -> tuple[Proposal, ...]:
    """A proposal for each credit, in their order: what one pays is no longer due for the next."""
    accounts = dict(books.accounts)
    running = replace(books, accounts=accounts, by_word=_index(books))
    proposals = []
    for credit in credits:
        found = _match(credit, running)
        proposals.append(found)
        if found.is_certain:
            for part in found.allocations:
                accounts[part.code] = _paid(accounts[part.code], part.amount)
    return tuple(proposals)


def match(credit: Credit, books: Books) -> Proposal:
    """One credit against the books as they are."""
    return _match(credit, replace(books, by_word=_index(books)))


def _index(books: Books) -> NameIndex:
    return name_index({code: account.names for code, account in books.accounts.items()})


def _match(credit: Credit, books: Books) -> Proposal:
    text = f"{credit.remittance}\n{credit.payer}"
    found = find_references(text, books.accounts, books.invoices)
    if credit.is_reversal:
        return _returned(credit, found)
    if credit.currency != books.currency:
        return _other_currency(credit, books, found)
    named = [books.accounts[code] for code in found.codes]
    if not named:
        return _without_reference(credit, books, found)
    return _one(credit, named[0], books) if len(named) == 1 else _several(credit, named)


def _paid(account: Account, amount: int) -> Account:
    balance = replace(account.balance, paid=account.balance.paid + amount)
    return replace(account, balance=balance)


def _returned(credit: Credit, found: FoundReferences) -> Proposal:
    reason = "The bank books an earlier transfer back. Look at what it belongs to."
    return Proposal(credit.id, MatchKind.RETURNED, reason, candidates=found.codes)


def _other_currency(credit: Credit, books: Books, found: FoundReferences) -> Proposal:
    reason = (
        f"The transfer is in {credit.currency}, orders are in {books.currency}. Record what it is "
        f"worth on the order's own page, then set this entry aside."
    )
    return Proposal(credit.id, MatchKind.CURRENCY, reason, candidates=found.codes)


def _one(credit: Credit, account: Account, books: Books) -> Proposal:
    if books.has_twin(credit, account.code):
        reason = (
            f"Order {account.code} has a transfer of this day and amount from another statement. "
            "It may be the same one."
        )
        return _look(credit, MatchKind.REPEATED, reason, account)
    if account.is_closed:
        word = ORDER_WORDS[account.state][0].lower()
        reason = f"Order {account.code} is {word}. Assign it there, and it is to be refunded."
        return _look(credit, MatchKind.CLOSED, reason, account)
    if not account.due:
        reason = f"Nothing is due for order {account.code}. Paid twice, perhaps by somebody else?"
        return _look(credit, MatchKind.SETTLED, reason, account)
    return _weighed(credit, account)


def _look(credit: Credit, kind: MatchKind, reason: str, account: Account) -> Proposal:
    return Proposal(credit.id, kind, reason, candidates=(account.code,))


def _weighed(credit: Credit, account: Account) -> Proposal:
    """Exact, part or over: the whole credit goes to the order, which keeps the balance (T06)."""
    kind, reason = MatchKind.EXACT, f"Pays order {account.code}."
    if credit.amount < account.due:
        kind, reason = MatchKind.PART, _short(credit, account)
    elif credit.amount > account.due:
        more = format_money(credit.amount - account.due, credit.currency)
        kind, reason = MatchKind.OVER, f"{more} more than order {account.code} owes: to refund."
    parts = (Allocation(account.code, credit.amount),)
    return Proposal(credit.id, kind, reason, parts, (account.code,))


def _short(credit: Credit, account: Account) -> str:
    """A transfer "clear of bank charges" is asked for; what is missing stays due."""
    missing = account.due - credit.amount
    start = f"Order {account.code} is short by {format_money(missing, credit.currency)}"
    if credit.charges >= missing:
        return f"{start}: the bank kept {format_money(credit.charges, credit.currency)}."
    is_little = missing * 10 <= account.due
    return f"{start}: perhaps bank charges." if is_little else f"{start}, which stays due."


def _several(credit: Credit, named: list[Account]) -> Proposal:
    """Split only if the open dues add up to the transfer; else a person says who gets what."""
    codes = tuple(account.code for account in named)
    owing = [account for account in named if account.due and not account.is_closed]
    due = sum(account.due for account in owing)
    if not owing or due != credit.amount:
        reason = f"It names the orders {', '.join(codes)}; {_sum_words(due, credit)}"
        return Proposal(credit.id, MatchKind.SEVERAL, reason, candidates=codes)
    parts = tuple(Allocation(account.code, account.due) for account in owing)
    reason = "Pays " + " and ".join(
        f"{format_money(part.amount, credit.currency)} for {part.code}" for part in parts
    )
    return Proposal(credit.id, MatchKind.SPLIT, f"{reason}.", parts, codes)


def _sum_words(due: int, credit: Credit) -> str:
    if not due:
        return "nothing is due for them."
    both = format_money(due, credit.currency), format_money(credit.amount, credit.currency)
    return f"{both[0]} is due for them together, the transfer is {both[1]}."


def _without_reference(credit: Credit, books: Books, found: FoundReferences) -> Proposal:
    """An invoice's number and its amount are as good as a reference; a name is a suggestion."""
    fitting = [books.accounts[code] for code in found.by_invoice if code in books.accounts]
    if len(fitting) == 1:
        account = fitting[0]
        is_sure = account.due in (0, credit.amount) or account.is_closed
        why = "It names an invoice of the order, but not its amount"
        return _one(credit, account, books) if is_sure else _suggested(credit, account, why)
    there = words_of(f"{credit.payer} {credit.remittance}")
    named = sorted({code for word in there for code in books.by_word.get(word, ())})
    accounts = (books.accounts[code] for code in named)
    alike = [each for each in accounts if _is_alike(credit, each, there)]
    if len(alike) == 1:
        return _suggested(credit, alike[0], "The name and the amount fit")
    return _unknown(credit, alike, found)


def _is_alike(credit: Credit, account: Account, there: frozenset[str]) -> bool:
    if account.due != credit.amount or not credit.amount or account.is_closed:
        return False
    return any(has_name(there, name) for name in account.names)


def _suggested(credit: Credit, account: Account, why: str) -> Proposal:
    who = f" ({account.names[0]})" if account.names else ""
    reason = f"{why}: order {account.code}{who}. There is no reference; please decide."
    parts = (Allocation(account.code, credit.amount),)
    return Proposal(credit.id, MatchKind.SUGGESTED, reason, parts, (account.code,))


def _unknown(credit: Credit, alike: list[Account], found: FoundReferences) -> Proposal:
    codes = tuple(account.code for account in alike)
    if codes:
        reason = f"The name and the amount fit several orders: {', '.join(codes)}."
    elif found.mistyped:
        reason = f"{found.mistyped[0]} is mistyped: its check digits do not fit."
    elif found.foreign:
        reason = f"{found.foreign[0]} is the reference of no order of this meeting."
    else:
        reason = "It names no order, and no open order has this name and this amount."
    return Proposal(credit.id, MatchKind.UNKNOWN, reason, candidates=codes)
